"""The generator: equal to NumPy's, never 0 or 1, different for every question."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.streams import Decision, draw, keys_of, name_hash, philox, uid_of, unit

WORDS = 1 << 64
EVERYTHING = WORDS - 1


def engine_block(key: list[int], counter: list[int]) -> list[int]:
    return [int(word) for word in philox(*(np.uint64(word) for word in [*key, *counter]))]


def numpy_block(key: list[int], counter: list[int]) -> list[int]:
    """NumPy adds one to the 256-bit counter before it makes a block."""
    whole = (sum(word << (64 * place) for place, word in enumerate(counter)) - 1) % (1 << 256)
    before = [(whole >> (64 * place)) % WORDS for place in range(4)]
    generator = np.random.Philox(counter=np.array(before, np.uint64), key=np.array(key, np.uint64))
    return [int(word) for word in generator.random_raw(4)]


class TestPhilox:
    def test_equals_numpy_on_2000_random_counters_and_keys(self) -> None:
        words = np.random.default_rng(20_240_229).integers(0, EVERYTHING, (2000, 6), np.uint64, endpoint=True)
        for row in words.tolist():
            assert engine_block(row[:2], row[2:]) == numpy_block(row[:2], row[2:])

    @pytest.mark.parametrize("word", [0, 1, EVERYTHING, EVERYTHING - 1, 1 << 63])
    def test_equals_numpy_at_the_ends_of_the_words(self, word: int) -> None:
        assert engine_block([word, 0], [word, 0, 0, 0]) == numpy_block([word, 0], [word, 0, 0, 0])
        assert engine_block([word] * 2, [word] * 4) == numpy_block([word] * 2, [word] * 4)

    @given(
        st.lists(st.integers(0, EVERYTHING), min_size=6, max_size=6), st.integers(0, 5), st.integers(0, 63)
    )
    def test_one_bit_of_the_address_changes_about_half_of_the_block(
        self, words: list[int], word: int, bit: int
    ) -> None:
        other = [w ^ (1 << bit) if place == word else w for place, w in enumerate(words)]
        pairs = zip(engine_block(words[:2], words[2:]), engine_block(other[:2], other[2:]), strict=True)
        changed = sum((a ^ b).bit_count() for a, b in pairs)
        assert 80 <= changed <= 176  # 128 expected, six standard deviations of 8 each way


class TestUnit:
    @pytest.mark.parametrize("word", [0, 1, (1 << 11) - 1, 1 << 11, 1 << 63, EVERYTHING - 1, EVERYTHING])
    def test_never_0_or_1(self, word: int) -> None:
        assert 0.0 < unit(np.uint64(word)) < 1.0

    @given(st.integers(0, EVERYTHING))
    def test_is_the_word_as_a_share_of_all_words(self, word: int) -> None:
        assert unit(np.uint64(word)) == pytest.approx((word + 0.5) / WORDS, abs=2.0**-53)
        assert 0.0 < unit(np.uint64(word)) < 1.0

    def test_a_larger_word_never_gives_a_smaller_number(self) -> None:
        words = np.sort(np.random.default_rng(3).integers(0, EVERYTHING, 2000, np.uint64, endpoint=True))
        assert (np.diff([unit(word) for word in words]) >= 0).all()


FROZEN = {
    "ARRIVAL": 1, "TRAIT": 2, "PERSON": 3, "CONTACT": 4, "SERVICE": 5, "MOMENT": 6, "RECOVERY": 7, "REPEAT": 8,
    "CROSSING": 9, "ROUTE": 10, "NEED": 11, "OWNER_VOICE": 12, "SURVEY": 13, "TELL": 14, "AMBIENT": 15,
    "LISTENER": 16, "CAUSE": 17, "NETWORK": 18,
}  # fmt: skip

FROZEN_HASH = 4_060_315_930_100_562_766  # of "06": a name keeps its address for ever


class TestAddress:
    def test_decisions_are_append_only(self) -> None:
        now = {decision.name: int(decision) for decision in Decision}
        assert {name: now.get(name) for name in FROZEN} == FROZEN
        assert all(number > max(FROZEN.values()) for name, number in now.items() if name not in FROZEN)
        assert max(now.values()) < 256, "the decision has one byte"
        assert len(set(now.values())) == len(now)

    def test_draw_is_the_block_of_its_address(self) -> None:
        keys, uid, place, alternative = keys_of(7, 3), uid_of("marta", 41), name_hash("06"), name_hash("07")
        counter = [uid, place, 5 | int(Decision.ROUTE) << 56, alternative]
        expected = [unit(np.uint64(word)) for word in numpy_block([int(k) for k in keys], counter)]
        got = draw(keys, np.uint64(uid), int(Decision.ROUTE), np.uint64(place), 5, np.uint64(alternative))
        assert list(got) == expected

    def test_every_seed_and_replication_has_a_key_of_its_own(self) -> None:
        keys = {tuple(keys_of(seed, replication).tolist()) for seed in range(60) for replication in range(60)}
        assert len(keys) == 60 * 60, "a sum or a product of seed and replication would repeat itself"

    def test_names_and_numbers_have_addresses_of_their_own(self) -> None:
        names = [f"{a}{b}" for a in "abcdefghij" for b in range(100)]
        assert len({name_hash(name) for name in names}) == len(names)
        assert name_hash("06") == FROZEN_HASH
        assert uid_of("marta", 5) - uid_of("marta", 0) == 5
        assert uid_of("marta", 0) >> 32 != uid_of("julio", 0) >> 32
