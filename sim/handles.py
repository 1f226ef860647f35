"""One small record of addresses for the kernel, instead of thirty arrays in every call.

numba passes a tuple of arrays word by word: two hundred words a call for our world, luck and state, which cost half of
the run time and half of the compilation (measured). A record is one pointer. Whoever makes the handles holds the
arrays while the kernel works.
"""

from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils as _cgutils
from numba.extending import intrinsic
from numba.np import arrayobj as _arrayobj
from numba.np import numpy_support
from numpy.typing import NDArray

from sim import columns, layout
from sim.columns import Table
from sim.layout import Luck, World

cgutils: Any = _cgutils  # numba's inner parts carry no types
arrayobj: Any = _arrayobj
FLOAT, INTEGER, COUNT, WORD = np.dtype("f8"), np.dtype("i8"), np.dtype("i4"), np.dtype("u8")


class State(NamedTuple):
    """Everything that changes during a run (the fields of structured arrays stand in columns.py).

    people (n,); visits (n, touchpoints): visits so far; stream_day (n, streams): start of each revenue stream;
    bucket (ticks + 1,): first person of each calendar bucket; next_in_bucket (n,): who comes next in
    it; need_left (n, episodes): exposure until a need arises; need_number (n, episodes): how often it has;
    heap_day, heap_person (n,); free_day (servers,): when
    each server is free; touchpoint_counts, edge_counts, daily (ticks,), book (1,), members (n,): customers; inbox
    (2n + 1,): who heard something; messages: room for those under way; scores (most neighbours,): room to choose
    listeners; talk_bits (n,): on which of four ticks a customer would talk; slow_terms (n,):
    terms of the hazard and what they were computed from; log (rows kept,).
    """

    people: Table
    visits: NDArray[np.int32]
    stream_day: NDArray[np.float64]
    need_left: NDArray[np.float64]
    need_number: NDArray[np.int64]
    bucket: NDArray[np.int64]
    next_in_bucket: NDArray[np.int64]
    heap_day: NDArray[np.float64]
    heap_person: NDArray[np.int64]
    free_day: NDArray[np.float64]
    touchpoint_counts: Table
    edge_counts: Table
    daily: Table
    book: Table
    members: NDArray[np.int64]
    inbox: NDArray[np.int64]
    messages: Table
    scores: NDArray[np.float64]
    talk_bits: NDArray[np.int8]
    slow_terms: Table
    log: Table


TOUCHPOINTS = layout.TOUCHPOINT
EDGES = layout.EDGE
POOLS = layout.POOL
SERVERS = layout.SERVER
STREAMS = layout.STREAM
EPISODES = layout.EPISODE
SHOCKS = layout.SHOCK
CONSTANTS = layout.CONSTANTS_DTYPE
PEOPLE = columns.dtype_of(columns.PEOPLE)
TOUCHPOINT_COUNTS = columns.dtype_of(columns.TOUCHPOINT_COUNTS)
EDGE_COUNTS = columns.dtype_of(columns.EDGE_COUNTS)
DAILY = columns.dtype_of(columns.DAILY)
BOOK = columns.dtype_of(columns.BOOK)
TIES = columns.dtype_of(columns.TIES)
MESSAGES = columns.dtype_of(columns.MESSAGES)
SLOW_TERMS = columns.dtype_of(columns.SLOW_TERMS)
LOG = columns.dtype_of(columns.LOG)

HANDLES = np.dtype(
    [
        (name + part, "i8")
        for name in (
            *World._fields,
            "keys",
            "owner_offset",
            "need_rate",
            "lapse_chance",
            "tie_start",
            "ties",
            *State._fields,
        )
        for part in ("", "_rows", "_columns")
    ],
    align=True,
)


def handles(world: World, luck: Luck, state: State) -> Table:
    """The record of addresses, shape (1,): where each array lies, its rows and (if it has any) columns."""
    arrays = world._asdict() | state._asdict()
    arrays |= {"keys": luck.keys, "owner_offset": luck.owner_offset}
    arrays |= {"need_rate": luck.need_rate, "lapse_chance": luck.lapse_chance}
    arrays |= {"tie_start": luck.network.start, "ties": luck.ties}
    record = np.zeros(1, HANDLES)
    for name, array in arrays.items():
        if not array.flags.c_contiguous:
            raise ValueError(f"the array '{name}' is not contiguous")
        record[name] = array.ctypes.data
        record[f"{name}_rows"] = array.shape[0]
        record[f"{name}_columns"] = array.shape[1] if array.ndim == 2 else 1
    return record


def _accessor(name: str, dtype: np.dtype[Any], dimensions: int = 1) -> Any:
    """A compiled function g -> array that reads the address and shape of one array from the record.

    numba's own carray needs reference counting, which the kernel does without.
    """
    array_type = types.Array(numpy_support.from_dtype(dtype), dimensions, "C")
    sizes = [f"{name}_rows", f"{name}_columns"][:dimensions]

    def accessor(typing_context: Any, g: Any) -> Any:  # noqa: ARG001
        def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
            def field(part: str) -> Any:
                offset = HANDLES.fields[part][1]  # type: ignore[index]
                place = cgutils.pointer_add(builder, arguments[0], offset, ir.IntType(64).as_pointer())
                return builder.load(place)

            shape = [field(size) for size in sizes]
            width = context.get_constant(types.intp, dtype.itemsize)
            strides = [width] if dimensions == 1 else [builder.mul(width, shape[1]), width]
            array = arrayobj.make_array(array_type)(context, builder)
            data = builder.inttoptr(field(name), array.data.type)
            arrayobj.populate_array(
                array, data=data, shape=shape, strides=strides, itemsize=width, meminfo=None
            )
            return array._getvalue()

        return array_type(g), codegen

    return intrinsic(accessor)


touchpoints = _accessor("touchpoints", TOUCHPOINTS)
edges = _accessor("edges", EDGES)
pools = _accessor("pools", POOLS)
servers = _accessor("servers", SERVERS)
streams = _accessor("streams", STREAMS)
constants = _accessor("constants", CONSTANTS)
persona_channel = _accessor("persona_channel", FLOAT, 2)
persona_delay = _accessor("persona_delay", FLOAT, 2)
persona_case = _accessor("persona_case", FLOAT)
persona_goals = _accessor("persona_goals", FLOAT, 2)
goal_hash = _accessor("goal_hash", WORD)
campaign_offer = _accessor("campaign_offer", FLOAT)
episodes = _accessor("episodes", EPISODES)
shocks = _accessor("shocks", SHOCKS)
arrival_season = _accessor("arrival_season", FLOAT)
need_season = _accessor("need_season", FLOAT)
need_rate = _accessor("need_rate", FLOAT, 2)
lapse_chance = _accessor("lapse_chance", FLOAT, 2)
need_left = _accessor("need_left", FLOAT, 2)
need_number = _accessor("need_number", INTEGER, 2)
keys = _accessor("keys", WORD)
owner_offset = _accessor("owner_offset", FLOAT)
tie_start = _accessor("tie_start", INTEGER)
ties = _accessor("ties", TIES)
people = _accessor("people", PEOPLE)
visits = _accessor("visits", COUNT, 2)
stream_day = _accessor("stream_day", FLOAT, 2)
bucket = _accessor("bucket", INTEGER)
next_in_bucket = _accessor("next_in_bucket", INTEGER)
heap_day = _accessor("heap_day", FLOAT)
heap_person = _accessor("heap_person", INTEGER)
free_day = _accessor("free_day", FLOAT)
touchpoint_counts = _accessor("touchpoint_counts", TOUCHPOINT_COUNTS)
edge_counts = _accessor("edge_counts", EDGE_COUNTS)
daily = _accessor("daily", DAILY)
books = _accessor("book", BOOK)
members = _accessor("members", INTEGER)
inbox = _accessor("inbox", INTEGER)
messages = _accessor("messages", MESSAGES)
scores = _accessor("scores", FLOAT)
talk_bits = _accessor("talk_bits", np.dtype("i1"))
slow_terms = _accessor("slow_terms", SLOW_TERMS)
log = _accessor("log", LOG)
