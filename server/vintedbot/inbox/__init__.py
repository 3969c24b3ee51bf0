"""Messages: threads, offers and people who liked an item, and the texts that are prepared for them."""
