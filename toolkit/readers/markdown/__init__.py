"""Articles: Markdown as pandoc and CommonMark agree on it, into a tree with exact spans."""

from __future__ import annotations

from toolkit.readers.markdown.article import read_article

__all__ = ["read_article"]
