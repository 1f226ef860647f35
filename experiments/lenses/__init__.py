"""Lenses compared: the same budget, spent by each way of managing on what it can see.

from experiments.lenses.regimes import compare_lenses
compare_lenses("hotel_goal_lens", ["functional", "goal"])
"""
