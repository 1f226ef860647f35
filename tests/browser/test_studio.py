"""The page in a real headless Chromium, with every request that is not for this machine blocked and counted."""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="the studio is an extra: pip install 'journeysim[studio]'")
playwright = pytest.importorskip(
    "playwright.sync_api", reason="browser tests need: pip install 'journeysim[browser]'"
)

from tests.browser.company import HOSTILE, written  # noqa: E402
from tests.browser.serving import Studio, ended, journey, started  # noqa: E402

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE_MS = 120_000  # a loaded machine, never a measure of speed

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="browser tests need a chromium on the PATH")


@dataclass
class Visitor:
    """A browser of one test, and what must stay empty."""

    context: Any
    still: bool = False  # whether the system asks for less motion
    outside: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def page(self, address: str) -> Any:
        """A tab; every console message beyond plain talk, and every error, is noted."""
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda m: self.console.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.goto(address)
        return page


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One studio for all tests."""
    running = started(written(tmp_path_factory.mktemp("page")), "--what-if", "replications=4")
    yield running
    code, said = ended(running)
    assert code == 0, said
    assert "Traceback" not in said


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A fresh profile; at the end nothing was asked of the outside, and nothing complained."""
    options = getattr(request, "param", {})
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True, **options)
    found = Visitor(context, still=options.get("reduced_motion") == "reduce")

    def route(way: Any) -> None:
        if way.request.url.startswith(("http://127.0.0.1:", "blob:http://127.0.0.1:", "data:")):
            way.continue_()
        else:
            found.outside.append(way.request.url)
            way.abort()

    context.route("**/*", route)
    yield found
    context.close()
    assert found.outside == []
    assert found.console == []


def answered(page: Any, replications: int = 4) -> None:
    """Wait until the present what-if is answered to the end."""
    playwright.expect(page.locator(".status")).to_have_attribute("data-state", "done", timeout=PATIENCE_MS)
    playwright.expect(page.locator(".status")).to_contain_text(f"{replications} of {replications} ")


def differences(page: Any) -> dict[str, float]:
    """The differences that lead, raw."""
    cards = page.locator(".leading li")
    return {
        cards.nth(k).get_attribute("data-kpi"): float(cards.nth(k).get_attribute("data-difference"))
        for k in range(cards.count())
    }


def compared(studio: Studio, page: Any) -> dict[str, float]:
    """What the command line shown on the page says."""
    words = shlex.split(page.locator("code.command").first.inner_text())
    assert words[:2] == ["journey", "compare"]
    table = json.loads(journey(studio.folder, *words[1:], "--json"))["differences"]
    return {row["kpi"]: row["difference"] for row in table}


def moved(page: Any, mark: str, value: str) -> None:
    """Put a slider or number to a value, as a reader would."""
    page.locator(f'[data-mark="{mark}"]').evaluate(
        "(box, value) => { box.value = value; box.dispatchEvent(new Event('input', {bubbles: true})) }", value
    )


def changed(page: Any, before: str) -> None:
    """Wait until the address and the answer are others."""
    playwright.expect(page).not_to_have_url(before, timeout=PATIENCE_MS)
    answered(page)


def test_a_slider_moves_and_the_numbers_are_those_of_compare(studio: Studio, visitor: Visitor) -> None:
    page = visitor.page(studio.url)
    answered(page)
    untouched, before = differences(page), page.url
    assert "token" not in before
    moved(page, "level.advice", "0.5")
    playwright.expect(page.locator("code.command").first).to_contain_text(
        "levers.advice.changes", timeout=PATIENCE_MS
    )
    changed(page, before)
    now = differences(page)
    assert now["profit"] != untouched["profit"]
    said = compared(studio, page)
    assert now == {name: said[name] for name in now}


def test_everything_at_once_is_still_what_compare_says(studio: Studio, visitor: Visitor) -> None:
    query = (
        "scenario=corner_shop&replications=4&seed=3&off=file&level.advice=0.75&staff.first.clerks=2&staff.second.clerks=3"
        "&mix.hasty=20&mix.calm=60&value.behaviour.churn.baseline_per_day=0.004"
    )
    page = visitor.page(f"{studio.url.split('&')[0]}&{query}")
    answered(page)
    now, said = differences(page), compared(studio, page)
    assert now == {name: said[name] for name in now}
    for part in ("staff.second.clerks=3", "off=file", "seed=3", "mix.hasty=20"):
        assert part in page.url


def test_two_tabs_do_not_mix(studio: Studio, visitor: Visitor) -> None:
    one = visitor.page(studio.url)
    two = visitor.page(f"{studio.home}?scenario=corner_shop&replications=4&level.advice=0")
    answered(one)
    answered(two)
    first, second = differences(one), differences(two)
    assert first["conversion_rate"] > second["conversion_rate"]
    before = two.url
    moved(two, "level.file", "0.5")
    changed(two, before)
    assert differences(one) == first
    assert "level." not in one.url


def test_hostile_names_are_text(studio: Studio, visitor: Visitor) -> None:
    page = visitor.page(studio.url)
    answered(page)
    playwright.expect(page.locator("h1")).to_have_text(f"Corner shop {HOSTILE}")
    assert HOSTILE in page.title()
    page.get_by_text("The maps in words").click()
    assert f"Ask {HOSTILE}" in page.locator("table.plain").inner_text()
    assert page.locator("img").count() == 0
    assert page.locator("script", has_text="alert(1)").count() == 0
    page.locator('[data-mark="pin-name"]').fill(HOSTILE)
    page.get_by_role("button", name="Pin this variant").click()
    playwright.expect(page.locator(".pins tbody th")).to_have_text(HOSTILE[:40])
    assert page.locator("img").count() == 0


def test_the_address_brings_the_what_if_back(studio: Studio, visitor: Visitor) -> None:
    page = visitor.page(studio.url)
    answered(page)
    before = page.url
    moved(page, "level.advice", "0.35")
    changed(page, before)
    page.get_by_role("button", name="Pin this variant").click()
    playwright.expect(page).to_have_url(re.compile("pin="))
    there = differences(page)
    page.reload()
    answered(page)
    assert differences(page) == there
    assert page.locator('[data-mark="level.advice"]').input_value() == "0.35"
    playwright.expect(page.locator(".pins tbody tr")).to_have_count(1, timeout=PATIENCE_MS)


def test_keyboard_alone_is_enough(studio: Studio, visitor: Visitor) -> None:
    page = visitor.page(studio.url)
    answered(page)
    page.keyboard.press("Tab")
    playwright.expect(page.locator("a.skip")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.mark") == "level.advice":
            break
    playwright.expect(page.locator('[data-mark="level.advice"]')).to_be_focused()
    before = page.url
    page.keyboard.press("Home")
    changed(page, before)
    assert page.locator('[data-mark="level.advice"]').get_attribute("aria-valuetext") == "0 %"
    assert "level.advice=0" in page.url
    playwright.expect(page.locator('[role="status"]')).to_contain_text("4 paired replications")
    unnamed = page.evaluate(
        "[...document.querySelectorAll('input, select, button, a')].filter(e => !(e.labels?.[0]?.textContent ||"
        " e.getAttribute('aria-label') || e.textContent.trim())).map(e => e.outerHTML)"
    )
    assert unnamed == []


@pytest.mark.parametrize(
    "visitor", [{"reduced_motion": "reduce"}, {"reduced_motion": "no-preference"}], indirect=True
)
def test_customers_move_unless_less_motion_is_asked_for(studio: Studio, visitor: Visitor) -> None:
    page = visitor.page(studio.url)
    answered(page)
    still = visitor.still
    playwright.expect(page.locator(".maps")).to_have_attribute("data-moving", "false" if still else "true")
    assert (page.locator("circle.dot").count() == 0) == still
    if not still:
        page.get_by_role("button", name="Pause the customers").click()
        playwright.expect(page.locator("circle.dot")).to_have_count(0)


def test_what_is_taken_away_makes_the_same_numbers(studio: Studio, visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page(
        f"{studio.url.split('&')[0]}&scenario=corner_shop&replications=4&staff.second.clerks=2"
    )
    answered(page)
    files = {}
    for name in ("Scenario (YAML)", "Results (JSON)", "Differences (CSV)", "Both maps (SVG)"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        files[name] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[name])
    assert "fine" in journey(tmp_path, "check", files["Scenario (YAML)"].name)
    head = files["Scenario (YAML)"].read_text(encoding="utf-8").splitlines()
    line = next(line for line in head if line.startswith("# journey compare"))
    said = json.loads(journey(tmp_path, *shlex.split(line)[2:], "--json"))
    kept = json.loads(files["Results (JSON)"].read_text(encoding="utf-8"))
    assert kept["differences"] == said["differences"]
    assert {row["kpi"]: row["difference"] for row in said["differences"]}["profit"] == differences(page)[
        "profit"
    ]
    svg = files["Both maps (SVG)"].read_text(encoding="utf-8")
    assert "<img" not in svg


def test_waterfall_and_blame_are_worked_out(studio: Studio, visitor: Visitor) -> None:
    page = visitor.page(studio.url)
    answered(page)
    page.locator('[mark="waterfall"]').click()
    playwright.expect(page.locator("svg.chart").nth(1)).to_contain_text("All together", timeout=PATIENCE_MS)
    page.locator('[mark="blame"]').click()
    playwright.expect(page.locator("table.matrix")).to_contain_text(
        "Counter <b>& co</b>", timeout=PATIENCE_MS
    )


def test_the_fair_waterfall_is_that_of_explain(studio: Studio, visitor: Visitor) -> None:
    page = visitor.page(f"{studio.url.split('&')[0]}&scenario=corner_shop&replications=4&level.advice=0.5")
    answered(page)
    page.locator('[mark="share-out"]').click()
    playwright.expect(page.get_by_text("Shared out fairly, no order favoured")).to_be_visible(
        timeout=PATIENCE_MS
    )
    playwright.expect(page.get_by_text("4 of 4 paired replications. 95 %")).to_be_visible(timeout=PATIENCE_MS)
    words = shlex.split(page.locator("code.command").first.inner_text())
    assert words.pop() == "--quick"
    values = json.loads(journey(studio.folder, "explain", *words[2:], "--what", "levers", "--json"))[
        "levers"
    ]["lever_values"]
    said = {row["lever"]: row["shapley"] for row in values if row["measure"] == "profit"}
    drawn = page.locator("svg.chart").nth(1).locator("g > title").all_text_contents()
    assert len(drawn) == 3
    for code, title in (("advice", "Better advice"), ("file", "One file")):
        line = next(line for line in drawn if line.startswith(title))
        assert float(line.rpartition(": ")[2].split(" (")[0].replace("−", "-")) == pytest.approx(
            said[code], abs=0.006
        )
    before = page.url
    moved(page, "level.advice", "0.7")
    changed(page, before)
    playwright.expect(page.get_by_text("The what-if has moved since; work it out again.")).to_have_count(1)


def reported(page: Any, into: Path) -> Path:
    """Make the report and wait for its file."""
    with page.expect_download(timeout=PATIENCE_MS) as waiting:
        page.locator('[mark="report"]').click()
    file = into / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def test_the_report_is_of_the_what_if_and_that_of_the_command(
    studio: Studio, visitor: Visitor, tmp_path: Path
) -> None:
    query = "scenario=corner_shop&replications=2&seed=3&level.advice=0.5&staff.second.clerks=2&mix.hasty=20&mix.calm=60"
    page = visitor.page(f"{studio.url.split('&')[0]}&{query}")
    answered(page, 2)
    playwright.expect(page.get_by_text("short takes about 1 min")).to_be_visible()
    page.locator('[data-mark="report-language"]').select_option("es")
    file = reported(page, tmp_path)
    assert file.name == "corner_shop_what_if_report.html"
    playwright.expect(page.locator('[mark="report-state"]')).to_contain_text("The report is made")
    made = file.read_text(encoding="utf-8")
    line = unescape(re.findall(r"<code>(journey report .*?)</code>", made)[-1])
    words = shlex.split(line)[1:]
    assert {"--quick", "es", "3"} <= set(words)
    journey(studio.folder, *words, "--out", "again.html")
    again = (studio.folder / "again.html").read_text(encoding="utf-8")
    assert made == again.replace(" --out again.html", "")
    for part in ("What-if: staff", "teams.clerks.servers", "personas.hasty.share", "Better (what-if)"):
        assert part in made
    assert HOSTILE not in made
    with page.expect_download(timeout=PATIENCE_MS) as waiting:
        page.locator('[mark="report-again"]').click()
    assert Path(waiting.value.path()).read_text(encoding="utf-8") == made


def test_one_report_at_a_time_and_the_page_answers_meanwhile(
    studio: Studio, visitor: Visitor, tmp_path: Path
) -> None:
    query = "scenario=corner_shop&replications=100"
    one = visitor.page(f"{studio.url.split('&')[0]}&{query}")
    two = visitor.page(f"{studio.home}?scenario=corner_shop&replications=4")
    answered(two)
    one.locator('[data-mark="report-size"]').select_option("whole")
    one.locator('[mark="report"]').click()
    playwright.expect(one.locator('[mark="report-state"]')).to_contain_text("is being made")
    playwright.expect(one.locator('[mark="report-progress"]')).to_contain_text("so far", timeout=PATIENCE_MS)
    two.locator('[mark="report"]').click()
    playwright.expect(two.locator('[mark="report-state"]')).to_contain_text("made already")
    before = two.url
    moved(two, "level.advice", "0.4")
    changed(two, before)
    playwright.expect(one.locator("progress")).to_be_visible()
    one.locator('[mark="report-cancel"]').click()
    playwright.expect(one.locator('[mark="report-state"]')).to_have_text(
        "The report was cancelled.", timeout=PATIENCE_MS
    )
    playwright.expect(one.locator("progress")).to_be_hidden()
    assert reported(two, tmp_path).stat().st_size > 100_000


def test_whoever_leaves_frees_the_desk(studio: Studio, visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page(f"{studio.url.split('&')[0]}&scenario=corner_shop&replications=100")
    playwright.expect(page.locator(".leading li").first).to_be_visible(timeout=PATIENCE_MS)
    page.locator('[data-mark="report-size"]').select_option("whole")
    page.locator('[mark="report"]').click()
    playwright.expect(page.locator('[mark="report-progress"]')).to_contain_text("so far", timeout=PATIENCE_MS)
    page.close()
    other = visitor.page(f"{studio.home}?scenario=corner_shop&replications=2")
    answered(other, 2)
    with other.expect_download(timeout=PATIENCE_MS) as waiting:
        for _ in range(60):
            other.locator('[mark="report"]').click()
            state = other.locator('[mark="report-state"]')
            playwright.expect(state).to_have_text(re.compile("."))
            if "made already" not in state.inner_text():
                break
            other.wait_for_timeout(500)
    assert waiting.value.suggested_filename == "corner_shop_report.html"


def test_a_slider_that_is_let_go_is_answered_at_once(studio: Studio, visitor: Visitor) -> None:
    page = visitor.page(studio.url)
    answered(page)
    before = page.url
    page.locator('[data-mark="level.advice"]').evaluate(
        "box => { for (const value of [0.9, 0.8, 0.7, 0.6]) { box.value = value;"
        " box.dispatchEvent(new Event('input', {bubbles: true})) }"
        " box.dispatchEvent(new Event('change', {bubbles: true})) }"
    )
    changed(page, before)
    assert "level.advice=0.6" in page.url
    said = compared(studio, page)
    assert differences(page)["profit"] == said["profit"]


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_nothing_is_wider_than_the_screen(studio: Studio, visitor: Visitor, width: int) -> None:
    page = visitor.page(studio.url)
    page.set_viewport_size({"width": width, "height": 900})
    answered(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.fonts.status") == "loaded"
