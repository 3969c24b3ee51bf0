"""Pricing: comparable items that a device read, and what they say about a price."""
