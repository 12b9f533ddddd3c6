"""The shell: the page around a question as one static document for each language, for work without a connection.

It holds the parts of every page of a questionnaire as inert templates, made by the same macros as the pages, and the
sentences that a script fills in. It knows no patient and no clinic, so it may be kept for ever: its address is the
hash of its content.
"""

from functools import lru_cache

from flask import Blueprint, Response, current_app, url_for

from qol.errors import NotFound
from qol.language import languages, speaking
from qol.study.collection.progress import Bar, Progress
from qol.web.access import roles
from qol.web.survey.answers import handlers
from qol.web.survey.documents import FOR_EVER, digest_of, in_a_page
from qol.web.survey.screen import Screen
from qol.web.survey.shell_words import words


def add(blueprint: Blueprint) -> None:
    """The address of the shell."""
    blueprint.add_url_rule("/shell/<language>/<digest>", "shell", shell)


@roles("anonymous")
def shell(language: str, digest: str) -> Response:
    """The shell of exactly this content."""
    if language not in languages() or digest != digest_of(rendered(language)):
        raise NotFound("There is no such document.")
    return Response(rendered(language), mimetype="text/html", headers={"Cache-Control": FOR_EVER})


def address_of(language: str) -> str:
    """The address of the shell in a language."""
    return url_for("survey.shell", language=language, digest=digest_of(rendered(language)))


@lru_cache(maxsize=16)
def rendered(language: str) -> str:
    """The shell, the same for everybody."""
    template = current_app.jinja_env.get_template("survey/shell.html")
    with speaking(language):
        return template.render(
            screen=nobodys_screen(language),
            csrf="",
            at="",
            sample=sample(),
            kinds={kind: f"survey/answers/{kind}.html" for kind in sorted(handlers())},
            words=in_a_page(words()),
        )


def nobodys_screen(language: str) -> Screen:
    """A screen without clinic, patient or choices."""
    return Screen(
        clinic="", phone="", emergency="", language=language, languages=languages(), text="ordinary",
        contrast=None, tablet=False, open=False, demonstration=False,
    )  # fmt: skip


def sample() -> Progress:
    """Progress with one bar to copy from; a script puts in the numbers."""
    return Progress(part=1, parts=2, question=1, questions=1, minutes=1, bars=(Bar(0, 10, 10),))
