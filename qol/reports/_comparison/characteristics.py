"""What was known before the decision, in the words of a narrow column."""

from dataclasses import dataclass

from qol.analysis.comparing.cohort import Cohort
from qol.analysis.weighting.people import NOT_RECORDED
from qol.course.characteristics import BY_ID
from qol.reports._words import lower_first

TITLES = {
    "response": "Clinical response", "age": "Age, years", "sex": "Sex", "site": "Site",
    "decision_year": "Year of the decision", "clinical_t": "Clinical T", "clinical_n": "Clinical N",
    "clinical_m": "Clinical M", "treatment_intent": "Intent", "tumour_height": "Height from anal verge, cm",
    "intended_operation": "Intended", "performance_status": "Performance status", "comorbidity": "Charlson index",
    "radiotherapy": "Radiotherapy", "chemotherapy": "Chemotherapy", "oxaliplatin": "Oxaliplatin",
}  # fmt: skip
WORDS = {
    ("response", "complete"): "Complete clinical response", ("response", "near_complete"): "Near-complete response",
    ("response", "incomplete"): "Incomplete response", ("sex", "female"): "Women", ("sex", "male"): "Men",
}  # fmt: skip
IN_LIST = {
    "response": "clinical response", "clinical_t": "clinical T", "clinical_n": "clinical N", "clinical_m": "clinical M",
    "decision_year": "year of the decision", "treatment_intent": "intent",
}  # fmt: skip
UNMEASURED = (
    "how strongly a clinician advised one way", "wishes of a partner", "health literacy", "education", "living alone",
    "distance to the clinic", "smoking",
)  # fmt: skip
"""What may decide both choice and outcome and has no place in the study's record."""
DECIMALS = {"decision_year": 1, "comorbidity": 1}


@dataclass(frozen=True)
class Named:
    """A characteristic as it is titled; decimals of its mean."""

    id: str
    title: str
    decimals: int = 1

    @property
    def inside(self) -> str:
        """The characteristic in a list of them."""
        return lower_first(self.title) if self.id == "baseline" else IN_LIST.get(self.id, self.id.replace("_", " "))

    def category(self, word: str) -> str:
        """One of its words."""
        known = BY_ID.get(self.id)
        if word == NOT_RECORDED:
            return f"{self.title}: {NOT_RECORDED}"
        said = WORDS.get((self.id, word)) or (known.values.get(word, word) if known else word)
        own = (self.id, word) in WORDS or self.id in ("clinical_t", "clinical_n", "clinical_m")
        return said if own else f"{self.title}: {said if self.id == 'site' else lower_first(said)}"


def named(name: str, cohort: Cohort | None = None) -> Named:
    """The title of a covariate or of a score (`instrument.scale`) at the baseline."""
    if cohort is not None and (name == "baseline" or "." in name):
        instrument, _, scale = (str(cohort.plan.primary) if name == "baseline" else name).partition(".")
        label = cohort.data.instruments[instrument].scale_by_id[scale].label
        return Named(name, f"{label} at baseline")
    return Named(name, TITLES.get(name, name.replace("_", " ")), DECIMALS.get(name, 1))
