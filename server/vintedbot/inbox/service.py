"""What other domains may ask of the inbox."""

from .readings import Sale, sold
from .threads import one as conversation

__all__ = ["Sale", "conversation", "sold"]
