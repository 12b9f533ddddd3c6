"""The pages of a PDF as text, and every number on them accounted for.

A row of a table is looked for whole, with its label, as the numbers computed again say that it must read; what was
found is crossed out. Numbers that are left over must be in sentences, or be one of the exceptions named here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader

NUMBER = r"[−+]?\d+(?:\.\d+)?"
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
EXCEPTIONS = {
    "items of reporting guidelines": r"(?:STROBE|PRO) page 1: [^.]*\."
    r"|STROBE \d+[a-z]?|\bP(?:1b|2b|6a|12a|20/21)(?![-0-9])|JAMA 309:814|Med 4:e296",
    "populations beside LARS": r"(?:Denmark|Netherlands), (?:women|men|everybody)(?:, 50–79 years)? ?\d+(?:\.\d+)? %"
    r" ?(?:Juul|van Heinsbergen) \d{4}",
    "dates": rf"\b(?:\d{{1,2}} )?(?:{MONTHS})[a-z]* \d{{4}}(?: \d\d:\d\d UTC)?",
    "years and visits under the line of time": r"\b20[12]\d\b|(?<= forms )(?:clock 0 )?.*(?= Instruments)",
    "the patient": r"code [A-Z0-9]{3}-\d{3}|\(\d\d\) hospital no\. DEMO-\d+|no name \d+ ",
    "protocols": r"(?:stage_1_3|qlq_c30_only) \d+\.\d+",
    "instruments and scales": r"QLQ-C(?:30|R29)(?:, (?:QL2|PF2|RF2))?|\bqlq_c(?:30|r29)(?: 1\.0)?|\blars 1\.0",
    "the questionnaire's version": r"\(0\.1\)|treatment_satisfaction 0\.1|own 0\.1|version 0\.1",
    "the software's version": r"qol \d+\.\d+\.\d+",
    "shortened hashes": r"\b[0-9a-f]{4} [0-9a-f]{4}\b",
    "figures and tables": r"(?:Figure|Table) \d+",
    "pages": r"\b\d+ / \d+$|[Pp]age 1\b",
    "95 per cent intervals": r"95 % ?(?:bootstrap )?interval(?:s|, %)?",
    "limits that the report states": r"\bthan 10\b|(?:above|[Mm]ore than) 15 %|100 per cent",
    "ranges of scores": r"points of 100|Points of 100|0–42|of 100,|can be 33 points",
    "code of an answer": r"\bcode 9",
    "visits": r"(?:[Aa]t |[Mm]onth |[Dd]ay |since |before |op\+|cl\+)(?:month |day )?\d+\b"
    r"|\d+ months after (?:resection|stoma closed)",
    "published background": r"Denmark, 50–79 years: women 18\.8 %, men 9\.6 %|(?:Juul|Giesinger|Emmertsen) \d{4}"
    r"|women of 50–79 in Denmark: 16, quartiles 7–26|men of 50–79 in Denmark: 11, quartiles 4–22",
    "thresholds and bands": r"threshold \d+|dotted: \d+ and \d+|physical function 83|emotional function 71",
    "points that the plan chooses": r"\b10 points\b",
    "p values below what is printed": r"p < 0\.001",
    "counting to twenty": r"of twenty intervals one",
    "axes of differences": r"−\d+ −\d+ 0 \+\d+ \+\d+",
    "axis of completeness": r"\b0 50 100 (?:\d+ )+(?=Pre |Dec |Incl )",
    "axes of balance and overlap": r"−\d\.\d −\d\.\d 0\.0 \+\d\.\d \+\d\.\d|0\.0 0\.2 0\.4 0\.6 0\.8 1\.0(?: \d+)+ 0\b",
    "limits of the weights": r"within ± 0\.1|to 0\.00|\(10 and half|, 10 in each|Power: two-sided 5 %|with 80 % power"
    r"|the declared \d+|Declared minimum \d+ \d+|drawn again \d+ times|p < 0\.001|Holm < 0\.001|family of \d+"
    r"|Performance status: \d|\bc[TN]\d|below an effective number of \d+|two-sided, 5 %"
    r"|and \d+ more reasons?|declared \d+;",
    "labels of arms": r"Arm [12]\b",
    "how a bootstrap was made": r"percentiles of \d+ bootstrap samples|\(seed \d+\)|CR2",
    "numbers of a list": r"(?<= )1\. (?:[2-9]\. )*",
}  # fmt: skip
"""Numbers on paper that do not come from the data of this study, by what they are."""


@dataclass(frozen=True)
class Num:
    """A number as it must be printed."""

    value: float
    decimals: int = 0
    signed: bool = False

    @property
    def pattern(self) -> str:
        """Any number with so many decimals, its sign included."""
        sign = r"[−+]?" if self.signed else "−?"
        rest = rf"[.]\d{{{self.decimals}}}" if self.decimals else ""
        return rf"({sign}\d+{rest}(?![.]?[0-9]))"

    def printed_as(self, text: str) -> bool:
        """Whether the text is this number, rounded to its decimals, with the sign that it must have."""
        if self.signed and (text[0] in "+−") == (number(text) == 0):
            return False
        return abs(number(text) - self.value) <= 0.5 * 10**-self.decimals + 1e-9


Part = str | Num


def number(text: str) -> float:
    """The value of a printed number."""
    return float(text.replace("−", "-"))


def decimals(text: str) -> int:
    """How many decimals a printed number has."""
    return len(text.partition(".")[2])


def pages(pdf: bytes) -> list[str]:
    """The text of each page, white space collapsed; lines are kept by a bar that no table prints."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def pattern(parts: Sequence[Part]) -> re.Pattern[str]:
    """The row with any numbers in it."""
    return re.compile(r"(?<![\d.])" + " ?".join(p.pattern if isinstance(p, Num) else _words(p) for p in parts))


def _words(text: str) -> str:
    return text[1:] if text.startswith("~") else re.escape(text).replace(r"\ ", " ?")


class Page:
    """One page, from which what was accounted for is crossed out."""

    def __init__(self, text: str) -> None:
        self.text = self.left = text

    def cross_out(self, parts: Sequence[Part]) -> None:
        """Find the row with exactly these numbers and cross it out. Fails where it is not on the page."""
        numbers = [part for part in parts if isinstance(part, Num)]
        for found in pattern(parts).finditer(self.left):
            if all(num.printed_as(text) for num, text in zip(numbers, found.groups(), strict=True)):
                self.left = f"{self.left[: found.start()]} § {self.left[found.end() :]}"
                return
        near = [found[0] for found in pattern(parts).finditer(self.left)]
        raise AssertionError(f"not on the page: {readable(parts)}\nrows of this shape: {near[:5]}")

    def rest(self) -> list[str]:
        """The numbers that are left when the exceptions are crossed out too."""
        text = self.left
        for exception in EXCEPTIONS.values():
            text = re.sub(exception, " § ", text)
        return re.findall(NUMBER, text)


def readable(parts: Sequence[Part]) -> str:
    """A row as it should read."""
    return " ".join(p if isinstance(p, str) else f"{p.value:{'+' if p.signed else ''}.{p.decimals}f}" for p in parts)
