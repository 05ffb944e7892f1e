"""The Rasa server: channels and dialogue. The Rasa HTTP API stays off (it exposes model loading and conversations)."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any

from ariane.paths import PROJECT
from ariane.runtime.conversation_store import database_url
from ariane.runtime.settings import read_settings

# Rasa's REST channel has no limit of its own: one message of a megabyte would hold up everyone.
_LARGEST_REQUEST = 20_000  # bytes
# Rasa refuses endpoints.yml when one of its variables is missing.
_REDIS = {"REDIS_HOST": "127.0.0.1", "REDIS_PORT": "6379", "REDIS_DB": "0", "REDIS_PASSWORD": ""}
# What OpenBLAS's kernels for AVX-512 are compiled with.
_WIDE = frozenset(("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"))
_BETWEEN_COLLECTIONS = 20_000  # objects made and not yet freed; a message makes and frees some thousands


def prepare_environment() -> None:
    """Set what Rasa, TensorFlow and endpoints.yml read from the environment, where the operator has not."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SANIC_REQUEST_MAX_SIZE", str(_LARGEST_REQUEST))
    # Rasa has Sanic make a line of each request, and throws it away.
    os.environ.setdefault("SANIC_ACCESS_LOG", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("ARIANE_ACTION_URL", f"{read_settings().action_url}/webhook")
    # One address for Rasa and for what erases: endpoints.yml cannot leave out a port that is not set.
    os.environ["TRACKER_ADDRESS"] = database_url().render_as_string(hide_password=False)
    _choose_locks()


def _choose_locks() -> None:
    """Keep the locks of conversations in Redis where REDIS_HOST is set: several servers then share them."""
    os.environ.setdefault("LOCK_STORE", "redis" if os.environ.get("REDIS_HOST") else "in_memory")
    for name, value in _REDIS.items():
        os.environ.setdefault(name, value)


def use_one_thread() -> None:
    """Have numpy compute on one thread, where the operator has not said otherwise. Before numpy is imported.

    One sentence is too small to share out (7 ms on one thread, 11 ms on two, measured), and the other server needs the
    other core.
    """
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")


def use_wide_vectors() -> None:
    """Have numpy's OpenBLAS use AVX-512 where the processor has it. Before numpy is imported.

    The OpenBLAS of numpy 1.24 does not know recent AMD processors and falls back on AVX2: a sentence then takes a third
    longer to encode (measured). A processor without these instructions, or an operator's choice, is left alone.
    """
    try:
        flags = Path("/proc/cpuinfo").read_text().partition("\nflags")[2].partition("\n")[0].split()
    except OSError:  # not Linux
        return
    if _WIDE.issubset(flags):
        os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")


def settle_memory() -> None:
    """Spare the garbage collector what the server has loaded: it stays until the end. After start, before visitors.

    TensorFlow and the model are a million objects, which a full collection would look through while visitors wait.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_BETWEEN_COLLECTIONS)


def install_patches() -> None:
    """Put in place what Rasa offers no other way for. Before the model is loaded."""
    from ariane.runtime import hot_paths, remote_action

    remote_action.install()
    hot_paths.install()


def serve(model: Path, host: str, port: int) -> None:
    """Serve `model` on `host:port` until stopped."""
    prepare_environment()
    use_one_thread()
    use_wide_vectors()
    from ariane.runtime import lean

    lean.install()
    import rasa.api

    from ariane.runtime.logs import configure_logs

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
    settle_memory()
