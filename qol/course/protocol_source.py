"""Builds a protocol from the plain data of its file and keeps the line of every part for the checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qol.course.analysis_plan_source import read_plan
from qol.course.attention_source import attention
from qol.course.clocks import CLOCKS
from qol.course.events import EventKind
from qol.course.offset_source import read_offset
from qol.course.protocol_parts import (
    AnalysisPlan,
    Asked,
    Closing,
    Offset,
    Protocol,
    ScaleName,
    Visit,
    Welcome,
)
from qol.course.recurrence import problem, recurring
from qol.errors import Problem
from qol.instruments.reading import Entries, Problems
from qol.instruments.yaml_source import Mapping as MappingNode
from qol.instruments.yaml_source import Node, Scalar, Source

REPORT_PARTS = ("satisfaction", "quality_of_life", "bowel", "patient")
"""Parts of the reports that a protocol chooses scales for; `patient` is the one-page summary."""

KEYS = (
    "id", "title", "version", "population", "stage", "treatment_intent", "note", "study_clock", "wording",
    "value_sets", "seconds_per_item",
    "show_thresholds", "second_entry", "reminders", "batteries", "visits", "report", "plan", "welcome",
    "attention",
)  # fmt: skip
OFFSETS = ("start", "due", "overdue", "expired")
VISIT_KEYS = (
    "id", "label", "kind", "clock", "clock_if", *OFFSETS, "late", "closes_on", "occasion", "asks",
    "ask_before_results", "superseded_by", "recurs",
)  # fmt: skip
WELCOME_TEXTS = ("title", "purpose", "readers", "choice")


@dataclass(frozen=True)
class Built:
    """A protocol (None where its form makes one impossible), the lines of its parts, what is wrong so far."""

    protocol: Protocol | None
    lines: Mapping[str, int]
    problems: tuple[Problem, ...]


def build(source: Source) -> Built:
    """The protocol of a file with the lines of its parts, named `visits.month_3`, `wording.lars`, `plan.primary`."""
    builder = _Builder(Problems(source.file))
    protocol = builder.protocol(source.root)
    problems = tuple(builder.problems.found)
    return Built(None if problems else protocol, builder.lines, problems)


@dataclass
class _Builder:
    """Reads one file: batteries first, so that visits can name them."""

    problems: Problems
    lines: dict[str, int] = field(default_factory=dict)
    batteries: dict[str, tuple[Asked, ...]] = field(default_factory=dict)

    def protocol(self, root: Node) -> Protocol | None:
        top = Entries(root, "the protocol", KEYS, self.problems)
        self.lines |= top.lines
        for key in top.pairs("batteries"):
            self.batteries[key] = self._entries_of(top, "batteries").each(key, self.asked, needed=True)
        plan = self.plan(top.values["plan"]) if top.has("plan") else None
        return top.make(
            Protocol,
            id=top.text("id"),
            title=top.text("title"),
            version=top.text("version"),
            population=top.text("population"),
            stage=top.text("stage"),
            treatment_intent=top.text("treatment_intent"),
            note=top.text("note"),
            study_clock=self.clock(top, "study_clock"),
            wording=self.wording(top),
            value_sets=self.value_sets(top),
            seconds_per_item=self.seconds(top),
            show_thresholds=top.text("show_thresholds"),
            second_entry=top.text("second_entry"),
            reminders=self.reminders(top),
            visits=tuple(visit for visits in top.each("visits", self.visits, needed=True) for visit in visits),
            report=self.report(top),
            plan=plan,
            welcome=self.welcome(top.values["welcome"]) if top.has("welcome") else None,
            attention=attention(top.values["attention"], self.problems) if top.has("attention") else None,
        )

    def _entries_of(self, entries: Entries, key: str) -> Entries:
        """The mapping of a key whose own keys are free."""
        node = entries.values.get(key)
        return Entries(
            node if node is not None else MappingNode(entries.line, {}),
            key,
            node.values if isinstance(node, MappingNode) else (),
            self.problems,
        )

    def clock(self, entries: Entries, key: str) -> str | None:
        found: str | None = entries.text(key)
        if found is not None and found not in CLOCKS:
            message = f"{key} of {entries.what} cannot be {found}; possible: {', '.join(CLOCKS)}"
            self.problems.add(entries.line_of(key), message)
            return CLOCKS[0]
        return found

    def wording(self, top: Entries) -> dict[str, str] | None:
        below = self._entries_of(top, "wording")
        self.lines |= {f"wording.{key}": below.line_of(key) for key in below.values}
        kinds = {key: below.text(key, needed=True) for key in below.values}
        for key, kind in kinds.items():
            if kind not in ("paraphrase", "licensed"):
                self.problems.add(below.line_of(key), f"wording of {key} must be paraphrase or licensed")
        said = {key: kind for key, kind in kinds.items() if kind in ("paraphrase", "licensed")}
        return said if top.has("wording") else None

    def value_sets(self, top: Entries) -> dict[str, tuple[str, ...]]:
        below = self._entries_of(top, "value_sets")
        self.lines |= {f"value_sets.{key}": below.line_of(key) for key in below.values}
        return {key: below.texts(key) for key in below.values}

    def asked(self, node: Node) -> Asked | None:
        if isinstance(node, Scalar):
            return Entries(MappingNode(node.line, {"id": node}), "an instrument", ("id",), self.problems).make(
                Asked, id=str(node.value)
            )
        entries = Entries(node, "an instrument of a battery", ("id", "ask_if"), self.problems)
        return entries.make(Asked, id=entries.text("id"), ask_if=entries.condition("ask_if"))

    def visits(self, node: Node) -> tuple[Visit, ...] | None:
        """A visit, or the row of visits that a recurring one stands for."""
        first = self.visit(node)
        if first is None or not isinstance(node, MappingNode) or "recurs" not in node.values:
            return None if first is None else (first,)
        what = f"recurs of visit {first.id}"
        entries = Entries(node.values["recurs"], what, ("cycle_length", "termination"), self.problems)
        cycle, termination = (self.offset(entries, key) for key in ("cycle_length", "termination"))
        if cycle is None or termination is None:
            self.problems.add(entries.line, f"{what} needs cycle_length and termination")
            return (first,)
        if wrong := problem(cycle, termination, first):
            self.problems.add(entries.line, f"{what}: {wrong}")
            return (first,)
        made = tuple(recurring(first, cycle, termination))
        self.lines |= {f"visits.{one.id}": entries.line for one in made[1:]}
        return made

    def visit(self, node: Node) -> Visit | None:
        given = node.values.get("id") if isinstance(node, MappingNode) else None
        name = str(given.value) if isinstance(given, Scalar) else ""
        entries = Entries(node, f"visit {name}".strip(), VISIT_KEYS, self.problems)
        if f"visits.{name}" in self.lines:
            first = self.lines[f"visits.{name}"]
            self.problems.add(entries.line_of("id"), f"visit {name} stands here again (line {first}); rename one")
        self.lines.setdefault(f"visits.{name}", entries.line)
        offsets = {key: self.offset(entries, key) for key in (*OFFSETS, "late")}
        return entries.make(
            Visit,
            id=name,
            label=entries.text("label"),
            kind=entries.text("kind"),
            clock=self.clock(entries, "clock"),
            clock_if=entries.condition("clock_if"),
            **offsets,
            closings=self.closings(entries),
            occasion=entries.text("occasion"),
            instruments=self.battery(entries),
            ask_before_results=entries.truth("ask_before_results") if entries.has("ask_before_results") else None,
            superseded_by=self.distances(entries, "superseded_by"),
        )

    def seconds(self, top: Entries) -> float | None:
        """The number; where it is not one, that was said already and any will do."""
        found = top.number("seconds_per_item")
        return 1.0 if found is None and top.has("seconds_per_item") else found

    def reminders(self, top: Entries) -> tuple[Offset, ...] | None:
        """Rising distances after a visit's target day; an empty list reminds nobody."""
        if not top.has("reminders"):
            return None
        found = top.each("reminders", lambda node: read_offset(node, "a distance of reminders", self.problems))
        days = [offset.days for offset in found]
        if days != sorted(set(days)) or any(day < 1 for day in days):
            self.problems.add(
                top.line_of("reminders"), "reminders must rise from at least one day, e.g. `[7 days, 14 days]`"
            )
        return found

    def battery(self, entries: Entries) -> tuple[Asked, ...]:
        name = entries.text("asks", needed=True)
        if name is not None and name not in self.batteries:
            possible = ", ".join(self.batteries) or "none, add `batteries`"
            message = f"{entries.what} asks {name}, which is no battery; possible: {possible}"
            self.problems.add(entries.line_of("asks"), message)
        return self.batteries.get(name or "", ())

    def offset(self, entries: Entries, key: str) -> Offset | None:
        return read_offset(entries.values[key], f"{key} of {entries.what}", self.problems) if entries.has(key) else None

    def distances(self, entries: Entries, key: str) -> dict[str, Offset]:
        pairs = entries.pairs(key).items()
        return {name: read_offset(node, f"{name} in {key} of {entries.what}", self.problems) for name, node in pairs}

    def closings(self, entries: Entries) -> tuple[Closing, ...]:
        found = self.distances(entries, "closes_on")
        unknown = [name for name in found if name not in tuple(EventKind)]
        for name in unknown:
            message = f"closes_on of {entries.what} names {name}; possible: {', '.join(EventKind)}"
            self.problems.add(entries.line_of("closes_on"), message)
        return tuple(Closing(event=EventKind(n), last=last) for n, last in found.items() if n not in unknown)

    def report(self, top: Entries) -> dict[str, tuple[ScaleName, ...]]:
        if not top.has("report"):
            return {}
        entries = Entries(top.values["report"], "the report", REPORT_PARTS, self.problems)
        self.lines |= {f"report.{key}": entries.line_of(key) for key in entries.values}
        return {key: entries.each(key, self.scale) for key in REPORT_PARTS if entries.has(key)}

    def scale(self, node: Node) -> ScaleName | None:
        instrument, _, scale = str(node.value).partition(".") if isinstance(node, Scalar) else ("", "", "")
        if not instrument or not scale:
            self.problems.add(node.line, "a scale is written instrument.scale, e.g. `qlq_c30.QL2`")
            return None
        entries = Entries(MappingNode(node.line, {}), "a scale", (), self.problems)
        return entries.make(ScaleName, instrument=instrument, scale=scale)

    def plan(self, node: Node) -> AnalysisPlan | None:
        plan, lines = read_plan(node, self.scale, self.problems)
        self.lines |= {f"plan.{key}": line for key, line in lines.items()}
        return plan

    def welcome(self, node: Node) -> Welcome | None:
        entries = Entries(node, "the welcome", (*WELCOME_TEXTS, "intro"), self.problems)
        texts = {key: entries.text(key) for key in WELCOME_TEXTS}
        return entries.make(Welcome, **texts, intro=entries.texts("intro"))
