"""Study protocols: one file, one protocol; read whole and checked whole."""

from collections.abc import Iterator
from pathlib import Path

from qol.course.protocol_checks import Complaint, Instruments, check_protocol
from qol.course.protocol_parts import (
    PRECEDENCE,
    AnalysisPlan,
    Asked,
    Closing,
    Offset,
    Protocol,
    ScaleName,
    Visit,
    VisitKind,
    Welcome,
    canonical,
    from_canonical,
)
from qol.course.protocol_source import Built, build
from qol.errors import Problem, SourceError
from qol.instruments.library import shown
from qol.instruments.yaml_source import Source, parse_bytes, read

__all__ = [
    "PRECEDENCE",
    "AnalysisPlan",
    "Asked",
    "Closing",
    "Complaint",
    "Instruments",
    "Offset",
    "Protocol",
    "ScaleName",
    "Visit",
    "VisitKind",
    "Welcome",
    "canonical",
    "check_protocol",
    "from_canonical",
    "load_protocols",
    "protocol_of_bytes",
    "read_protocol",
]


def read_protocol(path: Path, instruments: Instruments) -> Protocol:
    """The protocol of a file; raises SourceError with every problem (`file:line: message`)."""
    return _whole(read(path, shown(path)), instruments, path)


def protocol_of_bytes(body: bytes, name: str, instruments: Instruments) -> Protocol:
    """The protocol of an uploaded file, whatever it is called; raises SourceError with every problem."""
    return _whole(parse_bytes(body, name), instruments)


def _whole(source: Source, instruments: Instruments, path: Path | None = None) -> Protocol:
    built = build(source)
    if built.protocol is None:
        raise SourceError(sorted(built.problems))
    problems = [*_complaints(built.protocol, built, source, instruments)]
    if path is not None:
        problems += _misnamed(path, built.protocol, source)
    if problems:
        raise SourceError(sorted(problems))
    return built.protocol


def load_protocols(folder: Path, instruments: Instruments) -> dict[str, Protocol]:
    """Every protocol of a folder by id; raises SourceError with the problems of all files."""
    protocols: dict[str, Protocol] = {}
    problems: list[object] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            protocols[path.stem] = read_protocol(path, instruments)
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(problems)
    return protocols


def _misnamed(path: Path, protocol: Protocol, source: Source) -> Iterator[Problem]:
    if protocol.id != path.stem:
        line = source.root.lines.get("id", 1)
        yield Problem(source.file, line, f"the id {protocol.id} and the name of the file differ")


def _complaints(protocol: Protocol, built: Built, source: Source, instruments: Instruments) -> Iterator[Problem]:
    for complaint in check_protocol(protocol, instruments):
        part = complaint.where.split(".")[0]
        line = built.lines.get(complaint.where, built.lines.get(part, 1))
        yield Problem(source.file, line, complaint.message)
