"""Whether a port is free, and whether a server answers there."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request

from ariane.runtime.errors import UserError


def require_free(host: str, port: int, variable: str) -> None:
    """Raise UserError when another program listens on `host:port`; `variable` is the setting that changes it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UserError(
                f"Le port {port} de {host} ne peut pas être ouvert ({error.strerror}) : "
                f"arrêtez le programme qui l’occupe, ou choisissez-en un autre avec {variable}=…"
            ) from None


def healthy(url: str) -> bool:
    """Say whether an HTTP server answers at `url` with success."""
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except OSError:
        return False
    return True


def answers(url: str) -> bool:
    """Say whether an HTTP server answers at `url`, whatever its answer."""
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
