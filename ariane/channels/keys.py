"""The key that signs conversation tokens: from the environment, or made once and kept on a local run."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ariane.paths import short, var_dir
from ariane.runtime.errors import UserError

VARIABLE = "ARIANE_SECRET_KEY"
_SHORTEST = 32  # characters


def signing_key(environ: Mapping[str, str] = os.environ, directory: Path | None = None) -> bytes:
    """Return the key of ARIANE_SECRET_KEY or, without it, of `directory`/web-secret-key, made if missing.

    Raises UserError when the key is too short to resist guessing or the file can't be read or written.
    """
    key = environ.get(VARIABLE, "").strip()
    if key:
        return _checked(key, VARIABLE)
    path = (directory or var_dir()) / "web-secret-key"
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        return _checked(path.read_text(encoding="ascii").strip(), short(path))
    except OSError as error:
        raise UserError(
            f"La clé {short(path)} ne peut être ni lue ni écrite ({error.strerror}) : "
            f"donnez les droits sur ce dossier, ou définissez {VARIABLE}."
        ) from error


def _checked(key: str, origin: str) -> bytes:
    if len(key) < _SHORTEST:
        advice = "Faites-en une avec « openssl rand -hex 32 »."
        raise UserError(f"{origin} : la clé a moins de {_SHORTEST} caractères. {advice}")
    return key.encode()


def _make(path: Path) -> None:
    """Write a new key. Several workers may start together: the first one wins, and none ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".web-secret-key-", encoding="ascii") as draft:
        draft.write(secrets.token_hex(32) + "\n")  # mkstemp made it 0600
        draft.flush()
        with contextlib.suppress(FileExistsError):  # another worker was first: its key holds
            os.link(draft.name, path)
