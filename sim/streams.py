"""Addressed random draws: the same question asked twice gets the same answer, in any order, in every design.

A draw is u(seed, replication, uid, decision, and the decision's own fields). The generator is Philox4x64-10
(Salmon, Moraes, Dror & Shaw 2011), used as a pure function; it equals numpy.random.Philox. One block of the
generator holds four numbers, and every decision says what its four are for.
"""

import hashlib
from enum import IntEnum
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from sim.compiled import compiled


class Decision(IntEnum):
    """What a block of four draws is for. Append only: a number is part of every address ever used."""

    ARRIVAL = 1  # gap to the previous candidate; acceptance under acquisition feedback; -; -
    TRAIT = 2  # a personal trait (place = hash of the trait's name)
    PERSON = 3  # frailty; churn threshold of the first spell; -; -
    CONTACT = 4  # delay; time in the next opening; patience; what follows an abandonment
    SERVICE = 5  # service time; chase delay; retry delay; -
    MOMENT = 6  # perceived quality; predictable or not; failure; message noise
    RECOVERY = 7  # voiced; recovered; posted; -
    REPEAT = 8  # four items of information (alternative = block of four)
    CROSSING = 9  # dropped hand-off; -; -; -
    ROUTE = 10  # Gumbel of one alternative; -; -; -
    NEED = 11  # relevant; covered; -; - (alternative = need); consequences (2^20): contact; cancellation; incident; -
    OWNER_VOICE = 12  # a department's offset (uid 0; place = hash of the owner)
    SURVEY = 13  # noise of the answer; -; -; -
    TELL = 14  # tells about an episode; posts a review; -; - (ordinal = episode)
    AMBIENT = 15  # talks on each of four ticks (ordinal = tick // 4)
    LISTENER = 16  # who hears it (place = receiver's uid)
    CAUSE = 17  # which cause a departure is booked on; -; -; -
    NETWORK = 18  # rewired; new end; -; - (ordinal = slot); place on the ring or in an order; -; -; - (alternative 1)
    OFFER = 19  # gap to the next offer; heard or not; its utility; - (ordinal = offer)
    GOAL = 20  # true weight; stated weight; -; - (place = goal)
    RESHARE = 21  # who hears a story (place = receiver's uid, ordinal = story); how many do (alternative 1)
    ENTRY = 22  # starts because of praise; -; -; - (ordinal = hearing)
    MIXING = 23  # who hears it where all may meet; -; -; - (ordinal = talk, alternative = listener)
    NEED_ARISES = 24  # exposure until a need arises; -; -; - (place = episode, ordinal = how often before)
    NEED_RATE = 25  # rate of a need against the average; own chance to lapse; -; - (place = episode)
    LAPSE = 26  # lapses after a repeat purchase; -; -; - (place = episode, ordinal = purchase)
    SHOCK = 27  # hit; failed; when; perceived quality (place = shock)
    SPEND = 28  # spend; -; -; - (place = touchpoint or episode, ordinal = visit or purchase, alternative = stream)
    FEEDBACK = 29  # answers when asked about a contact; -; -; -
    TENURE = 30  # tenure of a customer of the first day; phase of regular needs; -; -
    FOLLOW = 40  # an earlier person; another try; that person, or whom they picked; which (ordinal = slot)
    STUB = 41  # keys of four ends of ties (ordinal = block of four)
    SEAT = 42  # four places in a network read from a file (alternative = block of four)


WORD = 0xFFFFFFFFFFFFFFFF
ROUNDS = 10
MULTIPLIER_0 = np.uint64(0xD2E7470EE14C6C93)
MULTIPLIER_1 = np.uint64(0xCA5A826395121157)
WEYL_0 = np.uint64(0x9E3779B97F4A7C15)
WEYL_1 = np.uint64(0xBB67AE8584CAA73B)
SHIFT_12 = np.uint64(12)
TWO_POWER_MINUS_52 = 1.0 / 4503599627370496.0


def _multiply_typed(typing_context: Any, a: Any, b: Any) -> Any:  # noqa: ARG001
    """Both halves of a 128-bit product, from one multiplication; Python-level shifts would cost three times the whole
    block."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(builder.zext(arguments[0], wide), builder.zext(arguments[1], wide))
        high = builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))
        return context.make_tuple(
            builder, signature.return_type, (high, builder.trunc(product, ir.IntType(64)))
        )

    pair: Any = types.UniTuple
    return pair(types.uint64, 2)(types.uint64, types.uint64), codegen


_multiply: Any = intrinsic(_multiply_typed)


@compiled
def philox(
    key_0: np.uint64,
    key_1: np.uint64,
    word_0: np.uint64,
    word_1: np.uint64,
    word_2: np.uint64,
    word_3: np.uint64,
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Philox4x64-10 of one counter under one key, all words uint64."""
    for _ in range(ROUNDS):
        high_0, low_0 = _multiply(MULTIPLIER_0, word_0)
        high_1, low_1 = _multiply(MULTIPLIER_1, word_2)
        word_0 = high_1 ^ word_1 ^ key_0
        word_1 = low_1
        word_2 = high_0 ^ word_3 ^ key_1
        word_3 = low_0
        key_0 = key_0 + WEYL_0
        key_1 = key_1 + WEYL_1
    return word_0, word_1, word_2, word_3


@compiled
def unit(word: np.uint64) -> float:
    """A uniform strictly inside (0, 1) from the upper 52 bits of a word (with 53 the largest would round to 1)."""
    return (np.float64(word >> SHIFT_12) + 0.5) * TWO_POWER_MINUS_52


@compiled
def draw(
    keys: NDArray[np.uint64],
    uid: np.uint64,
    decision: int,
    place: np.uint64,
    ordinal: int,
    alternative: np.uint64,
) -> tuple[float, float, float, float]:
    """Four uniforms of one address.

    keys: shape (2,), the key of (seed, replication); uid: the customer; place: hash of a touchpoint's, owner's or
    trait's name, or another uid; ordinal: k-th visit, day or talk number (>= 0); alternative: hash of an
    alternative's name, or a block number. The decision sits in the upper byte of the ordinal's word.
    """
    a, b, c, d = philox(
        keys[0],
        keys[1],
        uid,
        place,
        np.uint64(ordinal) | (np.uint64(decision) << np.uint64(56)),
        alternative,
    )
    return unit(a), unit(b), unit(c), unit(d)


def name_hash(name: str) -> int:
    """64-bit hash of a name: addresses never depend on a position in a list."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def keys_of(seed: int, replication: int) -> NDArray[np.uint64]:
    """The Philox key of one replication, shape (2,) (NumPy's SeedSequence; replications are spawned, not added)."""
    words = np.random.SeedSequence(seed, spawn_key=(replication,)).generate_state(2, np.uint64)
    return words.astype(np.uint64)


def uid_of(persona: str, number: int) -> int:
    """The n-th candidate of a persona: upper half hash of the persona's name, lower half the number."""
    return ((name_hash(persona) & 0xFFFFFFFF) << 32) | number


def first_draws(
    keys: NDArray[np.uint64], uids: NDArray[np.uint64], decision: Decision, place: int = 0, ordinal: int = 0
) -> NDArray[np.float64]:
    """The four draws of one decision for many people: shape (len(uids), 4)."""
    out = np.empty((len(uids), 4))
    fill_draws(keys, uids, int(decision), np.uint64(place), ordinal, out)
    return out


@compiled
def fill_draws(
    keys: NDArray[np.uint64],
    uids: NDArray[np.uint64],
    decision: int,
    place: np.uint64,
    ordinal: int,
    out: NDArray[np.float64],
) -> None:
    """Write the four draws of every uid into `out` (shape (n, 4))."""
    for i in range(len(uids)):
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = draw(
            keys, uids[i], decision, place, ordinal, np.uint64(0)
        )
