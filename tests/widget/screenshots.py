"""Makes the pictures of docs/images on a running Ariane: python tests/widget/screenshots.py [ADDRESS]."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from widget.conftest import CHROMIUM, CHROMIUM_FLAGS, PROJECT

IMAGES = PROJECT / "docs" / "images"
SIZES = {360: 740, 1280: 800}
SCHEMES = {"clair": "light", "sombre": "dark"}
QUESTIONS = {
    "site": "C’est quoi un data scientist ?",
    "salaire": "combien ça gagne ?",
    "comparaison": "quelle différence avec un data analyst ?",
}


def ask(page: Page, text: str) -> None:
    """Ask one question and wait for the answer."""
    before = page.locator("ariane-chat .ariane").count()
    page.locator("ariane-chat textarea").fill(text)
    page.locator("ariane-chat textarea").press("Enter")
    page.locator("ariane-chat .ariane").nth(before).wait_for()
    page.wait_for_timeout(200)


def take(browser: Browser, address: str, width: int, scheme: str) -> None:
    """Take the pictures of one size and one scheme."""
    suffix = f"{width}-{scheme}.png"
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]},
        color_scheme=SCHEMES[scheme],  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale="fr-FR",
    )
    page = context.new_page()
    page.goto(address)
    page.locator("ariane-chat .launcher").wait_for()
    page.screenshot(path=IMAGES / f"accueil-{suffix}")
    page.locator("ariane-chat .launcher").click()
    for name, question in QUESTIONS.items():
        ask(page, question)
        page.screenshot(path=IMAGES / f"{name}-{suffix}")
    page.goto(f"{address}/chat")
    page.locator("ariane-chat .ariane").nth(1).wait_for()
    page.screenshot(path=IMAGES / f"pleine-page-{suffix}")
    context.close()


def main() -> None:
    """Take every picture."""
    address = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:5005").rstrip("/")
    if CHROMIUM is None:
        sys.exit("Chromium manque : « apt-get install chromium » (ou ARIANE_CHROMIUM=/chemin/vers/chromium).")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for width in SIZES:
            for scheme in SCHEMES:
                take(browser, address, width, scheme)
        browser.close()
    print(f"{len(list(IMAGES.glob('*.png')))} images dans {IMAGES}")


if __name__ == "__main__":
    main()
