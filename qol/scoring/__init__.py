"""Answers become scores along one vectorised path, for one form or a million."""

from qol.scoring.offered import impossible
from qol.scoring.outcome import OUTCOMES, REASONS, Outcome, Reason
from qol.scoring.scores import Score, ScoreTable, score, score_form

__all__ = [
    "OUTCOMES",
    "REASONS",
    "Outcome",
    "Reason",
    "Score",
    "ScoreTable",
    "impossible",
    "score",
    "score_form",
]
