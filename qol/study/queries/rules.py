"""The one table of rules: what is in doubt about a patient, in the order in which it is shown."""

from collections.abc import Callable, Iterator

from qol.study.queries import rules_of_answers, rules_of_dates, rules_of_record
from qol.study.queries.case import QueryCase
from qol.study.queries.finding import Finding

RULES: tuple[Callable[[QueryCase], Iterator[Finding]], ...] = (
    rules_of_answers.answer_and_record,
    rules_of_answers.record_changed,
    rules_of_answers.sex_specific,
    rules_of_answers.answered_though_not_asked,
    rules_of_answers.not_on_offer,
    rules_of_dates.twice_at_one_visit,
    rules_of_dates.other_window,
    rules_of_dates.outside_every_window,
    rules_of_dates.before_its_event,
    rules_of_dates.before_enrolment,
    rules_of_dates.after_leaving,
    rules_of_dates.age,
    rules_of_record.no_decision,
    rules_of_record.doubtful,
    rules_of_record.day_not_known,
    rules_of_record.typed_once,
    rules_of_record.no_form,
)
KINDS = tuple(rule.__name__ for rule in RULES)
"""Kinds of queries: each is named after the rule that finds it."""


def findings(case: QueryCase) -> tuple[Finding, ...]:
    """Everything in doubt about one patient, each doubt once."""
    found = [finding for rule in RULES for finding in rule(case)]
    return tuple({(one.kind, one.subject): one for one in found}.values())
