"""Live updates: what changed is announced by the change's own transaction, numbered by the relay, told to open sockets."""
