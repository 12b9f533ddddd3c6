"""What the pages say of a batch: what is printed, how far it is, and what the file holds."""

from qol.language import clock, gettext, ngettext
from qol.study.printing import ordering
from qol.study.printing.batch_files import (
    COMPARISON,
    ENDED,
    FAILED,
    OPEN,
    READY,
    REMOVED,
    RUNNING,
    STOPPED,
    WAITING,
    Batch,
)
from qol.web.house import house, local, now


def is_comparison(batch: Batch) -> bool:
    """Whether it is the whole comparison, not summaries."""
    return batch.report == COMPARISON


def is_release(batch: Batch) -> bool:
    """Whether it is the copy that may leave the team."""
    return batch.wish.get("copy") == "release"


def heading(batch: Batch) -> str:
    """Above the page of a batch."""
    if is_comparison(batch):
        return gettext("Comparison being printed") if batch.state in OPEN else gettext("Printed comparison")
    return gettext("Summaries being printed") if batch.state in OPEN else gettext("Printed summaries")


def what(batch: Batch) -> str:
    """What is printed, in a few words."""
    if not is_comparison(batch):
        return ngettext("%(num)s summary", "%(num)s summaries", batch.total) % {"num": batch.total}
    copy = gettext("Comparison for release") if is_release(batch) else gettext("Comparison of the groups")
    return ", ".join(filter(None, (copy, of_whom(batch))))


def of_whom(batch: Batch) -> str:
    """Of which stage and intent, where that was chosen."""
    from qol.study.comparing.words import set_name

    return set_name(batch.wish["set"]) if "set" in batch.wish else ""


def told(batch: Batch) -> str:
    """Of a comparison, which one is made, in a sentence."""
    if not is_comparison(batch):
        return ""
    if is_release(batch):
        return gettext("The whole comparison of the groups, the copy that may leave the team.")
    return gettext("The whole comparison of the groups, the internal copy.")


def holds(batch: Batch) -> str:
    """What is to be heeded with the file."""
    if not is_comparison(batch):
        return gettext("It holds names. Only you can fetch it here; delete your own copy when it is printed.")
    if is_release(batch):
        return gettext("It holds no names. Only you can fetch it here.")
    return gettext("It holds no names, but small cells are shown: not for release. Only you can fetch it here.")


def words(batch: Batch) -> str:
    """The state of a batch in a sentence."""
    if batch.state == WAITING:
        if not ordering.somebody_prints(house(), now()):
            return gettext("Waits, but the printing process does not run. Tell whoever looks after the server.")
        return gettext("Waits for its turn.")
    if batch.state == RUNNING:
        return _under_way(batch)
    if batch.state == READY:
        return (
            _ready(batch)
            + " "
            + gettext("The file can be fetched until %(time)s.") % {"time": clock(local(batch.until))}
        )
    return {
        STOPPED: gettext("Stopped. Nothing of it was kept."),
        ENDED: gettext("The printing was interrupted and has ended. Print it again."),
        FAILED: gettext("It could not be printed.")
        if is_comparison(batch)
        else gettext("Not one page could be printed."),
        REMOVED: gettext("The file was deleted. Print it again."),
    }[batch.state]


def _under_way(batch: Batch) -> str:
    if is_comparison(batch):
        return gettext("It is being made. That can take a minute or more; you can leave this page meanwhile.")
    if batch.done == batch.total:
        return gettext("All pages are drawn; the file is being put together.")
    return gettext("%(done)s of %(total)s printed.") % {"done": batch.done, "total": batch.total}


def _ready(batch: Batch) -> str:
    if is_comparison(batch):
        return gettext("The comparison is ready.")
    return ngettext("%(num)s summary is ready.", "%(num)s summaries are ready.", batch.printed) % {"num": batch.printed}
