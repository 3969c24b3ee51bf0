"""Looks at a page of ours as people with small windows, other languages and screen readers meet it, and says what is wrong.

`ours` instead of the whole page: our controls in somebody else's page, which live in shadow roots.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

from .axe import serious_findings

WIDTHS = (320, 400, 1280)
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

ROOTS = """const roots = ours
  ? [...document.querySelectorAll("*")].flatMap((element) => element.shadowRoot ?? [])
  : [document.body];"""

# words that stick out of their box: cut off, or pushing their neighbours away
CUT = f"""(ours) => {{
  {ROOTS}
  return roots.flatMap((root) => [...root.querySelectorAll("*")]).filter((element) => {{
    const skipped = ".visually-hidden, .rail-icon, [hidden], select, input, progress, svg";
    if (element.closest(skipped) || !element.checkVisibility()) return false;
    const style = getComputedStyle(element);
    if (style.display === "inline" || ["auto", "scroll"].includes(style.overflowX) || element.clientWidth === 0) return false;
    return element.scrollWidth > element.clientWidth + 1;
  }}).map((element) => `${{element.className}}: ${{element.textContent.trim().slice(0, 80)}}`);
}}"""

# Every letter of LETTERS has an accent in the pseudo-locale; a word where one has none did not come from a locale. Left out are
# the person's own words, and what `Intl` says of times, countries and languages.
UNTRANSLATED = rf"""([known, ours]) => {{
  {ROOTS}
  const LETTERS = /[aceinouyACEINOUYslzd]/;
  const MONTH = "(January|February|March|April|May|June|July|August|September|October|November|December)";
  const DATE = new RegExp(`(\\d{{1,2}} )?${{MONTH}}( \\d{{1,2}}\\b)?,?( \\d{{4}})?( at\\b)?`, "g");
  const CLOCK = /\d{{1,2}}:\d{{2}}\s[AP]M/g;
  const SPAN = /\b(in|ago|now|yesterday|tomorrow|this|next|last|(second|sec|minute|min|hour|hr|day|month|mo|year|yr)s?)\b/g;
  const found = new Set();
  const look = (said, element) => {{
    let rest = known.reduce((text, word) => text.replaceAll(word, " "), said ?? "").replace(DATE, " ").replace(CLOCK, " ");
    if (element.closest("time")) rest = rest.replace(SPAN, " ");
    const words = rest.match(/\p{{L}}{{2,}}/gu) ?? [];
    if (words.some((word) => LETTERS.test(word))) found.add(said.trim());
  }};
  const isNamedByIntl = ({{ value, text }}) => /^[a-z]{{2}}$/i.test(value) && [
    new Intl.DisplayNames(document.documentElement.lang, {{ type: "region" }}).of(value.toUpperCase()),
    new Intl.DisplayNames(value, {{ type: "language" }}).of(value),
  ].includes(text);
  for (const root of roots) {{
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {{
      const {{ textContent, parentElement }} = walk.currentNode;
      if (!parentElement?.closest("option, script, style")) look(textContent, parentElement ?? root.host);
    }}
    for (const option of root.querySelectorAll("option")) if (!isNamedByIntl(option)) look(option.text, option);
    for (const name of ["aria-label", "aria-valuetext", "aria-description", "title", "placeholder", "alt"])
      for (const element of root.querySelectorAll(`[${{name}}]`)) look(element.getAttribute(name), element);
  }}
  return [...found];
}}"""


def wrong_at(page: Page, width: int, scheme: Scheme, *, ours: bool = False, axe: bool = True) -> list[str]:
    """What is wrong with the page as it stands at this width: scrolling sideways, cut words, axe's serious findings."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => {})")
    wide = page.evaluate("document.documentElement.scrollWidth")
    sideways = [f"{wide} px wide at {width}"] if wide > width and not ours else []
    findings = serious_findings(page, ours) if axe else []
    return [f"{width} {scheme}: {problem}" for problem in (*sideways, *page.evaluate(CUT, ours), *findings)]


def wrong_everywhere(
    page: Page,
    pictures: Path,
    name: str,
    *,
    widths: Sequence[int] = WIDTHS,
    schemes: Sequence[Scheme] = SCHEMES,
    ours: bool = False,
    full_page: bool = True,
) -> Iterator[str]:
    """`wrong_at` for every width and both colour schemes, each kept as a picture.

    axe takes longest: it looks at every width once, and in the other colours, where nothing else differs, at the first one.
    """
    for width in widths:
        for scheme in schemes:
            yield from wrong_at(page, width, scheme, ours=ours, axe=scheme == schemes[0] or width == widths[0])
            page.screenshot(path=pictures / f"{name}-{width}-{scheme}.png", full_page=full_page)


def readable_everywhere(page: Page, pictures: Path, name: str, **how: Any) -> None:
    """Nothing is wrong at any width in any colours; fails with all that is, one line each."""
    wrong = list(wrong_everywhere(page, pictures, name, **how))
    assert not wrong, "\n".join(wrong)


def untranslated(page: Page, known: Sequence[str], *, ours: bool = False) -> list[str]:
    """Texts on a page in the pseudo-locale that came from nowhere; `known` are the person's own words (titles, names)."""
    if not all(len(word) > 1 for word in known):
        raise ValueError(f"a known word that is empty, or one letter, excuses what nobody meant: {known}")
    found: list[str] = page.evaluate(UNTRANSLATED, [sorted(set(known), key=len, reverse=True), ours])
    return found
