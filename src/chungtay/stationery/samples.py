"""How a certificate art looks: drawn with the sample person, and with one whose name is very long."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from functools import cache

from chungtay import law, typesetting
from chungtay.kit.clock import today
from chungtay.stationery import queries
from chungtay.stationery.models import CertificateArt
from chungtay.typesetting import Certificate, Fit, layout

LONG_NAME = (
    "Hợp tác xã dịch vụ nông nghiệp tổng hợp và vệ sinh môi trường thôn Mẫu Thượng, thôn Mẫu Hạ, xã Mẫu, tỉnh Mẫu"
)
_RULES = ("R-80", "R-81", "R-82", "R-89", "R-90")


@cache
def person() -> Certificate:
    """The sample certificate of the typesetter."""
    data = json.loads((layout.HERE / "examples" / "giay-khen.json").read_text(encoding="utf-8"))
    return typesetting.build("giay-khen", data).certificates[0]


def picture(art: CertificateArt) -> bytes:
    """The sample sheet as PNG; pre-printed stock is shown behind the words where there is a picture of it."""
    return typesetting.draw_certificate(
        person(), border=queries.border_of(art), design=queries.design_of(art), guide=queries.guide_of(art), ppi=110
    )


def pdf(art: CertificateArt, *, at: dt.datetime) -> bytes:
    """The sample sheet as it is printed."""
    return typesetting.render_certificates(
        [person()], border=queries.border_of(art), design=queries.design_of(art), timestamp=at
    )


def long_fits(art: CertificateArt) -> list[Fit]:
    """What happens to a name of more than a hundred letters on this art."""
    long = dataclasses.replace(person(), recipient=LONG_NAME, salutation="")
    return typesetting.fits([long], design=queries.design_of(art))


def rules(known: law.Law) -> list[dict[str, str]]:
    """What the law of a locality says of a certificate's looks today: title, words, and on whose authority."""
    resolved = known.on(today())
    found = []
    for name in _RULES:
        value = resolved.peek(name)
        if value is not None:
            words = {"title": value.title, "description": known.rule(name).description, "source": value.source}
            note = re.sub(r"\s*\([RL]-[\d.]+\)", "", value.note or value.question or "")  # no codes on pages
            found.append(words | {"note": note})
    return found
