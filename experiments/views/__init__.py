"""Figures of simulated journeys: small pure functions take the data from runs, small functions draw them."""
