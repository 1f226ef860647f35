"""Ask for memory before it is needed. People lie scattered over tens of megabytes; waiting for them cost more than
half of a run (measured), and what comes next is known: the next customer of the list, the next event of the heap.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils as _cgutils
from numba.extending import intrinsic

cgutils: Any = _cgutils  # numba's inner parts carry no types
LINE_BYTES = 64


def _prefetch_typed(typing_context: Any, array: Any, index: Any, first: Any, lines: Any) -> Any:  # noqa: ARG001
    """Some cache lines of a row: how many, beginning with which (literal numbers)."""
    if not (isinstance(first, types.IntegerLiteral) and isinstance(lines, types.IntegerLiteral)):
        return None
    skipped, count = first.literal_value, lines.literal_value
    row_bytes = array.dtype.size if isinstance(array.dtype, types.Record) else array.dtype.bitwidth // 8

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        offset = builder.mul(arguments[1], ir.Constant(arguments[1].type, row_bytes))
        number, bytes_ = ir.IntType(32), ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [bytes_, number, number, number])
        call = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        for line in range(skipped, skipped + count):
            place = builder.gep(
                builder.bitcast(data, bytes_), [builder.add(offset, offset.type(line * LINE_BYTES))]
            )
            builder.call(call, [place, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, types.intp, first, lines), codegen


prefetch: Any = intrinsic(prefer_literal=True)(_prefetch_typed)
