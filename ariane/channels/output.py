"""The output side of the web channel: collects what Ariane says while one message is handled."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel

from ariane.channels.answers import Answer, to_answer


class WebOutput(OutputChannel):
    """Keeps each bot message whole, where Rasa's own collector splits text, buttons and custom parts."""

    @classmethod
    def name(cls) -> str:
        """Name of the channel, for responses written for one channel only."""
        return "web"

    def __init__(self, message_id: str) -> None:
        """`message_id` is the visitor's message that is being answered: answers are numbered after it."""
        self._message_id = message_id
        self._count = 0
        self.answers: list[Answer] = []

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one bot message; everything Rasa sends passes here."""
        answer = to_answer(message, f"{self._message_id}.{self._count}")
        self._count += 1
        if answer:
            self.answers.append(answer)

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Keep a text that an action sends without a response."""
        await self.send_response(recipient_id, {"text": text})
