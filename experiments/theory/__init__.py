"""Exact answers: what the engine must converge to when its mechanisms are switched off or isolated.

Every function here is a closed form or a small linear system, knows nothing of the engine, and names the
source of its formula. `journey verify` and the tests hold the engine against these numbers.
"""
