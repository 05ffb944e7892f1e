"""`rasa train`, which learns no longer than it is given: `python -m benchmarks.speed.stock_training SECONDS MARK …`.

All that stock's training learns by epochs is learnt by Keras's `fit`. Once SECONDS are over, a callback has it stop
after the step under way; the model is then made of what was learnt so far, and the file MARK tells that it was stopped.
The rest of the arguments is for `rasa`. Made for Rasa 3.6.21.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

_BEGUN = time.monotonic()


def stop_after(seconds: float, mark: Path) -> None:
    """Have every Keras model stop learning once `seconds` have passed since the start, and make the file `mark`."""
    import tensorflow as tf

    class Stop(tf.keras.callbacks.Callback):  # type: ignore[misc,unused-ignore]
        """Stops the model that it is given to."""

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            """Stop where the time is over."""
            if time.monotonic() - _BEGUN > seconds:
                self.model.stop_training = True
                mark.touch()

    stock_fit = tf.keras.Model.fit

    def fit(model: Any, *arguments: Any, callbacks: Any = None, **options: Any) -> Any:
        # Rasa gives callbacks where it learns; without, it makes one step to build the model that it loads or saves.
        watched = None if callbacks is None else [*callbacks, Stop()]
        return stock_fit(model, *arguments, callbacks=watched, **options)

    tf.keras.Model.fit = fit


def main() -> None:
    """Train as `rasa` would with the arguments after the first two."""
    seconds, mark, *arguments = sys.argv[1:]
    stop_after(float(seconds), Path(mark))
    sys.argv = ["rasa", *arguments]
    from rasa.__main__ import main as rasa

    rasa()


if __name__ == "__main__":
    main()
