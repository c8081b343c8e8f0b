"""The use case "mend": apply the fixes of a check until none is left to apply."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256

from toolkit import durable, fixer
from toolkit.api.check import Report, check
from toolkit.api.workspace import Workspace, open_workspace
from toolkit.errors import OslerError, UnreadableInputError
from toolkit.model.span import SourceText
from toolkit.project import ARTICLE_CAP, LIBRARY_CAP

_MAXIMUM_PASSES = 100
"""A fix may uncover another, and two of one place take turns; hardly ever are more than three passes needed."""
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

Narrow = Callable[[Workspace, Report, date], Report]
"""Leaves out of a report of a workspace, as of a day, what was not asked for."""


def mend(
    workspace: Workspace,
    today: date,
    *,
    unsafe: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    narrow: Narrow | None = None,
) -> tuple[dict[str, str], int]:
    """Apply fixes until none is left to apply; give the new texts by path, and how many fixes went in.

    With `narrow`, only the findings that it leaves in a report are mended.

    Nothing is written. A file that is not UTF-8 is left as it is: what of it could not be read would be
    lost. Raises `ConfigurationError` for unknown rule names.
    """
    first = workspace
    names = [article.path for article in workspace.project.articles]
    texts: dict[str, str] = {}
    known: dict[str, bool] = {}
    seen: set[bytes] = set()
    count = 0
    for _ in range(_MAXIMUM_PASSES):
        report = check(workspace, today, select=select, ignore=ignore)
        report = narrow(workspace, report, today) if narrow is not None else report
        sources = {path: workspace.sources[path] for path in _sound(report, first, known)}
        mended = fixer.apply(report.findings, sources, unsafe=unsafe)
        changed = {path: text for path, text in mended.texts.items() if text != sources[path].text}
        state = _digest({**texts, **changed})
        if not changed or state in seen:  # two fixes that undo each other must not take turns for ever
            break
        seen.add(state)
        texts.update(changed)
        count += mended.count
        workspace = open_workspace(
            paths=() if workspace.is_whole else [workspace.tree.root / name for name in names],
            unsaved={path: text.encode() for path, text in texts.items()},
            tree=workspace.tree,
            policy=workspace.policy,
        )
    return {path: text for path, text in texts.items() if text != first.sources[path].text}, count


def save(workspace: Workspace, texts: Mapping[str, str]) -> None:
    """Write mended texts, each file whole, with the byte-order mark it had; the library last.

    So a run that is stopped half-way leaves no citation whose entry is gone. Raises
    `UnreadableInputError` for a file that cannot be written, or that somebody changed since it was
    read: then nothing is written.
    """
    for path in texts:
        source = workspace.sources[path]
        if workspace.tree.read(path, max(ARTICLE_CAP, LIBRARY_CAP)) != _encoded(source, source.text):
            raise UnreadableInputError(
                "the file changed while it was being mended", help="run the same command again", path=path
            )
        try:
            durable.require_writable(workspace.tree.locate(path))
        except PermissionError as error:
            raise UnreadableInputError(
                f"cannot write the file: {error.strerror}",
                help="make it writable; nothing was written",
                path=path,
            ) from error
    for path in sorted(texts, key=lambda one: (one == workspace.library.path, one)):
        workspace.tree.write(path, _encoded(workspace.sources[path], texts[path]))


def diff_of(workspace: Workspace, texts: Mapping[str, str]) -> str:
    """Give the unified diff of mended texts against those read."""
    return "".join(fixer.diff(workspace.sources[path], text) for path, text in sorted(texts.items()))


def _sound(report: Report, first: Workspace, known: dict[str, bool]) -> list[str]:
    """Give the paths that fixes name and that were read without loss; `known` keeps the answers."""
    paths = {edit.path for finding in report.findings if finding.fix for edit in finding.fix.edits}
    for path in paths - known.keys():
        known[path] = path in first.sources and _is_sound(first, first.sources[path])
    return [path for path in sorted(paths) if known[path]]


def _is_sound(workspace: Workspace, source: SourceText) -> bool:
    """Tell whether a text stands for its bytes, so that writing it loses nothing.

    A text that does not come from the disk (standard input, an editor) does if nothing in it was replaced.
    """
    try:
        data = workspace.tree.read(source.path, max(ARTICLE_CAP, LIBRARY_CAP))
        if data == _encoded(source, source.text):
            return True
        data.decode()
    except UnicodeDecodeError:
        return False
    except OslerError:
        pass
    return _REPLACEMENT not in source.text


def _encoded(source: SourceText, text: str) -> bytes:
    return (("\ufeff" if source.byte_order_mark else "") + text).encode()


def _digest(texts: Mapping[str, str]) -> bytes:
    digest = sha256()
    for path, text in sorted(texts.items()):
        digest.update(f"{path}\0{len(text)}\0{text}".encode())
    return digest.digest()
