"""Exports of what is meant to harm: whatever is published is inert, or nothing is."""

from __future__ import annotations

from pathlib import Path

from tests.hostile import articles
from tests.hostile.case import ENTRY, EXPORT, FRONT, GOOD, Case, Content
from tests.pictures import PNG

SITE = ("export", "--draft", "--site")
_LARGEST = 20_000
_CONTROLS = "\\u0001\\u001b[2J\\u202e\\ufffe"
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">{}</svg>'


def figure(name: str, data: Content, file: str = "a.svg") -> Case:
    """A case whose one fault is a figure: it is left out of the draft, with a warning more than else."""
    files: dict[str, Content] = {
        "articles/x.md": f"{GOOD}\n![What a spoon looks like]({file})\n",
        f"articles/{file}": data,
    }
    return Case(f"figure: {name}", 0, ("8 warnings",), files, EXPORT)


def together() -> dict[str, Content]:
    """Give every small hostile article, under a name of its own."""
    cases = (*articles.TEXTS, *articles.NESTS, *articles.MORE_TEXTS, *articles.YAML, *articles.MORE_YAML)
    texts = [case.files["articles/x.md"] for case in cases]
    small = [text for text in texts if isinstance(text, (str, bytes)) and len(text) < _LARGEST]
    return {f"articles/x{number}.md": text for number, text in enumerate(small)}


def _endless(path: Path) -> None:
    """Begin as a picture, and go on with zeros that take no room."""
    with path.open("wb") as file:
        file.write(PNG)
        file.truncate(1 << 30)


EXPORTS = (
    Case("every small hostile article as a site", 1, ("exported",), together(), SITE),
    Case(
        "a library of scripts on the page",
        0,
        ("exported",),
        {
            "references.bib": ENTRY.replace("B12", "<script>alert(1)</script> &lt;img src=x onerror=y&gt;"),
            "references.lock": "lock-version = 1\n",
        },
        EXPORT,
    ),
    Case(
        "a title that ends the page",
        0,
        ("exported",),
        {
            "articles/x.md": FRONT.replace(
                "title: A", "title: '</title></script><script>alert(1)</script>]]>'"
            )
            + "Text.\n"
        },
        EXPORT,
    ),
    Case(
        "names of controls on the page",
        0,
        ("exported",),
        {
            "references.bib": ENTRY.replace("B12", "B\x0112\x1b[2J\ufffe").replace("Green", "Gr\x02en"),
            "references.lock": "lock-version = 1\n",
            "articles/x.md": GOOD.replace("title: A", f'title: "A{_CONTROLS}"\nauthors: [A]'),
        },
        SITE,
    ),
    Case("a site of which every article is refused", 1, ("0 of 1 article exported",), {}, SITE[::2]),
    Case(
        "a site of articles without a word",
        0,
        ("exported",),
        {"articles/x.md": "---\ntitle: '?'\n---\n"},
        SITE,
    ),
    figure("SVG with a script", _SVG.format("<script>alert(1)</script>")),
    figure("SVG with an event", _SVG.format('<rect onclick="alert(1)"/>')),
    figure("SVG that loads", _SVG.format('<image href="https://evil.example/x.png"/>')),
    figure(
        "SVG with an entity",
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _SVG.format("&x;"),
    ),
    figure("SVG with a foreign object", _SVG.format("<foreignObject><iframe/></foreignObject>")),
    figure("a page that is named as a picture", "<html><script>alert(1)</script></html>", "a.png"),
    figure(
        "a picture of a billion dots",
        PNG[:16] + b"\x00\x01\x00\x00\x00\x01\x00\x00" + PNG[24:],
        "a.png",
    ),
    figure("an empty picture", b"", "a.png"),
    figure("one that never ends", _endless, "a.png"),
)
