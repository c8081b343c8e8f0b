"""Faults of the machine, for real: the process is killed, or a system call fails, at each place where it writes.

The suite takes a sample (`test_faults.py`); `python -m tests.faults` goes through every place.
"""
