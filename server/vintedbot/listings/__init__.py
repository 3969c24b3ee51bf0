"""Listings: drafts with their rules and words, and what is seen, noted and known of listings on Vinted."""
