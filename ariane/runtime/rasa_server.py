"""The Rasa server: channels and dialogue. The Rasa HTTP API stays off (it exposes model loading and conversations)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ariane.paths import PROJECT, var_dir
from ariane.runtime.settings import read_settings

# Rasa's REST channel has no limit of its own: one message of a megabyte would hold up everyone.
_LARGEST_REQUEST = 20_000  # bytes


def prepare_environment() -> None:
    """Set what Rasa, TensorFlow and endpoints.yml read from the environment, where the operator has not."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SANIC_REQUEST_MAX_SIZE", str(_LARGEST_REQUEST))
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("ARIANE_ACTION_URL", f"{read_settings().action_url}/webhook")
    os.environ.setdefault("TRACKER_DIALECT", "sqlite")
    os.environ.setdefault("TRACKER_DB", str(var_dir() / "conversations.db"))
    os.environ.setdefault("LOCK_STORE", "in_memory")


def use_one_thread() -> None:
    """Have numpy compute on one thread, where the operator has not said otherwise. Before numpy is imported.

    One sentence is too small to share out (7 ms on one thread, 11 ms on two, measured), and the other server needs the
    other core.
    """
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")


def configure_logs() -> None:
    """Log as `rasa run` does: LOG_LEVEL and above (INFO), which holds no word of a visitor.

    Without this, structlog formats and prints every debug line, the visitors' sentences among them.
    """
    import rasa.utils.common
    import rasa.utils.log_utils

    rasa.utils.common.configure_logging_and_warnings(warn_only_once=True, filter_repeated_logs=True)
    rasa.utils.log_utils.configure_structlog()


def install_patches() -> None:
    """Put in place what Rasa offers no other way for. Before the model is loaded."""
    from ariane.runtime import hot_paths, remote_action

    remote_action.install()
    hot_paths.install()


def serve(model: Path, host: str, port: int) -> None:
    """Serve `model` on `host:port` until stopped."""
    prepare_environment()
    use_one_thread()
    import rasa.api

    configure_logs()
    install_patches()
    rasa.api.run(
        model=str(model),
        endpoints=str(PROJECT / "endpoints.yml"),
        credentials=str(PROJECT / "credentials.yml"),
        interface=host,
        port=port,
        enable_api=False,
        server_listeners=[(_warm_up, "after_server_start")],
    )


async def _warm_up(app: Any, _loop: Any) -> None:
    """Read one sentence before the first visitor writes: components load their models and tables at the first one."""
    from rasa.core.channels.channel import UserMessage

    if app.ctx.agent.is_ready():
        await app.ctx.agent.processor.parse_message(UserMessage("bonjour"))
