"""The review page: one reader, one plan, this machine alone.

Every request has to name this server as its host and, where a browser says it, as its origin; whatever reads or writes
bears the token of this start, which only the printed address holds, behind its `#`. Requests are answered one after the
other, so that what is written is in the order of what was seen.
"""

from __future__ import annotations

import hmac
import json
import socket
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from minsheng.documents.review import page
from minsheng.documents.review.checks import Refused
from minsheng.documents.review.session import Act, Session
from minsheng.messages import _, said
from minsheng.text import os_error

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BYTES = 1_000_000
"""Bytes of a request at the most: all items of the largest plan, accepted at once, are a tenth of it."""
STATIC = {"/": ("review.html", "text/html"), "/review.css": ("review.css", "text/css")} | {
    f"/{name}.js": (f"{name}.js", "text/javascript") for name in ("document", "card", "review")
}
"""What is served as it is, to anybody on this machine: it holds nothing of a plan."""
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def application(session: Session, token: str, port: int) -> ASGIApp:
    """Return the application that serves a session.

    Args:
        session: what is read and decided.
        token: what every request for data bears as `Authorization: Bearer`.
        port: where it listens.
    """
    routes = [Route(path, _static(*named)) for path, named in STATIC.items()]
    routes += [
        Route("/data", _answer(session, _data)),
        Route("/candidates", _answer(session, _candidates)),
        Route("/decide", _answer(session, _decide), methods=["POST"]),
        Route("/undo", _answer(session, _undo), methods=["POST"]),
    ]
    handlers: Mapping[Any, Any] = {HTTPException: _no_such_page}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), token, port)


class Guard:
    """Refuses what does not come from the page of this start."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app, self.token = app, token
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        problem = self._problem(Request(scope))
        if problem:
            status, sentence = problem
            await JSONResponse({"error": sentence}, status, HEADERS)(scope, receive, send)
            return
        await self.app(scope, receive, _with_headers(send))

    def _problem(self, request: Request) -> tuple[int, str] | None:
        if request.headers.get("host") not in self.hosts:
            return 403, _("the request names another host than this page")
        origin = request.headers.get("origin")
        if origin is not None and origin not in {f"http://{host}" for host in self.hosts}:
            return 403, _("the request comes from another page")
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, _("the request comes from another page")
        if request.url.path in STATIC and request.method in ("GET", "HEAD"):
            return None
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self.token}".encode()):
            return 403, _("the address is that of another start; open the one that `minsheng review` printed")
        if request.method == "POST":
            length = request.headers.get("content-length", "")
            if not length.isdecimal():
                return 411, _("the request does not say how long it is")
            if int(length) > MAX_BYTES:
                return 413, _("the request is longer than {size} bytes").format(size=f"{MAX_BYTES:,}")
            if request.headers.get("content-type") != "application/json":
                return 415, _("the request is not JSON")
        return None


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = [(name.encode(), text.encode()) for name, text in HEADERS.items()]
            message = {**message, "headers": [*message["headers"], *ours]}
        await send(message)

    return sending


def _static(file: str, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    content = (files("minsheng.documents.review") / "static" / file).read_bytes()

    async def serve(_: Request) -> Response:
        return Response(content, media_type=media_type)

    return serve


def _answer(
    session: Session, answer: Callable[[Session, Request, Any], Any]
) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint that answers with JSON; a refusal is one sentence."""

    async def serve(request: Request) -> Response:
        try:
            body = json.loads(await request.body()) if request.method == "POST" else None
            return JSONResponse(answer(session, request, body))
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
            return JSONResponse({"error": _("the request is not JSON")}, 400)
        except Refused as refusal:
            return JSONResponse({"error": said(refusal)}, 400)
        except OSError as error:
            return JSONResponse({"error": _("nothing was written: {error}").format(error=os_error(error))}, 507)

    return serve


def _data(session: Session, _request: Request, _body: Any) -> dict[str, Any]:
    return page.data(session)


def _candidates(session: Session, request: Request, _body: Any) -> dict[str, Any]:
    key = request.query_params.get("key", "")
    if ("label", key) not in session.items:
        raise Refused(_("there is no such label in this plan"))
    return {"candidates": session.candidates(key)}


def _decide(session: Session, _request: Request, body: Any) -> dict[str, Any]:
    if not isinstance(body, list):
        raise Refused(_("expected a list of acts"))
    changed = session.decide([Act.of(entry) for entry in body])
    return {"items": [page.item(session, item) for item in changed]}


def _undo(session: Session, _request: Request, _body: Any) -> dict[str, Any]:
    return {"items": [page.item(session, item) for item in session.undo()]}


async def _no_such_page(_request: Request, error: HTTPException) -> Response:
    sentence = _("there is no such page here") if error.status_code == 404 else str(error.detail).lower()
    return JSONResponse({"error": sentence}, error.status_code)


def listen(port: int = 0) -> socket.socket:
    """Return a socket of this machine alone; port 0 takes a free one.

    Raises:
        OSError: the port is taken, or may not be had.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


def serve(session: Session, token: str, listening: socket.socket) -> None:
    """Serve a session until it is interrupted."""
    import uvicorn

    app = application(session, token, listening.getsockname()[1])
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
    uvicorn.Server(config).run(sockets=[listening])
