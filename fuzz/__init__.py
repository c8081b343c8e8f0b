"""Fuzzing of all that reads what others wrote: a module a reader, each with seeds and what must hold.

`python -m fuzz NAME` searches with Atheris, guided by coverage; the test suite takes the same modules
with Hypothesis (`tests/properties/test_every_reader.py`). See `fuzz/README.md`.
"""
