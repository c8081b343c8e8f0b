"""Exporters: a publication becomes bytes. Tables from node type to function."""
