"""The report in a real headless Chromium: nothing is asked of anybody, nothing sticks out, nothing hostile runs."""

import shutil
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip(
    "playwright.sync_api", reason="browser tests need: pip install 'journeysim[browser]'"
)

from experiments.report.evidence import gather  # noqa: E402
from experiments.report.page import html  # noqa: E402
from tests.browser.company import HOSTILE, written  # noqa: E402

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="browser tests need a chromium on the PATH")


def test_the_page_stands_alone_at_every_width_in_both_languages(tmp_path: Path) -> None:
    evidence = gather(written(tmp_path), replications=2, workers=2)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for language in ("en", "es"):
            file = tmp_path / f"{language}.html"
            file.write_text(html(evidence, language), encoding="utf-8")
            for width in (1200, 390):
                outside: list[str] = []
                talk: list[str] = []
                page: Any = browser.new_page(viewport={"width": width, "height": 900})
                page.on("request", lambda r, seen=outside: seen.append(r.url))
                page.on("console", lambda m, said=talk: said.append(m.text))
                page.goto(file.as_uri())
                assert [u for u in outside if not u.startswith("data:image/")] == [file.as_uri()]
                assert talk == []  # a rule of the policy that is broken would be told here
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
                assert (
                    page.evaluate("getComputedStyle(document.querySelector('.answer')).borderLeftWidth")
                    == "6px"
                )
                assert HOSTILE in page.inner_text("h1")
                assert page.title() != "1"
                assert page.locator("main script, main b").count() == 0
                page.close()
        browser.close()
