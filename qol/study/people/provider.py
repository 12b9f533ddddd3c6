"""The hospital's own sign-in by OpenID Connect: authorization code with PKCE, and an ID token that is checked whole.

Checked are state, nonce, signature (keys fetched anew each time), issuer, audience, authorized party and times; only
asymmetric signatures are taken. Nothing of the provider's tokens is kept.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from qol.errors import AccessRefused
from qol.language import gettext as _
from qol.settings import Settings

SCOPE = "openid email"
ALGORITHMS = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512")
LEEWAY = 60
"""Seconds by which clocks may differ."""
PATIENCE = 10
"""Seconds that the provider may take for an answer."""
RETURN, LEFT = "/sign-in/provider/return", "/sign-in"


@dataclass(frozen=True)
class Question:
    """What the browser is sent with, to be compared with what comes back."""

    address: str
    state: str
    nonce: str
    verifier: str
    again: bool
    at: int


@dataclass(frozen=True)
class Proof:
    """Who the provider says is there. email: empty where it is not verified. second: by a second factor there."""

    issuer: str
    subject: str
    email: str
    second: bool


def is_there(settings: Settings) -> bool:
    """Whether this installation has a provider."""
    return bool(settings.oidc_issuer and settings.oidc_client_id)


def ask(settings: Settings, now: datetime, again: bool = False) -> Question:
    """Where to send the browser. again: the person proves anew who is there. Raises AccessRefused."""
    known = _metadata(settings)
    nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    more = {"prompt": "login", "max_age": 0} if again else {}
    with _client(settings) as client:
        address, state = client.create_authorization_url(
            known["authorization_endpoint"], nonce=nonce, code_verifier=verifier, **more
        )
    return Question(address, state, nonce, verifier, again, int(now.timestamp()))


def prove(settings: Settings, question: Question, state: str, code: str, now: datetime) -> Proof:
    """Who came back; raises AccessRefused for everything that is not exactly as it must be."""
    if not code or not compare_digest(state.encode(), question.state.encode()):
        raise AccessRefused(not_proved())
    known = _metadata(settings)
    try:
        with _client(settings) as client:
            token = client.fetch_token(
                known["token_endpoint"], code=code, code_verifier=question.verifier, timeout=PATIENCE
            )
        keys = KeySet.import_key_set(_fetched(known["jwks_uri"]))
        claims = jwt.decode(str(token.get("id_token", "")), keys, algorithms=ALGORITHMS).claims
        _registry(settings, question, now).validate(claims)
    except (AuthlibBaseError, JoseError, requests.RequestException, ValueError, TypeError) as error:
        raise AccessRefused(not_proved()) from error
    _check_party(settings, claims)
    if question.again:
        _check_fresh(question, claims.get("auth_time"))
    methods = claims.get("amr")
    return Proof(
        settings.oidc_issuer,
        str(claims["sub"]),
        str(claims.get("email", "")) if claims.get("email_verified") is True else "",
        isinstance(methods, list) and "mfa" in methods,
    )


def way_out(settings: Settings) -> str:
    """Where to sign out at the provider as well; empty where it has no such address."""
    there = _metadata(settings).get("end_session_endpoint", "")
    if not there:
        return ""
    asked = {"client_id": settings.oidc_client_id, "post_logout_redirect_uri": f"{settings.public_url}{LEFT}"}
    return str(requests.Request("GET", there, params=asked).prepare().url)


def not_proved() -> str:
    """One sentence for whatever was wrong."""
    return _("The hospital's sign-in did not prove who you are. Begin again, or sign in with your password.")


def _client(settings: Settings) -> OAuth2Session:
    return OAuth2Session(
        settings.oidc_client_id,
        settings.oidc_client_secret or None,
        scope=SCOPE,
        redirect_uri=f"{settings.public_url}{RETURN}",
        code_challenge_method="S256",
        default_timeout=PATIENCE,
    )


def _metadata(settings: Settings) -> dict[str, Any]:
    """What the provider says of itself; it must be the one that was meant."""
    try:
        found = _fetched(f"{settings.oidc_issuer}/.well-known/openid-configuration")
    except (requests.RequestException, ValueError) as error:
        raise AccessRefused(_("The hospital's sign-in does not answer. Try again, or use your password.")) from error
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if str(found.get("issuer", "")).rstrip("/") != settings.oidc_issuer or not all(found.get(name) for name in needed):
        raise AccessRefused(not_proved())
    return found


def _fetched(address: str) -> Any:
    answer = requests.get(address, timeout=PATIENCE, allow_redirects=False)
    answer.raise_for_status()
    return answer.json()


def _registry(settings: Settings, question: Question, now: datetime) -> jwt.JWTClaimsRegistry:
    wanted: dict[str, Any] = {
        "iss": {"essential": True, "values": [settings.oidc_issuer, f"{settings.oidc_issuer}/"]},
        "aud": {"essential": True, "value": settings.oidc_client_id},
        "nonce": {"essential": True, "value": question.nonce},
        "sub": {"essential": True},
        "exp": {"essential": True},
        "iat": {"essential": True},
    }
    return jwt.JWTClaimsRegistry(now=int(now.timestamp()), leeway=LEEWAY, **wanted)


def _check_party(settings: Settings, claims: dict[str, Any]) -> None:
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    party = claims.get("azp", settings.oidc_client_id if len(audience) == 1 else "")
    if party != settings.oidc_client_id:
        raise AccessRefused(not_proved())


def _check_fresh(question: Question, auth_time: object) -> None:
    """Raise AccessRefused unless the person signed in at the provider after being asked."""
    if not isinstance(auth_time, int) or auth_time < question.at - LEEWAY:
        raise AccessRefused(not_proved())
