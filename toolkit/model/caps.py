"""Bytes beyond which an input is refused: known to the readers, and to those who must not read a larger file at all."""

from __future__ import annotations

ARTICLE_CAP = 2 << 20
"""The largest article that is read (`docs/article-format.md`)."""
LIBRARY_CAP = 64 << 20
LOCK_CAP = 256 << 20
CONFIGURATION_CAP = 1 << 20
"""A configuration is written by hand; more than this is not one."""
