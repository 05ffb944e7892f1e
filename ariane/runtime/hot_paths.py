"""What Rasa does at each message and could do once. Patches made for Rasa 3.6.21, where it offers no way in.

- `_limit_rule_states`: RulePolicy compares every rule with every state since the conversation began, and copies all of
  them for a log line, though a rule never looks further back than its own length. Here it receives the last states, one
  more than the longest rule has; the rules that match are the same.
- `_find_event_types_once`: for each event read, `Event.resolve_by_type` walks through all subclasses and asks each
  whether it is abstract. Here their names are listed once.
- The graph runner without dask (graph_runner.py), and AugmentedMemoizationPolicy with less work (memorised.py).
"""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from typing import Any

import rasa
import rasa.core.processor as rasa_processor
from rasa.core.policies.memoization import AugmentedMemoizationPolicy
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

from ariane.runtime import memorised
from ariane.runtime.graph_runner import InOrderGraphRunner

logger = logging.getLogger(__name__)

MADE_FOR = "3.6.21"
_stock_load = RulePolicy.load.__func__
_stock_resolve = Event.resolve_by_type
_stock_runner = rasa_processor.DaskGraphRunner
_stock_recall = AugmentedMemoizationPolicy._recall_using_truncation


def install() -> None:
    """Put the patches in place, once; leave Rasa alone when it is another version."""
    if rasa.__version__ != MADE_FOR:
        logger.warning("The hot-path patches were made for Rasa %s, not %s: left out.", MADE_FOR, rasa.__version__)
        return
    RulePolicy.load = classmethod(_load_with_limit)
    Event.resolve_by_type = staticmethod(_resolve_by_type)
    rasa_processor.DaskGraphRunner = InOrderGraphRunner
    AugmentedMemoizationPolicy._recall_using_truncation = memorised.recall_using_truncation


def uninstall() -> None:
    """Give Rasa its own methods back (for tests)."""
    RulePolicy.load = classmethod(_stock_load)
    Event.resolve_by_type = staticmethod(_stock_resolve)
    rasa_processor.DaskGraphRunner = _stock_runner
    AugmentedMemoizationPolicy._recall_using_truncation = _stock_recall


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
