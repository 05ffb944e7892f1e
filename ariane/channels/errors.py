"""Errors of the web channel, as the JSON that a visitor's page receives."""

from __future__ import annotations

from typing import Any

from ariane.channels.strings import channel_strings


class ApiError(Exception):
    """A request that is refused: `code` names the sentence of strings.yml, `status` is the HTTP status."""

    def __init__(self, code: str, status: int, retry_after: int | None = None, **values: Any) -> None:
        """`retry_after` is in seconds; `values` fill the braces of the sentence."""
        super().__init__(code)
        self.code, self.status, self.retry_after, self.values = code, status, retry_after, values

    def body(self) -> dict[str, Any]:
        """Return {error, message} and, where waiting helps, retry_after in seconds."""
        sentence: str = channel_strings()["errors"][self.code]
        body: dict[str, Any] = {"error": self.code, "message": sentence.format(**self.values)}
        if self.retry_after is not None:
            body["retry_after"] = self.retry_after
        return body

    def headers(self) -> dict[str, str]:
        """Return the HTTP headers that go with the error."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
