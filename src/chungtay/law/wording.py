"""The values of rules in Vietnamese words, for the command line and for pages."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from chungtay.law.loading import load
from chungtay.law.money import dong
from chungtay.law.yamlfile import YamlFile

GOVERNED_BY = {
    "plan_date": "ngày ký kế hoạch",
    "achievement_date": "thời gian thành tích",
    "decision_date": "ngày quyết định",
    "payment_date": "ngày chi tiền",
}


def say(value: Any) -> str:
    """A value in words: numbers in Vietnamese form, lists and tables on one line."""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        return dong(value)
    if isinstance(value, Fraction):
        decimal = f"{float(value):g}".replace(".", ",")
        return decimal if Fraction(decimal.replace(",", ".")) == value else str(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{words().get(key, key)}: {say_item(key, item)}" for key, item in value.items())
    if isinstance(value, tuple):
        said = [say(item) for item in value]
        return ("; " if any("," in item for item in said) else ", ").join(said)
    return words().get(str(value), str(value))


def say_item(key: str, value: Any) -> str:
    """One value of a table in words; shares (`…_share`) in percent."""
    return say_share(value) if key.endswith("_share") else say(value)


def say_with_unit(value: Any, unit: str | None) -> str:
    """A value with its unit: "2.340.000 đồng/tháng"; of a share (unit "/1") "70 %" or "2/3"."""
    return say_share(value) if unit == "/1" else say(value) + say_unit(unit, value)


def say_share(value: Any) -> str:
    """A share in whole percent, or as the fraction that it is."""
    percent = value * 100 if isinstance(value, int | Fraction) and not isinstance(value, bool) else None
    return f"{int(percent)} %" if percent is not None and percent == int(percent) else say(value)


def say_unit(unit: str | None, value: Any) -> str:
    """What follows a value: " đồng", or the unit of a whole table in brackets; "" when there is none to say."""
    if not unit or unit == "/1" or value is None:
        return ""
    return f" (đơn vị: {unit})" if isinstance(value, Mapping) else f" {unit}"


@cache
def words() -> Mapping[str, str]:
    """The Vietnamese of the machine names that stand in values, from law/words.yaml."""
    found: dict[str, str] = YamlFile(load().root / "words.yaml", "law/words.yaml").data
    return found
