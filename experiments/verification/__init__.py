"""`journey verify`: small worlds in which theory knows the answer, lived through by the engine itself.

One file per subject. Every limit names a world, what is counted in it, and the closed form it must meet.
"""
