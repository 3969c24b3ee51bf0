"""The steps of the demo in order. Each is driven through the screens as a person does: by what is written on them.

A step answers its proof, a sentence about what is true outside of what the screens say: on the sandbox, at the server.
"""

from collections.abc import Callable

from . import connecting, listing, relisting
from .scene import Scene

STEPS: tuple[tuple[str, Callable[[Scene], str]], ...] = (
    ("first run", connecting.first_run),
    ("sign up", connecting.sign_up),
    ("extension signs in (PKCE)", connecting.signed_in),
    ("closet recognised (read-only)", connecting.closet_recognised),
    ("24 sample photos dropped", listing.photos_dropped),
    ("groups shown, one corrected", listing.groups_corrected),
    ("drafts made", listing.drafts_made),
    ("one draft completed", listing.draft_completed),
    ("rule check", listing.rules_checked),
    ("published, read back on the sandbox", listing.published),
    ("relisted, with the worker killed in the middle, ending in exactly one visible listing", relisting.relisted),
    ("history shown", relisting.history_shown),
)
