"""Rate limits, origins and settings of the web channel."""

from __future__ import annotations

import pytest

from ariane.channels.errors import ApiError
from ariane.channels.limits import RateLimiter, address_key
from ariane.channels.origins import Caller, caller_of, cors_headers, is_local
from ariane.channels.rest import is_this_machine
from ariane.channels.settings import WebSettings, read_web_settings
from ariane.runtime.errors import UserError

SITE = "https://www.exemple.fr"
ALLOWED = frozenset({SITE})


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_half_a_minute_of_requests_may_come_at_once_and_no_more() -> None:
    limiter = RateLimiter(60, Clock())
    assert [limiter.seconds_to_wait("a") for _ in range(31)] == [0] * 30 + [1]


def test_requests_are_let_through_again_as_time_passes() -> None:
    clock = Clock()
    limiter = RateLimiter(6, clock)
    assert [limiter.seconds_to_wait("a") for _ in range(4)] == [0, 0, 0, 10]
    clock.now += 9
    assert limiter.seconds_to_wait("a") == 1
    clock.now += 1
    assert limiter.seconds_to_wait("a") == 0


def test_one_visitor_does_not_slow_another() -> None:
    limiter = RateLimiter(2, Clock())
    assert limiter.seconds_to_wait("a") == 0
    assert limiter.seconds_to_wait("a") > 0
    assert limiter.seconds_to_wait("b") == 0


def test_memory_is_bounded() -> None:
    limiter = RateLimiter(2, Clock(), most=10)
    for visitor in range(1000):
        limiter.seconds_to_wait(str(visitor))
    assert len(limiter._buckets) == 10


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:ffff::1]", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("not an address", "unknown"),
        ("", "unknown"),
    ],
)
def test_what_counts_as_one_address(address: str, key: str) -> None:
    assert address_key(address) == key


@pytest.mark.parametrize(
    ("origin", "host", "caller"),
    [
        (None, "ariane.fr", Caller.OWN),
        ("https://ariane.fr", "ariane.fr", Caller.OWN),
        ("https://ariane.fr", "ariane.fr:443", Caller.OWN),
        ("http://127.0.0.1:5005", "127.0.0.1:5005", Caller.OWN),
        (SITE, "ariane.fr", Caller.ALLOWED),
        ("HTTPS://WWW.EXEMPLE.FR", "ariane.fr", Caller.ALLOWED),
    ],
)
def test_callers_that_are_let_in(origin: str | None, host: str, caller: Caller) -> None:
    assert caller_of(origin, host, ALLOWED) is caller


@pytest.mark.parametrize(
    "origin",
    [
        "https://mechant.fr",
        "http://www.exemple.fr",
        "https://www.exemple.fr:8443",
        "https://www.exemple.fr.mechant.fr",
        "https://mechantwww.exemple.fr",
        "https://ariane.fr.mechant.fr",
        "https://ariane.fr:8080",
        "null",
        "file://",
        "javascript://ariane.fr",
        "*",
    ],
)
def test_callers_that_are_kept_out(origin: str) -> None:
    with pytest.raises(ApiError) as refused:
        caller_of(origin, "ariane.fr", ALLOWED)
    assert refused.value.status == 403
    assert "Access-Control-Allow-Origin" not in cors_headers(origin, ALLOWED)


def test_an_allowed_site_may_read_but_never_with_cookies() -> None:
    headers = cors_headers(SITE, ALLOWED)
    assert headers["Access-Control-Allow-Origin"] == SITE
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1:5005", True),
        ("localhost", True),
        ("[::1]:5005", True),
        ("ariane.fr", False),
        ("localhost.mechant.fr", False),
        ("[", False),
        (None, False),
    ],
)
def test_hosts_of_this_machine(host: str | None, local: bool) -> None:
    assert is_local(host) is local


def test_defaults_need_no_variable() -> None:
    assert read_web_settings({}) == WebSettings()


def test_everything_can_be_set() -> None:
    settings = read_web_settings(
        {
            "ARIANE_ALLOWED_ORIGINS": "https://a.fr, HTTPS://B.fr:8443/ http://localhost:3000",
            "ARIANE_SESSION_HOURS": "2",
            "ARIANE_RATE_PER_VISITOR": "5",
            "ARIANE_RATE_PER_ADDRESS": "50",
            "ARIANE_SESSIONS_PER_ADDRESS": "6",
            "ARIANE_INSECURE_COOKIE": "oui",
            "ARIANE_DEMO_PAGE": "0",
        }
    )
    assert settings.allowed_origins == {"https://a.fr", "https://b.fr:8443", "http://localhost:3000"}
    assert settings.session_seconds == 7200
    assert (settings.visitor_per_minute, settings.address_per_minute, settings.sessions_per_minute) == (5, 50, 6)
    assert settings.plain_cookie
    assert not settings.demonstration


@pytest.mark.parametrize(
    "origins", ["*", "https://*.exemple.fr", "exemple.fr", "https://a.fr/page", "null", "ftp://a.fr", "https://a@b.fr"]
)
def test_an_origin_that_is_not_exact_is_refused_by_name(origins: str) -> None:
    with pytest.raises(UserError, match="ARIANE_ALLOWED_ORIGINS"):
        read_web_settings({"ARIANE_ALLOWED_ORIGINS": origins})


@pytest.mark.parametrize(("variable", "value"), [("ARIANE_SESSION_HOURS", "0"), ("ARIANE_DEMO_PAGE", "perhaps")])
def test_a_setting_that_makes_no_sense_is_named(variable: str, value: str) -> None:
    with pytest.raises(UserError, match=variable):
        read_web_settings({variable: value})


@pytest.mark.parametrize(("address", "ours"), [("127.0.0.1", True), ("::1", True), ("192.0.2.1", False), ("", False)])
def test_rest_is_for_this_machine(address: str, ours: bool) -> None:
    assert is_this_machine(address) is ours
