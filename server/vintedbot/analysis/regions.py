"""A provider's box as the contract's region."""

from vintedbot_schemas.analysis import PhotoRegion

from vintedbot.photos.service import Box


def region(box: Box | None) -> PhotoRegion | None:
    """The same part of the photo; boxes were held within it in `checking`."""
    return PhotoRegion(left=box.left, top=box.top, width=box.width, height=box.height) if box else None
