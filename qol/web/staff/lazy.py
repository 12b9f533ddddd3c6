"""Words of form fields: written when the class is made, translated when a page is shown."""

from typing import Any

from babel.support import LazyProxy

from qol.language import gettext


def lazy_gettext(message: str) -> Any:
    """A sentence in the language of whoever reads the page."""
    return LazyProxy(gettext, message, enable_cache=False)
