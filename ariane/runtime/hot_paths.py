"""What Rasa does at each message and could do once. Patches made for Rasa 3.6.21, where it offers no way in.

- `_limit_rule_states`: RulePolicy compares every rule with every state since the conversation began, and copies all of
  them for a log line, though a rule never looks further back than its own length. Here it receives the last states, one
  more than the longest rule has; the rules that match are the same.
- `_find_event_types_once`: for each event read, `Event.resolve_by_type` walks through all subclasses and asks each
  whether it is abstract. Here their names are listed once.
- `_possible_keys`: RulePolicy asks each of its rules whether the last state fits it. Here the rules are found by what
  they ask of it, the previous action and the intent, and only those found are asked.
- `_find_action_from_rules`: RulePolicy looks for a rule by the words of a message before it does by their intent. Here
  not where no rule asks for words.
- `_predict_by_rules`: notes that a rule is sure of the next action, for what need then not be asked (memorised.py).
- `_WithoutCopies`: three modules copy states and events whole for log lines of the debug level, which are then thrown
  away. Unless this level is logged, they log what they have.
- `_is_empty`: for each message, the domain is written out and compared with an empty one, made anew. Here a domain with
  a response is known not to be empty.
- The graph runner without dask (graph_runner.py), and AugmentedMemoizationPolicy with less work (memorised.py).
"""

from __future__ import annotations

import copy
import json
import logging
from collections import defaultdict
from functools import lru_cache
from typing import Any

import rasa
import rasa.core.policies.memoization as rasa_memoization
import rasa.core.policies.rule_policy as rasa_rule_policy
import rasa.core.processor as rasa_processor
from rasa.core.policies.memoization import AugmentedMemoizationPolicy
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT
from rasa.shared.utils.common import all_subclasses

from ariane.runtime import memorised
from ariane.runtime.graph_runner import InOrderGraphRunner

logger = logging.getLogger(__name__)

MADE_FOR = "3.6.21"
_stock_load = RulePolicy.load.__func__
_stock_resolve = Event.resolve_by_type
_stock_runner = rasa_processor.DaskGraphRunner
_stock_recall = AugmentedMemoizationPolicy._recall_using_truncation
_stock_predict = AugmentedMemoizationPolicy.predict_action_probabilities
_stock_possible_keys = RulePolicy._get_possible_keys
_stock_find_action = RulePolicy._find_action_from_rules
_stock_predict_by_rules = RulePolicy.predict_action_probabilities
_stock_is_empty = Domain.is_empty
# Modules of Rasa that copy for their log alone.
_COPYING = (rasa_processor, rasa_rule_policy, rasa_memoization)

Rules = dict[str, str]  # the state sequences of rules, as JSON, and the action that each leads to
Index = dict[tuple["str | None", "str | None"], set[str]]  # keys of rules by the last action and intent they ask for


def install() -> None:
    """Put the patches in place, once; leave Rasa alone when it is another version."""
    if rasa.__version__ != MADE_FOR:
        logger.warning("The hot-path patches were made for Rasa %s, not %s: left out.", MADE_FOR, rasa.__version__)
        return
    RulePolicy.load = classmethod(_load_with_limit)
    Event.resolve_by_type = staticmethod(_resolve_by_type)
    rasa_processor.DaskGraphRunner = InOrderGraphRunner
    AugmentedMemoizationPolicy._recall_using_truncation = memorised.recall_using_truncation
    AugmentedMemoizationPolicy.predict_action_probabilities = memorised.predict_action_probabilities
    RulePolicy._get_possible_keys = _possible_keys
    RulePolicy._find_action_from_rules = _find_action_from_rules
    RulePolicy.predict_action_probabilities = _predict_by_rules
    Domain.is_empty = _is_empty
    if not logging.getLogger("rasa").isEnabledFor(logging.DEBUG):
        for module in _COPYING:
            module.copy = _WithoutCopies


def uninstall() -> None:
    """Give Rasa its own methods back (for tests)."""
    RulePolicy.load = classmethod(_stock_load)
    Event.resolve_by_type = staticmethod(_stock_resolve)
    rasa_processor.DaskGraphRunner = _stock_runner
    AugmentedMemoizationPolicy._recall_using_truncation = _stock_recall
    AugmentedMemoizationPolicy.predict_action_probabilities = _stock_predict
    RulePolicy._get_possible_keys = _stock_possible_keys
    RulePolicy._find_action_from_rules = _stock_find_action
    RulePolicy.predict_action_probabilities = _stock_predict_by_rules
    Domain.is_empty = _stock_is_empty
    for module in _COPYING:
        module.copy = copy


def _load_with_limit(cls: type[RulePolicy], *args: Any, **kwargs: Any) -> RulePolicy:
    policy: RulePolicy = _stock_load(cls, *args, **kwargs)
    _limit_rule_states(policy)
    return policy


def _limit_rule_states(policy: RulePolicy) -> None:
    """Make `policy` look at one state more than its longest rule has, instead of all."""
    keys = [key for table in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH) for key in policy.lookup.get(table, {})]
    policy.featurizer.max_history = max((len(json.loads(key)) for key in keys), default=0) + 1


@lru_cache(maxsize=1)
def _event_types() -> dict[str, type[Event]]:
    # The first class with a name wins, as in Rasa's search.
    return {kind.type_name: kind for kind in reversed(all_subclasses(Event))}


def _resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """Return the class of events called `type_name`; anything unknown is left to Rasa."""
    return _event_types().get(type_name) or _stock_resolve(type_name, default)


class _WithoutCopies:
    """What these modules use of Python's `copy`, without copying."""

    @staticmethod
    def deepcopy(logged: Any) -> Any:
        """Return what is to be logged as it is."""
        return logged


def _is_empty(domain: Domain) -> bool:
    """Say whether `domain` holds nothing."""
    return not domain.responses and _stock_is_empty(domain)


def _possible_keys(policy: RulePolicy, lookup: Rules, states: list[State]) -> set[str]:
    """Return the keys of the rules of `lookup` that fit `states`."""
    if not states:
        return set(lookup)
    keys = _candidates(policy, lookup, states[-1])
    for turn, state in enumerate(reversed(states)):
        if not keys:
            break
        keys = {key for key in keys if policy._is_rule_applicable(key, turn, state)}
    return keys


def _candidates(policy: RulePolicy, lookup: Rules, last: State) -> set[str]:
    """Return the keys of the rules that may fit the last state: all that do, and some that do not."""
    action, intent = (last.get(PREVIOUS_ACTION) or {}).get(ACTION_NAME), (last.get(USER) or {}).get(INTENT)
    if lookup is not policy.lookup.get(RULES) or not action:
        return set(lookup)
    index = _index(policy)
    asked = ((None, None), (action, None), (None, intent), (action, intent))
    return set().union(*(index.get(part, ()) for part in asked))


def _predict_by_rules(
    policy: RulePolicy, tracker: DialogueStateTracker, domain: Domain, *args: Any, **kwargs: Any
) -> PolicyPrediction:
    """Predict as Rasa does, and note what was predicted."""
    prediction: PolicyPrediction = _stock_predict_by_rules(policy, tracker, domain, *args, **kwargs)
    memorised.note_rule(tracker, prediction)
    return prediction


def _find_action_from_rules(
    policy: RulePolicy, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
) -> tuple[str | None, str | None, bool]:
    """Return the action that a rule leads to, that rule, and whether a form comes back to its questions."""
    if use_text_for_last_user_input and not _may_ask_for_words(policy):
        return None, None, False
    found: tuple[str | None, str | None, bool] = _stock_find_action(
        policy, tracker, domain, use_text_for_last_user_input
    )
    return found


def _may_ask_for_words(policy: RulePolicy) -> bool:
    """Say whether a rule may fit a message without its intent: one that asks for none after it has listened."""
    index = _index(policy)
    return (ACTION_LISTEN_NAME, None) in index or (None, None) in index


def _index(policy: RulePolicy) -> Index:
    """Return the rules of `policy` by what they ask of the last state, arranged once."""
    if "_ariane_rules" not in policy.__dict__:
        policy.__dict__["_ariane_rules"] = _by_what_they_ask(policy, policy.lookup[RULES])
    index: Index = policy.__dict__["_ariane_rules"]
    return index


def _by_what_they_ask(policy: RulePolicy, lookup: Rules) -> Index:
    index: Index = defaultdict(set)
    for key in lookup:
        index[_asked_of_last(policy._rule_key_to_state(key)[-1])].add(key)
    return index


def _asked_of_last(state: State) -> tuple[str | None, str | None]:
    """Return the action and the intent that a rule asks of the last state, None for what it leaves open."""
    action, intent = state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME), state.get(USER, {}).get(INTENT)
    wanted = [value if value and value != SHOULD_NOT_BE_SET else None for value in (action, intent)]
    return wanted[0], wanted[1]
