"""What somebody asks of the comparison, as it stands in an address; what does not exist is answered by the declared."""

from collections.abc import Mapping
from dataclasses import replace

from qol.analysis.comparing.choice import Choice
from qol.analysis.comparing.declared import METHODS
from qol.analysis.comparing.view import Question
from qol.analysis.comparing.views import Views


def asked(views: Views, said: Mapping[str, str]) -> Question | None:
    """The question of `scale`, `visit`, `population` and `weights`; None where the study has no scores at all.

    The set of stage and intent (`set`) chose the views already. A key that is missing or names nothing that the study
    has keeps what the plan declares.
    """
    found = views.declared
    if found is None:
        return None
    scales = {key(choice): choice for choice in views.choices}
    population = next((one for one in views.populations if one == said.get("population")), found.population)
    method = next((one for one in METHODS if one == said.get("weights")), found.method)
    visit = next((one.id for one in views.visits if one.id == said.get("visit")), found.visit)
    weighted = views.compared(population) is not None
    return replace(
        found, choice=scales.get(said.get("scale", ""), found.choice), population=population,
        method=method if weighted else "none", visit=visit,
    )  # fmt: skip


def key(choice: Choice) -> str:
    """A scale in an address: `instrument.scale`, with the stoma status where scales are kept apart by it."""
    return f"{choice.instrument}.{choice.scale}" + (f".stoma_{choice.stoma}" if choice.stoma else "")


def address(question: Question) -> dict[str, str]:
    """The question as it stands in an address."""
    return {
        "scale": key(question.choice), "visit": question.visit, "population": question.population,
        "weights": question.method, **({"set": question.disease_set} if question.disease_set else {}),
    }  # fmt: skip
