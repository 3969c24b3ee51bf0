"""What every domain stands on, and nothing that knows a domain.

Rows: `db` and transactions · `migrations` how tables come to be · `tables` the kit's own · `paged` lists read from outside.
Answers: `http` routes and paging · `edge` the layer around each · `errors` the one way to fail · `culprit` what in a request
no column takes · `idempotency` the same request twice, one effect · `limits` request rates · `room` how much an account may keep.
Work after the answer: `tasks` what it is · `relay` from the outbox to a running one.
Bytes: `store` by their sha256 · `magic` what they are · `seal` secrets at rest · `private` closed to other users of the machine.
Processes: `process` what one holds open · `supervise` ended with whoever started it · `embedded` PostgreSQL and Valkey from
wheels · `log` lines without secrets.
"""
