"""Each hot-path patch: the same results as Rasa's own code, in place for the version it was made for only."""

from __future__ import annotations

import inspect
import json
import logging
import random
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import rasa
import rasa.core.processor as rasa_processor
from rasa.core.policies.memoization import AugmentedMemoizationPolicy
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.constants import SHOULD_NOT_BE_SET
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import EndpointConfig
from ruamel.yaml import YAML

from ariane.paths import PROJECT
from ariane.runtime import hot_paths, memorised
from ariane.runtime.graph_runner import InOrderGraphRunner
from ariane.runtime.remote_action import RECENT_EVENTS, ArianeRemoteAction


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Leave Rasa as each test found it."""
    hot_paths.uninstall()
    yield
    hot_paths.uninstall()


def patched() -> list[bool]:
    """Tell which patches are in place."""
    return [
        RulePolicy.load.__func__ is hot_paths._load_with_limit,
        Event.resolve_by_type is hot_paths._resolve_by_type,
        rasa_processor.DaskGraphRunner is InOrderGraphRunner,
        AugmentedMemoizationPolicy._recall_using_truncation is not hot_paths._stock_recall,
        AugmentedMemoizationPolicy.predict_action_probabilities is not hot_paths._stock_predict,
        RulePolicy._get_possible_keys is hot_paths._possible_keys,
        RulePolicy._find_action_from_rules is hot_paths._find_action_from_rules,
        Domain.is_empty is hot_paths._is_empty,
        all(module.copy is hot_paths._WithoutCopies for module in hot_paths._COPYING),
    ]


def test_the_patches_go_in_and_out() -> None:
    assert patched() == [False] * 9
    hot_paths.install()
    assert patched() == [True] * 9
    hot_paths.uninstall()
    assert patched() == [False] * 9


def test_another_rasa_is_left_alone(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(rasa, "__version__", "3.7.0")
    hot_paths.install()
    assert patched() == [False] * 9
    assert "3.6.21" in caplog.text


def test_a_rule_looks_one_state_further_than_the_longest() -> None:
    states = [{"prev_action": {"action_name": "action_listen"}}, {"prev_action": {"action_name": "utter_x"}}]
    lookup = {RULES: {json.dumps(states): "utter_x"}, RULES_FOR_LOOP_UNHAPPY_PATH: {json.dumps(states * 2): "stop"}}
    policy: Any = SimpleNamespace(lookup=lookup, featurizer=SimpleNamespace(max_history=None))
    hot_paths._limit_rule_states(policy)
    assert policy.featurizer.max_history == 5


def test_every_type_of_event_is_found_as_by_rasa() -> None:
    for kind in all_subclasses(Event):
        assert hot_paths._resolve_by_type(kind.type_name) is hot_paths._stock_resolve(kind.type_name)
    assert hot_paths._resolve_by_type("topic") is None
    assert hot_paths._resolve_by_type("none", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="none"):
        hot_paths._resolve_by_type("none")


def test_the_log_has_its_copies_where_debugging_is_logged() -> None:
    logger = logging.getLogger("rasa")
    before = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        hot_paths.install()
        assert not any(module.copy is hot_paths._WithoutCopies for module in hot_paths._COPYING)
    finally:
        logger.setLevel(before)


def test_a_module_that_logs_copies_uses_them_for_nothing_else() -> None:
    for module in hot_paths._COPYING:
        used = re.findall(r"\bcopy\.(\w+)", inspect.getsource(module))
        logged = re.findall(r"structlogger\.debug\([^;]*?copy\.deepcopy", inspect.getsource(module))
        assert set(used) == {"deepcopy"}
        assert logged


def test_a_domain_is_empty_as_rasa_says() -> None:
    said = 'version: "3.1"\nresponses: {utter_x: [{text: x}]}'
    for domain in (Domain.empty(), Domain.from_yaml('version: "3.1"\nintents: [ask]'), Domain.from_yaml(said)):
        assert hot_paths._is_empty(domain) == hot_paths._stock_is_empty(domain)


def some_state(dice: random.Random) -> dict[str, Any]:
    """Draw a state, of a rule or of a conversation."""
    state: dict[str, Any] = {}
    if dice.random() < 0.85:
        state["prev_action"] = {"action_name": dice.choice(["action_listen", "utter_x", "action_y"])}
    if dice.random() < 0.6:
        state["user"] = {"intent": dice.choice(["ask", "thank", SHOULD_NOT_BE_SET])}
    if dice.random() < 0.4:
        state["slots"] = {"job": dice.choice([["1.0"], SHOULD_NOT_BE_SET])}
    return state


def test_the_rules_that_fit_are_those_that_rasa_finds() -> None:
    dice = random.Random(3)
    lookup = {json.dumps([some_state(dice) for _ in range(dice.randint(1, 3))]): "utter_x" for _ in range(300)}
    policy = RulePolicy.__new__(RulePolicy)
    policy.lookup = {RULES: lookup, RULES_FOR_LOOP_UNHAPPY_PATH: dict(lookup)}
    found = 0
    for _ in range(300):
        states = [some_state(dice) for _ in range(dice.randint(0, 4))]
        for state in states:
            if "slots" in state:
                state["slots"] = {"job": (1.0,)} if dice.random() < 0.5 else {}
        for table in policy.lookup.values():
            expected = hot_paths._stock_possible_keys(policy, table, states)
            assert hot_paths._possible_keys(policy, table, states) == expected
            found += len(expected)
    assert found > 1000


LISTENED = {"prev_action": {"action_name": "action_listen"}}


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        ({**LISTENED, "user": {"intent": "ask"}}, False),
        ({**LISTENED, "user": {"text": "bonjour"}}, True),
        (LISTENED, True),  # whatever is said
        ({"user": {"text": "bonjour"}}, True),
        ({"prev_action": {"action_name": "utter_x"}}, False),  # a message comes after the listening
    ],
)
def test_rules_are_looked_for_by_words_where_one_may_ask_for_them(
    state: dict[str, Any], asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(*_: Any) -> tuple[str, str, bool]:
        return "utter_x", "a rule", False

    monkeypatch.setattr(hot_paths, "_stock_find_action", find)
    policy = RulePolicy.__new__(RulePolicy)
    policy.lookup = {RULES: {json.dumps([state]): "utter_x"}, RULES_FOR_LOOP_UNHAPPY_PATH: {}}
    tracker, domain = DialogueStateTracker("x", []), Domain.empty()
    assert hot_paths._find_action_from_rules(policy, tracker, domain, False)[0] == "utter_x"
    assert hot_paths._find_action_from_rules(policy, tracker, domain, True)[0] == ("utter_x" if asked else None)


@pytest.mark.parametrize(
    ("intent", "last_action", "asked"),
    [
        ("ask", "action_listen", True),
        ("thank", "action_listen", False),  # no memorised conversation holds it
        ("thank", "utter_x", True),  # what was said before is not all that counts
    ],
)
def test_the_memorised_conversations_are_asked_where_one_may_hold_the_message(
    intent: str, last_action: str, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memorised, "_stock_predict", lambda *_, **__: "asked")
    domain = Domain.from_yaml('version: "3.1"\nintents: [ask, thank]\nactions: [utter_x]')
    policy = AugmentedMemoizationPolicy.__new__(AugmentedMemoizationPolicy)
    policy.config, policy.priority = {"enable_feature_string_compression": False, "max_history": 6}, 3
    policy.lookup = {"[{prev_action: {action_name: action_listen}, user: {intent: ask}}]": "utter_x"}
    said = UserUttered("…", {"name": intent, "confidence": 1.0})
    tracker = DialogueStateTracker.from_events("x", [ActionExecuted("action_listen"), said], domain.slots)
    if last_action != "action_listen":
        tracker.update(ActionExecuted(last_action))
    predicted = memorised.predict_action_probabilities(policy, tracker, domain)
    assert (predicted == "asked") == asked
    if not asked:
        assert max(predicted.probabilities) == 0


@pytest.mark.parametrize(
    ("confidence", "priority", "then", "asked"),
    [
        (1.0, 6, [], False),
        (0.3, 6, [], True),  # the rule of last resort
        (1.0, 3, [], True),  # of two as sure, the first prevails: it is for Rasa to tell
        (1.0, 6, [ActionExecuted("utter_x")], True),  # what was sure before an action is not what comes after it
    ],
)
def test_the_memorised_conversations_are_not_asked_where_a_rule_prevails(
    confidence: float, priority: int, then: list[ActionExecuted], asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memorised, "_stock_predict", lambda *_, **__: "asked")
    monkeypatch.setattr(memorised, "_may_be_known", lambda *_: True)
    predicted = PolicyPrediction([0.0, confidence], "RulePolicy", priority)
    monkeypatch.setattr(hot_paths, "_stock_predict_by_rules", lambda *_, **__: predicted)
    domain = Domain.from_yaml('version: "3.1"\nactions: [utter_x]')
    policy = AugmentedMemoizationPolicy.__new__(AugmentedMemoizationPolicy)
    policy.config, policy.priority = {"max_history": 6}, 3
    tracker = DialogueStateTracker.from_events("x", [ActionExecuted("action_listen")], domain.slots)
    assert hot_paths._predict_by_rules(RulePolicy.__new__(RulePolicy), tracker, domain) is predicted
    for event in then:
        tracker.update(event)
    remembered = memorised.predict_action_probabilities(policy, tracker, domain)
    assert (remembered == "asked") == asked
    if not asked:
        assert max(remembered.probabilities) == 0


class Node:
    """A node that tells what it received, as Rasa's nodes do: (name, result) pairs in, one pair out."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, *received: Any) -> tuple[str, Any]:
        if self.name == "broken":
            raise RuntimeError("broken")
        return self.name, (self.name, received)


def runner(kind: type[DaskGraphRunner]) -> DaskGraphRunner:
    needs = {
        "first": {"a": "input"}, "second": {"a": "first"}, "third": {"a": "first", "b": "second", "c": "nothing"},
        "aside": {"a": "first"}, "broken": {"a": "first"},
    }  # fmt: skip
    made = kind.__new__(kind)
    made._graph_schema = GraphSchema(
        {name: SchemaNode(need, Node, "create", "run", {}, is_target=name == "third") for name, need in needs.items()}
    )
    made._instantiated_nodes = {name: Node(name) for name in needs}  # type: ignore[misc]
    made._execution_context = None
    return made


@pytest.mark.parametrize("targets", [["third"], ["aside", "second"], None])
def test_the_graph_gives_the_same_results_without_dask(targets: list[str] | None) -> None:
    ours, theirs = runner(InOrderGraphRunner), runner(DaskGraphRunner)
    for value in ("a message", "another"):
        assert ours.run({"input": value}, targets) == theirs.run({"input": value}, targets)


def test_the_graph_raises_what_rasa_raises() -> None:
    for kind in (InOrderGraphRunner, DaskGraphRunner):
        with pytest.raises(GraphRunError):
            runner(kind).run({"input": "x"}, ["broken"])
        with pytest.raises(GraphRunError):
            runner(kind).run({"input": "first"}, ["third"])


def call(turns: int) -> dict[str, Any]:
    domain = Domain.from_yaml('version: "3.1"\nslots: {job: {type: any, mappings: [{type: custom}]}}')
    tracker = DialogueStateTracker("x", domain.slots)
    tracker.update(SlotSet("job", "data-scientist"))
    for number in range(turns):
        tracker.update(UserUttered(f"question {number}", {"name": "ask_salary"}, input_channel="web"))
        tracker.update(ActionExecuted("action_listen"))
    action = ArianeRemoteAction("action_x", EndpointConfig("http://127.0.0.1:1"))
    made = action._action_call_format(tracker, domain)
    assert len(tracker.events) == 1 + 2 * turns
    return made


def test_a_call_does_not_grow_with_the_conversation() -> None:
    short, long = call(2)["tracker"], call(300)["tracker"]
    assert len(short["events"]) == 5
    assert len(long["events"]) == RECENT_EVENTS
    assert long["events"][-2]["text"] == "question 299"
    for state in (short, long):
        assert state["slots"]["job"] == "data-scientist"
        assert state["latest_input_channel"] == "web"
    assert long["latest_message"]["intent"] == {"name": "ask_salary"}


def test_the_domain_is_not_sent() -> None:
    # Without its variables, which Rasa's reader would want to be set.
    text = (PROJECT / "endpoints.yml").read_text("utf-8").replace("$", "")
    settings = YAML(typ="safe").load(text)["action_endpoint"]
    action = ArianeRemoteAction("action_x", EndpointConfig(**settings))
    assert "domain" not in action._action_call_format(DialogueStateTracker("x", []), Domain.empty())
