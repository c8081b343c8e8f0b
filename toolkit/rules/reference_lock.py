"""The lock is damaged, or was changed by hand.

## Why
`references.lock` is what PubMed said, and when. Each block carries a digest over its own lines, so
that a slip of an editor or a half-resolved merge shows: a block that no longer agrees with its
digest cannot be told from an invented one. Such a block is dropped, and its work counts as never
fetched. (A digest is no signature: who can write the file can also compute it. A job on the main
branch runs `osler fetch --check` for that.)

## Fails
```toml references.lock
lock-version = 1

["pmid:28360040"]
standing = "found"
<<<<<<< HEAD
source = "pubmed"
```

## Passes
```toml references.lock
lock-version = 1

["pmid:28360040"]
also = ["doi:10.1182/blood-2016-10-569186"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Vitamin B12 deficiency from the perspective of a practicing hematologist"
```

## Fix
None by hand: run `osler fetch`, which asks again for what is missing and writes the file anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toolkit.model.finding import Problem, Severity
from toolkit.model.rule import Context, Project, Rule


def check(project: Project, context: Context) -> Iterator[Problem]:
    """Pass on what the reader of the lock could not read, at its line."""
    for problem in project.lock:
        if problem.rule == RULE.name:
            yield problem if problem.path else replace(problem, path=context.policy.lock)


RULE = Rule("reference-lock", Severity.ERROR, check, reads_only_keys=True)
