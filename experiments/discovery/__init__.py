"""Scenario discovery: under which futures the second design does not pay, told as boxes, a small tree and regrets."""
