"""Visitors with a browser and the real assistant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from .client import Visitor, texts
from .conftest import OpenChat
from .test_accessibility import faults

if TYPE_CHECKING:
    from tests.conftest import ArianeServer


def test_a_whole_conversation(ariane_server: ArianeServer, open_chat: OpenChat, axe: str) -> None:
    chat = open_chat(ariane_server.url).open()
    assert "réseaux de neurones" in chat.say("C'est quoi un deep learning engineer ?")
    assert "€" in chat.choose("Le salaire")
    chat.find("details").last.locator("summary").click()
    assert chat.find("details").last.locator("a").count() >= 1
    assert "bac+5" in chat.say("et la formation ?")
    assert chat.say("merci !")
    before = (chat.said(), chat.answers())
    assert before[0] == ["C'est quoi un deep learning engineer ?", "Le salaire", "et la formation ?", "merci !"]
    chat.reload()
    expect(chat.find(".ariane")).to_have_count(len(before[1]) + 1)
    assert (chat.said(), chat.answers()) == before
    assert faults(chat, axe) == []


def test_salaries_are_charted(ariane_server: ArianeServer, open_chat: OpenChat, axe: str) -> None:
    chat = open_chat(ariane_server.url, width=360, height=740, scheme="dark").open()
    chat.say("combien gagne un data scientist ?")
    expect(chat.page.get_by_role("figure")).to_be_visible()
    assert chat.find(".bar").count() >= 2
    assert faults(chat, axe) == []


def test_jobs_are_compared_in_a_table(ariane_server: ArianeServer, open_chat: OpenChat, axe: str) -> None:
    chat = open_chat(ariane_server.url).open()
    chat.say("compare data analyst et data scientist")
    headers = chat.page.get_by_role("columnheader").all_inner_texts()
    assert {"data analyst", "data scientist"} <= {header.lower() for header in headers}
    assert faults(chat, axe) == []


def test_an_opinion_is_thanked(ariane_server: ArianeServer, open_chat: OpenChat) -> None:
    chat = open_chat(ariane_server.url).open()
    chat.say("que fait une data engineer ?")
    before = chat.find(".ariane").count()
    chat.page.get_by_role("button", name="Cette réponse est utile").click()
    assert "erci" in chat.wait_for_answer(before)
    chat.reload()
    expect(chat.page.get_by_role("button", name="Cette réponse est utile")).to_have_attribute("aria-pressed", "true")


def test_two_visitors_have_each_their_job(ariane_server: ArianeServer, open_chat: OpenChat) -> None:
    first, second = open_chat(ariane_server.url).open(), open_chat(ariane_server.url).open()
    first.say("c'est quoi un statisticien ?")
    second.say("c'est quoi une architecte data ?")
    assert "statisticien" in first.say("et les études ?").lower()
    assert "architecte" in second.say("et les études ?").lower()


def test_a_typed_command_is_a_sentence(ariane_server: ArianeServer) -> None:
    visitor = Visitor(ariane_server.url)
    visitor.begin()
    visitor.say("c'est quoi un data analyst ?")
    for command in ("/restart", "/session_start", "/back", '/ask_salary{"job": null}', '/slot{"job": "x"}'):
        assert texts(visitor.say(command)) != [""]
    assert "data analyst" in texts(visitor.say("combien ça gagne ?"))[0].lower()
    assert len([message for message in visitor.history() if message["from"] == "visitor"]) == 7


def test_only_buttons_that_were_offered_are_obeyed(ariane_server: ArianeServer) -> None:
    visitor, other = Visitor(ariane_server.url), Visitor(ariane_server.url)
    visitor.begin()
    other.begin()
    buttons = visitor.say("c'est quoi un data analyst ?").json()["messages"][-1]["buttons"]
    payload = next(button["payload"] for button in buttons if button["title"] == "Le salaire")
    assert other.press(payload).status_code == 409
    assert visitor.press(payload + " ").status_code == 409
    assert visitor.press("/restart").status_code == 409
    assert "€" in texts(visitor.press(payload))[0]


def test_the_log_names_no_visitor(ariane_server: ArianeServer) -> None:
    visitor = Visitor(ariane_server.url)
    visitor.begin()
    _, conversation, _, signature = visitor.cookie().split(".")
    for text in ("que gagne un zébulon ?", "/restart zébulon", "efface mes données", "😀" * 300):
        assert visitor.say(text).ok
    assert visitor.press("/zébulon").status_code == 409
    assert visitor.erase().ok
    logs = [path.read_text(encoding="utf-8") for path in (ariane_server.conversations.parent / "logs").glob("*.log")]
    assert len(logs) == 2
    for private in (conversation, signature, "zébulon", "😀"):
        assert all(private not in log for log in logs)


def test_erasing_leaves_nothing(ariane_server: ArianeServer, open_chat: OpenChat) -> None:
    chat = open_chat(ariane_server.url).open()
    chat.say("c'est quoi un data analyst ?")
    cookie = next(cookie["value"] for cookie in chat.context.cookies())
    chat.menu("Effacer mes messages")
    chat.page.get_by_role("button", name="Effacer", exact=True).click()
    expect(chat.find(".note")).to_contain_text("effacés")
    assert Visitor(ariane_server.url).with_cookie(cookie).json()["messages"] == []


def test_the_demonstration_is_a_careers_site(ariane_server: ArianeServer, open_chat: OpenChat, axe: str) -> None:
    chat = open_chat(ariane_server.url)
    assert chat.page.get_by_role("heading", level=1).inner_text().startswith("Un métier vous intrigue")
    expect(chat.page.get_by_role("heading", name="Ariane sur votre site")).to_be_visible()
    assert "/widget/ariane-chat.js" in chat.page.locator("#code").inner_text()
    chat.page.locator("[data-ask]").first.click()
    assert "données" in chat.wait_for_answer(1)
    assert faults(chat, axe) == []


def test_health(ariane_server: ArianeServer, open_chat: OpenChat) -> None:
    chat = open_chat(f"{ariane_server.url}/health")
    assert '"ok"' in chat.page.content()
