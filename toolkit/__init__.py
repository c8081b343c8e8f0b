"""Osler: checks that medical articles name their evidence, and exports them as validated XML and HTML."""

__version__ = "0.1.0"
