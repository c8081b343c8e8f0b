"""Reads the folder of an editor's own style and templates: whole and checked, or not at all."""

from __future__ import annotations

from toolkit.errors import ConfigurationError, UnreadableInputError
from toolkit.model.theme import Theme
from toolkit.project import WorkingTree
from toolkit.validators.images import read_image
from toolkit.validators.theme_fragment import read_fragment

PLACES = ("header", "before", "after", "footer")
"""Where fragments may stand: in place of the site's name, before and behind the text, in place of the publisher."""
STYLE = "style.css"
_CAP = 64 << 10
_IMAGE_CAP = 256 << 10
_HELP = "docs/themes.md tells what a theme may hold"


def read_theme(tree: WorkingTree, folder: str | None) -> Theme | None:
    """Read the theme that the policy names, `None` if it names none.

    Raises `ConfigurationError`, at its line, for anything that a theme may not do, and for a folder with
    nothing of a theme in it.
    """
    if folder is None:
        return None
    style = _text(tree, f"{folder}/{STYLE}")
    texts = {place: text for place in PLACES if (text := _text(tree, f"{folder}/{place}.html")) is not None}
    if style is None and not texts:
        wanted = ", ".join((STYLE, *(f"{place}.html" for place in PLACES)))
        raise ConfigurationError(f"the theme has none of {wanted}", path=folder, help=_HELP)
    if style is not None:
        _check_style(style, f"{folder}/{STYLE}")
    names: dict[str, None] = {}
    for place, text in texts.items():
        fragment = read_fragment(text)
        if fragment.faults:
            _refuse(fragment.faults, f"{folder}/{place}.html")
        names |= dict.fromkeys(fragment.images)
    images = {name: _image(tree, f"{folder}/{name}") for name in names}
    return Theme(
        folder,
        style or "",
        texts,
        {name: data for name, (data, _) in images.items()},
        {name: size for name, (_, size) in images.items() if size is not None},
    )


def _check_style(style: str, path: str) -> None:
    from toolkit.validators.theme_style import style_faults  # noqa: PLC0415 - tinycss2, for themes alone

    faults = style_faults(style)
    if faults:
        _refuse([(one.line, one.message) for one in faults], path)


def _refuse(faults: list[tuple[int, str]] | tuple[tuple[int, str], ...], path: str) -> None:
    line, message = faults[0]
    more = f" (and {len(faults) - 1} more in this file)" if len(faults) > 1 else ""
    raise ConfigurationError(f"the theme: {message}{more}", path=path, line=line, help=_HELP)


def _text(tree: WorkingTree, path: str) -> str | None:
    if not tree.exists(path):
        return None
    try:
        return tree.read(path, _CAP).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise ConfigurationError("the theme is not UTF-8", path=path, help=_HELP) from error


def _image(tree: WorkingTree, path: str) -> tuple[bytes, tuple[int, int] | None]:
    try:
        data = tree.read(path, _IMAGE_CAP)
    except UnreadableInputError as error:
        raise ConfigurationError(f"the theme's image: {error.message}", path=path, help=_HELP) from error
    facts = read_image(data)
    if facts.fault is not None:
        raise ConfigurationError(f"the theme's image {facts.fault}", path=path, help=_HELP)
    return data, facts.size
