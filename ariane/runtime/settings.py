"""The addresses of Ariane's two servers, from the environment, local by default."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ariane.runtime.errors import UserError


@dataclass(frozen=True)
class Settings:
    """Where the Rasa server and the action server listen."""

    host: str
    port: int
    action_port: int

    @property
    def url(self) -> str:
        """Address that visitors use."""
        return f"http://{self.host}:{self.port}"

    @property
    def action_url(self) -> str:
        """Address of the action server, on this machine only."""
        return f"http://127.0.0.1:{self.action_port}"


def read_settings() -> Settings:
    """Read ARIANE_HOST, ARIANE_PORT and ARIANE_ACTION_PORT (the port + 50 by default).

    Raises UserError when a port is not a number from 1 to 65535.
    """
    port = _port("ARIANE_PORT", 5005)
    return Settings(os.environ.get("ARIANE_HOST", "127.0.0.1"), port, _port("ARIANE_ACTION_PORT", port + 50))


def _port(variable: str, default: int) -> int:
    value = os.environ.get(variable) or str(default)
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise UserError(f"{variable}={value} n’est pas un port : donnez un nombre de 1 à 65535.")
    return int(value)
