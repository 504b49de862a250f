"""Transition tables: who may move what from which state to which, and what is still missing. Data in law/transitions.

A step needs three things: a row from the present state with that verb, a role that the row names, and every guard met.
A guard that the caller gives no fact for counts as unmet: forgetting to ask must not open a door.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from chungtay.law.errors import LawError, Refused
from chungtay.law.yamlfile import YamlFile

Tone = Literal["ok", "risk", "late", "hold", "none", "info"]


@dataclass(frozen=True)
class State:
    """One state. `public_label` None: citizens are not shown it. `final`: the object may rest here for good."""

    code: str
    staff_label: str
    public_label: str | None
    tone: Tone
    final: bool = False
    sensitive: bool = False


@dataclass(frozen=True)
class Guard:
    """A condition; `unmet` is the sentence shown while it does not hold."""

    name: str
    unmet: str


@dataclass(frozen=True)
class Row:
    """One arrow of the table. `decides`: the chair's own decision. `paper`: records what was done on paper.

    `document`: the kind of paper (a key of `typesetting.KINDS`) that the step makes, signs, prints, issues or goes out
    with; it tells and locks nothing. None: the software has no paper for it.
    """

    from_state: str
    to_state: str
    verb: str
    who: tuple[str, ...]
    guards: tuple[Guard, ...]
    document: str | None
    staff_label: str
    public_label: str | None
    event: str
    when: str | None = None
    decides: bool = False
    paper: bool = False
    rules: tuple[str, ...] = ()

    @property
    def changes_state(self) -> bool:
        """False for a step that only adds to the object, such as the chair's signature before the number."""
        return self.from_state != self.to_state

    def missing(self, facts: Mapping[str, bool]) -> tuple[Guard, ...]:
        """The guards that do not hold."""
        return tuple(guard for guard in self.guards if not facts.get(guard.name, False))

    def applies(self, facts: Mapping[str, bool]) -> bool:
        """Whether the arrow exists at all on these facts."""
        return self.when is None or facts.get(self.when, False)


@dataclass(frozen=True)
class Offer:
    """A button: the row, whether it may be pressed, and if not, what is missing and who can (Vietnamese)."""

    row: Row
    allowed: bool
    reason: str | None


@dataclass(frozen=True)
class Table:
    """The whole life of one kind of object."""

    name: str
    title: str
    initial: str
    states: Mapping[str, State]
    rows: tuple[Row, ...]
    roles: Mapping[str, str]

    @property
    def facts(self) -> Mapping[str, str | None]:
        """Every fact a caller can be asked for, with the sentence of its guard (None: only decides if a row exists)."""
        asked: dict[str, str | None] = {row.when: None for row in self.rows if row.when}
        return asked | {guard.name: guard.unmet for row in self.rows for guard in row.guards}

    def state(self, code: str) -> State:
        """The state of that code; `LawError` when the table has none."""
        try:
            return self.states[code]
        except KeyError:
            raise LawError(f"{self.title}: không có trạng thái “{code}”. Báo quản trị kiểm tra dữ liệu.") from None

    def verbs(self, state: str) -> tuple[str, ...]:
        """The verbs that the table knows from a state, in its order."""
        return tuple(dict.fromkeys(row.verb for row in self.rows if row.from_state == self.state(state).code))

    def row(self, state: str, verb: str, facts: Mapping[str, bool] | None = None) -> Row:
        """The arrow for a verb, whoever asks; `Refused(kind="state")` when there is none from this state."""
        here = self.state(state)
        rows = [r for r in self.rows if r.from_state == state and r.verb == verb and r.applies(facts or {})]
        if not rows:
            labels = {r.staff_label for r in self.rows if r.verb == verb}
            wanted = f"“{sorted(labels)[0]}”" if labels else "bước này"
            raise Refused(
                f"{self.title} đang ở trạng thái “{here.staff_label}” nên chưa thực hiện được {wanted}. "
                "Tải lại trang để xem các bước đang mở.",
                "state",
            )
        if len(rows) > 1:
            raise LawError(f"{self.title}: có hơn một đường cho “{rows[0].staff_label}”; dữ kiện đưa vào mâu thuẫn.")
        return rows[0]

    def step(self, state: str, verb: str, roles: Collection[str], facts: Mapping[str, bool]) -> Row:
        """The row to execute. Raises `Refused` with kind "state", "role" or "guard", asked in that order."""
        row = self.row(state, verb, facts)
        offer = self._offer(row, roles, facts)
        if not offer.allowed:
            missing = tuple(guard.name for guard in row.missing(facts))
            kind: Literal["role", "guard"] = "guard" if self._may(row, roles) else "role"
            raise Refused(offer.reason or "", kind, missing if kind == "guard" else ())
        return row

    def offers(self, state: str, roles: Collection[str], facts: Mapping[str, bool]) -> list[Offer]:
        """Every step from here in the table's order, the locked ones with what is missing and who can."""
        code = self.state(state).code
        return [self._offer(r, roles, facts) for r in self.rows if r.from_state == code and r.applies(facts)]

    def who(self, row: Row) -> str:
        """The people who may take a step, in words: "cán bộ thường trực phong trào hoặc văn thư"."""
        names = [self.roles[role] for role in row.who]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} hoặc {names[-1]}"

    def _may(self, row: Row, roles: Collection[str]) -> bool:
        return any(role in roles for role in row.who)

    def _offer(self, row: Row, roles: Collection[str], facts: Mapping[str, bool]) -> Offer:
        reasons = [] if self._may(row, roles) else [f"Việc này do {self.who(row)} thực hiện."]
        reasons += [guard.unmet for guard in row.missing(facts)]
        return Offer(row, not reasons, " ".join(reasons) or None)


def default_root() -> Path:
    """The law files of this checkout: folder `law` at the root of the repository (or installed beside the package)."""
    here = Path(__file__).resolve()
    for candidate in (here.parents[3] / "law", here.parent / "data"):
        if (candidate / "schema").is_dir():
            return candidate
    raise LawError("Không tìm thấy thư mục law/ chứa dữ liệu pháp luật. Cài lại phần mềm hoặc chỉ rõ thư mục.")


def names(root: Path | None = None) -> list[str]:
    """The objects that have a table."""
    return sorted(path.stem for path in ((root or default_root()) / "transitions").glob("*.yaml"))


@cache
def table(name: str, root: Path | None = None) -> Table:
    """The table of one object: plan, movement, report, obstacle, initiative, dossier, meeting, decision, certificate.

    Raises `LawFileError` naming file and line when the data are wrong, `LawError` when there is no such table.
    """
    folder = root or default_root()
    path = folder / "transitions" / f"{name}.yaml"
    if name not in names(folder):
        raise LawError(f"Không có bảng chuyển trạng thái “{name}”. Các bảng đang có: {', '.join(names(folder))}.")
    roles: dict[str, str] = YamlFile(folder / "roles.yaml", "law/roles.yaml").data
    file = YamlFile(path, f"law/transitions/{path.name}")
    file.check(folder / "schema" / "transitions.schema.json")
    read = _read(file, roles)
    _check(file, read)
    return read


def _read(file: YamlFile, roles: Mapping[str, str]) -> Table:
    data = file.data
    states = {
        code: State(code, s["label"], s["public"], s["tone"], s.get("final", False), s.get("sensitive", False))
        for code, s in data["states"].items()
    }
    rows = [row for at, raw in enumerate(data["rows"]) for row in _rows(file, at, raw)]
    return Table(data["object"], data["title"], data["initial"], states, tuple(rows), roles)


def _as_list(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _rows(file: YamlFile, at: int, raw: Mapping[str, Any]) -> list[Row]:
    guards = []
    for name in _as_list(raw["guard"]):
        if name not in file.data["conditions"]:
            raise file.error(("rows", at, "guard"), f"điều kiện “{name}” chưa có câu giải thích trong conditions.")
        guards.append(Guard(name, file.data["conditions"][name]))
    return [
        Row(
            from_state=state,
            to_state=raw["to"],
            verb=raw["verb"],
            who=tuple(raw["who"]),
            guards=tuple(guards),
            document=raw["document"],
            staff_label=raw["label"],
            public_label=raw["public"],
            event=raw["event"],
            when=raw.get("when"),
            decides=raw.get("decides", False),
            paper=raw.get("paper", False),
            rules=tuple(raw.get("rules", ())),
        )
        for state in _as_list(raw["from"])
    ]


def _check(file: YamlFile, table: Table) -> None:
    """What no schema can say: names that exist, one meaning per verb, and a way in and out of every state."""
    if file.data["object"] != Path(file.name).stem:
        raise file.error(("object",), f"tên “{file.data['object']}” khác tên tệp.")
    if table.initial not in table.states:
        raise file.error(("initial",), f"trạng thái đầu “{table.initial}” không có trong states.")
    for at, raw in enumerate(file.data["rows"]):
        _check_row(file, at, raw, table)
    _check_unique(file, table)
    _check_ways(file, table)
    unused = set(file.data["conditions"]) - {guard.name for row in table.rows for guard in row.guards}
    if unused:
        name = sorted(unused)[0]
        raise file.error(("conditions", name), f"điều kiện “{name}” không bước nào dùng.")


def _check_row(file: YamlFile, at: int, raw: Mapping[str, Any], table: Table) -> None:
    for key in ("from", "to"):
        for state in _as_list(raw[key]):
            if state not in table.states:
                raise file.error(("rows", at, key), f"trạng thái “{state}” không có trong states.")
    for role in raw["who"]:
        if role not in table.roles:
            raise file.error(("rows", at, "who"), f"vai “{role}” không có trong law/roles.yaml.")
    if raw.get("decides") and raw["who"] != ["chair"]:
        raise file.error(("rows", at, "who"), "quyết định của Chủ tịch (decides) chỉ được giao cho chair.")
    if raw.get("paper") and raw["guard"] is None:
        raise file.error(("rows", at, "guard"), "ghi nhận bản giấy phải có điều kiện lưu kèm bản giấy.")
    if not raw["event"].startswith(f"{table.name}."):
        raise file.error(("rows", at, "event"), f"tên sự kiện phải bắt đầu bằng “{table.name}.”.")


def _check_unique(file: YamlFile, table: Table) -> None:
    seen: dict[tuple[str, str], list[Row]] = {}
    for row in table.rows:
        others = seen.setdefault((row.from_state, row.verb), [])
        if any(row.when is None or o.when in (None, row.when) or o.to_state == row.to_state for o in others):
            raise file.error(("rows",), f"động từ “{row.verb}” từ “{row.from_state}” ghi hai lần, không rõ đi đâu.")
        others.append(row)
    for row in table.rows:
        deciding = [r for r in table.rows if r.decides and (r.from_state, r.to_state) == (row.from_state, row.to_state)]
        if deciding and row.changes_state and not row.decides and not row.paper:
            raise file.error(
                ("rows",),
                f"“{row.verb}” từ “{row.from_state}” đi vòng quyết định của Chủ tịch; phải là decides hoặc paper.",
            )


def _check_ways(file: YamlFile, table: Table) -> None:
    reached, todo = {table.initial}, [table.initial]
    while todo:
        here = todo.pop()
        for row in table.rows:
            if row.from_state == here and row.to_state not in reached:
                reached.add(row.to_state)
                todo.append(row.to_state)
    for code, state in table.states.items():
        if code not in reached:
            raise file.error(("states", code), f"không có đường đến trạng thái “{code}”.")
        leaves = any(row.from_state == code and row.changes_state for row in table.rows)
        if not leaves and not state.final:
            raise file.error(("states", code), f"trạng thái “{code}” là ngõ cụt mà không ghi final: true.")
        if state.sensitive and state.public_label is not None:
            raise file.error(("states", code, "public"), f"trạng thái “{code}” nhạy cảm, không được công bố (R-127).")


def mermaid(table: Table) -> str:
    """The table as a Mermaid state diagram, for documents."""
    lines = ["stateDiagram-v2", f"    [*] --> {table.initial}"]
    lines += [f"    {code}: {state.staff_label}" for code, state in table.states.items()]
    for row in table.rows:
        lines.append(f"    {row.from_state} --> {row.to_state}: {row.staff_label} ({table.who(row)})")
    lines += [f"    {code} --> [*]" for code, state in table.states.items() if state.final]
    return "\n".join(lines) + "\n"
