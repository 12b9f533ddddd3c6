"""What is recorded of a patient before the decision and may be adjusted for. English; pages pass the words to gettext.

The list is that of the comparison's propensity model: tumour, fitness and treatment before the decision. Clinical
response, age, sex, centre, year of the decision and the baseline score are known from elsewhere and not asked again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Characteristic:
    """One thing to know about a patient. values: code -> words; else a number between lowest and highest."""

    id: str
    label: str
    values: Mapping[str, str]
    hint: str = ""
    unit: str = ""
    lowest: float = 0
    highest: float = 0
    decimals: int = 0

    @property
    def is_number(self) -> bool:
        """Whether a number is recorded."""
        return not self.values

    def fault(self, value: str) -> str:
        """What is wrong with a recorded value, in words; empty where nothing is."""
        if not self.is_number:
            return "" if value in self.values else f"{value} is none of {', '.join(self.values)}"
        number = as_number(value)
        if number is None:
            return f"{value} is no number"
        if not self.lowest <= number <= self.highest:
            return f"{value} is not between {self.lowest:g} and {self.highest:g}"
        return "" if round(number, self.decimals) == number else f"{value} has more than {self.decimals} decimals"


def as_number(value: str) -> float | None:
    """A number as recorded, with a point; None where it is none."""
    text = value.strip()
    if not text or not all(sign.isascii() and (sign.isdigit() or sign == ".") for sign in text) or text == ".":
        return None
    return float(text) if text.count(".") <= 1 else None


CHARACTERISTICS: tuple[Characteristic, ...] = (
    Characteristic("clinical_t", "Clinical T category", {"1": "cT1", "2": "cT2", "3": "cT3", "4": "cT4"},
                   hint="Before any treatment"),
    Characteristic("clinical_n", "Clinical N category", {"0": "cN0", "1": "cN1", "2": "cN2"},
                   hint="Before any treatment"),
    Characteristic("clinical_m", "Clinical M category", {"0": "cM0", "1": "cM1"}, hint="Before any treatment"),
    Characteristic("treatment_intent", "Intent of treatment", {"curative": "Curative", "palliative": "Palliative"}),
    Characteristic("tumour_height", "Height of the tumour above the anal verge", {},
                   hint="In cm, to its lower edge, before treatment", unit="cm", lowest=0, highest=20, decimals=1),
    Characteristic("intended_operation", "Operation that was intended or would have been",
                   {"lar": "Low anterior resection", "apr": "Abdominoperineal resection", "other": "Other operation"}),
    Characteristic("performance_status", "ECOG performance status",
                   {"0": "0", "1": "1", "2": "2", "3": "3", "4": "4"}, hint="At the decision"),
    Characteristic("comorbidity", "Comorbidity, Charlson index", {}, hint="In points, this cancer not counted",
                   unit="points", lowest=0, highest=33),
    Characteristic("radiotherapy", "Radiotherapy before the decision",
                   {"none": "None", "short_course": "Short course", "long_course": "Long course with chemotherapy",
                    "boost": "With a boost or contact radiotherapy", "other": "Other"}),
    Characteristic("chemotherapy", "Systemic treatment before the decision",
                   {"none": "None", "induction": "Before radiotherapy", "consolidation": "After radiotherapy",
                    "both": "Before and after radiotherapy"},
                   hint="Beside chemotherapy that is given with radiotherapy"),
    Characteristic("oxaliplatin", "Oxaliplatin was given", {"no": "No", "yes": "Yes"}),
)  # fmt: skip

BY_ID: Mapping[str, Characteristic] = {one.id: one for one in CHARACTERISTICS}


def faults(recorded: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Name and fault of everything that cannot be, the names that nobody knows included."""
    for name, value in recorded.items():
        found = BY_ID.get(name)
        fault = found.fault(value) if found else f"there is no characteristic {name}"
        if fault:
            yield name, fault


def words() -> Iterator[str]:
    """Every label, hint and value that people read; plain numbers are no words."""
    for one in CHARACTERISTICS:
        yield one.label
        yield from (text for text in (one.hint, *one.values.values()) if text and not text.isdecimal())
