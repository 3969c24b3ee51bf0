"""The seller of the inbox's tests."""

from tests.server.bringing import seller as seller
