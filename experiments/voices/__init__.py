"""Sentences in two languages: a table of patterns per language, and one teller that puts values into them."""
