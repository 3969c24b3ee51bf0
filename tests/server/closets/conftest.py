"""A seller with one closet and one device, as for jobs."""

from tests.server.jobs.conftest import seller

__all__ = ["seller"]
