"""Readers: bytes → values. Total: for any bytes they give a value, and problems with their places."""
