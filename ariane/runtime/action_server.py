"""The action server, on 127.0.0.1 only (rasa_sdk's `run` listens on every address)."""

from __future__ import annotations

import logging

logger = logging.getLogger(__name__)

# Longer than Rasa's side keeps an idle connection (action_endpoint.py): the side that writes is the one that closes.
_IDLE_SECONDS = 60


def serve(port: int) -> None:
    """Serve the actions on 127.0.0.1:`port` until stopped."""
    from ariane.runtime.rasa_server import use_one_thread, use_wide_vectors

    use_one_thread()
    use_wide_vectors()
    import uvicorn
    from rasa_sdk.executor import ActionExecutor

    from ariane.runtime import outbox
    from ariane.runtime.action_app import ActionApp

    outbox.start()
    executor = ActionExecutor()
    executor.register_package("actions")

    async def begin() -> None:
        _warm_up()
        await _take_head_starts(port)

    uvicorn.run(
        ActionApp(executor, begin),
        host="127.0.0.1",
        port=port,
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=_IDLE_SECONDS,
    )


async def _take_head_starts(port: int) -> None:
    """Begin on the questions that Rasa is still reading."""
    from actions.head_start import begin
    from ariane.runtime.head_start import receive

    await receive(port, begin)


def _warm_up() -> None:
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
