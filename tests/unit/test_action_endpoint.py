"""Calls to the action server: over connections that stay open, with the errors that Rasa knows how to tell."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from ariane.runtime.action_endpoint import KeptEndpoint

SAID = {
    "text": "« été » \u202f? <b>/x",
    "share": 0.9999035596847534,
    "none": None,
    "at": [1e-17],
    "long": "très " * 40_000,  # more than one packet, both ways
}


async def echo(request: web.Request) -> web.Response:
    return web.json_response({"received": await request.json(), "from": peer(request)})


def peer(request: web.Request) -> list[Any]:
    assert request.transport is not None
    return list(request.transport.get_extra_info("peername"))


@asynccontextmanager
async def server(answer: Callable[[web.Request], Awaitable[web.StreamResponse]], port: int = 0) -> AsyncIterator[str]:
    """Serve `answer`; give its address."""
    app = web.Application(client_max_size=10_000_000)
    app.router.add_post("/webhook", answer)
    started = web.AppRunner(app)
    await started.setup()
    await web.TCPSite(started, "127.0.0.1", port, reuse_address=True).start()
    yield f"http://127.0.0.1:{started.addresses[0][1]}/webhook"
    await started.cleanup()


@asynccontextmanager
async def saying(said: bytes) -> AsyncIterator[str]:
    """Serve `said` to whoever asks, and hang up."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(said)
        writer.close()

    started = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{started.sockets[0].getsockname()[1]}/webhook"
    started.close()


def asked(serving: Any, **more: Any) -> Any:
    """Give what the endpoint of `serving` answers to SAID."""

    async def run() -> Any:
        async with serving as url:
            return await KeptEndpoint.of(EndpointConfig(url)).request(json=SAID, **more)

    return asyncio.run(run())


def test_what_is_sent_and_answered_arrives_whole() -> None:
    assert asked(server(echo))["received"] == SAID


def run_calls(calls: Callable[[KeptEndpoint], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with server(echo) as url:
            endpoint = KeptEndpoint.of(EndpointConfig(url))
            assert isinstance(endpoint, KeptEndpoint)
            await calls(endpoint)

    asyncio.run(run())


def test_calls_share_a_connection() -> None:
    async def calls(endpoint: KeptEndpoint) -> None:
        seen = [(await endpoint.request(json={"n": number}))["from"] for number in range(3)]
        assert seen[0] == seen[1] == seen[2]

    run_calls(calls)


def test_calls_at_the_same_time_get_their_own_answers() -> None:
    async def calls(endpoint: KeptEndpoint) -> None:
        answers = await asyncio.gather(*(endpoint.request(json={"n": number}) for number in range(20)))
        assert [answer["received"]["n"] for answer in answers] == list(range(20))

    run_calls(calls)


def test_a_server_that_starts_again_is_found_again() -> None:
    async def run() -> None:
        async with server(echo) as url:
            endpoint = KeptEndpoint.of(EndpointConfig(url))
            await endpoint.request(json={})
        with pytest.raises(aiohttp.ClientConnectionError):
            await endpoint.request(json={})
        async with server(echo, int(url.split(":")[2].split("/")[0])):
            assert (await endpoint.request(json={"n": 1}))["received"] == {"n": 1}

    asyncio.run(run())


def test_another_loop_opens_its_own_connections() -> None:
    endpoint = KeptEndpoint.of(EndpointConfig("http://127.0.0.1:1/webhook"))
    for _ in range(2):
        with pytest.raises(aiohttp.ClientConnectionError):
            asyncio.run(endpoint.request(json={}))


async def refuse(request: web.Request) -> web.Response:
    return web.json_response({"action_name": "a_form", "error": "no"}, status=400)


def test_a_refusal_is_told_in_the_servers_words() -> None:
    with pytest.raises(ClientResponseError) as caught:
        asked(server(refuse))
    assert caught.value.status == 400
    assert b"a_form" in caught.value.text


async def late(request: web.Request) -> web.Response:
    await asyncio.sleep(30)
    return web.json_response({})


def test_nobody_waits_for_ever() -> None:
    with pytest.raises(asyncio.TimeoutError):
        asked(server(late), timeout=0.05)


async def say_nothing(request: web.Request) -> web.Response:
    return web.Response(text="")


def test_an_answer_that_is_no_json_is_none() -> None:
    assert asked(server(say_nothing)) is None


@pytest.mark.parametrize("said", [b"", b"bonjour", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"])
def test_a_server_that_breaks_off_is_one_that_does_not_answer(said: bytes) -> None:
    with pytest.raises(aiohttp.ClientConnectionError):
        asked(saying(said))


def test_a_server_that_hangs_up_after_its_answer_is_called_anew() -> None:
    async def run() -> None:
        async with saying(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}") as url:
            endpoint = KeptEndpoint.of(EndpointConfig(url))
            for _ in range(2):
                assert await endpoint.request(json={}) == {}

    asyncio.run(run())


def test_a_call_given_up_takes_no_answer_of_another() -> None:
    async def slow(request: web.Request) -> web.Response:
        said = await request.json()
        await asyncio.sleep(said["wait"])
        return web.json_response(said)

    async def run() -> None:
        async with server(slow) as url:
            endpoint = KeptEndpoint.of(EndpointConfig(url))
            await endpoint.request(json={"wait": 0})
            given_up = asyncio.create_task(endpoint.request(json={"wait": 0.2}))
            await asyncio.sleep(0.05)
            given_up.cancel()
            assert await endpoint.request(json={"wait": 0.3}) == {"wait": 0.3}

    asyncio.run(run())


@pytest.mark.parametrize(
    "settings",
    [
        {"url": "https://127.0.0.1:1"},
        {"url": "http://127.0.0.1:1", "token": "secret"},
        {"url": "http://127.0.0.1:1", "basic_auth": {"username": "a", "password": "b"}},
        {"url": "http://127.0.0.1:1", "headers": {"X-Key": "secret"}},
    ],
)
def test_an_endpoint_with_more_than_a_plain_address_is_left_to_rasa(settings: dict[str, Any]) -> None:
    endpoint = EndpointConfig(**settings)
    assert KeptEndpoint.of(endpoint) is endpoint


def test_an_endpoint_has_one_kept_form() -> None:
    plain = EndpointConfig("http://127.0.0.1:1/webhook")
    assert KeptEndpoint.of(plain) is KeptEndpoint.of(plain)


def test_an_endpoint_of_another_class_is_left_as_it_is() -> None:
    class Other(EndpointConfig):
        pass

    other = Other("http://127.0.0.1:1")
    assert KeptEndpoint.of(other) is other
