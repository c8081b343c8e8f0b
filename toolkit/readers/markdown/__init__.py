"""Articles: Markdown as pandoc and CommonMark agree on it, into a tree with exact spans."""

from __future__ import annotations

from toolkit.readers.markdown.article import read_article
from toolkit.readers.markdown.size import is_surely_read

__all__ = ["is_surely_read", "read_article"]
