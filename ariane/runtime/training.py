"""Training the model when, and only when, something that it depends on changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ariane.fingerprint import fingerprint as of_files
from ariane.paths import PROJECT, var_dir
from ariane.runtime.errors import UserError

# What a model depends on: Rasa's files; the components that it is made of, and the versions that it was made with.
_DATA = ("config.yml", "domain.yml", "data")
_CODE = ("ariane/nlu", "ariane/encoder", "requirements.txt")
_REFUSED = "Le modèle n’a pas pu être entraîné"


def model_path() -> Path:
    """Return where the current model lies (ARIANE_MODEL, or a file under var/); it may not exist yet."""
    return Path(os.environ.get("ARIANE_MODEL") or var_dir() / "models" / "ariane.tar.gz")


def _stamp_path() -> Path:
    return model_path().with_suffix(".stamp")


def fingerprint() -> str:
    """Return a digest of everything the model depends on."""
    return of_files(PROJECT, (*_DATA, *_CODE))


def is_stale() -> bool:
    """Say whether the model is missing or was trained from something else than what is there now."""
    return not model_path().exists() or not _stamp_path().exists() or _stamp_path().read_text() != fingerprint()


def use_cache() -> bool:
    """Have Rasa keep the parts of the model that it trains, those of one state of the code alone; say if it has any.

    Rasa takes a part from there whose data and settings did not change; of the modules that a component is made of,
    it would not know that they changed. Where the operator set RASA_CACHE_DIRECTORY, that stands.
    """
    caches = var_dir() / "cache"
    own = caches / of_files(PROJECT, _CODE)[:16]
    for cache in caches.glob("*"):
        if cache != own:
            shutil.rmtree(cache, ignore_errors=True)
    kept = Path(os.environ.setdefault("RASA_CACHE_DIRECTORY", str(own)))
    return kept.exists() and any(kept.iterdir())


def train(*, anew: bool = False) -> Path:
    """Train the model and return its path; the old one stays in place until the new one is whole.

    Parts whose data did not change are taken from Rasa's cache, unless all is to be learnt `anew`. Where the cache is
    empty nothing is looked for in it: it would take half a minute.

    Raises UserError when the training data or the settings are refused.
    """
    from ariane.runtime.logs import configure_logs
    from ariane.runtime.rasa_server import prepare_environment, use_wide_vectors

    prepare_environment()
    use_wide_vectors()
    import rasa.api
    from rasa.shared.exceptions import RasaException
    from ruamel.yaml.error import YAMLError

    configure_logs()
    stamp = fingerprint()
    target = model_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        result = rasa.api.train(
            domain=str(PROJECT / "domain.yml"),
            config=str(PROJECT / "config.yml"),
            training_files=[str(PROJECT / "data")],
            output=str(target.parent / "new"),
            fixed_model_name="ariane.tar.gz",
            force_training=not use_cache() or anew,
        )
    except (RasaException, YAMLError, SystemExit) as error:
        reason = " ".join(str(error).split()).rstrip(".")  # Rasa's messages have several lines
        raise UserError(f"{_REFUSED} : {reason}. Corrigez data/, domain.yml ou config.yml.") from error
    if result.model is None or result.code != 0:
        raise UserError(f"{_REFUSED} : lisez le message ci-dessus, corrigez data/, puis relancez.")
    Path(result.model).replace(target)
    _stamp_path().write_text(stamp)
    return target
