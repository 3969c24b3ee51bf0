"""A stand-in for Vinted, for tests and the demo: pages, JSON routes, image host, refusals on demand.

It runs in a process of its own (`python -m tests.sandbox`) and knows nothing of VintedBot. Tests speak to it as a
browser does, over TLS under Vinted's names; what a test may arrange or look at goes through `client.Sandbox`.
"""
