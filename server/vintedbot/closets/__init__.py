"""Closets: connected Vinted accounts, who may act on them, why they rest, and the diary of refusals."""
