"""What is measured of the assistants, in turns, so that whatever else the machine does weighs on all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median

from benchmarks.speed import load
from benchmarks.speed.assistants import Running
from benchmarks.speed.load import Load
from benchmarks.speed.processes import cpu_seconds, megabytes
from benchmarks.speed.questions import conversations, long_conversation

Say = Callable[[str], None]
Figures = dict[str, float]
_SLICES = 5  # each load is put in so many parts, one assistant after the other
_WARM = 30  # messages that are not counted
_ENDS = 10  # the first and the last messages of a long conversation, of which medians are taken
_LONG_VISITORS = 3  # of Ariane's, one after the other: the median of ten messages alone moves with all else that runs


@dataclass(frozen=True)
class Sizes:
    """How many messages are sent. The quick ones only show that the benchmark works."""

    one: int = 300
    twenty: int = 900
    long: int = 200
    first_memory: int = 500
    last_memory: int = 5000
    stock_memory: int = 5000
    epochs: int = 100


QUICK = Sizes(one=30, twenty=60, long=20, first_memory=100, last_memory=200, stock_memory=200, epochs=2)


@dataclass
class Trial:
    """One assistant under load, and what was seen of it. Milliseconds, megabytes, messages."""

    running: Running
    questions: Iterator[list[str]] = field(default_factory=conversations)
    one: list[Load] = field(default_factory=list)
    twenty: list[Load] = field(default_factory=list)
    long: list[Load] = field(default_factory=list)
    cpu: float = 0.0
    memory: Figures = field(default_factory=dict)
    sent: int = 0
    unanswered: int = 0

    def put(self, visitors: int, messages: int, questions: list[list[str]] | None = None) -> Load:
        """Send `messages` from `visitors` at once, and count them."""
        done = load.put(self.running.url, questions or self.questions, visitors, messages)
        self.sent += len(done.milliseconds)
        self.unanswered += done.unanswered
        return done

    def put_twenty(self, messages: int) -> None:
        """Send `messages` from twenty visitors, and count the processor time too."""
        before = cpu_seconds(self.running.pids)
        self.twenty.append(self.put(20, messages))
        self.cpu += cpu_seconds(self.running.pids) - before

    def weigh(self, name: str) -> None:
        """Note the memory held now under `name`."""
        self.memory[name] = megabytes(self.running.pids)

    def figures(self) -> Figures:
        """Give all measures by name."""
        one, twenty = load.together(self.one), load.together(self.twenty)
        first = [taken for load_ in self.long for taken in load_.milliseconds[:_ENDS]]
        last = [taken for load_ in self.long for taken in load_.milliseconds[-_ENDS:]]
        return {
            "start_seconds": self.running.start_seconds,
            "ready_seconds": self.running.ready_seconds,
            **{f"one_{name}": one.percentile(share) for name, share in _SHARES},
            **{f"twenty_{name}": twenty.percentile(share) for name, share in _SHARES},
            "per_second": twenty.per_second,
            "cpu_per_message": self.cpu / len(twenty.milliseconds) * 1000,
            "turn_5": median(first) if first else 0.0,
            "turn_200": median(last) if last else 0.0,
            **self.memory,
            "sent": self.sent,
            "unanswered": self.unanswered,
        }


_SHARES = (("median", 0.5), ("p95", 0.95), ("p99", 0.99))


def measure(assistants: dict[str, Running], sizes: Sizes, say: Say) -> dict[str, Figures]:
    """Put all loads on the running `assistants` in turns; return the figures of each."""
    trials = {name: Trial(running) for name, running in assistants.items()}
    for trial in trials.values():
        trial.put(2, _WARM)
        trial.weigh("memory_rest")
    for _ in range(_SLICES):
        for trial in trials.values():
            trial.one.append(trial.put(1, sizes.one // _SLICES))
    for name, trial in trials.items():
        say(f"  {name}, un visiteur : {load.together(trial.one).percentile(0.5):.1f} ms")
        trial.put(20, max(0, sizes.first_memory - trial.sent))
        trial.weigh("memory_500")
    for _ in range(_SLICES):
        for trial in trials.values():
            trial.put_twenty(sizes.twenty // _SLICES)
    for name, trial in trials.items():
        say(f"  {name}, vingt visiteurs : {load.together(trial.twenty).per_second:.1f} messages par seconde")
        visitors = 1 if name == "stock" else _LONG_VISITORS
        trial.long = [trial.put(1, sizes.long, [long_conversation(sizes.long)]) for _ in range(visitors)]
        say(f"  {name}, dernier tour d’une longue conversation : {trial.figures()['turn_200']:.1f} ms")
    for name, trial in trials.items():
        wanted = sizes.stock_memory if name == "stock" else sizes.last_memory
        trial.put(20, max(0, wanted - trial.sent))
        trial.weigh("memory_last")
        say(f"  {name}, mémoire après {trial.sent} messages : {trial.memory['memory_last']:.0f} Mo")
    return {name: trial.figures() for name, trial in trials.items()}
