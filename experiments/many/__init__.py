"""Many designs against the first, on the same customers, with intervals that hold for all of them together.

from experiments import compare_many
compare_many("shop.yaml", ["today", "reminder", "advice", "both"])
"""
