"""Jobs: wishes, leases, the go, their ends and their history (ARCHITECTURE §3).

Rules without a database: `states` · `verbs` · `budget` · `pacing` · `queue` · `refusals` · `cards` · `bulk` · `estimate`. The
protocol: `wishes` → `leases` → `goes` → `ends`, with `addressing` and `approvals` (what addresses a person), `answers` (what a
person says), `journals` (after a restore), `sweep` (the clock) and `refresh` (reading in the background). Many at once are
`batches`. What reading brings is in `readings` and `snapshots`, who keeps it in `keepers` and `drafts`. Other domains use
`service` only.
"""
