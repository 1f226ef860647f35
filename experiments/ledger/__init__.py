"""The ledger of evidence: what an answer rests on, by how far it moves when each assumption is varied."""
