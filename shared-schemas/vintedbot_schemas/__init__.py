"""The contract between extension, portal and server: every shape that crosses between Python and TypeScript.

Read `verbs.py` and `jobs.py` first. `../generate.py` turns these structs into `../wire.ts` and `../schemas.json`; nothing is
written by hand on the other side. JSON is snake_case on both sides. A release may add fields and variants; taking
one away raises `WIRE_VERSION`.
"""

WIRE_VERSION = 1
"""Sent with every lease request; the server serves the versions of the last 90 days (`jobs.LeaseRequest`)."""
