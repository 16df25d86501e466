"""Counts requests in moving windows: in this process, or in Redis for several."""

from __future__ import annotations

import asyncio
import logging
import math
import os
import time
from enum import Enum
from ipaddress import IPv6Address, ip_address

from limits import RateLimitItem, parse
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from assistant.limits.moving_windows import MovingWindows
from assistant.setting_error import SettingError

logger = logging.getLogger(__name__)

REDIS_VARIABLE = "ASSISTANT_REDIS"
# Visitors of one IPv6 network share it, as those behind one IPv4 address do.
_IPV6_NETWORK_BITS = 64


class Limited(Enum):
    """What is counted, with the setting of its limit and the default."""

    MESSAGES_OF_VISITOR = ("ASSISTANT_LIMIT_MESSAGES", "20/minute")
    # Above this even a message that needs a referral isn't stored; the referral is said at once.
    URGENT_OF_VISITOR = ("ASSISTANT_LIMIT_URGENT", "60/minute")
    MESSAGES_OF_ADDRESS = ("ASSISTANT_LIMIT_ADDRESS_MESSAGES", "120/minute")
    SESSIONS_OF_ADDRESS = ("ASSISTANT_LIMIT_ADDRESS_SESSIONS", "30/minute")
    REQUESTS_OF_ADDRESS = ("ASSISTANT_LIMIT_ADDRESS_REQUESTS", "600/minute")


class RequestLimits:
    """Tells whether one more request is allowed."""

    def __init__(self) -> None:
        """Read the settings. Raises SettingError."""
        self._limits = {limited: _limit(*limited.value) for limited in Limited}
        url = os.environ.get(REDIS_VARIABLE)
        self._windows = MovingWindows()
        # Kept here, as the limiter holds a weak reference only.
        self._redis = RedisStorage(url) if url else None
        self._shared = MovingWindowRateLimiter(self._redis) if self._redis else None

    async def seconds_to_wait(self, limited: Limited, who: str) -> int:
        """Count a request of a visitor or address; 0 when it is allowed, else seconds to wait."""
        limit = self._limits[limited]
        if self._shared is not None:
            try:
                return await asyncio.to_thread(_hit, self._shared, limit, limited.name, who)
            except RedisError as error:
                logger.error("counting requests in Redis failed: %s", type(error).__name__)
        seconds = self._windows.seconds_to_wait(
            (limited.name, who), limit.amount, limit.get_expiry()
        )
        return math.ceil(seconds)


def network(address: str) -> str:
    """Return what to count an internet address by: itself, or its IPv6 network."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return f"{int(parsed) >> (128 - _IPV6_NETWORK_BITS):x}"
    return str(parsed)


def _hit(limiter: MovingWindowRateLimiter, limit: RateLimitItem, name: str, who: str) -> int:
    if limiter.hit(limit, name, who):
        return 0
    reset, _ = limiter.get_window_stats(limit, name, who)
    return max(1, math.ceil(reset - time.time()))


def _limit(variable: str, default: str) -> RateLimitItem:
    value = os.environ.get(variable) or default
    try:
        limit = parse(value)
    except ValueError:
        limit = None
    # A window of nothing has no beginning to wait for.
    if limit is None or limit.amount < 1:
        raise SettingError(f"{variable} is {value!r}. Fix: write it like {default}")
    return limit
