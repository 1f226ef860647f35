"""What five articles on customer journeys claim, and what the engine answers: rows of docs/reference/sources.md."""
