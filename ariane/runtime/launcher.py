"""Starts Ariane whole: knowledge, model, action server, Rasa server; stops them all together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ariane.paths import var_dir
from ariane.runtime.errors import UserError
from ariane.runtime.ports import healthy, require_free
from ariane.runtime.settings import Settings, read_settings

_LONGEST_START = 180  # seconds; a loaded two-core machine needs 30
_LONGEST_STOP = 10  # seconds

Say = Callable[[str], None]


def prepare_knowledge(say: Say) -> None:
    """Build the knowledge base and prepare its jobs, each only where stale. Raises UserError."""
    say("Base de connaissances…")
    _call("knowledge", "build")
    _call("knowledge", "prepare")


def prepare(say: Say) -> None:
    """Prepare the knowledge and train the model, each only where stale. Raises UserError."""
    from ariane.runtime import training

    prepare_knowledge(say)
    if training.is_stale():
        say("Entraînement du modèle (dix minutes au plus)…")
        # In a process of its own: its memory is given back, and the servers start from a clean state.
        _call("train")
    else:
        say("Modèle à jour.")


def _call(*verb: str) -> None:
    done = subprocess.run([sys.executable, "-m", "ariane.cli", *verb], check=False)
    if done.returncode != 0:
        raise UserError(f"« ariane {' '.join(verb)} » a échoué : lisez le message ci-dessus.")


@contextmanager
def servers(settings: Settings, say: Say) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start both servers, wait until both answer, and stop them at the end. Raises UserError."""
    require_free(settings.host, settings.port, "ARIANE_PORT")
    require_free("127.0.0.1", settings.action_port, "ARIANE_ACTION_PORT")
    environment = {**os.environ, "ARIANE_ACTION_URL": f"{settings.action_url}/webhook"}
    # Each thread may have glibc keep memory of its own: with two such stores, what was freed is used again sooner.
    environment.setdefault("MALLOC_ARENA_MAX", "2")
    if settings.host == "127.0.0.1":
        environment.setdefault("ARIANE_ENABLE_REST", "1")
    started: list[subprocess.Popen[bytes]] = []
    try:
        for name, arguments in (
            ("actions", ["serve-actions", "--port", str(settings.action_port)]),
            ("rasa", ["serve-rasa", "--host", settings.host, "--port", str(settings.port)]),
        ):
            started.append(_start(name, arguments, environment))
        _wait(settings, started, say)
        yield started
    finally:
        _stop(started)


def _start(name: str, arguments: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    log = var_dir() / "logs" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        # A session of its own: Ctrl-C reaches the launcher, which stops the servers in order.
        return subprocess.Popen(
            [sys.executable, "-m", "ariane.cli", *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )


def _wait(settings: Settings, started: list[subprocess.Popen[bytes]], say: Say) -> None:
    say("Démarrage des serveurs…")
    begun = time.monotonic()
    # The web channel's /health is 200 only once the model is loaded: Rasa listens even when it cannot load it.
    waiting = {"actions": f"{settings.action_url}/health", "rasa": f"{settings.url}/health"}
    while waiting:
        require_alive(started)
        if time.monotonic() - begun > _LONGEST_START:
            raise UserError(
                f"Aucune réponse de {', '.join(waiting)} : lisez {var_dir() / 'logs'}, "
                "puis essayez « ariane train --force »."
            )
        waiting = {name: url for name, url in waiting.items() if not healthy(url)}
        time.sleep(0.2)
    say(f"Prête en {time.monotonic() - begun:.0f} secondes.")


def require_alive(started: list[subprocess.Popen[bytes]]) -> None:
    """Raise UserError when one of the servers has stopped by itself."""
    for process in started:
        if process.poll() is not None:
            raise UserError(f"Un serveur s’est arrêté (code {process.returncode}) : lisez {var_dir() / 'logs'}.")


def _stop(started: list[subprocess.Popen[bytes]]) -> None:
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    for process in started:
        try:
            process.wait(_LONGEST_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def run(say: Say) -> None:
    """Prepare and serve until Ctrl-C. Raises UserError."""
    settings = read_settings()
    require_free(settings.host, settings.port, "ARIANE_PORT")
    prepare(say)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with servers(settings, say) as started:
            say(f"Ariane répond : page {settings.url}/ ; terminal « make chat » ; Ctrl-C arrête tout.")
            while True:
                require_alive(started)
                time.sleep(1)
    except KeyboardInterrupt:
        say("Ariane est arrêtée.")
