"""A visitor with a browser: what they see of the widget and what they can do with it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Request, expect

_WATCH_POLICY = """
window.policyViolations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.policyViolations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
# What Chromium itself writes when a server is out of reach or says no: tests provoke that on purpose.
_EXPECTED_ERROR = re.compile(r"Failed to load resource")


class Chat:
    """One page with <ariane-chat>, in a browser profile of its own."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        allowed_hosts: tuple[str, ...] = (),
        **options: Any,
    ) -> None:
        """Open `url`. Requests to any host but its own and `allowed_hosts` are kept in `strangers`."""
        options = {"reduced_motion": "reduce", "locale": "fr-FR", **options}
        viewport: Any = {"width": width, "height": height}
        self.context = browser.new_context(viewport=viewport, color_scheme=scheme, **options)  # type: ignore[arg-type]
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.page.add_init_script(_WATCH_POLICY)
        self.errors: list[str] = []
        self.strangers: list[str] = []
        self.requests: list[str] = []
        self.violations: list[str] = []
        self._hosts = {urlsplit(url).netloc, *allowed_hosts}
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._on_request)
        self.page.goto(url)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _EXPECTED_ERROR.search(message.text):
            self.errors.append(message.text)

    def _on_request(self, request: Request) -> None:
        self.requests.append(f"{request.method} {urlsplit(request.url).path}")
        if urlsplit(request.url).netloc not in self._hosts:
            self.strangers.append(request.url)

    # --- What there is to see ---

    def find(self, selector: str) -> Locator:
        """Find something in the widget."""
        return self.page.locator(f"ariane-chat {selector}")

    @property
    def launcher(self) -> Locator:
        return self.find(".launcher")

    @property
    def panel(self) -> Locator:
        return self.find(".panel")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def input(self) -> Locator:
        return self.find("textarea")

    @property
    def failure(self) -> Locator:
        return self.find(".failure")

    def said(self) -> list[str]:
        """Return what the visitor is shown to have said."""
        return [_plain(text) for text in self.find(".visitor p").all_inner_texts()]

    def answers(self) -> list[str]:
        """Return Ariane's answers, the greeting excepted."""
        texts = [_plain(text) for text in self.find(".ariane .bubble").all_inner_texts()[1:]]
        return [re.sub(r"^Ariane :\s*", "", text) for text in texts]

    def choices(self) -> list[str]:
        return [_plain(text) for text in self.find(".choice:visible").all_inner_texts()]

    def focused(self) -> str:
        """Return the class, role or name of the element that has the focus, in the widget or around it."""
        script = """() => {
          let at = document.activeElement;
          while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
          return at.getAttribute('aria-label') || at.innerText || at.className || at.tagName;
        }"""
        focused: str = self.page.evaluate(script)
        return _plain(focused.strip())

    def stored(self) -> dict[str, Any]:
        """Return everything that the page keeps in the browser."""
        stored: dict[str, Any] = self.page.evaluate("() => ({...sessionStorage, ...localStorage})")
        return {**stored, **{cookie["name"]: cookie["value"] for cookie in self.context.cookies()}}  # type: ignore[typeddict-item]

    # --- What there is to do ---

    def open(self) -> Chat:
        self.launcher.click()
        expect(self.panel).to_be_visible()
        return self

    def type(self, text: str) -> None:
        """Send `text` and don't wait."""
        self.input.fill(text)
        self.input.press("Enter")

    def say(self, text: str) -> str:
        """Send `text`, wait for the first new answer and return it."""
        before = self.find(".ariane").count()
        self.type(text)
        return self.wait_for_answer(before)

    def choose(self, title: str) -> str:
        """Press the button `title` and return the answer."""
        before = self.find(".ariane").count()
        self.find(".choices").get_by_role("button", name=title, exact=True).click()
        return self.wait_for_answer(before)

    def wait_for_answer(self, before: int) -> str:
        expect(self.find(".ariane").nth(before)).to_be_visible()
        return self.answers()[before - 1]

    def menu(self, item: str) -> None:
        self.find("[aria-controls=menu]").click()
        self.find(".menu").get_by_role("button", name=item).click()

    def reload(self) -> None:
        self.violations += self.page.evaluate("window.policyViolations")
        self.page.reload()

    def close(self) -> None:
        self.violations += self.page.evaluate("window.policyViolations ?? []")
        self.context.close()


def _plain(text: str) -> str:
    """Return `text` with ordinary spaces: the typography has tests of its own."""
    return text.replace("\u00a0", " ")
