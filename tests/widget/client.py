"""A visitor's page as the server sees it, for tests without a browser."""

from __future__ import annotations

import uuid
from typing import Any

import requests


class Visitor:
    """One visitor with cookies of their own, or on another site with a token."""

    def __init__(self, url: str, origin: str | None = None) -> None:
        """`origin` None stands for a page of the server itself."""
        self.api = f"{url}/webhooks/web"
        self.http = requests.Session()
        self.headers = {"Origin": origin or url}
        self.token: str | None = None

    def begin(self, **body: Any) -> dict[str, Any]:
        answer = self.post("session", body)
        assert answer.status_code == 200, answer.text
        granted: dict[str, Any] = answer.json()
        if "token" in granted:
            self.token = granted["token"]
            self.headers["Authorization"] = f"Bearer {self.token}"
        return granted

    def post(self, path: str, body: Any, **kwargs: Any) -> requests.Response:
        return self.http.post(f"{self.api}/{path}", json=body, headers=self.headers, timeout=10, **kwargs)

    def say(self, text: str, message_id: str | None = None) -> requests.Response:
        return self.post("messages", {"id": message_id or new_id(), "text": text})

    def press(self, payload: str) -> requests.Response:
        return self.post("messages", {"id": new_id(), "payload": payload})

    def history(self) -> list[dict[str, Any]]:
        answer = self.http.get(f"{self.api}/history", headers=self.headers, timeout=10)
        assert answer.status_code == 200, answer.text
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages

    def erase(self) -> requests.Response:
        return self.http.delete(f"{self.api}/conversation", headers=self.headers, timeout=10)

    def cookie(self) -> str:
        value = self.http.cookies.get("ariane")
        assert value
        return value

    def with_cookie(self, value: str) -> requests.Response:
        """Ask for the history with a cookie of one's own making."""
        return requests.get(f"{self.api}/history", headers={"Cookie": f"ariane={value}"}, timeout=10)


def new_id() -> str:
    return uuid.uuid4().hex


def texts(answer: requests.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [message.get("text", "") for message in answer.json()["messages"]]
