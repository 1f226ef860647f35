"""A scenario on a card: everything is there, and nothing that a file says becomes markup."""

from html.parser import HTMLParser

from scenarios import change, load, names


class Reader(HTMLParser):
    """Collects the text, and the tags that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader


def test_every_scenario_has_one() -> None:
    for name in names():
        scenario = load(name)
        text = read(scenario._repr_html_()).text
        for thing in (*scenario.touchpoints.values(), *scenario.owners.values()):
            assert getattr(thing, "name", thing) in text
        for design in scenario.designs.values():
            assert design.title in text


def test_text_stays_text() -> None:
    hostile = "<img src=x onerror=alert(1)> & <script>"
    scenario = change(load("v_handoff"), {"title": hostile, "story": hostile})
    found = read(scenario._repr_html_())
    assert hostile in found.text
    assert found.seen <= {"h3", "p", "table", "thead", "tbody", "tr", "th", "td"}
