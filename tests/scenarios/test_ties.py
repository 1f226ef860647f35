"""Files of ties: every usual way of writing them, every mistake with its line, and a hash of what is in them."""

import pickle
from pathlib import Path

import pytest

from experiments.anchor_store import key_of
from experiments.manifest import scenario_hash
from experiments.worlds import people_key
from scenarios import Scenario, ScenarioError, change, design, load, parse
from scenarios.ties import Ties, TiesError, note, read
from sim.networks import draw_network
from sim.population import draw_population

HERE = Path(__file__).parent
SHOP = (HERE / "minimal.yaml").read_text(encoding="utf-8")
CHAIN = "anna,bert\nbert,carl\n"


def written(folder: Path, text: str | bytes, name: str = "ties.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def shop(folder: Path, network: str, text: str = CHAIN) -> Scenario:
    """The shop with a network, and a file of ties beside it."""
    written(folder, text)
    return load(written(folder, f"{SHOP}network: {network}\n", "shop.yaml"))


def listed(ties: Ties) -> list[tuple[int, int, float]]:
    return list(zip(ties.one, ties.other, ties.weight, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n2,3\n",
        "1;2\r\n2;3\r\n",
        "1\t2\n2\t3",
        "1 2\n 2   3 \n",
        "\ufeff1,2\n2,3\n",
        "from,to\n1,2\n2,3\n",
        "anything,else\n1,2\n2,3\n",
        "Source,Target\nanna,bert\nbert,carl\n",
        "# who knows whom\n\n# FromNodeId\tToNodeId\n1\t2\n\n2\t3\n",
        "% sym unweighted\n1 2\n2 3\n",
        '"Smith, Anna","Jones, ""Bob"""\n"Jones, ""Bob""","x"\n',
        "1, 2\n2 ,3\n",
        "1,2\n2,3\n3,3\n",
    ],
)
def test_usual_ways_of_writing(tmp_path: Path, text: str) -> None:
    assert listed(read(written(tmp_path, text))) == [(0, 1, 1.0), (1, 2, 1.0)]


@pytest.mark.parametrize("head", ["", "person,person,weight\n", "a,b,Weight\n"])
def test_weights(tmp_path: Path, head: str) -> None:
    ties = read(written(tmp_path, f"{head}x,y,0.5\ny,z,1\nx,z,0.5\n"))
    assert listed(ties) == [(0, 1, 0.5), (1, 2, 1.0), (0, 2, 0.5)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is no tie in it"),
        ("# nothing\n", "there is no tie in it"),
        ("from,to\n", "there is no tie in it"),
        ("1,1\n", "there is no tie in it"),
        ("1,2\n\n# x\n3\n", r"line 4 has 1 columns \('3'\); the first has 2"),
        ("1,2\n1,2,3\n", r"line 2 has 3 columns"),
        ("1,2,3,4\n", r"line 1 has 4 columns .*person, person, weight"),
        ("Source,Target,Type,Weight\n1,2,x,1\n", r"line 1 has 4 columns \('Source', 'Target', 'Type', 'Weight'\)"),
        ("anna\n", "line 1 has 1 columns"),
        ("from,to,strength\n1,2,1\n", "line 1 has 'strength' in its third column; .*'weight'"),
        ("from,to,weight\n1,2,x\n", "line 2 has the weight 'x', which is not a number"),
        ("1,2,1\n1,3,\n", "line 2 has the weight '', which is not a number"),
        ("1,2,nan\n", "line 1 has the weight 'nan', which is not a number"),
        ("1,2,1\n2,3,-0.5\n", "line 2 has the weight -0.5; a weight is more than 0"),
        ("1,2,0\n", "line 1 has the weight 0; .* leave the line out"),
        ("1,2,1\n2,3,17\n", "line 2 has the weight 17; .* divide all weights by the largest"),
        ("1,2\n,3\n", "line 2 has a tie to nobody"),
        ("1,2\n" + "x" * 2000, "line 2 is longer than 999 characters"),
        (b"1,2\n\xff\xfe,3\n", "ties.csv is not a text file in UTF-8"),
        ('1,2\n"3,4\n', "line 2"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(TiesError, match=message):
        read(written(tmp_path, text))


def test_too_many_ties_and_too_many_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "1,2\n2,3\n3,1\n")
    for limit in ("MAX_ROWS", "MAX_PEOPLE"):
        with monkeypatch.context() as patch:
            patch.setattr(f"scenarios.ties.{limit}", 2)
            with pytest.raises(TiesError, match=r"line 3 is too much: at most"):
                read(path)


def test_the_file_stands_beside_the_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    network = shop(tmp_path, "{kind: edge_list, file: ties.csv}").network
    assert network.file == read(tmp_path / "ties.csv")


@pytest.mark.parametrize(
    ("network", "line"),
    [
        ("{kind: edge_list}", "57:17: error: kind edge_list needs a file of ties; add 'file: ties.csv' to network"),
        ("{kind: edge_list, file: tie.csv}", "there is no file .*tie.csv — did you mean 'ties.csv'?"),
        ("{kind: edge_list, file: .}", "is a folder; name a file inside it"),
        ("{kind: edge_list, file: 7}", "network.file must be text, but is the number 7"),
        ("{kind: edge_list, file: bad.csv}", "57:34: error: network.file cannot be used: line 1 has the weight -1"),
        ("{file: ties.csv}", "57:11: error: only kind edge_list reads 'file'; write 'kind: edge_list'"),
        ("{kind: none, degrees: {1: 1}}", "only kind configuration reads 'degrees'"),
        ("{kind: scale_free, neighbours: 7}", "57:41: error: network.neighbours must be an even number, but is 7"),
        ("{kind: configuration, degrees: {x: 1}}", "must lead from numbers of ties, .* to shares, but has 'x'"),
        ("{kind: configuration, degrees: {2: 0.5}}", "shares of network.degrees add up to 0.5, not 1"),
    ],
)  # fmt: skip
def test_problems_are_placed_in_the_scenario(tmp_path: Path, network: str, line: str) -> None:
    written(tmp_path, "1,2,-1\n", "bad.csv")
    with pytest.raises(ScenarioError, match=line) as caught:
        shop(tmp_path, network)
    assert len(caught.value.problems) == 1


def test_odd_numbers_of_neighbours_where_nobody_sits_in_the_middle() -> None:
    assert parse(f"{SHOP}network: {{kind: configuration, neighbours: 7}}\n").network.neighbours == 7


def test_a_changed_file_is_another_scenario(tmp_path: Path) -> None:
    """And the same ties under another name, written in another way, are the same one."""
    usual = shop(tmp_path, "{kind: edge_list, file: ties.csv}")
    changed = shop(tmp_path, "{kind: edge_list, file: ties.csv}", CHAIN + "carl,anna\n")
    written(tmp_path, "# the same\n1\t2\n2\t3\n", "other.tsv")
    same = load(written(tmp_path, f"{SHOP}network: {{kind: edge_list, file: other.tsv}}\n", "shop.yaml"))
    for hashed in (scenario_hash, key_of, people_key):
        assert hashed(usual) == hashed(same) != hashed(changed)
    assert usual == same != changed
    assert str(tmp_path) not in str(usual.model_dump(mode="json"))


def test_what_was_read_goes_where_the_scenario_goes(tmp_path: Path) -> None:
    """Through changes, designs and pickles, with no file any more."""
    usual = shop(tmp_path, "{kind: edge_list, file: ties.csv}")
    (tmp_path / "ties.csv").unlink()
    for other in (
        change(usual, {"arrivals.rate_per_day": 5.0}),
        design(usual, "integrated"),
        pickle.loads(pickle.dumps(usual)),
    ):
        assert other.network == usual.network
    assert change(usual, {"network.kind": "none", "presets": {}}).network.file == usual.network.file


def test_presets_and_levers_may_name_files(tmp_path: Path) -> None:
    written(tmp_path, "1,2\n", "one.csv")
    text = SHOP.replace("bold: {", "bold: {network.kind: edge_list, network.file: one.csv, ").replace(
        "changes: {handoffs.retention: 0.95}", "changes: {network: {kind: edge_list, file: ties.csv}}"
    )
    written(tmp_path, CHAIN)
    case = load(written(tmp_path, text, "shop.yaml"))
    for changed, people in ((design(case, "siloed", preset="bold"), 2), (design(case, "integrated"), 3)):
        assert changed.network.file is not None
        assert changed.network.file.people == people
    with pytest.raises(ScenarioError, match=r"presets.bold.network.file cannot be used: there is no file"):
        load(written(tmp_path, text.replace("one.csv", "none.csv"), "shop.yaml"))


def test_how_many_find_a_place(tmp_path: Path) -> None:
    few = shop(tmp_path, "{kind: edge_list, file: ties.csv}")
    assert note(few) == (
        "ties.csv: 3 people, 2 ties; about 1,250 candidates, so about 1,247 of them have no ties"
    )
    one = change(few, {"arrivals.rate_per_day": 0.01})
    assert str(note(one)).endswith("so about 2 people of the file, drawn at random, are left out")
    assert note(change(few, {"network.kind": "none"})) is None


@pytest.mark.parametrize(
    ("network", "mean"),
    [
        ("{kind: none}", 0.0),
        ("{kind: full_mixing}", 0.0),
        ("{kind: watts_strogatz, weak_ties: 0}", 8.0),
        ("{kind: scale_free, neighbours: 4, exponent: 2.5}", 4.0),
        ("{kind: configuration, degree_law: regular, neighbours: 3}", 3.0),
        ("{kind: configuration, neighbours: 5}", 5.0),
        ("{kind: configuration, degrees: {2: 0.5, 4: 0.5}}", 3.0),
        ("{kind: edge_list, file: ties.csv}", 4 / 1250),
    ],
)
def test_every_kind_is_drawn(tmp_path: Path, network: str, mean: float) -> None:
    case = shop(tmp_path, network)
    drawn = draw_population(case, 1, 0)
    assert len(drawn.luck.network.to) / len(drawn.people) == pytest.approx(mean, rel=0.06)
    silent = change(case, {"mechanisms.word_of_mouth": False, "mechanisms.neighbour_defection": False})
    for nobody in (silent, change(case, {"interaction": False})):
        assert len(draw_network(nobody, drawn.luck.keys, drawn.people).to) == 0
