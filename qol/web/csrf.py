"""Forms carry a token that lives as long as the session: an expiring one has destroyed answers elsewhere."""

from flask import Flask, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from qol.web.error_pages import shown


def install(app: Flask) -> None:
    """Protect every form; a missing token is answered with a page that says what to do."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    # pages send no referrer (see headers.py), so the token alone decides
    app.config["WTF_CSRF_SSL_STRICT"] = False
    CSRFProtect(app)

    @app.errorhandler(CSRFError)
    def refused(_error: CSRFError) -> tuple[str, int]:
        return shown("errors/form_refused.html", back=request.path), 400
