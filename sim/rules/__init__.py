"""The rules of behaviour: one small file per mechanism, scalars in, scalars out, no state (docs/reference/model.md).

Both engines call these functions with the same draws, which is why they agree to the bit.
"""
