"""The seller of the orders' tests."""

from tests.server.bringing import seller as seller
