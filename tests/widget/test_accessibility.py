"""Accessibility and layout of the widget, in every state, light and dark, small and large, and its size."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from typing import Any

import pytest
from playwright.sync_api import expect

from .chat import Chat
from .conftest import PROJECT, FakeServer, OpenChat


def closed(chat: Chat) -> None:
    pass


def opened(chat: Chat) -> None:
    chat.open()


def choices(chat: Chat) -> None:
    chat.open().say("metier")
    chat.find("summary").click()


def typing(chat: Chat) -> None:
    chat.open().type("lent")
    expect(chat.find(".typing")).to_be_visible()


def table(chat: Chat) -> None:
    chat.open().say("tableau")


def table_of_three(chat: Chat) -> None:
    chat.open().say("trois")


def chart(chat: Chat) -> None:
    chat.open().say("salaire")


def opinion(chat: Chat) -> None:
    chat.open().say("metier")
    chat.page.get_by_role("button", name="Cette réponse est utile").click()
    expect(chat.find(".ariane")).to_have_count(3)


def error(chat: Chat) -> None:
    chat.open()
    chat.page.route("**/messages", lambda route: route.fulfill(status=429, json={"error": "x", "message": "Attendez."}))
    chat.page.route("**/session", lambda route: route.fulfill(status=200, json={}))
    chat.type("bonjour")
    expect(chat.page.get_by_role("button", name="Réessayer")).to_be_visible()


def menu(chat: Chat) -> None:
    chat.open().find("[aria-controls=menu]").click()


def erasing(chat: Chat) -> None:
    chat.open().menu("Effacer mes messages")


def too_long(chat: Chat) -> None:
    chat.open().input.fill("é" * 1100)


STATES = [closed, opened, choices, typing, table, table_of_three, chart, opinion, error, menu, erasing, too_long]


def faults(chat: Chat, axe: str) -> list[str]:
    """Return what axe-core finds wrong on the whole page, each with the elements at fault."""
    chat.page.evaluate(axe)
    report: dict[str, Any] = chat.page.evaluate("axe.run(document, { resultTypes: ['violations', 'incomplete'] })")
    assert any("ariane-chat" in str(passed) for passed in report["passes"])  # it did look inside
    return [f"{fault['id']}: {[node['target'] for node in fault['nodes']]}" for fault in report["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing(fake: FakeServer, open_chat: OpenChat, axe: str, state: Any, scheme: str) -> None:
    chat = open_chat(fake.url, scheme=scheme)
    state(chat)
    assert faults(chat, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_full_page_and_on_a_telephone(
    fake: FakeServer, open_chat: OpenChat, axe: str, scheme: str
) -> None:
    page = open_chat(fake.url + "/chat", scheme=scheme)
    page.say("tableau")
    assert faults(page, axe) == []
    telephone = open_chat(fake.url, width=320, height=640, scheme=scheme).open()
    telephone.say("salaire")
    telephone.say("trois")
    assert faults(telephone, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("contrast", ["more", "no-preference"])
def test_the_contrast_of_texts_is_at_least_what_is_asked(
    fake: FakeServer, open_chat: OpenChat, axe: str, contrast: str, scheme: str
) -> None:
    """WCAG AA for everybody, AAA for those who ask the browser for more contrast."""
    chat = open_chat(fake.url + "/chat", contrast=contrast, scheme=scheme)
    chat.say("salaire")
    colour = "element => getComputedStyle(element).color"
    alike = chat.find(".bar-words").first.evaluate(colour) == chat.find(".bar-label").first.evaluate(colour)
    assert alike == (contrast == "more")  # no paler writing for those who ask for contrast
    chat.page.evaluate(axe)
    rule = "color-contrast-enhanced" if contrast == "more" else "color-contrast"
    options = json.dumps({"runOnly": {"type": "rule", "values": [rule]}})
    report = chat.page.evaluate(f"axe.run(document.querySelector('ariane-chat'), {options})")
    assert [node["target"] for fault in report["violations"] for node in fault["nodes"]] == []
    assert report["passes"]


@pytest.mark.parametrize(
    ("width", "height"), [(320, 568), (320, 256), (640, 360), (360, 740), (1280, 800)], ids=lambda size: str(size)
)
def test_it_fits_small_screens_and_large_zoom(fake: FakeServer, open_chat: OpenChat, width: int, height: int) -> None:
    """640 by 360 is a 1280 by 720 screen zoomed to 200 %; 320 by 256 is one zoomed to 400 %."""
    chat = open_chat(fake.url, width=width, height=height)
    launcher = chat.launcher.bounding_box()
    assert launcher
    assert launcher["x"] >= 0
    assert launcher["x"] + launcher["width"] <= width
    chat.open()
    for text in ("metier", "salaire", "tableau", "trois", "long", "https://exemple.fr/" + "a" * 300):
        chat.say(text)
    for part in chat.find(".turn").all():
        part.evaluate("turn => turn.scrollIntoView()")
    assert chat.panel.evaluate("panel => panel.scrollTop") == 0  # the header and the field stay where they are
    for part in (chat.panel, chat.log, chat.input, chat.find(".send"), chat.page.get_by_role("button", name="Fermer")):
        box = part.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
    room = chat.log.bounding_box()
    assert room
    assert room["height"] >= 90
    assert chat.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def in_columns(chat: Chat) -> bool:
    """Tell whether the jobs of a comparison stand side by side."""
    lefts = chat.find("td").evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().left)")
    assert len(lefts) == 9
    return len(set(lefts)) > 1


@pytest.mark.parametrize("width", [320, 1280])
def test_without_room_for_columns_jobs_are_compared_one_under_the_other(
    fake: FakeServer, open_chat: OpenChat, width: int
) -> None:
    chat = open_chat(fake.url, width=width).open()
    chat.say("trois")
    assert not in_columns(chat)
    assert chat.find(".scroll").evaluate("box => box.scrollWidth <= box.clientWidth")
    label = chat.find("td").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label.startswith('"Data analyst"')
    # For screen readers it is the same table as with room.
    table = chat.page.get_by_role("table")
    assert table.get_by_role("row").count() == 4
    assert table.get_by_role("columnheader").count() == 4
    assert table.get_by_role("rowheader").all_inner_texts() == ["Ce qu’on y fait", "Compétences clés", "Études"]
    assert table.get_by_role("cell").count() == 9
    assert 'cell "bac+3"' in table.aria_snapshot()


def test_with_room_a_comparison_has_its_columns(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    chat.say("trois")
    chat.page.get_by_role("button", name="Agrandir la discussion").click()
    assert in_columns(chat)
    assert chat.find(".scroll").evaluate("box => box.scrollWidth <= box.clientWidth")


def test_on_a_telephone_the_keyboard_stays_in_the_discussion_that_hides_the_page(
    fake: FakeServer, open_chat: OpenChat
) -> None:
    chat = open_chat(fake.url, width=320, height=640).open()
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    keys = chat.page.keyboard
    assert chat.focused() == "Écrivez votre question"
    keys.press("Tab")
    assert chat.focused() == "Envoyer"
    keys.press("Tab")
    assert chat.focused() == "Options"
    keys.press("Shift+Tab")
    assert chat.focused() == "Envoyer"
    chat.page.set_viewport_size({"width": 1280, "height": 800})
    expect(chat.panel).to_have_attribute("aria-modal", "false")
    keys.press("Tab")
    assert chat.focused() != "Options"


def test_the_devices_keyboard_covers_nothing(fake: FakeServer, open_chat: OpenChat) -> None:
    """Chromium has no keyboard of its own on a desktop: what it would tell the page is said in its place."""
    chat = open_chat(fake.url, width=360, height=740).open()

    def see(height: int, top: int, scale: float = 1) -> tuple[float, float]:
        chat.page.evaluate(
            """(seen) => {
              for (const [name, value] of Object.entries(seen))
                Object.defineProperty(visualViewport, name, { value, configurable: true });
              visualViewport.dispatchEvent(new Event('resize'));
            }""",
            {"height": height, "offsetTop": top, "scale": scale},
        )
        box = chat.panel.bounding_box()
        assert box
        field = chat.input.bounding_box()
        assert field
        assert field["y"] + field["height"] <= box["y"] + box["height"]
        return box["y"], box["height"]

    assert see(400, 60) == (60, 400)
    assert see(740, 0) == (0, 740)
    assert see(370, 100, scale=2) == (0, 740)  # two fingers, not a keyboard


def test_text_enlarged_by_the_visitor_is_enlarged(fake: FakeServer, open_chat: OpenChat) -> None:
    """A site may shrink its root font size: the widget follows the browser's, not the site's."""
    chat = open_chat(fake.url).open()
    size = "bubble => getComputedStyle(bubble).fontSize"
    before = chat.find(".bubble").first.evaluate(size)
    chat.page.evaluate("document.documentElement.style.setProperty('font-size', '62.5%')")
    assert chat.find(".bubble").first.evaluate(size) == before == "16px"


def test_targets_are_large_enough_to_touch(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url, width=360, height=740).open()
    chat.say("metier")
    small = chat.panel.evaluate(
        """panel => [...panel.querySelectorAll('button, .choices a, summary')].filter((one) => one.offsetParent)
          .filter((one) => one.offsetWidth < 24 || one.offsetHeight < 24).map((one) => one.outerHTML)"""
    )
    assert small == []


def test_the_site_cannot_break_the_widget(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url).open()
    before = chat.panel.bounding_box()
    chat.page.evaluate(
        """() => { const sheet = new CSSStyleSheet();
          sheet.replaceSync('* { display: block; margin: 9px; padding: 9px; color: red } button { width: 900px }');
          document.adoptedStyleSheets = [sheet]; }"""
    )
    after = chat.panel.bounding_box()
    assert before
    assert after
    assert (after["width"], after["height"]) == (before["width"], before["height"])
    assert chat.find(".bubble p").first.evaluate("p => getComputedStyle(p).color") == "rgb(27, 33, 48)"


def test_nothing_moves_for_those_who_ask_for_it(fake: FakeServer, open_chat: OpenChat) -> None:
    moving = "() => document.querySelector('ariane-chat').shadowRoot.getAnimations().length"
    still = open_chat(fake.url, reduced_motion="reduce").open()
    still.type("lent")
    expect(still.find(".typing")).to_be_visible()
    assert still.page.evaluate(moving) == 0
    lively = open_chat(fake.url, reduced_motion="no-preference").open()
    lively.type("lent")
    expect(lively.find(".typing")).to_be_visible()
    assert lively.page.evaluate(moving) > 0


def test_forced_colours_keep_shapes(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url, forced_colors="active").open()
    chat.say("salaire")
    for selector in (".visitor .bubble", ".ariane .bubble >> nth=1", ".send"):
        assert chat.find(selector).evaluate("one => getComputedStyle(one).borderTopWidth") == "1px"
    colours = chat.find(".range").first.evaluate(
        "line => [getComputedStyle(line).stroke, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours[0] != colours[1]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_site_may_choose_the_theme(fake: FakeServer, open_chat: OpenChat, theme: str) -> None:
    chat = open_chat(fake.url, scheme="light" if theme == "dark" else "dark")
    chat.page.evaluate(f"document.querySelector('ariane-chat').setAttribute('theme', '{theme}')")
    chat.open()
    dark = chat.panel.evaluate("panel => getComputedStyle(panel).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (theme == "dark")


def test_the_size_budget() -> None:
    script = (PROJECT / "widget" / "dist" / "ariane-chat.js").read_bytes()
    assert len(gzip.compress(script)) <= 15_000


def test_the_built_script_is_what_the_sources_give() -> None:
    widget = PROJECT / "widget"
    if not shutil.which("node") or not (widget / "node_modules" / "esbuild").is_dir():
        pytest.skip("esbuild manque : « npm install » dans widget/.")
    check = subprocess.run(["node", "build.mjs", "--check"], cwd=widget, capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr


def test_the_script_speaks_to_nobody_else() -> None:
    script = (PROJECT / "widget" / "dist" / "ariane-chat.js").read_text(encoding="utf-8")
    assert script.count("http://www.w3.org/2000/svg") == script.count("http://") == 1
    assert "https://" not in script
    for dangerous in ("innerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "localStorage"):
        assert dangerous not in script
