"""Reads typed values out of a JSON body: a wrong type is an unhandled error of the server (500, code 105), as with Vinted."""

from typing import Any

from .http import Refused, Request, server_error


class Body:
    """One JSON object of a body; raises `Refused` when it is none."""

    def __init__(self, data: Any) -> None:
        if not isinstance(data, dict):
            raise Refused(server_error())
        self.data: dict[str, Any] = data

    @classmethod
    def sent(cls, request: Request) -> "Body":
        return cls(request.json())

    def of(self, name: str, *kinds: type) -> Any:
        """The value, or None when it is null or missing."""
        value = self.data.get(name)
        if value is None:
            return None
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise Refused(server_error())
        return value

    def need(self, name: str, *kinds: type) -> Any:
        """The value; null or missing is as wrong as another type."""
        value = self.of(name, *kinds)
        if value is None:
            raise Refused(server_error())
        return value

    def need_key(self, name: str, *kinds: type) -> Any:
        """The value, which may be null but has to be sent."""
        if name not in self.data:
            raise Refused(server_error())
        return self.of(name, *kinds)

    def number(self, name: str) -> int:
        """An id written as a string of digits, as some calls do."""
        text = self.need(name, str)
        if not (text.isascii() and text.isdigit()):
            raise Refused(server_error())
        return int(text)

    def ids(self, name: str) -> list[int]:
        value = self.of(name, list) or []
        if not all(isinstance(entry, int) and not isinstance(entry, bool) for entry in value):
            raise Refused(server_error())
        return list(value)

    def rows(self, name: str) -> list["Body"]:
        return [Body(entry) for entry in self.of(name, list) or []]
