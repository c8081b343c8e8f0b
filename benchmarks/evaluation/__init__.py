"""Accuracy from labelled data: `python -m benchmarks evaluate`.

Each module makes the tables of one subject; `command` prints them. Every figure comes with a 95 %
interval from a bootstrap over whole pages, articles or documents, since what stands in one of them
is not independent, and with the target that it was set, where it was set one.
"""
