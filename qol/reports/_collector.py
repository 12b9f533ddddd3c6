"""Python's collector of cycles, which comes by more rarely while pages are drawn.

A page is some hundred thousand small objects that are all still needed: left alone, the collector walks them, and
everything else that the process holds, again and again. That is a fifth of a page's time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

RARELY = (100_000, 50, 1_000)


class _Prints:
    """How many prints run in this process, and what the collector was told before the first of them."""

    def __init__(self) -> None:
        self.lock, self.running, self.before = Lock(), 0, gc.get_threshold()

    def begin(self) -> None:
        with self.lock:
            if not self.running:
                self.before = gc.get_threshold()
                gc.set_threshold(*RARELY)
            self.running += 1

    def end(self) -> None:
        with self.lock:
            self.running -= 1
            if not self.running:
                gc.set_threshold(*self.before)


_PRINTS = _Prints()


@contextmanager
def undisturbed() -> Iterator[None]:
    """While this lasts, in any thread, the collector comes by rarely; after the last one as before."""
    _PRINTS.begin()
    try:
        yield
    finally:
        _PRINTS.end()
