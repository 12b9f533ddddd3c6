"""Invented people followed to an event, to death before it, or to the end, with many ties."""

import numpy as np
import pandas as pd

from qol.analysis.events.times import Times


def followed(people: int, seed: int) -> pd.DataFrame:
    """Columns time (months, whole), state, group (0, 1), age, weight."""
    random = np.random.default_rng(seed)
    group, age = random.integers(0, 2, people), random.normal(65, 10, people)
    event = random.exponential(20 * np.exp(0.5 * group - 0.02 * (age - 65)))
    death, end = random.exponential(60, people), random.uniform(5, 40, people)
    time = np.minimum.reduce([event, death, end])
    state = np.where(time == event, 1, np.where(time == death, 2, 0))
    return pd.DataFrame({
        "time": np.ceil(time), "state": state, "group": group, "age": age, "weight": random.uniform(0.2, 2, people),
    })  # fmt: skip


def times(frame: pd.DataFrame, weighted: bool = False) -> Times:
    return Times(
        frame["time"].to_numpy(dtype=float), frame["state"].to_numpy(), frame["weight"].to_numpy() if weighted else None
    )
