"""JPEG bytes without what a camera wrote about the person: position, time, device, previews, films hung on behind the picture.

Works on the file's segments only and never touches the compressed pixels, so the picture stays bit for bit the same.
"""

import numpy as np

_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_JFIF, _ICC, _ADOBE = 0xE0, 0xE2, 0xEE


def without_metadata(data: bytes) -> bytes:
    """The same JPEG without EXIF, XMP, IPTC, comments, previews, and anything after its end (motion photos, depth maps).

    Answers the very same object when there was nothing to take out. Raises ValueError when the file breaks off.
    """
    if data[:2] != b"\xff\xd8":
        raise ValueError("not a JPEG")
    parts = [data[:2]]
    position = 2
    while True:
        position = _marker_at(data, position)
        marker = data[position + 1]
        if marker == _END:
            parts.append(data[position : position + 2])
            break
        end = position + 2 + int.from_bytes(data[position + 2 : position + 4], "big")
        if end > len(data) or end < position + 4:
            raise ValueError("a segment breaks off")
        if _belongs_to_picture(marker, data[position + 4 : position + 16], end - position - 2):
            if marker == _SCAN:
                end = _scan_end(data, end)
            parts.append(data[position:end])
        position = end
    clean = b"".join(parts)
    return data if clean == data else clean


def _marker_at(data: bytes, position: int) -> int:
    # any number of FF may fill the space before a marker
    while data[position : position + 2] == b"\xff\xff":
        position += 1
    if len(data) < position + 2 or data[position] != 0xFF:
        raise ValueError("the picture breaks off")
    return position


def _belongs_to_picture(marker: int, head: bytes, length: int) -> bool:
    if marker == _JFIF:
        return head.startswith(b"JFIF\0") and length == 16  # longer ones carry a preview of the picture before it was cut
    if marker == _ICC:
        return head.startswith(b"ICC_PROFILE\0")
    if marker == _ADOBE:
        return head.startswith(b"Adobe")  # says how the colours are coded; without it CMYK and RGB come out wrong
    return not (0xE0 <= marker <= 0xEF or marker == _COMMENT)


def _scan_end(data: bytes, start: int) -> int:
    """Where the compressed data beginning at `start` ends: at the first marker that is no restart and no stuffed byte."""
    step = 1 << 20
    for offset in range(start, len(data), step):
        block = np.frombuffer(data, np.uint8, count=min(step + 1, len(data) - offset), offset=offset)
        following = block[1:]
        marks = (block[:-1] == 0xFF) & (following != 0) & (following != 0xFF) & ((following < 0xD0) | (following > 0xD7))
        found = int(marks.argmax()) if marks.size else 0
        if marks.size and marks[found]:
            return offset + found
    raise ValueError("the picture breaks off")
