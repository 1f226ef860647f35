"""Levers: which one makes the difference, from what level and up to what price each pays, and when all is paid back."""
