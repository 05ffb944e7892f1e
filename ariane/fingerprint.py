"""Tells whether files of the project changed since something was made from them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

_READ = {".yml", ".py"}  # of directories; files named by themselves are read whatever they are


def fingerprint(root: Path, names: Iterable[str]) -> str:
    """Return a digest of files and directories, named from `root`, and of all they hold."""
    digest = hashlib.sha256()
    for name in names:
        path = root / name
        files = sorted(f for f in path.rglob("*") if f.suffix in _READ) if path.is_dir() else [path]
        for file in files:
            digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
