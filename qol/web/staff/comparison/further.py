"""The further parts of the comparison, chosen by `part` in the address."""

from typing import TYPE_CHECKING

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from qol.language import number
from qol.web.house import house, now
from qol.web.staff.visitor import signed_in

if TYPE_CHECKING:
    from qol.study.comparing.parts.part import Name
    from qol.study.comparing.parts.showing import ShownPart

KINDS = {"csv": "text/csv; charset=utf-8", "png": "image/png", "pdf": "application/pdf"}


def asked_for() -> "Name | None":
    """The part that the address names, if there is such a one; LARS and stoma only with the LARS scale."""
    from qol.study.comparing.parts.part import NAMES

    found = next((name for name in NAMES if name == request.args.get("part")), None)
    if found == "bowel" and not request.args.get("scale", "").startswith("lars."):
        return None
    return found


def page() -> ResponseReturnValue:
    """The part as a page."""
    from qol.study.comparing.words import apart, population_caution
    from qol.web.staff.comparison.choosing import choosing, links, printed
    from qol.web.staff.comparison.kit import kit

    shown = _show("read")
    if shown is None:
        return render_template("staff/comparison/nothing.html")
    views, question, ground = shown.views, shown.question, shown.ground
    plan = views.data.protocol.plan
    return render_template(
        "staff/comparison/part.html", t=kit(), part=shown.part, data=views.data, names=ground.names,
        apart=apart(views.data), refused=shown.refused, printed=printed(question), asked=_address(shown),
        parts=links(question, shown.part.name),
        choosing=choosing(views, question, shown.part.name, shown.kinds, ground.by),
        caution="" if shown.part.name == "tests" else population_caution(question.population),
        times=number(plan.bootstrap) if plan else "",
    )  # fmt: skip


def file(kind: str) -> ResponseReturnValue:
    """Its data (csv), its pictures (png) or the page (pdf); 404 where there is none."""
    from qol.study.comparing.parts import files

    shown = _show(kind)
    if shown is None or (shown.part.frame.empty if kind == "csv" else kind == "png" and not shown.part.figures):
        abort(404)
    if shown.part.pending:
        return (
            render_template("staff/comparison/waiting.html", asked=_address(shown)), 503, {"Retry-After": "30"}
        )  # fmt: skip
    made = {"csv": files.as_table, "png": files.as_picture, "pdf": files.as_page}[kind]
    body, name = made(shown)
    answer = Response(body, content_type=KINDS[kind])
    answer.headers.set("Content-Disposition", "inline" if kind == "pdf" else "attachment", filename=name)
    return answer


def _show(action: str) -> "ShownPart | None":
    from qol.study.comparing.parts.showing import show_part

    name = asked_for()
    scope = signed_in().scope("clinician", "researcher")
    return None if name is None else show_part(house(), scope, request.args, now(), name, action)


def _address(shown: "ShownPart") -> dict[str, str]:
    from qol.study.comparing.asking import address

    by = {"by": shown.ground.by} if shown.ground.by else {}
    return {**address(shown.question), "part": shown.part.name, **by}
