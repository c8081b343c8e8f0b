"""Blocks of `references.lock` that tests of several rooms need."""

from __future__ import annotations

GREEN_LOCK = """lock-version = 1

["pmid:28360040"]
also = ["doi:10.1182/blood-2016-10-569186"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Vitamin B12 deficiency from the perspective of a practicing hematologist"
authors = [["Green", "Ralph", "R"]]
journal = "Blood"
published = "2017-05-11"
volume = "129"
issue = "19"
pages = "2603-2611"
"""
"""PubMed's record of Green 2017 (PMID 28360040), as far as the tests look at it; not sealed."""
