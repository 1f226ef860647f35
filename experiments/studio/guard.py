"""Who may speak to the page: this machine, this browser, this page. Everything else is refused with a sentence.

A page on 127.0.0.1 can be reached by any page in any browser of this machine, and by a name that another machine's
owner points at 127.0.0.1 (DNS rebinding). Hence: the Host must be ours, an Origin must be ours, and whoever asks must
carry a token that was printed in the terminal, first in the address, from then on in a cookie.
"""

import hmac
import re
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode

from experiments.studio.address import LONGEST
from experiments.studio.texts import TEXTS

HOSTS = ("127.0.0.1", "localhost")
TOKEN = "token"  # noqa: S105
LONGEST_TARGET = LONGEST + 500  # of path and query together

Scope = dict[str, Any]


class Guard:
    """ASGI middleware, outermost. Refuses before anything else sees the request, for HTTP and WebSocket alike."""

    def __init__(self, app: Any, *, port: int, token: str) -> None:
        self.app, self.port, self._token = app, port, token
        self.cookie = f"journey_studio_{port}"  # cookies know no ports
        self._hosts = {f"{host}:{port}" for host in HOSTS}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Let pass what is ours; answer 403 (or 405, 414), or a redirect that trades the token for a cookie."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(scope, receive, send, *refusal)
        elif scope["type"] == "http" and self._brings_token(scope):
            await _answer(send, 303, "", [*self._trade(scope), *SAFE])
        else:
            await self.app(scope, receive, self._dressed(scope, send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = _headers(scope)
        if headers.get("host", [""]) not in ([host] for host in self._hosts):
            return 403, TEXTS.wrong_host.format(port=self.port)
        if any(origin not in self._origins for origin in headers.get("origin", [])):
            return 403, TEXTS.wrong_origin
        if scope["type"] == "websocket" and not headers.get("origin"):
            return 403, TEXTS.wrong_origin
        if headers.get("sec-fetch-site", ["same-origin"])[0] == "cross-site" and scope["path"] != "/":
            return 403, TEXTS.wrong_origin
        if not self._is_known(headers) and not self._brings_token(scope):
            return 403, TEXTS.wrong_token
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
            return 405, TEXTS.wrong_method
        if len(scope.get("query_string", b"")) + len(scope["path"]) > LONGEST_TARGET:
            return 414, TEXTS.too_long
        return None

    def _is_known(self, headers: dict[str, list[str]]) -> bool:
        for line in headers.get("cookie", []):
            jar = SimpleCookie()
            try:
                jar.load(line)
            except CookieError:
                continue
            if self.cookie in jar and self._is_token(jar[self.cookie].value):
                return True
        return False

    def _brings_token(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            return False
        return any(key == TOKEN and self._is_token(value) for key, value in _query(scope))

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._token.encode())

    def _trade(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        rest = urlencode([(key, value) for key, value in _query(scope) if key != TOKEN])
        cookie = f"{self.cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict"
        return [(b"location", f"/?{rest}".rstrip("?").encode()), (b"set-cookie", cookie.encode())]

    def _dressed(self, scope: Scope, send: Any) -> Any:
        """Send with the headers of a careful page; inline scripts of a page get this answer's nonce."""
        if scope["type"] != "http":
            return send
        nonce = secrets.token_urlsafe(16)
        kept: dict[str, Any] = {"start": None, "body": b""}

        async def sender(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                ours = [(b"content-security-policy", policy(self.port, nonce).encode()), *SAFE]
                names = {name for name, _ in ours}
                theirs = [(name, value) for name, value in message["headers"] if name.lower() not in names]
                message = message | {"headers": [*theirs, *ours]}
                if _is_page(theirs):
                    kept["start"] = message
                    return
            elif kept["start"] is not None:
                kept["body"] += message.get("body", b"")
                if message.get("more_body"):
                    return
                body = re.sub(rb"<script(?=[\s>])", f'<script nonce="{nonce}"'.encode(), kept["body"])
                await send(_sized(kept["start"], len(body)))
                message = message | {"body": body}
            await send(message)

        return sender


def policy(port: int, nonce: str) -> str:
    """The Content-Security-Policy: nothing from elsewhere, no script that is not the server's own, no eval.

    Styles may stand in the page (the framework writes some there); they cannot run anything.
    """
    sockets = " ".join(f"ws://{host}:{port}" for host in HOSTS)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            f"connect-src 'self' {sockets}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


SAFE: list[tuple[bytes, bytes]] = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


def _headers(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _query(scope: Scope) -> list[tuple[str, str]]:
    try:
        text = scope.get("query_string", b"").decode("ascii")
        return parse_qsl(text, keep_blank_values=True, max_num_fields=1000)
    except ValueError:
        return []


def _is_page(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)


def _sized(start: dict[str, Any], length: int) -> dict[str, Any]:
    headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
    return start | {"headers": [*headers, (b"content-length", str(length).encode())]}


async def _refuse(scope: Scope, receive: Any, send: Any, status: int, text: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": text.strip()[:120]})
        return
    await _answer(send, status, text, SAFE)


async def _answer(send: Any, status: int, text: str, headers: list[tuple[bytes, bytes]]) -> None:
    body = text.encode()
    own = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()),
           (b"cache-control", b"no-store")]  # fmt: skip
    await send({"type": "http.response.start", "status": status, "headers": [*own, *headers]})
    await send({"type": "http.response.body", "body": body})
