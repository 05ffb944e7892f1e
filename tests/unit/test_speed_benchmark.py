"""The speed benchmark: what it sends is bounded and stays on this machine, and its report hides nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import numpy
import pytest

from benchmarks.speed import assistants, load, processes, report, stock_training
from benchmarks.speed.load import Load
from benchmarks.speed.processes import cpu_seconds, family, megabytes
from benchmarks.speed.questions import LONG, TURNS, conversations, long_conversation

STOCK: dict[str, float] = {row.name: 60.0 for row in report.ROWS} | {"memory_500": 60.0, "sent": 5000.0}
ARIANE: dict[str, float] = {name: 6.0 for name in STOCK} | {"per_second": 600.0}


@pytest.mark.parametrize("url", ["http://example.org", "http://127.0.0.1.example.org", "http://10.0.0.1:5005"])
def test_no_load_leaves_the_machine(url: str) -> None:
    with pytest.raises(ValueError, match="this machine"):
        load.put(url, [["bonjour"]], 1, 1)


def test_the_load_is_bounded() -> None:
    with pytest.raises(ValueError, match="bounded"):
        load.put("http://127.0.0.1:1", [["bonjour"]], 1, 1_000_000)


def test_conversations_are_always_the_same() -> None:
    first, second = list(islice(conversations(), 50)), list(islice(conversations(), 50))
    assert first == second
    assert {len(turns) for turns in first} == {TURNS}
    assert len({question for turns in first for question in turns}) > 200
    assert long_conversation(200)[195:] == list(LONG)


def test_percentiles() -> None:
    taken = Load(tuple(float(n) for n in range(100, 0, -1)), 10.0, 0)
    assert (taken.percentile(0.5), taken.percentile(0.95), taken.per_second) == (51.0, 96.0, 10.0)


def test_processes_are_counted() -> None:
    assert os.getpid() in family(os.getppid())
    assert megabytes([os.getpid()]) > 10
    assert cpu_seconds([os.getpid()]) > 0


def test_the_table_says_what_is_reached_and_what_is_not() -> None:
    table = report.table(ARIANE, STOCK, None)
    assert "non atteint" not in table
    titles = {"few": {"one_median": 6.0}, "all": {"one_median": 60.0}}
    slow = report.table({**ARIANE, "one_median": 30.0, "turn_200": 60.0}, STOCK, titles)
    assert slow.count("non atteint") == 3  # the median, the long conversation, the titles


def test_a_shortened_training_is_told(tmp_path: Path) -> None:
    run: dict[str, Any] = {"machine": "m", "date": "d", "sizes": {"epochs": 4}, "ariane": ARIANE, "stock": STOCK}
    assert "4 époques" in report.write(run, tmp_path).read_text("utf-8")
    assert (tmp_path / "speed.svg").read_text("utf-8").startswith("<svg")
    run["sizes"]["epochs"] = 100
    assert "époques" not in report.write(run, tmp_path).read_text("utf-8")


def test_a_reused_or_disturbed_training_is_told(tmp_path: Path) -> None:
    run: dict[str, Any] = {"machine": "m", "date": "d", "sizes": {"epochs": 100}, "ariane": ARIANE, "stock": STOCK}
    quiet = report.write({**run, "stock_training": {"others": 0.05, "earlier": False}}, tmp_path).read_text("utf-8")
    assert "antérieur" not in quiet
    assert "surestimé" not in quiet
    told = report.write({**run, "stock_training": {"others": 1.3, "earlier": True}}, tmp_path).read_text("utf-8")
    assert "antérieur" in told
    assert "1,3 processeur" in told


def test_what_else_the_machine_does_is_told_from_what_is_measured() -> None:
    """Our own work is not another program's, though both keep the machine busy."""
    spin = [sys.executable, "-c", "import time\nwhile time.process_time() < 0.5: pass"]
    busy, own = processes.busy_seconds(), processes.children_seconds()
    subprocess.run(spin, check=True)
    assert processes.children_seconds() - own >= 0.4
    assert processes.busy_seconds() - busy >= 0.4


def test_a_kept_stock_model_is_reused_only_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistants, "var_dir", lambda: tmp_path)
    trained: list[list[str]] = []
    monkeypatch.setattr(assistants, "_timed", lambda arguments, _: trained.append(arguments) or 12.5)
    old = tmp_path / "bench" / "stock-of-before-4"
    old.mkdir(parents=True)
    (old / "seconds.json").write_text("600.0")
    kept = assistants.train_stock(4, reuse=True)
    assert (kept.path.parent, kept.seconds, kept.others, kept.earlier) == (old, 600.0, None, True)
    assert not trained
    fresh = assistants.train_stock(4)
    assert (fresh.seconds, fresh.earlier, len(trained)) == (12.5, False, 1)
    assert fresh.others is not None
    assert assistants.train_stock(4, reuse=True) == fresh
    assert len(trained) == 1


def test_a_training_that_was_stopped_is_told(tmp_path: Path) -> None:
    run: dict[str, Any] = {"machine": "m", "date": "d", "sizes": {"epochs": 100}, "ariane": ARIANE, "stock": STOCK}
    assert "arrêté" not in report.write({**run, "stock_training": {"stopped": False}}, tmp_path).read_text("utf-8")
    assert "arrêté" in report.write({**run, "stock_training": {"stopped": True}}, tmp_path).read_text("utf-8")


def test_a_stopped_stock_model_serves_where_no_more_time_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistants, "var_dir", lambda: tmp_path)
    given: list[float] = []

    def timed(arguments: list[str], _: dict[str, str]) -> float:
        seconds, mark = float(arguments[len(assistants._TRAINING)]), Path(arguments[len(assistants._TRAINING) + 1])
        given.append(seconds)
        if seconds < 1000:
            mark.touch()
        return min(seconds, 1000.0) + 1

    monkeypatch.setattr(assistants, "_timed", timed)
    assert assistants.train_stock(100, at_most=600.0).stopped
    assert assistants.train_stock(100, at_most=500.0).seconds == 601.0
    assert given == [600.0]
    assert assistants.train_stock(100, at_most=700.0).seconds == 701.0
    whole = assistants.train_stock(100)
    assert (whole.stopped, whole.seconds) == (False, 1001.0)
    assert assistants.train_stock(100, at_most=2000.0) == whole
    assert given == [600.0, 700.0, float("inf")]


def test_keras_stops_when_the_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keras = pytest.importorskip("tensorflow").keras
    monkeypatch.setattr(keras.Model, "fit", keras.Model.fit)  # put back afterwards

    def steps() -> int:
        model = keras.Sequential([keras.layers.Dense(1)])
        model.compile("sgd", "mse")
        numbers = numpy.ones((40, 1))
        model.fit(numbers, numbers, batch_size=4, epochs=3, verbose=0, callbacks=[])
        return int(model.optimizer.iterations)

    stock_training.stop_after(3600.0, tmp_path / "late")
    assert steps() == 30
    stock_training.stop_after(0.0, tmp_path / "stopped")
    assert steps() == 1
    assert [file.name for file in tmp_path.iterdir()] == ["stopped"]
