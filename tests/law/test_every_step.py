"""Every object × state × verb × role, against the tables as they are written; and no other way to change a state."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

import chungtay
from chungtay.law.errors import Refused
from chungtay.law.transitions import default_root, names, table

SOURCES = Path(chungtay.__file__).parent
# Things with a state of their own that is no state of the lifecycle: paper on its way, background work.
WITHOUT_TABLE = {"documents/actions.py", "jobs/transitions.py"}
THE_WRITER = "kit/states.py"


def written(name: str) -> dict[str, Any]:
    """A table as its file says it, read without the engine."""
    data: dict[str, Any] = yaml.safe_load((default_root() / "transitions" / f"{name}.yaml").read_text(encoding="utf-8"))
    return data


def listed(entry: object) -> list[str]:
    if entry is None:
        return []
    return [entry] if isinstance(entry, str) else list(entry)  # type: ignore[call-overload]


@pytest.mark.parametrize("name", names())
def test_a_step_goes_through_exactly_where_the_file_says_so(name: str) -> None:
    life, data = table(name), written(name)
    rows = [(state, row) for row in data["rows"] for state in listed(row["from"])]
    verbs = {row["verb"] for row in data["rows"]}
    met = {guard: True for row in data["rows"] for guard in listed(row.get("guard"))}
    seen = 0
    for state, verb, role in product(data["states"], verbs, life.roles):
        whens = {row.get("when") for at, row in rows if (at, row["verb"]) == (state, verb)} or {None}
        for when in whens:
            allowed = [
                row for at, row in rows
                if (at, row["verb"], row.get("when")) == (state, verb, when) and role in listed(row["who"])
            ]  # fmt: skip
            facts = met | ({when: True} if when else {})
            if allowed:
                assert life.step(state, verb, {role}, facts).to_state in {row["to"] for row in allowed}
                for guard in listed(allowed[0].get("guard")):
                    with pytest.raises(Refused) as locked:
                        life.step(state, verb, {role}, facts | {guard: False})
                    assert locked.value.reason_vi
            else:
                with pytest.raises(Refused) as refused:
                    life.step(state, verb, {role}, facts)
                assert refused.value.kind in ("role", "state")
                assert refused.value.reason_vi
            seen += 1
    assert seen >= len(data["states"]) * len(verbs) * len(life.roles)


@pytest.mark.parametrize("name", names())
def test_every_state_is_reached_and_left_or_final(name: str) -> None:
    data = written(name)
    steps = [(state, row["to"]) for row in data["rows"] for state in listed(row["from"])]
    reached, waiting = {data["initial"]}, [data["initial"]]
    while waiting:
        here = waiting.pop()
        for to in {to for start, to in steps if start == here} - reached:
            reached.add(to)
            waiting.append(to)
    assert reached == set(data["states"])
    stuck = [s for s, told in data["states"].items() if not told.get("final") and s not in {a for a, _b in steps}]
    assert stuck == []


def writes_of_state(source: str) -> Iterator[int]:
    """Lines that set `.state` of something, or update it in the database."""
    for node in ast.walk(ast.parse(source)):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        flat = [each for target in targets for each in (target.elts if isinstance(target, ast.Tuple) else [target])]
        if any(isinstance(each, ast.Attribute) and each.attr == "state" for each in flat):
            yield node.lineno
        called = node.func if isinstance(node, ast.Call) else None
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if isinstance(node, ast.Call) and (
            (name in ("update", "update_or_create") and any(k.arg == "state" for k in node.keywords))
            or (name == "setattr" and any(isinstance(a, ast.Constant) and a.value == "state" for a in node.args))
        ):
            yield node.lineno


def test_states_are_written_in_one_place_only() -> None:
    found = {
        file.relative_to(SOURCES).as_posix()
        for file in SOURCES.rglob("*.py")
        if any(writes_of_state(file.read_text(encoding="utf-8")))
    }
    assert found == {THE_WRITER, *WITHOUT_TABLE}


def test_the_search_for_writes_finds_them() -> None:
    ways = ("a.state = 'x'", "a.b, a.state = 1, 2", "Row.objects.update(state='x')", "setattr(a, 'state', 'x')")
    assert all(list(writes_of_state(way)) for way in ways)
    assert not list(writes_of_state("state = a.state\nrows.filter(state='x')"))
