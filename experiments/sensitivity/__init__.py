"""What an answer depends on, and what it would be worth to know better."""
