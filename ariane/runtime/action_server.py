"""The action server: Rasa's own application, on 127.0.0.1 only (rasa_sdk's `run` listens on every address)."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

logger = logging.getLogger(__name__)

# Longer than Rasa's side keeps an idle connection (action_endpoint.py): the side that writes is the one that closes.
_IDLE_SECONDS = 60
# Its own, whatever SANIC_REQUEST_MAX_SIZE says of visitors' messages: a call holds the last turns of a conversation.
_LARGEST_CALL = 10_000_000  # bytes


def serve(port: int) -> None:
    """Serve the actions on 127.0.0.1:`port` until stopped."""
    from ariane.runtime.rasa_server import use_one_thread, use_wide_vectors

    use_one_thread()
    use_wide_vectors()
    from rasa_sdk.endpoint import create_app

    from ariane.runtime import outbox

    outbox.start()
    app = create_app("actions", cors_origins=[])
    app.config.KEEP_ALIVE_TIMEOUT = _IDLE_SECONDS
    app.config.REQUEST_MAX_SIZE = _LARGEST_CALL
    app.register_listener(_warm_up, "before_server_start")
    app.register_listener(partial(_take_head_starts, port), "after_server_start")
    app.run("127.0.0.1", port, access_log=False, motd=False)


async def _take_head_starts(port: int, *_: Any) -> None:
    """Begin on the questions that Rasa is still reading."""
    from actions.head_start import begin
    from ariane.runtime.head_start import receive

    await receive(port, begin)


async def _warm_up(*_: Any) -> None:
    """Have the answers ready before the first visitor asks, while Rasa is still loading its model."""
    from actions.conversation import knowledge
    from ariane.answers.prepare import load_all, prepare_official_meanwhile, warm_up
    from ariane.knowledge.database import KnowledgeUnavailable
    from ariane.runtime.rasa_server import settle_memory

    warm_up()
    try:
        logger.info("%d jobs are ready to be asked about.", load_all(knowledge()))
    except KnowledgeUnavailable as error:
        logger.warning("%s", error)
    settle_memory()
    prepare_official_meanwhile()
