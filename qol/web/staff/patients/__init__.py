"""A patient: the list, enrolment, what was known before the decision, dated events, the timeline."""
