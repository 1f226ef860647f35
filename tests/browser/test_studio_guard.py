"""Who is refused: asked over real HTTP and WebSocket handshakes of a real server."""

import http.client
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from html import unescape

import pytest

pytest.importorskip("nicegui", reason="the studio is an extra: pip install 'journeysim[studio]'")

from tests.browser.company import written
from tests.browser.serving import Studio, ended, started

SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
UPGRADE = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One studio for all; it ends cleanly at Ctrl-C."""
    running = started(written(tmp_path_factory.mktemp("guard")))
    yield running
    code, said = ended(running)
    assert code == 0, said
    assert "Traceback" not in said


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str


def asked(studio: Studio, path: str = "/", method: str = "GET", **headers: str | None) -> Answer:
    """The answer to one request; a header of None is left out."""
    connection = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=60)
    given = {"Host": f"127.0.0.1:{studio.port}"} | {k.replace("_", "-"): v for k, v in headers.items()}
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in given.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders()
    with closing(connection), closing(connection.getresponse()) as answer:
        text = "" if answer.status == 101 else answer.read().decode()
        return Answer(answer.status, answer.headers, text)


def test_the_token_is_traded_for_a_cookie_and_leaves_the_address(studio: Studio) -> None:
    answer = asked(studio, f"/?token={studio.token}&scenario=corner_shop")
    assert answer.status == 303
    assert answer.headers["Location"] == "/?scenario=corner_shop"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(studio.cookie)
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_the_page_is_given_to_whoever_has_the_cookie(studio: Studio) -> None:
    answer = asked(studio, Cookie=studio.cookie)
    assert answer.status == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'nonce-" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, "it carries a token"),
        ({"Cookie": "journey_studio_1=x"}, "it carries a token"),
        ({"Cookie": "OURS-wrong"}, "it carries a token"),
        ({"Cookie": "OURS", "Host": "evil.example"}, "127.0.0.1:"),
        ({"Cookie": "OURS", "Host": "127.0.0.1"}, "127.0.0.1:"),
        ({"Cookie": "OURS", "Origin": "http://evil.example"}, "its own page only"),
        ({"Cookie": "OURS", "Origin": "null"}, "its own page only"),
    ],
)
def test_strangers_are_refused(studio: Studio, headers: dict[str, str | None], said: str) -> None:
    given = dict(headers)
    given["Cookie"] = (given.get("Cookie") or "").replace("OURS", studio.cookie) or None
    answer = asked(studio, **given)
    assert answer.status == 403
    assert said in answer.text


def test_a_request_without_host_is_refused(studio: Studio) -> None:
    assert asked(studio, Cookie=studio.cookie, Host=None).status in (400, 403)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Cookie": "OURS", "Origin": "OWN"}, 101),
        ({"Cookie": "OURS", "Origin": "http://evil.example"}, 403),
        ({"Cookie": "OURS"}, 403),
        ({"Origin": "OWN"}, 403),
        ({"Cookie": "OURS-wrong", "Origin": "OWN"}, 403),
        ({"Cookie": "OURS", "Origin": "OWN", "Host": "evil.example"}, 403),
    ],
)
def test_sockets_are_for_the_page_alone(studio: Studio, headers: dict[str, str], status: int) -> None:
    own = studio.home.rstrip("/")
    given = {k: v.replace("OURS", studio.cookie).replace("OWN", own) for k, v in headers.items()}
    assert asked(studio, SOCKET, **UPGRADE, **given).status == status


def test_only_reading_is_allowed(studio: Studio) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert asked(studio, method=method, Cookie=studio.cookie).status == 405
    assert asked(studio, "/?" + "x" * 7000, Cookie=studio.cookie).status == 414


def test_a_wrong_token_in_the_address_is_refused(studio: Studio) -> None:
    assert asked(studio, f"/?token={studio.token}x").status == 403
    assert asked(studio, f"/studio/studio.css?token={studio.token}").status == 403


def test_nothing_of_the_page_is_readable_without_a_cookie(studio: Studio) -> None:
    for path in ("/studio/studio.css", "/favicon.ico", "/_nicegui/x", "/docs", "/openapi.json", SOCKET):
        assert asked(studio, path).status == 403


def test_no_path_reaches_a_file(studio: Studio) -> None:
    for path in ("/studio/../server.py", "/studio/%2e%2e/server.py", "/studio/..%2f..%2fcli.py"):
        assert asked(studio, path, Cookie=studio.cookie).status == 404
    page = unescape(asked(studio, "/?scenario=/etc/passwd", Cookie=studio.cookie).text)
    assert "root:" not in page
    assert "unknown scenario" in page


def test_it_ends_when_nobody_looks(studio: Studio) -> None:
    quick = started(studio.folder / "corner_shop.yaml", "--idle-minutes", "0.02")
    _, said = quick.process.communicate(timeout=120)
    assert quick.process.returncode == 0, said
    assert "no page was open" in said


def test_a_taken_port_is_said(studio: Studio) -> None:
    with pytest.raises(AssertionError, match=f"port {studio.port} of 127.0.0.1 cannot be used"):
        started(studio.folder / "corner_shop.yaml", "--port", str(studio.port))
