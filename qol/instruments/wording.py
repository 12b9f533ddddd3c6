"""The wording that is shown: our own words or a licensed pack's, and what is said of them wherever they appear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from qol.errors import WordingRefused
from qol.instruments.definition import AnswerSet, Instrument, Item, Option, Page
from qol.instruments.translation_faults import faults as translation_faults
from qol.instruments.translations import Translation, translated
from qol.instruments.wording_choice import AnyPack, chosen, granted_languages, licensed_languages
from qol.instruments.wording_packs import Pack, read_pack, read_packs
from qol.instruments.wording_source import PackPage

__all__ = [
    "AnyPack", "Pack", "Translations", "Worded", "dressed", "languages_of", "notice_of", "read_pack", "read_packs",
]  # fmt: skip

Translations = Mapping[tuple[str, str], Translation]
"""Instrument id and language -> our own translation."""

PARAPHRASED = "paraphrased wording, not the validated instrument"


@dataclass(frozen=True)
class Worded:
    """An instrument in the words that are shown, and what every page, export and PDF says of them."""

    instrument: Instrument
    kind: str
    notice: str
    holder: str | None = None
    pack_digest: str | None = None
    expires: date | None = None
    """The last day of the licence."""


def notice_of(instrument: Instrument) -> str:
    """What is said of our own wording."""
    if instrument.validation == "not_validated":
        return f"own draft, not validated ({instrument.version})"
    return PARAPHRASED


def languages_of(
    instrument: Instrument,
    kind: str,
    packs: Sequence[AnyPack],
    study: str,
    today: date,
    translations: Translations,
) -> tuple[str, ...]:
    """The languages in which an instrument is shown to a study today, its own first.

    Where no pack is in force, those that were granted, so that a refusal names the file that was meant.
    """
    if kind == "paraphrase":
        return (instrument.language, *sorted(language for name, language in translations if name == instrument.id))
    granted = licensed_languages(instrument, packs, study, today) or granted_languages(instrument, packs, study)
    return tuple(sorted(granted, key=lambda language: (language != instrument.language, language)))


def dressed(
    instrument: Instrument,
    language: str,
    kind: str,
    packs: Sequence[AnyPack],
    study: str,
    today: date,
    translations: Translations = MappingProxyType({}),
) -> Worded:
    """The instrument in the wording that the protocol asks for.

    paraphrase: our own words or our own translation of them. licensed: a pack of this instrument, language and study.
    Raises WordingRefused: for our own words where there are none or none in this language; for a translation or a
    pack, naming the file, where there is none, it has expired, or it does not fit the instrument.
    """
    if kind == "paraphrase":
        return _in_our_words(instrument, translations.get((instrument.id, language)), language)
    pack = chosen(instrument, language, packs, study, today)
    notice = f"licensed wording of {pack.holder}, agreement {pack.agreement}"
    return Worded(_in_licensed_words(instrument, pack), "licensed", notice, pack.holder, pack.digest, pack.expires)


def _in_our_words(instrument: Instrument, translation: Translation | None, language: str) -> Worded:
    if not instrument.servable:
        raise WordingRefused(
            f"{instrument.id} has no wording of ours (wording: to be supplied). Add a licensed wording pack "
            f"{instrument.id}.{language}.yaml and say `wording: licensed` in the protocol."
        )
    kind = "not_validated" if instrument.validation == "not_validated" else "paraphrase"
    if translation is not None:
        return Worded(_in_translated_words(instrument, translation), kind, translation.notice)
    if language != instrument.language:
        raise WordingRefused(f"Our own wording of {instrument.id} is in {instrument.language}, not in {language}.")
    return Worded(instrument, kind, notice_of(instrument))


def _in_translated_words(instrument: Instrument, translation: Translation) -> Instrument:
    if found := [message for _, message in translation_faults(translation, instrument)]:
        said = "; ".join(found[:3])
        raise WordingRefused(f"{translation.file} does not fit {instrument.id}: {said}. `qol check` shows every line.")
    return translated(instrument, translation)


def _in_licensed_words(instrument: Instrument, pack: Pack) -> Instrument:
    worded = instrument.model_copy(
        update={
            "title": pack.title,
            "language": pack.language,
            "validation": "licensed",
            "pages": tuple(_page(*pair, pack) for pair in zip(instrument.pages, pack.pages, strict=True)),
            "answers": tuple(_answers(answers, pack) for answers in instrument.answers),
        }
    )
    # A copy keeps what the first one has cached, and is not validated.
    return Instrument.model_validate(worded.model_dump())


def _page(page: Page, theirs: PackPage, pack: Pack) -> Page:
    items = tuple(_item(item, pack) for item in page.items)
    return page.model_copy(
        update={
            "section": theirs.section,
            "recall": theirs.recall,
            "intro": theirs.intro,
            "note": theirs.note,
            "items": items,
        }
    )


def _item(item: Item, pack: Pack) -> Item:
    return item.model_copy(update={"ask": dict(pack.items[item.id]), "hint": None})


def _answers(answers: AnswerSet, pack: Pack) -> AnswerSet:
    texts = pack.answers.get(answers.id, {})
    options = tuple(
        Option(code=o.code, label=texts.get(o.code, o.label), not_applicable=o.not_applicable) for o in answers.options
    )
    codes = answers.scored_codes
    ends = {"low": texts.get(codes[0]), "high": texts.get(codes[-1])} if answers.low else {}
    return answers.model_copy(update={"options": options, **ends})
