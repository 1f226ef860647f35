"""Studies: many worlds, each lived through once, and what they say together."""
