"""The seller of the tests of listings on Vinted."""

from tests.server.bringing import seller as seller
