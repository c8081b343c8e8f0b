"""An editor's own style and templates, read from the folder that the policy names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Theme:
    """What a theme's folder holds, checked: style sheets and fragments as text, images as bytes.

    `style` follows Osler's own sheet. `fragments` are by the name of the place (`header`, `footer`…).
    `images` are by file name; `image_sizes` their width and height in pixels.
    """

    folder: str
    style: str = ""
    fragments: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, bytes] = field(default_factory=dict)
    image_sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, bytes]:
        """The files that an export carries for it, by their name in an article's folder."""
        return {f"theme/{name}": data for name, data in self.images.items()}
