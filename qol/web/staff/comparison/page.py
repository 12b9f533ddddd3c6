"""The comparison of the two groups: chosen by scale, visit, population and weights, each view with its downloads."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from qol.language import number
from qol.web.access import roles
from qol.web.house import house, now
from qol.web.staff.comparison import further
from qol.web.staff.visitor import signed_in

if TYPE_CHECKING:
    from qol.study.comparing.showing import Shown

KINDS = {"csv": "text/csv; charset=utf-8", "png": "image/png", "pdf": "application/pdf"}


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    from qol.web.staff.comparison import kit

    kit.add(blueprint)
    blueprint.add_url_rule("/comparison", "compared", compared)
    blueprint.add_url_rule("/comparison/view.<kind>", "compared_file", compared_file)


@roles("clinician", "researcher")
def compared() -> ResponseReturnValue:
    """The page. Before the first comparison of a plan that nobody locked it asks whether to look at all."""
    from qol.study.comparing.showing import before_the_first

    scope = signed_in().scope("clinician", "researcher")
    standing = before_the_first(house(), scope)
    if standing is not None and request.args.get("begin") != "yes":
        return render_template("staff/comparison/before.html", standing=standing)
    if further.asked_for():
        return further.page()
    shown = _show("read")
    if shown is None:
        return render_template("staff/comparison/nothing.html")
    return render_template("staff/comparison/page.html", **_words(shown))


@roles("clinician", "researcher")
def compared_file(kind: str) -> ResponseReturnValue:
    """The table (csv), the picture (png) or the page (pdf) of what is chosen."""
    if kind not in KINDS:
        abort(404)
    if further.asked_for():
        return further.file(kind)
    from qol.study.comparing import files
    from qol.study.comparing.asking import address

    shown = _show(kind)
    if shown is None:
        abort(404)
    if shown.view.pending:
        page = render_template("staff/comparison/waiting.html", asked=address(shown.question))
        return page, 503, {"Retry-After": "30"}
    made = {"csv": files.as_table, "png": files.as_picture, "pdf": files.as_page}[kind]
    body, name = made(shown)
    answer = Response(body, content_type=KINDS[kind])
    answer.headers.set("Content-Disposition", "inline" if kind == "pdf" else "attachment", filename=name)
    return answer


def _show(action: str) -> "Shown | None":
    from qol.study.comparing.showing import show

    return show(house(), signed_in().scope("clinician", "researcher"), request.args, now(), action)


def _words(shown: "Shown") -> dict[str, Any]:
    """Everything the page says."""
    from qol.study.comparing.asking import address
    from qol.study.comparing.lines import trait_lines, visit_lines
    from qol.study.comparing.words import (
        apart,
        finding,
        group_name,
        minus,
        of_whom,
        population_caution,
        scale_name,
        standing,
    )  # fmt: skip
    from qol.web.staff.comparison.choosing import choosing, links, printed
    from qol.web.staff.comparison.drawing import course
    from qol.web.staff.comparison.forest import forest
    from qol.web.staff.comparison.strip import strip

    view, question = shown.view, shown.question
    data = view.data
    return {
        "parts": links(question, "course"), "part_name": "course",
        "view": view, "data": data, "asked": address(question), "choosing": choosing(shown.views, question),
        "of_whom": of_whom(data), "apart": apart(data), "refused": shown.refused, "printed": printed(question),
        "scale": scale_name(data, question.choice), "finding": finding(view), "status": standing(view),
        "caution": population_caution(question.population), "minus": minus(view),
        "names": tuple(group_name(group) for group in view.groups),
        "weighted": view.weighed is not None and question.method != "none",
        "lines": visit_lines(view), "traits": trait_lines(view), "course": course(view), "forest": forest(view),
        "strip": strip(view), "model": view.course,
        "times": number(data.protocol.plan.bootstrap) if data.protocol.plan else "",
    }  # fmt: skip
