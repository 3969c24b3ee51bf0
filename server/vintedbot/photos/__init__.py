"""Photos: uploads in parts, what is made and kept of each, their groups on the board, and how long they stay."""
