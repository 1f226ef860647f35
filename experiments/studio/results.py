"""The results of the page: where they stand, and how an answer fills them."""

from typing import TYPE_CHECKING

from experiments.studio import views
from experiments.studio.charts import survival_svg
from experiments.studio.exports import EXPORTS, Answer
from experiments.studio.map_svg import HANDOFF, WITHIN, ways_in_words
from experiments.studio.parts import Block, Maps, button, group, words
from experiments.studio.report_box import ReportBox
from experiments.studio.session import Progress
from experiments.studio.texts import TEXTS

if TYPE_CHECKING:
    from experiments.studio.page import Page


class Results:
    """What a page says about its what-if."""

    def __init__(self, page: "Page") -> None:
        with group("div", "status-line"):
            self.status = words("p", TEXTS.nothing_yet, "status")
            self.spoken = words("p", "", "spoken", role="status", aria_live="polite")
        self.problem = words("p", "", "problem", role="alert")
        with group("section", "card", aria_labelledby="verdict-title"):
            words("h2", TEXTS.verdict, id="verdict-title")
            self.verdict = Block()
            self.leading = Block()
            words("p", TEXTS.noise, "note")
        with group("section", "card", aria_labelledby="maps-title"):
            with group("div", "title-line"):
                words("h2", TEXTS.maps, id="maps-title")
                self.pause = group("button", type="button")
                with self.pause:
                    self.pause_words = words("span", TEXTS.pause)
                self.pause.on("click", lambda _: self._pause(), args=[])
            Block(_legend(), "p").classes("legend")
            self.maps = Maps()
            with group("details"):
                words("summary", TEXTS.map_words)
                self.map_words = Block()
        with group("section", "card", aria_labelledby="measures-title"):
            words("h2", TEXTS.all_measures, id="measures-title")
            self.table = Block()
            self.people = Block()
            words("p", TEXTS.noise, "note")
        with group("div", "columns"):
            with group("section", "card", aria_labelledby="survival-title"):
                words("h2", TEXTS.survival, id="survival-title")
                words("p", TEXTS.survival_help, "note")
                self.survival = _wide(TEXTS.survival)
            with group("section", "card", aria_labelledby="waterfall-title"):
                words("h2", TEXTS.waterfall, id="waterfall-title")
                words("p", TEXTS.waterfall_help, "note")
                with group("div", "buttons"):
                    button(TEXTS.look_quickly, page.waterfall, mark="waterfall")
                    button(TEXTS.share_out, page.share_out, mark="share-out")
                self.sharing = words("p", "", "note")
                self.waterfall_state = words("p", "", "note", aria_live="polite")
                self.waterfall = _wide(TEXTS.waterfall)
        with group("section", "card", aria_labelledby="blame-title"):
            words("h2", TEXTS.blame, id="blame-title")
            button(TEXTS.compute, page.blame, mark="blame")
            self.blame_state = words("p", "", "note", aria_live="polite")
            self.blame = Block()
        with group("section", "card", aria_labelledby="keep-title"):
            words("h2", TEXTS.keep, id="keep-title")
            self.pin_box = group("div", "pins")
            words("h3", TEXTS.command)
            self.command = words("code", "", "command", tabindex="0")
            words("p", TEXTS.address, "note")
            self.share = words("code", "", "command", tabindex="0")
            words("h3", TEXTS.export)
            with group("div", "buttons"):
                for export in EXPORTS:
                    button(export[0], page.exporter(export))
            self.report = ReportBox(page)
        self.short = Block()
        self.short.classes("short")._props["aria-hidden"] = "true"

    def _pause(self) -> None:
        self.maps.toggle()
        self.pause_words.show(TEXTS.pause if self.maps.moving else TEXTS.move)

    def show(self, answer: Answer, progress: Progress) -> None:
        """Fill in an answer."""
        c = answer.comparison
        self.problem.show("")
        self.verdict.show(views.verdict_html(c))
        self.leading.show(views.leading_html(c))
        self.maps.show(views.maps_html(answer.maps, c.design_titles))
        self.map_words.show(ways_in_words(answer.worlds[0], *answer.flows, c.design_titles))
        self.table.show(views.table_html(c))
        self.people.show(views.people_html(c))
        self.survival.show(survival_svg(c))
        self.command.show(views.text(answer.command))
        done = progress.done == progress.wanted
        line = [
            TEXTS.status.format(done=progress.done, wanted=progress.wanted),
            TEXTS.done if done else TEXTS.refining,
        ]
        if progress.seconds is not None:
            line.append(TEXTS.first_answer.format(seconds=f"{progress.seconds:.1f}"))
        self.status.show(views.text(" · ".join(line)))
        self.short.show(views.short_html(c, line[0]))
        self.status.props(f"data-state={'done' if done else 'refining'}")
        if done:
            self.report.foretell()
            words_ = TEXTS.spoken.format(replications=progress.done, worth=c.verdict.worth)
            self.spoken.show(views.text(words_))

    def tell(self, text: str | None, state: str) -> None:
        """Say where the answer stands, or why there is none."""
        if state == "refused":
            self.problem.show(views.text(TEXTS.refused.format(reason=text)))
        elif state == "failed":
            self.problem.show(views.text(TEXTS.failed))
        else:
            self.status.show(views.text(getattr(TEXTS, state)))
        self.status.props(f"data-state={state}")

    def stale(self) -> None:
        """What was worked out on demand is out of date."""
        self.sharing.show("")
        for state, block in ((self.waterfall_state, self.waterfall), (self.blame_state, self.blame)):
            if block.html or state.html:
                state.show(views.text(TEXTS.out_of_date))

    def clear(self) -> None:
        """Forget what was shown."""
        for block in (
            self.verdict, self.leading, self.maps, self.map_words, self.table, self.people, self.survival,
            self.short, self.waterfall, self.waterfall_state, self.sharing, self.blame, self.blame_state, self.command,
        ):  # fmt: skip
            block.show("")


def _wide(name: str) -> Block:
    """A drawing that a narrow screen moves sideways."""
    block = Block()
    block.classes("scroll")._props |= {"tabindex": "0", "role": "region", "aria-label": name}
    return block


def _legend() -> str:
    def line(colour: str, dash: str, text: str) -> str:
        return (
            "<span><svg viewBox='0 0 34 10' width='34' height='10' aria-hidden='true'>"
            f"<line x1='1' x2='33' y1='5' y2='5' stroke='{colour}' stroke-width='4'{dash}/></svg> {text}</span>"
        )

    return (
        line(HANDOFF, "", f"◇ {TEXTS.legend_handoff}") + line(WITHIN, "", TEXTS.legend_within)
        + line(WITHIN, " stroke-dasharray='7 4'", TEXTS.legend_silent)
        + f"<span>✕ {TEXTS.legend_lost}</span><span>✓ {TEXTS.legend_won}</span><span>{TEXTS.maps_help}</span>"
    )  # fmt: skip
