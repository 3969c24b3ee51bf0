"""Orders: sales and purchases, their labels, and what is handed over to Vinted's own pages."""
