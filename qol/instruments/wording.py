"""Wording packs: licensed texts that replace our own, and what is said of the wording that is shown.

A pack lies in `instruments/wording/` or in the data folder's `wording/` as `<instrument>.<language>.yaml`. It replaces
words only; codes, order, conditions and scoring stay those of the instrument.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

from qol.errors import Problem, SourceError, WordingRefused
from qol.instruments.definition import AnswerSet, Instrument, Item, Option, Page
from qol.instruments.reading import Entries, Problems, words
from qol.instruments.yaml_source import Mapping as MappingNode
from qol.instruments.yaml_source import Node, Scalar, read

Kind = Literal["paraphrase", "licensed"]
KEYS = ("instrument", "language", "holder", "agreement", "study", "expires", "items", "answers", "recalls")


@dataclass(frozen=True)
class Pack:
    """One licensed wording. study: the name of the study it is granted to; expires: its last day."""

    file: str
    instrument: str
    language: str
    holder: str
    agreement: str
    study: str
    expires: date
    items: Mapping[str, Mapping[str, str]]
    answers: Mapping[str, Mapping[int, str]]
    recalls: Mapping[str, str]
    digest: str


@dataclass(frozen=True)
class Worded:
    """An instrument in the words that are shown, and what every page, export and PDF says of them."""

    instrument: Instrument
    kind: str
    notice: str
    holder: str | None = None
    pack_digest: str | None = None


def notice_of(instrument: Instrument) -> str:
    """What is said of our own wording."""
    if instrument.validation == "not_validated":
        return f"own draft, not validated ({instrument.version})"
    return "paraphrased wording, not the validated instrument"


def read_packs(*folders: Path) -> tuple[Pack, ...]:
    """Every pack of the folders; raises SourceError with the problems of all of them."""
    packs: list[Pack] = []
    problems: list[Problem] = []
    for path in (file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.yaml"))):
        try:
            packs.append(read_pack(path))
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(sorted(problems))
    return tuple(packs)


def read_pack(path: Path) -> Pack:
    """One pack; raises SourceError."""
    source = read(path)
    problems = Problems(source.file)
    top = Entries(source.root, "the wording pack", KEYS, problems)
    texts = {key: top.text(key, needed=True) or "" for key in KEYS[:6]}
    expires = _day(top, texts["expires"])
    items = {name: _wordings(node, name, problems) for name, node in top.pairs("items").items()}
    answers = {name: _codes(node, name, problems) for name, node in top.pairs("answers").items()}
    recalls = {ours: words(node, f"the recall {ours}", problems)[0] for ours, node in top.pairs("recalls").items()}
    if problems.found or expires is None:
        raise SourceError(sorted(problems.found))
    return Pack(
        source.file, texts["instrument"], texts["language"], texts["holder"], texts["agreement"], texts["study"],
        expires, items, answers, recalls, sha256(path.read_bytes()).hexdigest(),
    )  # fmt: skip


def _day(top: Entries, text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        if text:
            top.problems.add(top.line_of("expires"), f"expires {text!r} is no date; write 2027-12-31")
        return None


def _wordings(node: Node, name: str, problems: Problems) -> dict[str, str]:
    if isinstance(node, MappingNode):
        inner = Entries(node, f"item {name}", node.values, problems)
        return {key: text for key in node.values if (text := inner.text(key)) is not None}
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return {"": node.value}
    problems.add(node.line, f"the wording of item {name} must be a text")
    return {}


def _codes(node: Node, name: str, problems: Problems) -> dict[int, str]:
    out = {}
    inner = Entries(node, f"the answers {name}", node.values if isinstance(node, MappingNode) else (), problems)
    for code in inner.values:
        text = inner.text(code)
        if not code.isdigit():
            problems.add(inner.line_of(code), f"{code} is not an answer code of {name}")
        elif text is not None:
            out[int(code)] = text
    return out


def dressed(instrument: Instrument, language: str, kind: str, packs: Sequence[Pack], study: str, today: date) -> Worded:
    """The instrument in the wording that the protocol asks for.

    paraphrase: our own words (in the instrument's language). licensed: a pack of this instrument, language and
    study. Raises WordingRefused naming the file where there is none, it has expired, or it is incomplete.
    """
    if kind == "paraphrase":
        if not instrument.servable:
            raise WordingRefused(
                f"{instrument.id} has no wording of ours (wording: to be supplied). Lay a licensed wording pack "
                f"{instrument.id}.{language}.yaml into the wording folder and say `wording: licensed` in the protocol."
            )
        own = "not_validated" if instrument.validation == "not_validated" else "paraphrase"
        return Worded(instrument, own, notice_of(instrument))
    pack = _pack_for(instrument, language, packs, study, today)
    gaps = missing(instrument, pack)
    if gaps:
        raise WordingRefused(f"{pack.file} is incomplete: {', '.join(gaps)}. Complete it, or the form is not shown.")
    worded = instrument.model_copy(
        update={
            "language": language,
            "validation": "licensed",
            "pages": tuple(_page(page, pack) for page in instrument.pages),
            "answers": tuple(_answers(answers, pack) for answers in instrument.answers),
        }
    )
    fresh = Instrument.model_validate(worded.model_dump())
    notice = f"licensed wording of {pack.holder}, agreement {pack.agreement}"
    return Worded(fresh, "licensed", notice, pack.holder, pack.digest)


def _pack_for(instrument: Instrument, language: str, packs: Sequence[Pack], study: str, today: date) -> Pack:
    name = f"{instrument.id}.{language}.yaml"
    found = [pack for pack in packs if (pack.instrument, pack.language) == (instrument.id, language)]
    if not found:
        raise WordingRefused(f"The protocol asks for licensed wording of {instrument.id}, and there is no {name}.")
    for_study = [pack for pack in found if pack.study == study]
    if not for_study:
        raise WordingRefused(f"{found[0].file} is granted to the study {found[0].study}, not to {study}.")
    if for_study[0].expires < today:
        raise WordingRefused(f"{for_study[0].file} expired on {for_study[0].expires.isoformat()}. Renew the agreement.")
    return for_study[0]


def missing(instrument: Instrument, pack: Pack) -> list[str]:
    """What a pack does not give: items, wordings of items, words of answers, recall periods."""
    gaps = []
    for item in instrument.items.values():
        needed = set(item.ask) or {""}
        gaps += [f"item {item.id} {name}".strip() for name in sorted(needed - set(pack.items.get(item.id, {})))]
    for answers in instrument.answers:
        labelled = {option.code for option in answers.options if option.label}
        gaps += [f"answers {answers.id} {code}" for code in sorted(labelled - set(pack.answers.get(answers.id, {})))]
    recalls = {page.recall for page in instrument.pages if page.recall}
    return gaps + [f"recall {recall!r}" for recall in sorted(recalls - set(pack.recalls))]


def _page(page: Page, pack: Pack) -> Page:
    return page.model_copy(
        update={
            "recall": pack.recalls.get(page.recall or "", page.recall),
            "items": tuple(_item(item, pack) for item in page.items),
        }
    )


def _item(item: Item, pack: Pack) -> Item:
    return item.model_copy(update={"ask": dict(pack.items[item.id]), "hint": None})


def _answers(answers: AnswerSet, pack: Pack) -> AnswerSet:
    texts = pack.answers.get(answers.id, {})
    options = tuple(
        Option(code=o.code, label=texts.get(o.code, o.label), not_applicable=o.not_applicable) for o in answers.options
    )
    ends = {"low": texts.get(options[0].code), "high": texts.get(options[-1].code)} if answers.low else {}
    return answers.model_copy(update={"options": options, **ends})
