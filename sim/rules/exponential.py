"""The exponential function, inside the compiled loop instead of a call out of it.

Exponentials were a fifth of a run, and much of that the way to the C library and back (measured). The algorithm is that
of the C libraries themselves (Szabolcs Nagy, Arm Optimized Routines 2018; glibc from 2.28 and musl took it over):
exp(x) = 2^(k/128) exp(r) with |r| <= ln 2 / 256, a polynomial of degree five, error below .511 units in the last place.
The fused steps are spelled out, so that the answer is the same on every processor, whatever its C library.
"""

import math
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from sim.compiled import compiled

STEPS = 128  # of the table, within a power of two
LARGE = 512.0  # beyond, the C library sees to overflow and gradual underflow
TO_STEPS = float.fromhex("0x1.71547652b82fep0") * STEPS
ROUNDING = 1.5 * 2.0**52  # adding it leaves a whole number in the lowest bits
STEP_HIGH, STEP_LOW = float.fromhex("-0x1.62e42fefa0000p-8"), float.fromhex("-0x1.cf79abc9e3b39p-47")
C2, C3 = float.fromhex("0x1.ffffffffffdbdp-2"), float.fromhex("0x1.555555555543cp-3")
C4, C5 = float.fromhex("0x1.55555cf172b91p-5"), float.fromhex("0x1.1111167a4d017p-7")
LAST_STEP, EXPONENT_SHIFT = np.uint64(STEPS - 1), np.uint64(52 - 7)


def _table() -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """2^(k/128) as bits less those of k itself, and how far that number is from the truth, relatively."""
    digits = 300
    root = 2 << (2 * digits)
    for _ in range(7):  # the 128th root of two, in whole numbers of 2^-300
        root = math.isqrt(root) << digits
    root >>= digits
    exact, heads, tails = 1 << digits, [], []
    for k in range(STEPS):
        head = exact / (1 << digits)
        numerator, denominator = head.as_integer_ratio()
        heads.append(int(np.float64(head).view(np.uint64)) - (k << 52) // STEPS)
        tails.append((exact * denominator - (numerator << digits)) / (numerator << digits))
        exact = exact * root >> digits
    return np.array(heads, np.uint64), np.array(tails)


HEADS, TAILS = _table()


def _fused_typed(typing_context: Any, a: Any, b: Any, c: Any) -> Any:  # noqa: ARG001
    """a b + c, rounded once."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return builder.fma(*arguments)

    return types.float64(types.float64, types.float64, types.float64), codegen


def _bits_typed(typing_context: Any, a: Any) -> Any:  # noqa: ARG001
    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.uint64(types.float64), codegen


def _number_typed(typing_context: Any, a: Any) -> Any:  # noqa: ARG001
    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(types.uint64), codegen


_fused: Any = intrinsic(_fused_typed)
_bits: Any = intrinsic(_bits_typed)
_number: Any = intrinsic(_number_typed)


@compiled
def exp(x: float) -> float:
    """e to the power x: `math.exp` to the last bit where the C library uses the same algorithm."""
    if not abs(x) < LARGE:
        return math.exp(x)
    shifted = _fused(TO_STEPS, x, ROUNDING)
    steps = _bits(shifted)
    whole = shifted - ROUNDING
    r = _fused(whole, STEP_LOW, _fused(whole, STEP_HIGH, x))
    k = steps & LAST_STEP
    scale = _number(HEADS[k] + (steps << EXPONENT_SHIFT))
    square = r * r
    small = _fused(square, _fused(r, C3, C2), TAILS[k] + r)
    small = _fused(square * square, _fused(r, C5, C4), small)
    return float(_fused(scale, small, scale))
