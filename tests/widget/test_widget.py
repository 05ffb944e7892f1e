"""The widget in a real browser, on a scripted assistant: conversation, keyboard, failures, privacy."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .client import Visitor
from .conftest import FakeServer, OpenChat, StartServer


@pytest.fixture(scope="module")
def own(start_server: StartServer) -> FakeServer:
    """A server that tests may stop and start again."""
    return start_server()


# --- Talking ---


def test_a_conversation_with_the_mouse(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    assert chat.choices() == [
        "C’est quoi un data scientist ?",
        "Combien gagne un développeur web ?",
        "Quel métier est fait pour moi ?",
    ]
    assert chat.say("metier").startswith("Le data scientist tire")
    assert chat.choices() == ["Le salaire", "La formation", "Comparer avec data analyst"]
    assert "38 000 à 46 000 €" in chat.choose("Le salaire")
    assert chat.said() == ["metier", "Le salaire"]
    assert chat.choices() == ["La formation", "Comparer avec data analyst"]


def test_a_suggestion_is_asked_as_a_question(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    assert chat.choose("C’est quoi un data scientist ?") == "Vous avez écrit : C’est quoi un data scientist ?"


def test_the_page_can_ask_for_the_visitor(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url)
    chat.page.get_by_role("button", name="Combien gagne un développeur web").click()
    expect(chat.panel).to_be_visible()
    expect(chat.find(".ariane")).to_have_count(2)
    assert chat.said() == ["Combien gagne un développeur web ?"]


def test_several_answers_come_in_order(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("deux")
    assert chat.answers() == ["Première réponse.", "Seconde réponse."]


def test_messages_sent_quickly_are_answered_in_order(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    for text in ("lent", "deux", "quatre"):
        chat.type(text)
    expect(chat.find(".ariane")).to_have_count(5)
    assert chat.answers() == [
        "Vous avez écrit : lent",
        "Première réponse.",
        "Seconde réponse.",
        "Vous avez écrit : quatre",
    ]


def test_typing_shows_and_is_announced_when_an_answer_takes_time(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.type("lent")
    expect(chat.find(".typing")).to_be_visible()
    expect(chat.page.get_by_role("status")).to_have_text("Ariane écrit…")
    expect(chat.find(".ariane")).to_have_count(2)
    expect(chat.find(".typing")).to_have_count(0)
    expect(chat.page.get_by_role("status")).to_have_text("")


def test_a_long_answer_is_shown_from_its_question(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("long")
    log, question = chat.log.bounding_box(), chat.find(".visitor").bounding_box()
    assert log
    assert question
    assert 0 <= question["y"] - log["y"] <= 40


# --- What is shown ---


def test_markup_in_a_message_is_text(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    text = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script> & <b>gras</b>'
    assert chat.say("balises") == text
    chat.say(text)
    assert chat.said()[-1] == text
    chat.reload()
    expect(chat.find(".ariane")).to_have_count(3)
    assert chat.said() == ["balises", text]
    assert chat.page.evaluate("window.pwned") is None
    assert chat.find(":is(img, script, b)").count() == 0


def test_links_are_safe(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("liens")
    links = chat.find(".bubble a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://www.exemple.fr/page_(1)",
        "http://exemple.fr/?a=1&b=2",
    ]
    assert links.first.get_attribute("rel") == "noopener noreferrer nofollow"
    assert links.first.get_attribute("target") == "_blank"
    assert "(nouvel onglet)" in links.first.inner_text()


def test_a_button_may_call(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("appel")
    call = chat.find(".choices a")
    assert (call.inner_text(), call.get_attribute("href"), call.get_attribute("target")) == (
        "Appeler le 3114",
        "tel:3114",
        None,
    )


def test_sources_are_folded_and_dangerous_addresses_are_not_links(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("metier")
    source = chat.find("details li").first
    expect(source).to_be_hidden()
    chat.find("summary").click()
    expect(source).to_be_visible()
    assert source.inner_text().startswith("Les salaires des cadres de l’informatique")
    assert source.inner_text().endswith("— Apec, 2024-09-11")
    assert chat.find("details a").count() == 1
    assert "javascript" not in chat.find("details").inner_html()


def test_a_comparison_is_a_table(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("tableau")
    table = chat.page.get_by_role("table")
    assert table.get_by_role("columnheader").all_inner_texts() == ["Critère", "Data analyst", "Data scientist"]
    assert table.get_by_role("rowheader").first.inner_text() == "Mission"
    assert table.get_by_role("cell").count() == 8


def test_salaries_are_drawn_and_written(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("salaire")
    chart = chat.page.get_by_role("figure")
    assert [text.replace("\u00a0", " ") for text in chart.get_by_role("listitem").all_inner_texts()] == [
        "Débutant (0 à 2 ans)\nde 38 000 à 46 000, souvent 42 000",
        "Confirmé (3 à 5 ans) (Île-de-France)\nde 45 000 à 60 000, souvent 52 000",
        "Senior (6 ans et plus)\nde 58 000 à 75 000",
    ]
    ends = [float(line.get_attribute("x2").rstrip("%")) for line in chat.find(".range").all()]  # type: ignore[union-attr]
    assert ends == sorted(ends)
    assert ends[-1] == 98
    assert ends[0] == pytest.approx(46 / 75 * 96 + 2, abs=0.1)
    assert chat.find(".dot").count() == 2


# --- Opinions ---


def test_an_opinion_is_given_once_and_survives_a_reload(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("metier")
    thumb = chat.page.get_by_role("button", name="Cette réponse est utile")
    thumb.click()
    expect(thumb).to_have_attribute("aria-pressed", "true")
    expect(chat.find(".ariane")).to_have_count(3)
    assert chat.said() == ["metier"]
    assert chat.focused() == "Cette réponse est utile"
    chat.page.get_by_role("button", name="Cette réponse n’est pas utile").click(force=True)
    chat.say("bonjour")
    assert chat.answers()[1:] == ["Merci pour votre avis !", "Vous avez écrit : bonjour"]
    chat.reload()
    expect(thumb).to_have_attribute("aria-pressed", "true")
    assert chat.said() == ["metier", "bonjour"]


# --- Keyboard ---


def test_everything_by_keyboard(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url)
    keys = chat.page.keyboard
    chat.page.get_by_role("link", name="Discuter en pleine page").focus()
    keys.press("Tab")
    assert chat.focused() == "Une question sur un métier ?"
    keys.press("Enter")
    assert chat.focused() == "Écrivez votre question"
    keys.type("metier")
    keys.press("Shift+Enter")
    assert chat.input.input_value() == "metier\n"
    keys.press("Backspace")
    keys.press("Enter")
    expect(chat.find(".ariane")).to_have_count(2)
    assert chat.focused() == "Écrivez votre question"
    keys.press("Shift+Tab")
    assert chat.focused() == "Comparer avec data analyst"
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    assert chat.focused() == "Le salaire"
    keys.press("Space")
    expect(chat.find(".ariane")).to_have_count(3)
    assert chat.focused() == "Écrivez votre question"  # the button is gone, the focus is not
    chat.find("[aria-controls=menu]").focus()
    keys.press("Enter")
    assert chat.focused() == "Nouvelle conversation"
    keys.press("Escape")
    expect(chat.find(".menu")).to_be_hidden()
    assert chat.focused() == "Options"
    keys.press("Escape")
    expect(chat.panel).to_be_hidden()
    assert chat.focused() == "Une question sur un métier ?"


def test_the_discussion_does_not_trap_the_keyboard(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    seen = set()
    for _ in range(40):
        chat.page.keyboard.press("Tab")
        seen.add(chat.focused())
    assert {"Fermer la discussion", "Conversation avec Ariane", "Envoyer", "Aller au contenu"} <= seen


def test_reading_order_and_live_region(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("bonjour")
    expect(chat.panel).to_have_role("dialog")
    expect(chat.panel).to_have_accessible_name("Ariane")
    expect(chat.log).to_have_accessible_name("Conversation avec Ariane")
    spoken = [re.sub(r"\s+", " ", text) for text in chat.find(".bubble").all_text_contents()]
    assert spoken[0].startswith("Ariane : Bonjour")
    assert spoken[1:] == ["Vous : bonjour", "Ariane : Vous avez écrit : bonjour"]
    order = chat.find(".panel").evaluate(
        "panel => [...panel.children].map((child) => child.tagName + (child.role ?? ''))"
    )
    assert order == ["HEADER", "DIVlog", "DIVstatus", "FORM"]


def test_what_a_reload_puts_back_is_not_announced(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("bonjour")
    chat.page.add_init_script(
        """window.announced = [];
        new MutationObserver(() => {
          const log = document.querySelector('ariane-chat')?.shadowRoot?.querySelector('.log');
          if (!log || log.watched) return;
          log.watched = true;
          new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) =>
            window.announced.push([node.className, log.getAttribute('aria-live')])))).observe(log, { childList: true });
        }).observe(document, { childList: true, subtree: true });"""
    )
    chat.reload()
    expect(chat.find(".ariane")).to_have_count(2)
    turns = [live for name, live in chat.page.evaluate("window.announced") if name.startswith("turn")]
    assert set(turns) <= {"off"}
    expect(chat.log).not_to_have_attribute("aria-live", "off")


# --- Reload, two visitors ---


def test_a_reload_keeps_the_conversation_open_and_whole(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("metier")
    chat.reload()
    expect(chat.panel).to_be_visible()
    expect(chat.find(".ariane")).to_have_count(2)
    assert chat.said() == ["metier"]
    assert "38 000" in chat.choose("Le salaire")
    assert chat.focused() != "BODY"


def test_what_is_written_before_the_history_arrives_comes_after_it_once(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("avant")
    chat.page.add_init_script(
        """const direct = window.fetch;
        window.fetch = async (address, options) => {
          if (String(address).endsWith('/history')) await new Promise((resolve) => setTimeout(resolve, 800));
          return direct(address, options);
        };"""
    )
    chat.reload()
    chat.type("vite")
    assert chat.said() == ["vite"]
    expect(chat.find(".ariane")).to_have_count(3)
    assert chat.said() == ["avant", "vite"]
    assert chat.answers() == ["Vous avez écrit : avant", "Vous avez écrit : vite"]


def test_a_closed_discussion_stays_closed_and_is_found_again(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("bonjour")
    chat.page.get_by_role("button", name="Fermer la discussion").click()
    chat.reload()
    expect(chat.launcher).to_be_visible()
    expect(chat.panel).to_be_hidden()
    chat.open()
    expect(chat.find(".ariane")).to_have_count(2)


def test_two_visitors_at_once_are_kept_apart(fake: FakeServer, open_chat: OpenChat) -> None:
    first, second = open_chat(fake.url).open(), open_chat(fake.url).open()
    first.say("je suis la première")
    second.say("je suis le second")
    first.reload()
    second.reload()
    expect(first.find(".ariane")).to_have_count(2)
    expect(second.find(".ariane")).to_have_count(2)
    assert (first.said(), second.said()) == (["je suis la première"], ["je suis le second"])


# --- Failures ---


def test_a_server_that_stops_and_comes_back_loses_and_doubles_nothing(own: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(own.url).open()
    chat.say("avant")
    own.stop()
    chat.type("pendant")
    expect(chat.failure.locator("p")).to_have_text("Pas de connexion. Votre message est gardé ici.")
    chat.type("encore")
    expect(chat.failure).to_be_hidden()
    expect(chat.failure).to_be_visible()
    own.start()
    chat.page.get_by_role("button", name="Réessayer").dblclick()
    expect(chat.find(".ariane")).to_have_count(4)
    expect(chat.failure).to_have_count(0)
    assert chat.answers() == [f"Vous avez écrit : {text}" for text in ("avant", "pendant", "encore")]
    assert own.handled() == 2
    chat.reload()
    expect(chat.find(".ariane")).to_have_count(4)
    assert chat.said() == ["avant", "pendant", "encore"]


def test_a_server_killed_in_the_middle_of_an_answer_loses_and_doubles_nothing(
    own: FakeServer, open_chat: OpenChat
) -> None:
    chat = open_chat(own.url).open()
    chat.say("avant")
    with chat.page.expect_request("**/messages"):
        chat.type("lent")
    expect(chat.find(".typing")).to_be_visible()
    own.kill()
    expect(chat.failure).to_be_visible()
    own.start()
    chat.page.get_by_role("button", name="Réessayer").click()
    expect(chat.find(".ariane")).to_have_count(3)
    assert own.handled() == 1
    chat.reload()
    expect(chat.find(".ariane")).to_have_count(3)
    assert chat.said() == ["avant", "lent"]


def test_a_double_click_sends_one_message(fake: FakeServer, open_chat: OpenChat) -> None:
    """The answer to the first click may put another button under the second one."""
    chat = open_chat(fake.url).open()
    chat.say("boutons")
    before = fake.handled()
    chat.find(".choices button").click()
    expect(chat.find(".ariane")).to_have_count(3)
    chat.find(".choices button").hover()
    chat.page.mouse.down(click_count=2)
    chat.page.mouse.up(click_count=2)
    chat.input.fill("bonjour")
    chat.find(".send").dblclick()
    expect(chat.find(".ariane")).to_have_count(4)
    assert chat.say("fin") == "Vous avez écrit : fin"
    assert chat.said() == ["boutons", "Encore", "bonjour", "fin"]
    assert fake.handled() == before + 3


def test_a_message_that_cannot_be_sent_may_be_taken_back(fake: FakeServer, open_chat: OpenChat) -> None:
    """Else it would hold up every message after it."""
    chat = open_chat(fake.url).open()
    chat.type("panne")
    expect(chat.failure).to_be_visible()
    chat.type("bonjour")
    expect(chat.failure).to_be_hidden()
    expect(chat.failure).to_be_visible()
    assert chat.said() == ["panne", "bonjour"]
    chat.page.get_by_role("button", name="Retirer ce message").click()
    expect(chat.find(".ariane")).to_have_count(2)
    expect(chat.failure).to_have_count(0)
    assert chat.said() == ["bonjour"]
    assert chat.focused() == "Écrivez votre question"
    chat.reload()
    expect(chat.find(".ariane")).to_have_count(2)
    assert chat.said() == ["bonjour"]


@pytest.mark.parametrize("way", ["erase", "restart"])
def test_what_waits_is_not_said_in_the_next_conversation(fake: FakeServer, open_chat: OpenChat, way: str) -> None:
    chat = open_chat(fake.url).open()
    chat.say("avant")
    before = fake.handled()
    chat.page.route("**/messages", lambda route: route.abort(), times=1)
    with chat.page.expect_request("**/messages"):
        chat.type("secret")  # the next try is a second away
    if way == "erase":
        chat.menu("Effacer mes messages")
        chat.page.get_by_role("button", name="Effacer", exact=True).click()
    else:
        chat.menu("Nouvelle conversation")
    expect(chat.find(".note")).to_have_count(1)
    chat.page.wait_for_timeout(1500)
    assert fake.handled() == before
    assert chat.say("bonjour") == "Vous avez écrit : bonjour"
    chat.reload()
    expect(chat.find(".ariane")).to_have_count(2)
    assert chat.said() == ["bonjour"]


def test_an_answer_under_way_is_not_shown_in_the_next_conversation(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    with chat.page.expect_response("**/messages"):
        chat.type("lent")
        expect(chat.find(".typing")).to_be_visible()
        chat.menu("Nouvelle conversation")
        expect(chat.find(".note")).to_be_visible()
    assert chat.say("bonjour") == "Vous avez écrit : bonjour"
    assert chat.said() == ["bonjour"]
    assert chat.find(".ariane").count() == 2


def test_a_server_that_is_back_soon_is_not_even_noticed(own: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(own.url).open()
    chat.say("avant")
    chat.page.route("**/messages", lambda route: route.abort(), times=1)
    assert chat.say("pendant") == "Vous avez écrit : pendant"
    expect(chat.failure).to_have_count(0)


def test_an_answer_lost_on_the_way_back_is_not_asked_twice(own: FakeServer, open_chat: OpenChat) -> None:
    """The server handled the message but its answer never arrived: the retry must find it, not make another."""
    chat = open_chat(own.url).open()
    chat.say("avant")
    before = own.handled()

    def lose_answer(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    chat.page.route("**/messages", lose_answer, times=1)
    assert chat.say("pendant") == "Vous avez écrit : pendant"
    assert own.handled() == before + 1


def test_a_message_that_did_not_leave_survives_a_reload(own: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(own.url).open()
    chat.say("avant")
    chat.page.route("**/messages", lambda route: route.abort())
    chat.type("pendant")
    expect(chat.failure).to_be_visible()
    chat.page.unroute("**/messages")
    before = own.handled()
    chat.reload()
    expect(chat.find(".ariane")).to_have_count(3)
    assert chat.said() == ["avant", "pendant"]
    assert own.handled() == before + 1


def test_a_message_written_offline_leaves_when_the_network_is_back(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("avant")
    chat.context.set_offline(True)
    chat.type("pendant")
    expect(chat.failure).to_contain_text("Pas de connexion")
    chat.context.set_offline(False)
    expect(chat.find(".ariane")).to_have_count(3)
    expect(chat.failure).to_have_count(0)


def test_a_server_error_is_told_in_french(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.type("panne")
    expect(chat.failure).to_contain_text("Ariane rencontre une difficulté.")
    expect(chat.failure).to_have_role("alert")


def test_a_proxys_error_page_is_not_shown(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.page.route("**/messages", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
    chat.type("bonjour")
    expect(chat.failure.locator("p")).to_have_text("Ariane ne répond pas pour le moment.")


def test_a_server_that_never_answers_is_told_before_long(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("avant")
    chat.page.clock.install()
    sent: list[object] = []
    chat.page.route("**/messages", lambda route: sent.append(route))  # never answered
    chat.type("bonjour")
    chat.page.clock.run_for(1_000)
    expect(chat.find(".typing")).to_be_visible()
    chat.page.clock.run_for(45_000)
    expect(chat.failure.locator("p")).to_have_text("Ariane ne répond pas pour le moment. Votre message est gardé ici.")
    expect(chat.find(".typing")).to_have_count(0)
    assert len(sent) == 1
    chat.page.unroute("**/messages")
    chat.page.get_by_role("button", name="Réessayer").click()
    expect(chat.find(".ariane")).to_have_count(3)


def test_a_visitor_in_a_hurry_waits_and_is_answered(start_server: StartServer, open_chat: OpenChat) -> None:
    chat = open_chat(start_server(ARIANE_RATE_PER_VISITOR="6").url).open()
    for number in range(4):  # three may come at once, then one in ten seconds
        chat.type(f"message {number}")
    expect(chat.failure).to_contain_text("Vous envoyez beaucoup de messages.")
    expect(chat.find(".ariane")).to_have_count(5)
    expect(chat.failure).to_have_count(0)
    assert chat.answers() == [f"Vous avez écrit : message {number}" for number in range(4)]


def test_an_expired_conversation_goes_on_in_a_new_one(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("avant")
    chat.context.clear_cookies()
    assert chat.say("après") == "Vous avez écrit : après"
    expect(chat.find(".note")).to_contain_text("a expiré")


def test_a_button_that_is_no_longer_offered_is_explained(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("metier")
    chat.context.clear_cookies()
    chat.find(".choices").get_by_role("button", name="Le salaire").click()
    expect(chat.failure).to_contain_text("Ce choix n’est plus proposé.")
    expect(chat.find(".retry")).to_have_count(0)


def test_history_that_cannot_be_read_can_be_asked_again(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("bonjour")
    chat.page.route("**/history", lambda route: route.abort())
    chat.reload()
    expect(chat.failure.locator("p")).to_have_text(
        "La conversation précédente n’a pas pu être affichée. Pas de connexion."
    )
    chat.page.unroute("**/history")
    chat.find(".retry").click()
    expect(chat.find(".ariane")).to_have_count(2)
    assert chat.said() == ["bonjour"]


def test_a_text_that_is_too_long_is_kept_and_counted(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.input.fill("é" * 900)
    expect(chat.find(".count")).to_have_text("Encore 100 caractères")
    chat.type("é" * 1003)
    expect(chat.find(".count")).to_have_text("3 caractères de trop")
    expect(chat.input).to_have_attribute("aria-invalid", "true")
    assert len(chat.input.input_value()) == 1003
    assert chat.said() == []
    chat.type("👩" * 1000)
    expect(chat.find(".ariane")).to_have_count(2)


# --- Privacy ---


def test_nothing_is_sent_or_kept_before_the_first_message(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url)
    chat.page.wait_for_load_state("networkidle")
    assert [request for request in chat.requests if "webhooks" in request] == []
    assert chat.stored() == {}
    chat.open()
    chat.page.wait_for_load_state("networkidle")
    assert [request for request in chat.requests if "webhooks" in request] == ["GET /webhooks/web/history"]
    assert chat.context.cookies() == []


def test_scripts_cannot_read_the_cookie_and_nothing_said_is_kept_in_the_browser(
    fake: FakeServer, open_chat: OpenChat
) -> None:
    chat = open_chat(fake.url).open()
    chat.say("ma question secrète")
    assert chat.page.evaluate("document.cookie") == ""
    assert "secrète" not in str(chat.stored())


def test_erasing_asks_once_and_leaves_nothing(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("secret")
    cookie = next(cookie["value"] for cookie in chat.context.cookies())
    chat.menu("Effacer mes messages")
    dialog = chat.page.get_by_role("dialog", name="Effacer vos messages ?")
    expect(dialog).to_be_visible()
    assert chat.focused() == "Annuler"
    chat.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(chat.panel).to_be_visible()
    assert chat.said() == ["secret"]
    chat.menu("Effacer mes messages")
    dialog.get_by_role("button", name="Effacer").click()
    expect(dialog).to_be_hidden()
    expect(chat.find(".note")).to_have_text("Vos messages sont effacés, ici et sur le serveur.")
    assert chat.said() == []
    assert chat.context.cookies() == []
    assert Visitor(fake.url).with_cookie(cookie).json()["messages"] == []
    assert chat.say("bonjour") == "Vous avez écrit : bonjour"


def test_erasing_that_fails_says_so(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("secret")
    chat.page.route("**/conversation", lambda route: route.abort())
    chat.menu("Effacer mes messages")
    chat.page.get_by_role("button", name="Effacer", exact=True).click()
    expect(chat.find("dialog .failure")).to_have_text("Pas de connexion.")
    assert chat.said() == ["secret"]


def test_ariane_may_clear_the_conversation_herself(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("secret")
    chat.type("efface")
    expect(chat.find(".ariane")).to_have_count(1)
    expect(chat.log).to_have_text(re.compile("Tout est effacé."))
    assert chat.said() == []


def test_a_new_conversation(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("avant")
    chat.menu("Nouvelle conversation")
    expect(chat.find(".note")).to_have_text("Nouvelle conversation.")
    assert chat.said() == []
    chat.say("après")
    chat.reload()
    expect(chat.find(".ariane")).to_have_count(2)
    assert chat.said() == ["après"]


# --- Taking it away ---


def test_the_conversation_is_copied_as_text(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url, permissions=["clipboard-read", "clipboard-write"]).open()
    chat.say("salaire")
    chat.say("tableau")
    chat.menu("Copier la conversation")
    expect(chat.find(".note")).to_have_text("La conversation est copiée.")
    lines = chat.page.evaluate("navigator.clipboard.readText()").replace("\u00a0", " ").splitlines()
    assert lines[0].startswith("Ariane : Bonjour")
    assert "Vous : salaire" in lines
    assert "- Débutant (0 à 2 ans) : de 38 000 à 46 000, souvent 42 000" in lines
    assert "- Études — Data analyst : bac+3 à bac+5 ; Data scientist : bac+5" in lines
    assert any(line.startswith("[Les salaires des cadres de l’informatique, Apec") for line in lines)


def test_the_conversation_is_copied_where_there_is_no_clipboard_for_scripts(
    fake: FakeServer, open_chat: OpenChat
) -> None:
    """On a page without HTTPS browsers hide navigator.clipboard."""
    chat = open_chat(fake.url).open()
    chat.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    chat.say("metier")
    chat.menu("Copier la conversation")
    expect(chat.find(".note")).to_have_text("La conversation est copiée.")
    assert chat.focused() == "Options"
    chat.input.fill("")
    chat.input.press("Control+v")
    assert "Le data scientist tire" in chat.input.input_value()


def test_the_conversation_alone_is_printed(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("metier")
    # The frame is printed as soon as it is filled: its print is replaced when it appears.
    chat.page.evaluate(
        """() => new MutationObserver((changes, observer) => {
          const frame = document.querySelector('ariane-chat').shadowRoot.querySelector('iframe');
          if (!frame) return;
          frame.contentWindow.print = () => {
            const page = frame.contentDocument;
            window.printed = page.body.innerText;
            window.address = frame.contentWindow.getComputedStyle(page.querySelector('a'), '::after').content;
          };
          observer.disconnect();
        }).observe(document.querySelector('ariane-chat').shadowRoot, { childList: true })"""
    )
    chat.menu("Imprimer la conversation")
    chat.page.wait_for_function("window.printed")
    printed = chat.page.evaluate("window.printed")
    assert printed.startswith("Conversation avec Ariane")
    assert "Le data scientist tire" in printed
    assert "Les salaires des cadres de l’informatique" in printed
    assert "Le salaire" not in printed.splitlines()
    assert "Cap Métiers" not in printed
    assert "nouvel onglet" not in printed
    assert "https://www.exemple.fr/etude" in chat.page.evaluate("window.address")
