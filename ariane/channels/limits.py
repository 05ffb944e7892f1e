"""Rate limits: a bucket of tokens for each visitor and for each network address, in this process's memory."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

_MOST_KEYS = 20_000


class RateLimiter:
    """Lets through `per_minute` requests of each key on average, and half of that at once."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic, most: int = _MOST_KEYS) -> None:
        """`clock` gives seconds; beyond `most` keys, those unheard of for longest are forgotten."""
        self._rate = per_minute / 60
        self._burst = float(max(1, per_minute // 2))
        self._clock = clock
        self._most = most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key: (tokens left, when)

    def seconds_to_wait(self, key: str) -> int:
        """Count one request of `key`; return 0 when it may pass, or the whole seconds to wait before the next try."""
        now = self._clock()
        left, then = self._buckets.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - then) * self._rate)
        passes = left >= 1
        self._buckets[key] = (left - 1 if passes else left, now)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return 0 if passes else max(1, math.ceil((1 - left) / self._rate))


def address_key(address: str) -> str:
    """Return what counts as one address: an IPv4 address, or the /64 network that one IPv6 subscriber holds."""
    try:
        parsed = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
