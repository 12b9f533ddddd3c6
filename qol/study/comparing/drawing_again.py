"""The bootstrap behind the weighted numbers, computed beside the requests: one at a time, each once a data cut.

Some hundred people and thirty columns take half a minute for 2,000 samples: no page waits so long, and the numbers that
need no bootstrap are shown at once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from qol.analysis.comparing.populations import Population
from qol.analysis.comparing.view import Question
from qol.analysis.comparing.views import Views
from qol.analysis.weighting.weights import Method
from qol.instruments.references import References
from qol.reports._comparison.case import Case, case

PATIENCE = 1.5
"""Seconds that a page waits for a bootstrap: a small study's is there by then."""
PATIENCE_OF_FILES = 20.0

_ONE_AT_A_TIME = Lock()


@dataclass
class Again:
    """The bootstraps of one data cut that were begun. wanted: no longer once another cut stands in its place."""

    views: Views
    wanted: bool = True
    _begun: dict[tuple[Population, Method], Event] = field(default_factory=dict)
    _whole: Case | None = None
    _lock: Lock = field(default_factory=Lock)

    def whole(self, references: References) -> Case:
        """Both groups as a report takes them, once a data cut."""
        if self._whole is None:
            self._whole = case(self.views.data, references)
        return self._whole

    def wait(self, question: Question, seconds: float) -> bool:
        """Begin what the question needs, where nobody has, and wait a little; whether it is there."""
        compared = self.views.compared(question.population)
        if compared is None or question.method == "none":
            return True
        drawn = compared.redrawn(question.method)
        if drawn.weighed.refusals or drawn.is_drawn:
            return True
        done = self._begin((question.population, question.method), drawn.draw)
        return done.wait(seconds) and drawn.is_drawn

    def _begin(self, key: tuple[Population, Method], draw: Callable[[], None]) -> Event:
        with self._lock:
            if key not in self._begun:
                self._begun[key] = Event()
                Thread(target=self._work, args=(key, draw), name="bootstrap", daemon=True).start()
            return self._begun[key]

    def _work(self, key: tuple[Population, Method], draw: Callable[[], None]) -> None:
        done = self._begun[key]
        try:
            with _ONE_AT_A_TIME:
                if self.wanted:
                    draw()
        finally:
            with self._lock:
                self._begun.pop(key, None)  # what failed may be asked for again
            done.set()
