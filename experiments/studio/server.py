"""The server of the studio: one port of 127.0.0.1, one token, until Ctrl-C or nobody looks any more."""

import asyncio
import os
import secrets
import socket
from pathlib import Path
from time import monotonic

import uvicorn
from fastapi import FastAPI
from nicegui import Client, app, core, ui
from starlette.requests import Request

from experiments.errors import InputError
from experiments.studio.address import pairs_of
from experiments.studio.guard import TOKEN, Guard
from experiments.studio.library import Library
from experiments.studio.page import Page
from experiments.studio.parts import words
from experiments.studio.texts import TEXTS
from experiments.studio.what_if import WhatIf
from experiments.studio.workshop import Workshop

ADDRESS = "127.0.0.1"
MOST_PAGES = 12
LARGEST_MESSAGE = 64_000  # bytes a browser may send at once
STATIC = Path(__file__).parent / "static"


class Studio:
    """A studio that is ready to be served. Raises InputError when the port is taken."""

    def __init__(self, library: Library, start: WhatIf, *, port: int, query: str = "") -> None:
        self.library, self.start, self.query = library, start, query
        self.socket = _bound(port)
        self.port: int = self.socket.getsockname()[1]
        self.token = secrets.token_urlsafe(24)
        self.shop = Workshop()
        self._seen = monotonic()
        self._pages: dict[str, Page] = {}

    @property
    def url(self) -> str:
        """The address to open first; it carries the token."""
        rest = f"&{self.query}" if self.query else ""
        return f"http://{ADDRESS}:{self.port}/?{TOKEN}={self.token}{rest}"

    def serve(self, idle_minutes: float) -> bool:
        """Serve until interrupted, or until no page was open for so long; True in that case."""
        app.add_static_files("/studio", STATIC)
        ui.page("/", title="journey studio", favicon=STATIC / "favicon.svg", language="en-US")(self._open)
        outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        ui.run_with(
            outer, gzip_middleware_factory=None, tailwind=False, show_welcome_message=False, storage_secret=None,
            reconnect_timeout=10.0, binding_refresh_interval=None,
        )  # fmt: skip
        core.sio.eio.max_http_buffer_size = LARGEST_MESSAGE
        config = uvicorn.Config(
            Guard(outer, port=self.port, token=self.token), host=ADDRESS, port=self.port, log_level="error",
            access_log=False, server_header=False, ws_max_size=LARGEST_MESSAGE, timeout_graceful_shutdown=2,
            proxy_headers=False, lifespan="on",
        )  # fmt: skip
        server = uvicorn.Server(config)
        idle = [False]

        async def run() -> None:
            watch = asyncio.create_task(self._watch(server, 60.0 * idle_minutes, idle))
            try:
                await server.serve(sockets=[self.socket])
            finally:
                watch.cancel()

        try:
            asyncio.run(run())
        except KeyboardInterrupt:
            pass  # how a studio is ended
        finally:
            for page in self._pages.values():
                page.close()
            self.shop.close(wait=False)
            self.socket.close()
        return idle[0]

    async def _watch(self, server: uvicorn.Server, idle_seconds: float, idle: list[bool]) -> None:
        """Stop when nobody looks any more."""
        while not server.should_exit:
            await asyncio.sleep(min(idle_seconds / 4, 5.0))
            if any(client.has_socket_connection for client in Client.instances.values()):
                self._seen = monotonic()
            elif monotonic() - self._seen > idle_seconds:
                idle[0] = server.should_exit = True

    def _open(self, request: Request) -> None:
        client = ui.context.client
        ui.add_head_html('<link rel="stylesheet" href="/studio/studio.css">')
        if len(self._pages) >= MOST_PAGES:
            words("p", TEXTS.too_many, "problem")
            return
        try:
            pairs = pairs_of(request.url.query)
        except InputError:
            pairs = []
        page = Page(self.shop, self.library, self.start, pairs)
        self._pages[client.id] = page
        client.on_connect(page.connected)

        def gone() -> None:
            page.close()
            self._pages.pop(client.id, None)

        client.on_delete(gone)


def _bound(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
        listening.listen(128)  # whoever opens the address at once waits instead of being refused
    except (OSError, OverflowError) as error:
        listening.close()
        raise InputError(
            f"port {port} of {ADDRESS} cannot be used: {error}; leave --port out to get a free one"
        ) from error
    return listening
