"""An OpenID provider as a process of its own, of Authlib's server side: PKCE is insisted on, codes serve once.

`python provider_server.py PORT`. PUT /person says who signs in next and which claims of the ID token are lies.
"""

import sys
import time
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from flask import Flask, jsonify, redirect, request
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "qol", "the secret of the clinic"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
ADDRESS = f"http://127.0.0.1:{sys.argv[1]}" if len(sys.argv) > 1 else ""


@dataclass
class Person:
    """Who signs in: also what a token is signed with."""

    sub: str
    claims: dict[str, Any] = field(default_factory=dict)
    honest: bool = True


@dataclass
class Code(AuthorizationCodeMixin):
    """A code with what it was asked with."""

    code: str
    person: Person
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    auth_time: int

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class Client(ClientMixin):
    """The one application that this provider knows."""

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith("/sign-in/provider/return")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


CODES: dict[str, Code] = {}
NEXT = {"person": Person("nobody")}


class Grant(grants.AuthorizationCodeGrant):
    """Codes in memory."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]  # noqa: RUF012  as the class has it

    def save_authorization_code(self, code: str, asked: Any) -> None:
        sent = asked.payload.data
        CODES[code] = Code(
            code, asked.user, asked.payload.redirect_uri, asked.payload.scope, sent["nonce"],
            sent["code_challenge"], sent["code_challenge_method"], int(time.time()),
        )  # fmt: skip

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        return CODES.get(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        CODES.pop(authorization_code.code, None)

    def authenticate_user(self, authorization_code: Code) -> Person:
        return authorization_code.person


class Token(OpenIDCode):
    """The ID token; a liar's claims and key are used as they were put."""

    def exists_nonce(self, nonce: str, asked: Any) -> bool:
        return False

    def resolve_client_private_key(self, client: Client) -> RSAKey:
        return KEY if NEXT["person"].honest else OTHER

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        return {"iss": ADDRESS, "exp": int(time.time()) + 300, "iat": int(time.time())}

    def generate_user_info(self, user: Person, scope: str) -> dict[str, Any]:
        return {"sub": user.sub, **user.claims}


app = Flask("provider")
server = AuthorizationServer(app, query_client=lambda name: Client() if name == CLIENT else None,
                             save_token=lambda token, asked: None)  # fmt: skip
server.register_grant(Grant, [Token(require_nonce=True), CodeChallenge(required=True)])


@app.put("/person")
def person() -> Any:
    NEXT["person"] = Person(**request.get_json())
    return {}


@app.get("/.well-known/openid-configuration")
def configuration() -> Any:
    return jsonify(
        issuer=ADDRESS, authorization_endpoint=f"{ADDRESS}/authorize", token_endpoint=f"{ADDRESS}/token",
        jwks_uri=f"{ADDRESS}/keys", end_session_endpoint=f"{ADDRESS}/end",
    )  # fmt: skip


@app.get("/keys")
def keys() -> Any:
    return jsonify(KeySet([KEY]).as_dict(private=False))


@app.get("/authorize")
def authorize() -> Any:
    grant = server.get_consent_grant(end_user=NEXT["person"])
    return server.create_authorization_response(grant_user=NEXT["person"], grant=grant)


@app.post("/token")
def token() -> Any:
    return server.create_token_response()


@app.get("/end")
def end() -> Any:
    return redirect(request.args["post_logout_redirect_uri"])


if __name__ == "__main__":
    import os

    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {"authorization_code": 300}
    make_server("127.0.0.1", int(sys.argv[1]), app, threaded=True).serve_forever()
