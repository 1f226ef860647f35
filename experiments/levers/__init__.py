"""Levers: which one makes the difference, from what level and up to what price on each pays, and when it is paid back."""
