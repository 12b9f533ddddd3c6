"""Datasets for researchers: every export with what it holds, each as a download."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from qol.study.results import downloads
from qol.web.access import asks_again, roles
from qol.web.house import house, now
from qol.web.staff.visitor import signed_in


@dataclass(frozen=True)
class Kind:
    """One line of the page."""

    name: str
    words: str
    file: str


def add(blueprint: Blueprint) -> None:
    """Register the addresses."""
    blueprint.add_url_rule("/datasets", "datasets", datasets)
    blueprint.add_url_rule("/datasets/<name>.csv", "dataset", dataset)
    blueprint.add_url_rule("/datasets/all.zip", "all_datasets", all_datasets)


@roles("researcher")
def datasets() -> ResponseReturnValue:
    """What can be downloaded."""
    kinds = [Kind(name, words, f"{name}.csv") for name, words in downloads.kinds().items()]
    return render_template("staff/datasets.html", kinds=kinds)


@roles("researcher")
@asks_again("staff.datasets")
def dataset(name: str) -> ResponseReturnValue:
    """One table as CSV, of the data as they are now."""
    if name not in downloads.kinds():
        abort(404)
    return _download(name, "text/csv; charset=utf-8")


@roles("researcher")
@asks_again("staff.datasets")
def all_datasets() -> ResponseReturnValue:
    """Every table with codebook and checksums in one package."""
    return _download(downloads.package_name(), "application/zip")


def _download(name: str, kind: str) -> Response:
    body, file = downloads.download(house(), signed_in().scope("researcher"), name, now())
    answer = Response(body, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=file)
    return answer
