"""The seller of the pricing tests."""

from tests.server.bringing import seller as seller
