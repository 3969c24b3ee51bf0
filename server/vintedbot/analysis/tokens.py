"""How many tokens a photo costs, by the formulas the providers publish, and the smallest size that still serves.

At 768 px on the longer side a label held into the camera is read as surely as at 1,600, and a photo costs about a third.
"""

from math import ceil, sqrt

from vintedbot_schemas.analysis import AnalysisProvider

SENT_SIDE = 768
"""Pixels of the longer side of what is sent."""

_PATCH, _PATCHES_MOST = 32, 1536
_SIDE_MOST, _PIXELS_A_TOKEN, _TOKENS_MOST = 1568, 750, 1600


def openai_patches(width: int, height: int) -> int:
    """OpenAI, models that count patches: squares of 32 px, scaled down to fit 1,536 of them.

    https://platform.openai.com/docs/guides/images-vision#calculating-costs
    """
    if ceil(width / _PATCH) * ceil(height / _PATCH) <= _PATCHES_MOST:
        return ceil(width / _PATCH) * ceil(height / _PATCH)
    shrink = sqrt(_PATCH**2 * _PATCHES_MOST / (width * height))
    wide, high = width * shrink / _PATCH, height * shrink / _PATCH
    shrink *= min(int(wide) / wide, int(high) / high)
    return ceil(width * shrink / _PATCH) * ceil(height * shrink / _PATCH)


def anthropic(width: int, height: int) -> int:
    """Anthropic: pixels ÷ 750, after fitting 1,568 px and about 1,600 tokens.

    https://docs.anthropic.com/en/docs/build-with-claude/vision#calculate-image-costs
    """
    shrink = min(1.0, _SIDE_MOST / max(width, height))
    return min(ceil(width * shrink * height * shrink / _PIXELS_A_TOKEN), _TOKENS_MOST)


def of_picture(provider: AnalysisProvider, width: int, height: int) -> int:
    """Tokens of a photo of that size. Of a compatible address nothing is published; it is counted like OpenAI."""
    if provider == "local":
        return 0
    return anthropic(width, height) if provider == "anthropic" else openai_patches(width, height)
