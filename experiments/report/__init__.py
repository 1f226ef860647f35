"""The report: one self-contained HTML file with what a decision needs, in English or Spanish."""
