"""The web channel: Ariane on a website, on the same port as Rasa."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from ariane.channels.api import WebApi
from ariane.channels.conversations import Conversations, Erase
from ariane.channels.erasing import erase
from ariane.channels.keys import signing_key
from ariane.channels.pages import Page, read_pages
from ariane.channels.sessions import SessionSigner
from ariane.channels.settings import WebSettings, read_web_settings

Handler = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class WebChannel(InputChannel):
    """Serves the widget and carries its messages. Configured by the environment, see WebSettings and signing_key."""

    def __init__(self, settings: WebSettings, key: bytes, erase_conversation: Erase = erase) -> None:
        self._settings, self._key, self._erase = settings, key, erase_conversation

    @classmethod
    def name(cls) -> str:
        """Name kept with each message of this channel."""
        return "web"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChannel:
        """Make the channel; credentials.yml only names it. Raises UserError when a setting can't be used."""
        return cls(read_web_settings(), signing_key())

    def url_prefix(self) -> str:
        """Start at the root: the channel also serves the widget, and pages for people."""
        return "/"

    def get_output_channel(self) -> None:
        """Return nothing: a page is answered when it asks, and can't be called upon."""

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the channel's routes. `on_new_message` hands a message to Rasa."""
        api = WebApi(
            self._settings,
            SessionSigner(self._key, self._settings.session_seconds),
            Conversations(on_new_message, self._erase, self.name()),
        )
        pages = read_pages(self._settings.demonstration)
        blueprint = _WebBlueprint(pages.pop("/", None))
        _add_api(blueprint, api)
        for path, page in pages.items():
            _add_page(blueprint, path, page)
        return blueprint


class _WebBlueprint(Blueprint):
    """The channel's routes, and the front page."""

    def __init__(self, front_page: Page | None) -> None:
        super().__init__("ariane_web")
        self.ctx.front_page = front_page

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        """Add the routes to `app`. Rasa already owns "/", where it tells its version: answer before it does."""
        super().register(app, options)
        front_page: Page | None = self.ctx.front_page
        if front_page is not None:

            async def show_front_page(request: Request) -> HTTPResponse | None:
                return front_page.answer(request) if request.path == "/" and request.method == "GET" else None

            app.register_middleware(show_front_page, "request")


def _add_api(blueprint: Blueprint, api: WebApi) -> None:
    routes = {"session": ("POST", api.session), "messages": ("POST", api.messages)}
    routes |= {"history": ("GET", api.history), "conversation": ("DELETE", api.erase)}
    for path, (method, handler) in routes.items():
        _add(blueprint, f"/webhooks/web/{path}", [method], handler, path)
        _add(blueprint, f"/webhooks/web/{path}", ["OPTIONS"], api.preflight, f"{path}_preflight")
        others = [other for other in _METHODS if other != method]
        _add(blueprint, f"/webhooks/web/{path}", others, api.not_allowed, f"{path}_not_allowed")
    _add(blueprint, "/webhooks/web/<rest:path>", list(_METHODS), api.not_found, "not_found")
    _add(blueprint, "/health", ["GET"], api.health, "health")

    @blueprint.middleware("response")
    async def allow_preflight(request: Request, answer: HTTPResponse) -> None:
        api.allow_preflight(request, answer)


def _add(blueprint: Blueprint, address: str, methods: list[str], handler: Handler, name: str) -> None:
    async def handle(request: Request, **_: str) -> HTTPResponse:
        return await handler(request)  # Sanic marks its handlers, which a method doesn't let it do

    # Streaming: the handler reads the body itself, after the checks that need no body and within its own limit.
    blueprint.add_route(handle, address, methods=methods, name=name, stream="POST" in methods)


def _add_page(blueprint: Blueprint, path: str, page: Page) -> None:
    async def show(request: Request) -> HTTPResponse:
        return page.answer(request)

    blueprint.add_route(show, path, methods=["GET", "HEAD"], name=path.strip("/").replace("/", "_"))
