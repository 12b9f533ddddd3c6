"""Every dated event of the treatment timeline."""

import pandas as pd

from qol.analysis.study_data import StudyData
from qol.exports._columns import marked

NAME = "events"
HELP = "Treatment timeline, one row an event: kind, date, precision, day since enrolment, details."
ORDER = 6
IN_DATASET = True


def table(data: StudyData) -> pd.DataFrame:
    """One row an event in force; a month-only date stands on the 15th with precision `month`."""
    return marked(data.events.sort_values(["patient", "on", "event"]).reset_index(drop=True), data)
