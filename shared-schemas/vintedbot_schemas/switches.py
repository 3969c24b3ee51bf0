"""Switch-offs: a verb, a country, or a verb in one, turned off by the operator, with a reason and a link. Names only, no code."""

from typing import Annotated

from msgspec import Meta

from .base import Country, Moment, Wire
from .verbs import Verb


class SwitchOff(Wire, frozen=True, kw_only=True):
    """One switch. `verb` None: everything in the country; `country` None: the verb everywhere."""

    verb: Verb | None
    country: Country | None
    reason: Annotated[str, Meta(max_length=300)]
    link: Annotated[str, Meta(max_length=600)] | None = None
    since: Moment


class SwitchOffs(Wire, frozen=True, kw_only=True):
    """GET /switch-offs: what is off now. Clients ask once a minute."""

    items: list[SwitchOff]
