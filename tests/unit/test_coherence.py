"""The house holds together: what one file names, another gives."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections import Counter
from typing import Any

import pytest

import actions
from actions.conversation import job_words
from ariane.french.typography import faults
from ariane.knowledge.content import job_paths
from ariane.knowledge.schema import TOPICS
from ariane.paths import PROJECT, content_dir
from tests.unit.house import ANY_UTTER, UTTER, House, read_yaml, variables

HOUSE = House()
ALL_TOPICS = (*TOPICS, "history")
# Set by components, learnt from no sentence.
RASA_INTENTS = {"nlu_fallback", "restart", "back", "session_start", "perhaps_distress"}
PAYLOAD = re.compile(r"/(?P<intent>\w+)(?P<entities>\{.*\})?")
LEAST_SENTENCES = 8
# Intents that no button can stand for: answers to what was just said, courtesies, and what must be said in words.
NEVER_OFFERED = frozenset(
    "affirm deny skip go_back cancel ask_why feedback_positive feedback_negative greet thank goodbye how_are_you "
    "compliment tell_joke insult other_language out_of_scope distress perhaps_distress give_job tell_profile".split()
)
MOST_BUTTONS = 4


def _names(items: Any) -> list[str]:
    return sorted(items)


def _steps(kind: str) -> set[str]:
    found = {step[kind] for step in HOUSE.steps if kind in step}
    either = [choice for step in HOUSE.steps for choice in step.get("or") or []]
    return found | {choice[kind] for choice in either if kind in choice}


def _slots_of_steps() -> set[str]:
    told = [entry for step in HOUSE.steps for entry in step.get("slot_was_set") or []]
    return {name for entry in told for name in (entry if isinstance(entry, dict) else [entry])}


def _code_actions() -> set[str]:
    from rasa_sdk import Action

    for module in pkgutil.walk_packages(actions.__path__, "actions."):
        importlib.import_module(module.name)
    found, waiting = set(), list(Action.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("actions."):
            found.add(kind().name())
    return found


def _all_intents() -> set[str]:
    return HOUSE.intents | RASA_INTENTS


def _buttons() -> list[tuple[str, dict[str, str]]]:
    return [
        (name, button)
        for name, variations in HOUSE.responses.items()
        for variation in variations
        for button in variation.get("buttons") or []
    ]


# Intents


def test_every_intent_has_training_sentences() -> None:
    few = {name: len(HOUSE.trained.get(name, [])) for name in HOUSE.intents - RASA_INTENTS}
    assert {name: count for name, count in few.items() if count < LEAST_SENTENCES} == {}


def test_every_sentence_trains_an_intent_of_the_domain() -> None:
    assert _names(HOUSE.trained.keys() - HOUSE.intents) == []


def test_every_intent_has_a_rule_or_a_story() -> None:
    """Whatever was said before: a rule without a condition, or a story that begins with it."""
    firsts = [tale["steps"][0] for tale in HOUSE.tales if not tale.get("condition")]
    answered = {choice.get("intent") for step in firsts for choice in (step, *(step.get("or") or ()))}
    assert _names(HOUSE.intents - answered) == []


def test_every_intent_that_a_button_can_stand_for_has_a_title() -> None:
    """What Ariane offers when she is not sure: a title for each intent, save those that mean nothing by themselves."""
    titles = HOUSE.phrases["readings"]
    assert _names(titles.keys() - HOUSE.intents) == []
    assert _names(HOUSE.intents - titles.keys() - NEVER_OFFERED) == []
    assert _names(titles.keys() & NEVER_OFFERED) == []
    assert len(set(titles.values())) == len(titles)


def test_rules_and_stories_name_known_intents() -> None:
    assert _names(_steps("intent") - _all_intents()) == []


# Actions


def test_every_action_of_the_domain_is_in_the_code_and_back() -> None:
    listed = {name for name in HOUSE.domain["actions"] if not name.startswith("utter_")}
    forms = {f"validate_{name}" for name in HOUSE.domain.get("forms") or {}}
    assert _names(listed - forms) == _names(_code_actions() - forms)


def test_every_action_is_used() -> None:
    config = (PROJECT / "config.yml").read_text("utf-8")
    forms = {f"validate_{name}" for name in HOUSE.domain.get("forms") or {}}
    used = _steps("action") | forms | HOUSE.actions_code.names(re.compile(r"action_\w+"))
    never = {name for name in HOUSE.domain["actions"] if name not in _steps("action") and name not in config}
    assert _names(never - used) == []


def test_rules_and_stories_name_known_actions() -> None:
    known = {*HOUSE.domain["actions"], *HOUSE.responses, *(HOUSE.domain.get("forms") or {})}
    rasas_own = {"action_listen", "action_restart", "action_back", "action_deactivate_loop"}
    assert _names(_steps("action") - known - rasas_own) == []


# Slots and entities


def test_every_slot_is_used() -> None:
    used = HOUSE.actions_code.constants | HOUSE.ariane_code.constants | _slots_of_steps() | _slots_of_conditions()
    asked = {slot for form in (HOUSE.domain.get("forms") or {}).values() for slot in form.get("required_slots", [])}
    assert _names(HOUSE.domain["slots"].keys() - used - asked) == []


def _slots_of_conditions() -> set[str]:
    """The slots that choose between the variations of a response."""
    variations = [variation for told in HOUSE.responses.values() for variation in told]
    return {str(condition["name"]) for variation in variations for condition in variation.get("condition") or ()}


def test_rules_stories_and_conditions_name_known_slots() -> None:
    assert (
        _names((_slots_of_steps() | _slots_of_conditions()) - HOUSE.domain["slots"].keys() - {"requested_slot"}) == []
    )


def test_actions_read_and_set_known_slots() -> None:
    unknown, known = {}, {*HOUSE.domain["slots"], "requested_slot"}
    for where, module, written in HOUSE.actions_code.slots:
        quoted = written.startswith(("'", '"'))
        name = written.strip("'\"") if quoted else getattr(importlib.import_module(module), written, None)
        if name is not None and name not in known:  # None: a variable, known at run time only
            unknown[where] = name
    assert unknown == {}


def test_every_entity_is_one_that_the_linker_finds() -> None:
    found = HOUSE.ariane_code.constants | HOUSE.actions_code.constants
    entities = {name for entry in HOUSE.domain["entities"] for name in (entry if isinstance(entry, dict) else [entry])}
    assert _names(entities - found) == []


# Responses


def test_every_response_named_in_the_code_is_written() -> None:
    named = HOUSE.actions_code.names(UTTER) | HOUSE.ariane_code.names(UTTER)
    assert _names(named - HOUSE.responses.keys()) == []


def test_no_response_is_unused() -> None:
    named = HOUSE.actions_code.names(UTTER) | HOUSE.ariane_code.names(UTTER) | _steps("action")
    asked = {
        f"utter_ask_{name}_{slot}"
        for name, form in (HOUSE.domain.get("forms") or {}).items()
        for slot in form.get("required_slots", [])
    }
    built = HOUSE.actions_code.built_responses() - {ANY_UTTER}
    told = {name for name in HOUSE.responses if any(re.fullmatch(pattern, name) for pattern in built)}
    topics = {f"utter_{topic}" for topic in ALL_TOPICS}
    assert _names(HOUSE.responses.keys() - named - asked - told - topics) == []


def test_every_response_that_the_code_builds_is_written() -> None:
    for pattern in HOUSE.actions_code.built_responses():
        assert any(re.fullmatch(pattern, name) for name in HOUSE.responses), pattern


@pytest.mark.parametrize("name", _names(HOUSE.responses))
def test_the_variables_of_a_response_are_given(name: str) -> None:
    wanted = set().union(*map(variables, HOUSE.responses[name])) - HOUSE.domain["slots"].keys()
    calls = [call for call in HOUSE.actions_code.calls if call.response == name]
    for call in calls:
        if not call.open_ended:
            assert _names(wanted - call.words) == [], call.where
    from_dictionaries = HOUSE.actions_code.dictionary_keys | _job_words()
    given = {word for call in HOUSE.actions_code.calls for word in call.words} | from_dictionaries
    assert _names(wanted - given) == []
    if name in _steps("action") and not calls:
        assert _names(wanted) == [], "a rule says it straight: nobody fills it in"


def _job_words() -> set[str]:
    class _Baker:
        slug, masculine, feminine, origin = "baker", "boulanger", "boulangère", "content"

        def name(self, gender: str) -> str:
            return self.masculine if gender == "m" else self.feminine

    return set(job_words(_Baker()))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", _names(HOUSE.responses))
def test_a_response_is_in_careful_french(name: str) -> None:
    texts = [variation["text"] for variation in HOUSE.responses[name] if "text" in variation]
    titles = [button["title"] for response, button in _buttons() if response == name]
    assert [fault.mended for text in (*texts, *titles) for fault in faults(text)] == []


# Buttons


@pytest.mark.parametrize(("response", "button"), _buttons(), ids=lambda value: str(value)[:40])
def test_a_button_leads_somewhere(response: str, button: dict[str, str]) -> None:
    payload = PAYLOAD.fullmatch(button["payload"].replace("{{", "{").replace("}}", "}"))
    assert payload, button["payload"]
    assert payload["intent"] in _all_intents()
    for entity, value in json.loads(payload["entities"] or "{}").items():
        assert entity in str(HOUSE.domain["entities"]), entity
        assert entity not in {"job", "term"} or value in _content_ids(entity), value


def _content_ids(entity: str) -> set[str]:
    if entity == "job":
        return {path.stem for path in job_paths(content_dir())}
    return {term["id"] for term in read_yaml(content_dir() / "glossary.yml")}


def test_buttons_are_few_enough_to_choose_from() -> None:
    counts = Counter(name for name, _ in _buttons())
    questions = {name for name in counts if name.startswith("utter_ask_")}  # a question shows all its answers
    assert {name: count for name, count in counts.items() if count > MOST_BUTTONS and name not in questions} == {}


def test_buttons_made_in_the_code_lead_somewhere() -> None:
    written = HOUSE.actions_code.names(re.compile(r"/[a-z_]+")) | HOUSE.actions_code.patterns
    made = {match[1] for text in written if (match := re.match(r"/([a-z_]+)", text))}
    assert _names(made - _all_intents()) == []


def test_readings_offered_are_intents() -> None:
    assert _names(HOUSE.phrases["readings"].keys() - HOUSE.intents) == []


# Topics


@pytest.mark.parametrize("topic", ALL_TOPICS)
def test_a_topic_has_one_name_through_the_house(topic: str) -> None:
    assert f"ask_{topic}" in HOUSE.intents
    assert f"utter_{topic}" in HOUSE.responses
    assert topic in HOUSE.phrases["labels"]["topic"]
    assert HOUSE.phrases["general"][topic]
    assert HOUSE.phrases["readings"][f"ask_{topic}"]


def test_phrases_have_no_other_topic() -> None:
    assert _names(HOUSE.phrases["general"].keys() - set(ALL_TOPICS)) == []
    assert _names(HOUSE.phrases["labels"]["topic"].keys() - set(ALL_TOPICS)) == []


@pytest.mark.parametrize("path", job_paths(content_dir()), ids=lambda path: path.stem)
def test_every_job_has_every_topic(path: Any) -> None:
    assert _names(set(TOPICS) ^ read_yaml(path)["topics"].keys()) == []


# Configuration


@pytest.mark.parametrize("name", ["config.yml", "endpoints.yml", "credentials.yml"])
def test_our_own_classes_exist(name: str) -> None:
    text = re.sub(r"#.*", "", (PROJECT / name).read_text("utf-8"))
    for dotted in re.findall(r"\b(ariane(?:\.\w+)+)", text):
        module, _, kind = dotted.rpartition(".")
        assert hasattr(importlib.import_module(module), kind), dotted
