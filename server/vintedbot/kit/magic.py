"""What bytes are by how they begin, for those that are kept as they came and answered again."""


def picture_type(content: bytes) -> str | None:
    """The media type of a JPEG, WebP, PNG or AVIF; None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in (b"avif", b"avis"):
        return "image/avif"
    return None
