"""The widget on somebody else's site, with its settings: another origin, a strict policy, attributes, full page."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from .conftest import PROJECT, FakeServer, OpenChat, StartServer

_EVERY_TEXT = """() => {
  const found = [];
  const look = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) found.push(child.data.trim());
      for (const name of ['aria-label', 'title', 'placeholder']) found.push(child.getAttribute?.(name) ?? '');
      look(child);
    }
  };
  look(document.querySelector('ariane-chat').shadowRoot);
  return found.filter(Boolean);
}"""


class HostSite:
    """A careers site of its own on another origin, with the strictest policy that still lets Ariane in."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, str]] = {}
        self.ariane = ""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, body = site.pages.get(self.path, ("text/plain", ""))
                self.send_response(200 if self.path in site.pages else 404)
                policy = (
                    f"default-src 'none'; script-src {site.ariane}; connect-src 'self' {site.ariane}; img-src 'self'"
                )
                self.send_header("Content-Security-Policy", policy + "; require-trusted-types-for 'script'")
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def page(self, body: str) -> str:
        """Publish a page and return its address."""
        path = f"/{len(self.pages)}"
        icon = '<link rel="icon" href="/icon">'
        html = f"<!doctype html><html lang=fr><head><title>Site</title>{icon}</head><body><h1>Site</h1>{body}</body>"
        self.pages[path] = ("text/html", html)
        return self.url + path


@pytest.fixture(scope="module")
def site(start_server: StartServer) -> Iterator[HostSite]:
    site = HostSite()
    site.ariane = start_server(ARIANE_ALLOWED_ORIGINS=site.url).url
    yield site
    site.http.shutdown()


def script(site: HostSite, settings: str = "") -> str:
    return f'<script src="{site.ariane}/widget/ariane-chat.js" defer {settings}></script>'


def host(site: HostSite) -> tuple[str]:
    return (site.ariane.removeprefix("http://"),)


def test_one_script_tag_is_enough_on_another_site(site: HostSite, open_chat: OpenChat) -> None:
    chat = open_chat(site.page(script(site)), allowed_hosts=host(site)).open()
    chat.say("metier")
    assert "38 000" in chat.choose("Le salaire")
    assert chat.context.cookies() == []
    chat.reload()
    expect(chat.find(".ariane")).to_have_count(3)
    assert chat.said() == ["metier", "Le salaire"]


def test_the_tag_takes_settings(site: HostSite, open_chat: OpenChat) -> None:
    chat = open_chat(
        site.page(script(site, 'data-label="Posez-moi une question" data-position="left"')), allowed_hosts=host(site)
    )
    expect(chat.launcher).to_have_text("Posez-moi une question")
    box = chat.launcher.bounding_box()
    assert box
    assert box["x"] == 20


def test_erasing_works_from_another_site(site: HostSite, open_chat: OpenChat) -> None:
    chat = open_chat(site.page(script(site)), allowed_hosts=host(site)).open()
    chat.say("secret")
    assert "token" in str(chat.stored())
    chat.menu("Effacer mes messages")
    chat.page.get_by_role("button", name="Effacer", exact=True).click()
    expect(chat.find(".note")).to_contain_text("effacés")
    assert "token" not in str(chat.stored())
    chat.reload()
    assert chat.said() == []


def test_a_new_tab_is_a_new_visitor_on_another_site(site: HostSite, open_chat: OpenChat) -> None:
    """The token lives in the tab: nothing is left for the next person on a shared computer."""
    address = site.page(script(site))
    chat = open_chat(address, allowed_hosts=host(site)).open()
    chat.say("secret")
    tab = chat.context.new_page()
    tab.goto(address)
    tab.locator("ariane-chat .launcher").click()
    expect(tab.locator("ariane-chat .ariane")).to_have_count(1)


def test_an_unknown_site_is_told_no(fake: FakeServer, site: HostSite, open_chat: OpenChat) -> None:
    """The visitor of a site that is not allowed reads a sentence, and no message leaves."""
    page = site.page(f'<ariane-chat server="{fake.url}"></ariane-chat>' + script(site))
    before = fake.handled()
    chat = open_chat(page, allowed_hosts=(*host(site), fake.url.removeprefix("http://"))).open()
    chat.type("bonjour")
    expect(chat.failure).to_be_visible()
    assert fake.handled() == before
    chat.errors.clear()  # the policy of the page and CORS both complain, as they should
    chat.violations.clear()
    chat.page.evaluate("window.policyViolations = []")


def test_texts_colours_and_sizes_by_attributes(site: HostSite, open_chat: OpenChat) -> None:
    site.pages["/textes.json"] = (
        "application/json",
        json.dumps({"placeholder": "Ask here", "subtitle": "Robot of {name}"}),
    )
    element = (
        '<ariane-chat name="Léa" greeting="Salut, ici {name}." suggestions="Un|Deux" accent="#ffd500" height="400px" '
        'width="500px" strings="/textes.json" privacy="/donnees"></ariane-chat>'
    )
    chat = open_chat(site.page(element + script(site)), allowed_hosts=host(site)).open()
    assert chat.find("header h2").inner_text() == "Léa"
    assert chat.find(".names p").inner_text() == "Robot of Léa"
    expect(chat.find(".ariane p")).to_have_text("Salut, ici Léa.")
    assert chat.choices() == ["Un", "Deux"]
    expect(chat.input).to_have_attribute("placeholder", "Ask here")
    assert (chat.find("form a").get_attribute("href") or "").endswith("/donnees")
    box = chat.panel.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (500, 400)
    colours = chat.find(".send").evaluate(
        "send => [getComputedStyle(send).backgroundColor, getComputedStyle(send).color]"
    )
    assert colours == ["rgb(255, 213, 0)", "rgb(0, 0, 0)"]  # the writing is dark on a light accent
    chat.page.evaluate("document.querySelector('ariane-chat').setAttribute('accent', '#003')")
    assert chat.find(".send").evaluate("send => getComputedStyle(send).color") == "rgb(255, 255, 255)"


def test_every_text_can_be_replaced(site: HostSite, open_chat: OpenChat) -> None:
    source = (PROJECT / "widget" / "src" / "strings.js").read_text(encoding="utf-8")
    french = dict(re.findall(r"^  (\w+):\s*'([^']*)'", source, re.MULTILINE))
    assert len(french) >= 45
    site.pages["/tout.json"] = ("application/json", json.dumps({key: f"§{key}" for key in french}))
    chat = open_chat(
        site.page('<ariane-chat strings="/tout.json" privacy="/p"></ariane-chat>' + script(site)),
        allowed_hosts=host(site),
    ).open()
    shown: set[str] = set()

    def look() -> None:
        shown.update(chat.page.evaluate(_EVERY_TEXT))

    for text in ("metier", "salaire", "tableau"):
        chat.say(text)
    chat.input.fill("é" * 900)
    look()
    chat.input.fill("é" * 1010)
    look()
    chat.context.set_offline(True)
    chat.type("bonjour")
    expect(chat.failure).to_be_visible()
    look()
    chat.context.set_offline(False)
    expect(chat.failure).to_have_count(0)
    chat.find("[aria-controls=menu]").click()
    chat.find(".menu button").first.click()
    expect(chat.find(".note")).to_be_visible()
    chat.find(".sizer").click()
    look()
    assert [text for text in french.values() if text in shown] == []
    unseen = {key for key in french if not any(f"§{key}" in text for text in shown)}
    others = "typing copied notCopied erased expired failed historyFailed reduce from upTo about often you"
    assert unseen <= set(others.split())


def test_colours_and_sizes_by_custom_properties(site: HostSite, open_chat: OpenChat) -> None:
    chat = open_chat(site.page("<ariane-chat></ariane-chat>" + script(site)), allowed_hosts=host(site))
    chat.page.evaluate(
        """() => { const sheet = new CSSStyleSheet();
          sheet.replaceSync(`ariane-chat { --ariane-accent: #0b6e4f; --ariane-on-accent: #fed;
            --ariane-surface: #fffbe6; --ariane-radius: 4px; --ariane-width: 380px; --ariane-height: 500px;
            --ariane-offset: 40px; --ariane-font: monospace; --ariane-layer: 7 }`);
          document.adoptedStyleSheets = [sheet]; }"""
    )
    chat.open()
    colours = chat.find(".send").evaluate(
        "send => [getComputedStyle(send).backgroundColor, getComputedStyle(send).color]"
    )
    assert colours == ["rgb(11, 110, 79)", "rgb(255, 238, 221)"]
    panel = chat.panel.evaluate(
        "panel => [getComputedStyle(panel).backgroundColor, getComputedStyle(panel).borderTopLeftRadius]"
    )
    assert panel == ["rgb(255, 251, 230)", "4px"]
    assert chat.panel.bounding_box() == {"x": 1280 - 40 - 380, "y": 800 - 40 - 500, "width": 380, "height": 500}
    root = chat.find(".root").evaluate("root => [getComputedStyle(root).fontFamily, getComputedStyle(root).zIndex]")
    assert root == ["monospace", "7"]


def test_the_page_may_ask_before_the_widget_is_ready(site: HostSite, open_chat: OpenChat) -> None:
    site.pages["/lent.json"] = ("application/json", '{"subtitle": "Prête"}')
    page = site.page('<ariane-chat strings="/lent.json"></ariane-chat>' + script(site))
    chat = open_chat(site.page(""), allowed_hosts=host(site))
    chat.page.add_init_script(
        """customElements.whenDefined('ariane-chat').then(() => {
          const ariane = document.querySelector('ariane-chat');
          ariane.hide();
          ariane.ask('metier');
        });"""
    )
    chat.page.goto(page)
    assert chat.wait_for_answer(1).startswith("Le data scientist")
    assert chat.find(".names p").inner_text() == "Prête"


def test_values_that_are_not_css_are_left_out(site: HostSite, open_chat: OpenChat) -> None:
    element = '<ariane-chat accent="red;} * {display:none" height="1px;}*{color:red"></ariane-chat>'
    chat = open_chat(site.page(element + script(site)), allowed_hosts=host(site))
    expect(chat.launcher).to_be_visible()
    assert chat.launcher.evaluate("button => getComputedStyle(button).backgroundColor") == "rgb(36, 71, 143)"


def test_a_missing_table_of_texts_does_no_harm(site: HostSite, open_chat: OpenChat) -> None:
    chat = open_chat(
        site.page('<ariane-chat strings="/absent.json"></ariane-chat>' + script(site)), allowed_hosts=host(site)
    )
    expect(chat.launcher).to_contain_text("Une question sur un métier")
    assert any("can't be read as JSON" in error for error in chat.errors)
    chat.errors.clear()


def test_the_page_opens_and_closes_by_attribute(site: HostSite, open_chat: OpenChat) -> None:
    chat = open_chat(site.page("<ariane-chat open></ariane-chat>" + script(site)), allowed_hosts=host(site))
    expect(chat.panel).to_be_visible()
    assert chat.page.evaluate("document.activeElement === document.body")  # opening by itself takes no focus
    chat.page.evaluate("document.querySelector('ariane-chat').removeAttribute('open')")
    expect(chat.panel).to_be_hidden()
    assert chat.page.evaluate("document.activeElement === document.body")  # nor does closing
    chat.page.evaluate("document.querySelector('ariane-chat').setAttribute('open', '')")
    expect(chat.panel).to_be_visible()


def test_a_full_page(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url + "/chat")
    expect(chat.panel).to_be_visible()
    expect(chat.panel).to_have_role("region")
    expect(chat.launcher).to_have_count(0)
    assert chat.page.get_by_role("button", name="Fermer").count() == 0
    chat.say("tableau")
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_visible()
    box = chat.panel.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (1280, 800)


def test_the_demonstration_page_says_how_to_embed(fake: FakeServer, open_chat: OpenChat) -> None:
    chat = open_chat(fake.url)
    line = chat.page.locator("#code").inner_text()
    assert line == f'<script src="{fake.url}/widget/ariane-chat.js" defer></script>'
