"""Draws the extension's PNG icons from vintedbot.svg. Run by hand after the drawing changes; the PNGs are committed."""

from pathlib import Path

import pyvips

HERE = Path(__file__).parent
SIZES = (16, 32, 48, 128)

for size in SIZES:
    target = HERE.parent / "public" / "icon" / f"{size}.png"
    pyvips.Image.svgload(str(HERE / "vintedbot.svg"), scale=size / 128).pngsave(str(target), strip=True)
