"""The widget's script and the demonstration pages, read once, served with strict headers."""

from __future__ import annotations

import gzip
import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from ariane.paths import PROJECT, short

logger = logging.getLogger(__name__)

WIDGET_DIR = PROJECT / "widget"

# The pages need nothing but this server; no style or script stands in the HTML, and nothing is evaluated.
_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)
_PAGE_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
}
# Other sites load the script: that is what it is for. It says nothing about a visitor.
_ASSET_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=600",
}
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
}

ASSETS = {"/widget/ariane-chat.js": "dist/ariane-chat.js"}
DEMONSTRATION = {
    "/": "demo/index.html",
    "/chat": "demo/chat.html",
    "/widget/demo.css": "demo/demo.css",
    "/widget/demo.js": "demo/demo.js",
    "/widget/demo.svg": "demo/demo.svg",
    "/widget/thread.svg": "demo/thread.svg",
}


@dataclass(frozen=True)
class Page:
    """One file as it is sent."""

    body: bytes
    compressed: bytes
    etag: str
    headers: dict[str, str]

    def answer(self, request: Request) -> HTTPResponse:
        """Return the file, compressed where the browser takes it, or 304 when the browser has it."""
        headers = {**self.headers, "ETag": self.etag, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
        if request.headers.get("if-none-match") == self.etag:
            return response.empty(304, headers=headers)
        content_type = headers.pop("Content-Type")
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return response.raw(self.compressed, headers=headers, content_type=content_type)
        return response.raw(self.body, headers=headers, content_type=content_type)


def read_pages(demonstration: bool, directory: Path = WIDGET_DIR) -> dict[str, Page]:
    """Return the pages by path. A missing file is left out, and the log says how to make it."""
    wanted = ASSETS | (DEMONSTRATION if demonstration else {})
    pages = {}
    for path, name in wanted.items():
        file = directory / name
        if file.is_file():
            pages[path] = _read(file)
        else:
            logger.error("%s manque : %s ne sera pas servi. « make widget » le refait.", short(file), path)
    return pages


def _read(file: Path) -> Page:
    body = file.read_bytes()
    headers = _PAGE_HEADERS if file.suffix == ".html" else _ASSET_HEADERS
    return Page(
        body=body,
        compressed=gzip.compress(body, mtime=0),
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        headers={**headers, "Content-Type": _TYPES[file.suffix]},
    )
