"""Selection: the best of many designs, or of all portfolios of levers that a budget allows."""
