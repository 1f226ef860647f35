"""Sweeps: both designs lived through at many points of a space, by the same customers, and what that says together."""
