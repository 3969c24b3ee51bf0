"""Photos: announcing, sending in parts, progress, groups and what can be done to them."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from .base import Moment, Request, Sha256, Wire

PART_BYTES = 1024 * 1024
"""A photo travels in parts of 1 MiB, each with its offset."""
MAX_PHOTOS_AT_ONCE = 80
MAX_PHOTO_BYTES = 40 * 1024 * 1024

PhotoState = Literal["receiving", "processing", "ready", "failed"]
PhotoProblem = Literal["empty", "truncated", "not_a_picture", "too_many_pixels", "too_large", "checksum"]
PhotoVariant = Literal["original", "large", "thumb", "source", "mask", "server_mask"]
"""original: the bytes that are published, edited if the photo was; large: 1,600 px (JPEG, or WebP where accepted); thumb: 480 px
WebP. source: the unedited 1,600 px JPEG; mask: where the item is, a grey PNG, if it was asked for."""


class NewPhoto(Wire, frozen=True, kw_only=True):
    """A file the seller dropped, as the browser is about to send it (after shrinking, so size and sha256 are of what is sent)."""

    client_id: UUID
    name: Annotated[str, Meta(max_length=200)]
    size: Annotated[int, Meta(ge=0)]
    sha256: Sha256
    captured_at: Moment | None = None
    """Capture time from EXIF, read before the metadata was stripped; local camera time taken as UTC if EXIF names no offset."""
    orientation: Annotated[int, Meta(ge=1, le=8)] = 1
    """EXIF orientation still to be applied; 1 when the browser already turned the picture."""


class UploadRequest(Request, frozen=True, kw_only=True):
    """POST /bulk/photos/upload: announce up to 80 photos; the answer says for each where to go on."""

    photos: Annotated[list[NewPhoto], Meta(min_length=1, max_length=80)]


class Photo(Wire, frozen=True, kw_only=True):
    """A photo as the server knows it."""

    id: UUID
    client_id: UUID
    name: str
    state: PhotoState
    offset: int
    """Bytes received; the next part starts here."""
    size: int
    problem: PhotoProblem | None = None
    duplicate_of: UUID | None = None
    """An identical photo is already here. In the answer to an announcement `id` is that photo's and nothing need be sent."""
    near_duplicate_of: UUID | None = None
    width: int | None = None
    height: int | None = None
    color: str | None = None
    captured_at: Moment | None = None
    group_id: UUID | None = None
    rendering: int = 0
    """Grows whenever its pictures change by an edit; ask for them with it (`?rendering=`), or take what a cache has."""
    created_at: Moment


class UploadAnswer(Wire, frozen=True, kw_only=True):
    """For each announced photo, in order: its row; `duplicate_of` set means it need not be sent."""

    items: list[Photo]


class PhotoPage(Wire, frozen=True, kw_only=True):
    """GET /bulk/photos, newest first; `?ids=` (comma separated) asks for these only."""

    items: list[Photo]
    next: str | None = None


class PartAnswer(Wire, frozen=True, kw_only=True):
    """PUT /bulk/photos/{id}/parts?offset=N with the raw bytes: what is there now.

    `sha256` is set once all bytes are confirmed: delete the local copy then. A part sent again is answered with the current
    offset; one that leaves a gap is refused with `wrong_offset`, whose data names the right one (`WrongOffset`). When the
    checksum of the whole is wrong the state is `failed`, the problem `checksum`, the offset 0: send it again from there.
    """

    offset: int
    state: PhotoState
    sha256: Sha256 | None = None


class WrongOffset(Wire, frozen=True, kw_only=True):
    """Data of the problem `wrong_offset`: where the next part starts."""

    offset: int


DuplicateReason = Literal["same_file", "same_picture", "saved_anew", "resized", "brightness", "cropped", "tilted"]
"""What was done to the one photo to get the other. same_file: the same bytes came twice; same_picture: the same pixels in
another file; saved_anew: a JPEG of a JPEG; resized: larger or smaller; brightness: lighter or darker; cropped: cut; tilted:
turned a little, as by straightening."""


class DuplicatePair(Wire, frozen=True, kw_only=True):
    """Two photos that show the same shot. Neither goes by itself: the person keeps both, or throws one away."""

    photo: Photo
    """The one that came later."""
    same_as: Photo
    reason: DuplicateReason
    drafted: list[UUID]
    """Which of the two are photos of a draft, and so cannot be thrown away here."""


class DuplicateList(Wire, frozen=True, kw_only=True):
    """GET /bulk/duplicates: the pairs nobody has decided about, newest first, each later photo once."""

    items: list[DuplicatePair]
    next: str | None = None


class KeepBoth(Request, frozen=True, kw_only=True):
    """POST /bulk/duplicates/keep: this photo, the later one of a pair, stays beside those it is like, and is not asked about
    again; with `keep` false it is."""

    photo_id: UUID
    keep: bool = True


# ------------------------------------------------------------------------------------------------ groups
Lane = Literal["sure", "check", "loose"]


class PhotoGroup(Wire, frozen=True, kw_only=True):
    """Photos of one item, at most 20. The first is the cover. `lane` says how sure the grouping is; a group the person touched
    is sure. A group leaves the list when a draft is made of it."""

    id: UUID
    lane: Lane
    photo_ids: list[UUID]
    revision: int


class GroupList(Wire, frozen=True, kw_only=True):
    """GET /bulk/groups and the answer to every change: the open groups in order, from the first or behind `after`."""

    items: list[PhotoGroup]
    next: str | None = None
    undo: UUID | None = None
    """Give this to `POST /bulk/groups/undo` to take the last change back; the answer then names the change before it."""


class ClusterRequest(Request, frozen=True, kw_only=True):
    """POST /bulk/cluster: group these ready photos (all ungrouped ones when empty). Groups the person touched stay."""

    photo_ids: Annotated[list[UUID], Meta(max_length=400)] = []


class Merge(Request, frozen=True, kw_only=True, tag_field="edit", tag="merge"):
    """Put all photos of `from_ids` behind those of `group_id`."""

    group_id: UUID
    from_ids: Annotated[list[UUID], Meta(min_length=1, max_length=80)]


class Split(Request, frozen=True, kw_only=True, tag_field="edit", tag="split"):
    """Take these photos out of the group into a new one."""

    group_id: UUID
    photo_ids: Annotated[list[UUID], Meta(min_length=1, max_length=80)]


class Move(Request, frozen=True, kw_only=True, tag_field="edit", tag="move"):
    """Move photos, grouped or not, to a place in another (or the same) group, counted without the moved ones."""

    photo_ids: Annotated[list[UUID], Meta(min_length=1, max_length=80)]
    group_id: UUID
    position: Annotated[int, Meta(ge=0, le=20)]


class Cover(Request, frozen=True, kw_only=True, tag_field="edit", tag="cover"):
    """Make this photo the first."""

    group_id: UUID
    photo_id: UUID


class Confirm(Request, frozen=True, kw_only=True, tag_field="edit", tag="confirm"):
    """The grouping is right: move the group to the lane `sure`."""

    group_id: UUID


class Remove(Request, frozen=True, kw_only=True, tag_field="edit", tag="remove"):
    """Throw photos away (undo brings them back)."""

    photo_ids: Annotated[list[UUID], Meta(min_length=1, max_length=80)]


# POST /bulk/groups/edit
GroupEdit = Merge | Split | Move | Cover | Confirm | Remove


class GroupUndo(Request, frozen=True, kw_only=True):
    """POST /bulk/groups/undo. Only the last change can be taken back; an older one answers 409 `undo_too_late`."""

    undo: UUID


class GenerateDraftsRequest(Request, frozen=True, kw_only=True):
    """POST /bulk/generate-drafts: one draft per group; a group that has a draft already answers that one."""

    group_ids: Annotated[list[UUID], Meta(min_length=1, max_length=80)]
    closet_id: UUID | None = None
