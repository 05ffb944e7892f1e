"""The web channel's HTTP interface: who asks, within which limits, and what they get."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from rasa.core.lock_store import LockError
from sanic import response
from sanic.exceptions import PayloadTooLarge, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from ariane.channels.conversations import Conversations
from ariane.channels.errors import ApiError
from ariane.channels.limits import RateLimiter, address_key
from ariane.channels.messages import read_message
from ariane.channels.origins import Caller, caller_of, cors_headers, is_local
from ariane.channels.sessions import Session, SessionSigner
from ariane.channels.settings import WebSettings

logger = logging.getLogger(__name__)

_LARGEST_BODY = 16_384  # bytes: a thousand characters, each written as \uXXXX\uXXXX, and the rest
_SECONDS_TO_START = 5
_API_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Handler = Callable[[Any, Request], Coroutine[Any, Any, HTTPResponse]]


def _answering_errors(handler: Handler) -> Handler:
    """Turn every error of a handler into JSON with a French sentence, and put the common headers on every answer."""

    @wraps(handler)
    async def wrapped(self: WebApi, request: Request) -> HTTPResponse:
        try:
            answer = await handler(self, request)
        except ApiError as error:
            answer = response.json(error.body(), error.status, error.headers())
        except PayloadTooLarge:
            answer = response.json(ApiError("too_large", 413).body(), 413)
        except SanicException:
            answer = response.json(ApiError("bad_request", 400).body(), 400)
        except LockError:
            logger.warning("Une conversation est restée occupée trop longtemps.")
            answer = response.json(ApiError("failure", 503, _SECONDS_TO_START).body(), 503)
        except Exception:
            logger.exception("Une demande au canal web a échoué.")
            answer = response.json(ApiError("failure", 500).body(), 500)
        answer.headers.update(_API_HEADERS | cors_headers(request.headers.get("origin"), self.settings.allowed_origins))
        return answer

    return wrapped


class WebApi:
    """Handlers of the web channel's addresses."""

    def __init__(self, settings: WebSettings, signer: SessionSigner, conversations: Conversations) -> None:
        self.settings, self._signer, self._conversations = settings, signer, conversations
        self._visitors = RateLimiter(settings.visitor_per_minute)
        self._addresses = RateLimiter(settings.address_per_minute)
        self._beginnings = RateLimiter(settings.sessions_per_minute)
        self._warned = False

    @_answering_errors
    async def session(self, request: Request) -> HTTPResponse:
        """POST session, {} or {"new": true}: begin a conversation, or prolong the one that the visitor has."""
        caller = self._admit(request)
        body = await _json_body(request)
        if not isinstance(body, dict) or set(body) - {"new"}:
            raise ApiError("bad_request", 400)
        held = None if body.get("new") else self._held_session(request, caller)
        if held is None:
            self._limit(self._beginnings, self._address(request), "too_many_requests")
        _, token = self._signer.issue(held.conversation if held else None)
        return self._granting({"new": held is None}, token, request, caller)

    @_answering_errors
    async def messages(self, request: Request) -> HTTPResponse:
        """POST messages, see read_message: return {"messages": [answer …]}."""
        caller = self._admit(request)
        session = self._session(request, caller)
        message = read_message(await _json_body(request))
        answers = await self._conversations.send(_agent(request), session.sender_id, message)
        body = {"messages": [{"from": "ariane", **answer} for answer in answers]}
        if not self._signer.is_ageing(session):
            return response.json(body)
        return self._granting(body, self._signer.issue(session.conversation)[1], request, caller)

    @_answering_errors
    async def history(self, request: Request) -> HTTPResponse:
        """GET history: return {"messages": [message …], "known": bool}; empty for a visitor without conversation."""
        caller = self._admit(request)
        if self._held_session(request, caller) is None:
            return response.json({"messages": [], "known": False})
        session = self._session(request, caller)
        messages = await self._conversations.history(_agent(request), session.sender_id)
        return response.json({"messages": messages, "known": True})

    @_answering_errors
    async def erase(self, request: Request) -> HTTPResponse:
        """DELETE conversation: erase everything kept of it, and forget the visitor."""
        caller = self._admit(request)
        session = self._session(request, caller)
        try:
            await self._conversations.erase(_agent(request), session.sender_id)
        except (ApiError, LockError):
            raise
        except Exception as error:
            logger.exception("Une conversation n’a pas pu être effacée.")
            raise ApiError("erase_failed", 500) from error
        answer = response.json({"erased": True})
        self._set_cookie(answer, request, "", 0)
        return answer

    async def preflight(self, request: Request) -> HTTPResponse:
        """OPTIONS: browsers ask before they send JSON from another site; see allow_preflight."""
        return response.empty()

    def allow_preflight(self, request: Request, answer: HTTPResponse) -> None:
        """Answer OPTIONS in its headers: Rasa's CORS extension answers before our handler, without them."""
        if request.method == "OPTIONS":
            answer.headers.update(cors_headers(request.headers.get("origin"), self.settings.allowed_origins))

    @_answering_errors
    async def not_found(self, request: Request) -> HTTPResponse:
        """Any other address of the channel."""
        raise ApiError("not_found", 404)

    @_answering_errors
    async def not_allowed(self, request: Request) -> HTTPResponse:
        """One of the channel's addresses, asked in a way that it does not take."""
        raise ApiError("not_allowed", 405)

    async def health(self, request: Request) -> HTTPResponse:
        """GET /health: 200 once the assistant can answer, 503 before. Says nothing else."""
        ready = _ready_agent(request) is not None
        return response.json({"status": "ok" if ready else "starting"}, 200 if ready else 503)

    def _admit(self, request: Request) -> Caller:
        caller = caller_of(request.headers.get("origin"), request.headers.get("host"), self.settings.allowed_origins)
        self._limit(self._addresses, self._address(request), "too_many_requests")
        return caller

    def _session(self, request: Request, caller: Caller) -> Session:
        session = self._held_session(request, caller)
        if session is None:
            raise ApiError("no_session", 401)
        self._limit(self._visitors, session.conversation, "too_many_messages")
        return session

    def _held_session(self, request: Request, caller: Caller) -> Session | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._signer.read(token.strip())
        # A cookie speaks for our own pages only: another site, even an allowed one, must hold a token of its own.
        return self._signer.read(request.cookies.get(self._cookie_name(request))) if caller is Caller.OWN else None

    def _granting(self, body: dict[str, Any], token: str, request: Request, caller: Caller) -> HTTPResponse:
        if caller is Caller.ALLOWED:
            return response.json({**body, "token": token})
        answer = response.json(body)
        self._set_cookie(answer, request, token, None)
        return answer

    def _set_cookie(self, answer: HTTPResponse, request: Request, token: str, max_age: int | None) -> None:
        """Without max-age the cookie goes when the browser closes: visitors often share a computer."""
        name = self._cookie_name(request)
        answer.cookies[name] = token
        answer.cookies[name].update({"path": "/", "httponly": True, "samesite": "Strict"})
        if name.startswith("__Host-"):
            answer.cookies[name]["secure"] = True
        if max_age is not None:
            answer.cookies[name]["max-age"] = max_age

    def _cookie_name(self, request: Request) -> str:
        """Return the cookie's name. The prefix __Host- makes browsers refuse one that a neighbouring site planted."""
        plain = self.settings.plain_cookie or is_local(request.headers.get("host"))
        return "ariane" if plain else "__Host-ariane"

    def _address(self, request: Request) -> str:
        # remote_addr is only filled when SANIC_PROXIES_COUNT or SANIC_FORWARDED_SECRET says that a proxy is trusted.
        if not request.remote_addr and "x-forwarded-for" in request.headers and not self._warned:
            self._warned = True
            logger.warning(
                "Un mandataire transmet X-Forwarded-For, mais SANIC_PROXIES_COUNT n’est pas défini : "
                "tous les visiteurs comptent pour une seule adresse."
            )
        return address_key(request.remote_addr or request.ip)

    @staticmethod
    def _limit(limiter: RateLimiter, key: str, code: str) -> None:
        seconds = limiter.seconds_to_wait(key)
        if seconds:
            raise ApiError(code, 429, seconds, seconds=seconds)


def _ready_agent(request: Request) -> Any:
    agent = getattr(request.app.ctx, "agent", None)
    return agent if agent is not None and agent.is_ready() else None


def _agent(request: Request) -> Any:
    agent = _ready_agent(request)
    if agent is None:
        raise ApiError("starting", 503, _SECONDS_TO_START)
    return agent


async def _json_body(request: Request) -> Any:
    """Read a body of at most _LARGEST_BODY bytes. Raises ApiError or Sanic's own errors.

    The content type must be JSON: a form or text/plain could be sent by any site without the browser asking us first.
    """
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise ApiError("not_json", 415)
    # The routes are streaming ones so that the body is not read before this limit is set.
    if request.stream is not None:
        request.stream.request_max_size = _LARGEST_BODY
    await request.receive_body()
    return request.json
