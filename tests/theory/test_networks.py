"""Networks against their theory and against networkx; and what one more person changes."""

import math
from array import array
from collections.abc import Callable
from hashlib import sha256

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, shortest_path
from scipy.special import gammaln
from scipy.stats import chisquare

from experiments.theory.spread import giant_share_poisson, giant_share_regular
from scenarios.people import Network as Described
from scenarios.ties import Ties
from sim.layout import Network
from sim.networks import configuration, degrees_of, edge_list, scale_free, small_world
from sim.streams import keys_of, uid_of

Draw = Callable[[int, NDArray[np.uint64]], Network]
"""A network from a seed and the people's uids."""


def people(count: int) -> NDArray[np.uint64]:
    return np.uint64(uid_of("somebody", 0)) + np.arange(count, dtype=np.uint64)


def matrix(net: Network) -> csr_array:
    return csr_array((net.weight, net.to, net.start), shape=(len(net.start) - 1,) * 2)


def degrees(net: Network) -> NDArray[np.int64]:
    return np.diff(net.start)


def tie_list(one: list[int], other: list[int], weight: list[float] | None = None) -> Ties:
    return Ties(
        "made up",
        max(one + other) + 1,
        array("i", one),
        array("i", other),
        array("d", weight or [1.0] * len(one)),
    )


RING_OF_300 = tie_list(
    [i for i in range(300) for _ in range(2)], [(i + k) % 300 for i in range(300) for k in (1, 2)]
)
SEVERAL = {1: 0.5, 2: 0.3, 10: 0.2}
POISSON_8 = degrees_of(Described(kind="configuration"))

DRAWS: dict[str, Draw] = {
    "small_world": lambda seed, who: small_world(keys_of(seed, 0), who, 8, 0.2, 2, 0.3),
    "scale_free": lambda seed, who: scale_free(keys_of(seed, 0), who, 8, 3.0),
    "scale_free_2.3": lambda seed, who: scale_free(keys_of(seed, 0), who, 8, 2.3),
    "poisson": lambda seed, who: configuration(keys_of(seed, 0), who, POISSON_8),
    "several": lambda seed, who: configuration(keys_of(seed, 0), who, SEVERAL),
    "edge_list": lambda seed, who: edge_list(keys_of(seed, 0), who, RING_OF_300),
}


# ---------------------------------------------------------------- what holds for every kind


@pytest.mark.parametrize("count", [0, 1, 2, 3, 11, 500])
@pytest.mark.parametrize("kind", DRAWS)
def test_ties_are_mutual_single_and_between_two(kind: str, count: int) -> None:
    net = DRAWS[kind](4, people(count))
    assert len(net.start) == count + 1
    assert (net.start[0], net.start[-1]) == (0, len(net.to)) == (0, len(net.weight))
    one = np.repeat(np.arange(count), degrees(net))
    assert not np.any(one == net.to)
    forth = dict(zip(zip(one.tolist(), net.to.tolist(), strict=True), net.weight.tolist(), strict=True))
    assert len(forth) == len(net.to)
    assert all(forth[j, i] == weight for (i, j), weight in forth.items())


def pairs(net: Network, who: NDArray[np.uint64]) -> set[tuple[int, int]]:
    one, other = np.repeat(who, degrees(net)), who[net.to]
    forth = one < other
    return set(zip(one[forth].tolist(), other[forth].tolist(), strict=True))


@pytest.mark.parametrize("kind", DRAWS)
def test_same_address_same_ties(kind: str) -> None:
    who = people(400)
    net, again, other = (DRAWS[kind](seed, who) for seed in (4, 4, 5))
    for one, two in zip(net, again, strict=True):
        assert one.tobytes() == two.tobytes()
    assert pairs(net, who) != pairs(other, who)


@pytest.mark.parametrize("kind", [kind for kind in DRAWS if kind != "small_world"])
def test_order_of_the_people_does_not_matter(kind: str) -> None:
    who = people(400)
    mixed = np.random.default_rng(1).permutation(who)
    assert pairs(DRAWS[kind](4, who), who) == pairs(DRAWS[kind](4, mixed), mixed)


@pytest.mark.parametrize(
    ("kind", "most"), [("scale_free", 40), ("scale_free_2.3", 60), ("poisson", 60), ("edge_list", 40)]
)
def test_one_more_person_changes_few_ties(kind: str, most: int) -> None:
    """On average over who comes, of some 16,000 ties (600 in the file)."""
    who = people(4000 if kind != "edge_list" else 310)
    changed = []
    for seed in range(12):
        more = np.insert(who, len(who) // 2, np.uint64(uid_of("newcomer", seed)))
        before, after = pairs(DRAWS[kind](seed, who), who), pairs(DRAWS[kind](seed, more), more)
        changed.append(len(before - after))
    assert 0 < np.mean(changed) < most


# ---------------------------------------------------------------- small world


def transitivity(net: csr_array) -> float:
    """Share of pairs of acquaintances of somebody who know each other."""
    one = (net > 0).astype(float)
    size = one.sum(axis=1)
    return float((one @ one).multiply(one).sum() / (size * (size - 1)).sum())


def path_length(net: csr_array) -> float:
    """Mean number of steps from 60 of the people to all others."""
    steps = shortest_path(net, unweighted=True, indices=np.arange(0, net.shape[0], net.shape[0] // 60))
    return float(np.mean(steps[np.isfinite(steps) & (steps > 0)]))


@pytest.mark.parametrize("rewiring", [0.0, 0.05, 0.2, 1.0])
def test_small_world_is_that_of_watts_and_strogatz(rewiring: float) -> None:
    """Barrat & Weigt 2000: 3 (k - 2) / (4 (k - 1)) (1 - rewiring)^3 of the pairs of acquaintances know each other."""
    ours = matrix(small_world(keys_of(1, 0), people(4000), 8, rewiring, 0, 0.3))
    theirs = csr_array(nx.to_scipy_sparse_array(nx.watts_strogatz_graph(4000, 8, rewiring, seed=1)))
    assert transitivity(ours) == pytest.approx(9 / 14 * (1 - rewiring) ** 3, abs=0.008)
    assert transitivity(ours) == pytest.approx(transitivity(theirs), abs=0.008)
    assert path_length(ours) == pytest.approx(path_length(theirs), rel=1e-12 if rewiring == 0.0 else 0.02)


def test_small_world_draws_what_it_always_drew() -> None:
    net = small_world(
        keys_of(7, 3), np.uint64(uid_of("a", 0)) + np.arange(1000, dtype=np.uint64), 8, 0.05, 2, 0.3
    )
    digest = sha256(net.start.tobytes() + net.to.tobytes() + net.weight.tobytes()).hexdigest()
    assert digest[:16] == "2da9b1eb54a7bfdd"


# ---------------------------------------------------------------- followers


def growth_law(k: NDArray[np.int64], each: int, exponent: float) -> NDArray[np.float64]:
    """Share of people with k ties (Dorogovtsev, Mendes & Samukhin 2000, a = exponent - 2, q = k - each)."""
    a, q = exponent - 2.0, k - each
    start = gammaln((each + 1) * a + 1) - gammaln(each * a)
    shares = (1 + a) * np.exp(start + gammaln(q + each * a) - gammaln(q + 2 + (each + 1) * a))
    return np.asarray(shares)


def test_growth_law_with_exponent_3_is_that_of_barabasi_and_albert() -> None:
    k = np.arange(4, 100)
    assert growth_law(k, 4, 3.0) == pytest.approx(2 * 4 * 5 / (k * (k + 1.0) * (k + 2.0)))


def fit(observed: NDArray[np.int64], first: int, shares: NDArray[np.float64]) -> float:
    """p of a chi-square test: shares[i] of the people have first + i ties, all with few others in one class."""
    classes = int(np.argmax(len(observed) * shares < 20))
    counts = np.bincount(np.minimum(observed - first, classes), minlength=classes + 1)
    return float(
        chisquare(counts, len(observed) * np.append(shares[:classes], 1 - shares[:classes].sum())).pvalue
    )


@pytest.mark.parametrize("exponent", [2.5, 3.0, 4.0])
def test_followers_have_the_law_of_growth(exponent: float) -> None:
    observed = degrees(scale_free(keys_of(1, 0), people(100_000), 8, exponent))
    assert observed.min() == 4
    assert observed.mean() == pytest.approx(8.0, rel=1e-3)
    assert fit(observed, 4, growth_law(np.arange(4, 2000), 4, exponent)) > 0.01
    assert fit(observed, 4, growth_law(np.arange(4, 2000), 4, exponent + 0.3)) < 1e-6


@pytest.mark.parametrize("exponent", [2.5, 3.0, 4.0])
def test_exponent_of_the_tail(exponent: float) -> None:
    """Maximum likelihood (Clauset, Shalizi & Newman 2009). Far out the law is (k + shift) ** -exponent."""
    shift = 4 * (exponent - 3) + exponent / 2 - 0.5
    tail = degrees(scale_free(keys_of(2, 0), people(200_000), 8, exponent)) + shift
    tail = tail[tail >= 40 + shift]
    estimate = 1.0 + len(tail) / np.log(tail / (39.5 + shift)).sum()
    error = (estimate - 1.0) / math.sqrt(len(tail))
    assert error < 0.1
    assert abs(estimate - exponent) < 3.0 * error


@pytest.mark.parametrize("exponent", [2.5, 3.0])
def test_largest_hub_grows_with_the_crowd(exponent: float) -> None:
    """Like n ** (1 / (exponent - 1)); the logarithm of the largest of a power law varies by pi / sqrt(6) of that."""
    sizes, seeds = (1_000, 30_000), range(12)
    largest = [
        [math.log(degrees(scale_free(keys_of(seed, 0), people(size), 8, exponent)).max()) for seed in seeds]
        for size in sizes
    ]
    slope = (np.mean(largest[1]) - np.mean(largest[0])) / math.log(sizes[1] / sizes[0])
    assert slope == pytest.approx(1.0 / (exponent - 1.0), abs=0.12)


def test_followers_are_those_of_networkx() -> None:
    ours = matrix(scale_free(keys_of(1, 0), people(20_000), 8, 3.0))
    theirs = csr_array(nx.to_scipy_sparse_array(nx.barabasi_albert_graph(20_000, 4, seed=1)))
    assert path_length(ours) == pytest.approx(path_length(theirs), rel=0.03)
    assert transitivity(ours) < 0.01
    assert transitivity(theirs) < 0.01


# ---------------------------------------------------------------- configuration model

LARGE = people(100_000)


def giant_share(net: csr_array) -> float:
    """Share of the people in the largest connected part."""
    _, label = connected_components(net, directed=False)
    return float(np.bincount(label).max() / net.shape[0])


def thinned(net: Network, kept: float) -> csr_array:
    """The network with each tie kept by chance: those who hear a message that each tie passes on so often."""
    one = np.repeat(np.arange(len(net.start) - 1), degrees(net))
    forth = np.flatnonzero(one < net.to)
    stay = forth[np.random.default_rng(1).random(len(forth)) < kept]
    return csr_array(
        coo_array((np.ones(len(stay)), (one[stay], net.to[stay])), shape=(len(net.start) - 1,) * 2)
    )


def test_numbers_of_ties_follow_their_law() -> None:
    observed = degrees(configuration(keys_of(1, 0), LARGE, POISSON_8))
    k = np.arange(60)
    assert fit(observed, 0, np.exp(k * math.log(8.0) - 8.0 - gammaln(k + 1))) > 0.01
    assert fit(observed, 0, np.exp(k * math.log(8.1) - 8.1 - gammaln(k + 1))) < 1e-6
    observed = degrees(configuration(keys_of(1, 0), LARGE, SEVERAL))
    counts = [np.sum(observed == degree) for degree in SEVERAL]
    assert chisquare(counts, np.array(list(SEVERAL.values())) * sum(counts)).pvalue > 0.01
    assert sum(counts) > 0.999 * len(observed)
    regular = degrees(
        configuration(keys_of(1, 0), LARGE, degrees_of(Described(kind="configuration", degree_law="regular")))
    )
    assert np.mean(regular == 8) > 0.999


def test_loops_and_second_ties_that_are_left_out() -> None:
    """12.25 second ties and 3.5 loops are expected, whatever the size: 15.75 of 4,000 ties among 1,000 people."""
    for size in (1_000, 8_000):
        lost = [
            4 * size - len(configuration(keys_of(seed, 0), people(size), {8: 1.0}).to) // 2
            for seed in range(40)
        ]
        assert np.mean(lost) == pytest.approx(15.75, abs=4.0 * math.sqrt(15.75 / 40))


@pytest.mark.parametrize(
    ("law", "share"),
    [
        (degrees_of(Described(kind="configuration", neighbours=2)), giant_share_poisson(2.0, 1.0)),  # .7968
        ({1: 0.5, 3: 0.5}, 1 - (1 / 3 + 1 / 27) / 2),  # u = 1/4 + 3/4 u^2: u = 1/3
        ({1: 0.9, 2: 0.1}, 0.0),
        ({3: 1.0}, 1.0),
    ],
)
def test_share_that_hangs_together(law: dict[int, float], share: float) -> None:
    """1 - G0(u), u = G1(u) (Newman, Strogatz & Watts 2001)."""
    assert giant_share(matrix(configuration(keys_of(1, 0), LARGE, law))) == pytest.approx(share, abs=0.008)


@pytest.mark.parametrize(
    ("law", "exact"),
    [(POISSON_8, giant_share_poisson), ({8: 1.0}, giant_share_regular)],
    ids=["poisson", "regular"],
)
def test_share_that_a_message_reaches(law: dict[int, float], exact: Callable[[int, float], float]) -> None:
    """Newman 2002: .64198 and .62325 at a chance of .2 per tie; nobody below the threshold (1/8, 1/7)."""
    net = configuration(keys_of(1, 0), LARGE, law)
    for chance in (0.2, 0.4):
        assert giant_share(thinned(net, chance)) == pytest.approx(exact(8, chance), abs=0.008)
    assert exact(8, 0.1) == 0.0
    assert giant_share(thinned(net, 0.1)) < 0.01


def test_all_ways_of_joining_are_equally_likely() -> None:
    """Six people with one tie each can be paired in 15 ways; joining along the digits of the keys prefers none."""
    who = people(6)
    found = [
        tuple(sorted(pairs(configuration(keys_of(seed, 0), who, {1: 1.0}), who))) for seed in range(3000)
    ]
    counts = [found.count(way) for way in set(found)]
    assert len(counts) == 15
    assert chisquare(counts).pvalue > 0.01


# ---------------------------------------------------------------- ties of a file


def test_everybody_may_sit_anywhere() -> None:
    """The centre of a star of ten, among eight and among twelve people."""
    star = tie_list([0] * 9, list(range(1, 10)))
    for count in (8, 12):
        centre = [
            int(np.argmax(size)) if size.max() > 1 else -1
            for size in (degrees(edge_list(keys_of(seed, 0), people(count), star)) for seed in range(2000))
        ]
        seated = 2000 - centre.count(-1)
        assert seated == pytest.approx(2000 * min(count / 10, 1), abs=80)
        assert chisquare([centre.count(i) for i in range(count)]).pvalue > 0.01


def test_a_file_of_the_right_size_is_taken_whole() -> None:
    net = edge_list(keys_of(1, 0), people(300), RING_OF_300)
    assert set(degrees(net)) == {4}
    assert giant_share(matrix(net)) == 1.0
    assert path_length(matrix(net)) == pytest.approx(
        np.mean([math.ceil(min(d, 300 - d) / 2) for d in range(1, 300)])
    )


def test_fewer_people_than_in_the_file_and_more() -> None:
    """Fewer: each tie stays when both ends do. More: they have no ties."""
    assert len(edge_list(keys_of(1, 0), people(150), RING_OF_300).to) / 2 == pytest.approx(600 / 4, abs=40)
    more = degrees(edge_list(keys_of(1, 0), people(400), RING_OF_300))
    assert (np.sum(more == 4), np.sum(more == 0)) == (300, 100)


def test_weights_are_kept_and_the_stronger_of_two_ties_counts() -> None:
    net = edge_list(keys_of(1, 0), people(3), tie_list([0, 1, 1], [1, 0, 2], [0.2, 0.7, 0.5]))
    assert sorted(net.weight) == [0.5, 0.5, 0.7, 0.7]
