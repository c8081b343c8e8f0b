"""`--add-ignores`: suppressions, with one reason, of all that a report holds.

Nothing but comments is written. A comment goes where it covers the least: before the block, or at the end of
the line inside a list, a table or a quotation, where a block's comment would cover too much; for front matter
and for the file as such only `ignore-file` covers. Each text is read again before it is taken: if it says
anything else than before, comments apart, the next wider place is tried, and in the end the finding is left.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum, auto

from toolkit.api.check import Report
from toolkit.api.workspace import Workspace
from toolkit.engine import may_be_silenced
from toolkit.errors import ConfigurationError, OslerError
from toolkit.model.article import (
    Article,
    Block,
    BlockQuote,
    Comment,
    DefinitionList,
    Div,
    FootnoteDefinition,
    ListBlock,
    Suppression,
    Table,
)
from toolkit.model.finding import Finding, Severity
from toolkit.model.library import Library
from toolkit.model.silence import Silence
from toolkit.model.span import SourceText, Span
from toolkit.project import ARTICLE_CAP, LIBRARY_CAP
from toolkit.readers.bibtex import read_library
from toolkit.readers.markdown import read_article
from toolkit.reporters.printable import one_line

MOST_CHARACTERS = 300
"""A reason is a sentence, not an essay."""
_MOST_READINGS = 64
"""So often a text is read again, for each reach, to find out which comments it can't take."""
# The reader labels a note in the line, `^[…]`, by its place.
_INLINE_LABEL = re.compile(r"inline-\d+")
_CONTAINERS = (BlockQuote, DefinitionList, FootnoteDefinition, ListBlock, Table)
_RETRACTED = "reference-retracted"


@dataclass(frozen=True, slots=True)
class Ignored:
    """New texts by path, how many findings they silence, and the findings that no comment may or can silence."""

    texts: Mapping[str, str]
    count: int
    left: tuple[Finding, ...]


def checked_reason(reason: str) -> str:
    """Give a reason fit for a comment. Raises `ConfigurationError` for one that is none, or would end the comment."""
    reason = reason.strip()
    if not reason:
        raise ConfigurationError(
            "a suppression needs a reason", help='write one: --add-ignores "agreed with the board"'
        )
    if one_line(reason) != " ".join(reason.split(" ")) or "\n" in reason:
        message = "the reason of a suppression must be one line, without control or invisible characters"
        raise ConfigurationError(message, help="write it in plain words")
    if "--" in reason or reason.endswith("-"):
        raise ConfigurationError(
            "the reason would end the comment that it stands in", help="write it without two hyphens"
        )
    if len(reason) > MOST_CHARACTERS:
        raise ConfigurationError(
            f"the reason has more than {MOST_CHARACTERS} characters", help="say it shorter"
        )
    return reason


def add_ignores(workspace: Workspace, report: Report, reason: str, *, named: Sequence[str] = ()) -> Ignored:
    """Silence the findings of a report by comments; nothing is written to disk.

    Errors about retracted sources are left, unless `named`, the rules asked for one by one, has theirs.
    Raises `ConfigurationError` for a reason that does not do.
    """
    reason = checked_reason(reason)
    by_path: dict[str, list[Finding]] = {}
    left: list[Finding] = []
    for finding in report.findings:
        may_be = may_be_silenced(finding.rule)
        is_retracted = finding.rule == _RETRACTED and finding.severity is Severity.ERROR
        if may_be and not (is_retracted and _RETRACTED not in named):
            by_path.setdefault(finding.path, []).append(finding)
        else:
            left.append(finding)
    articles = {article.path: article for article in workspace.project.articles}
    texts: dict[str, str] = {}
    count = 0
    for path, findings in by_path.items():
        subject = articles.get(path) or (workspace.library if path == workspace.library.path else None)
        if subject is None or not _is_sound(workspace, subject.source):
            left.extend(findings)
            continue
        placing = _Placing(
            _OfArticle(subject) if isinstance(subject, Article) else _OfLibrary(subject), reason
        )
        unsilenced = placing.silence(findings)
        left.extend(unsilenced)
        if placing.taken:
            texts[path] = placing.written(placing.taken).text
            count += len(findings) - len(unsilenced)
    return Ignored(texts, count, tuple(sorted(left, key=lambda finding: finding.sort_key)))


def _is_sound(workspace: Workspace, source: SourceText) -> bool:
    """Tell whether a text stands for the bytes on disk, so that writing it again loses nothing of them."""
    try:
        data = workspace.tree.read(source.path, max(ARTICLE_CAP, LIBRARY_CAP))
    except OslerError:
        return False
    return data == (("\ufeff" if source.byte_order_mark else "") + source.text).encode(
        "utf-8", "surrogatepass"
    )


class _Reach(Enum):
    """How much a comment covers, the least first."""

    LINE = auto()
    BLOCK = auto()
    FILE = auto()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a comment may go: before the character at `offset`, between `before` and `after`."""

    offset: int
    before: str
    after: str
    is_file_wide: bool = False


@dataclass(frozen=True, slots=True)
class _Added:
    """A comment at its place, for these rules."""

    place: _Place
    rules: tuple[str, ...]


class _OfArticle:
    """How comments are placed in an article, and what must not change by them."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.source = article.source
        self.newline = "\r\n" if "\r\n" in article.source.text else "\n"
        self.starts = [block.span.start for block in article.blocks]
        self.meaning = self.meaning_of(article)

    def read(self, text: str) -> tuple[object, tuple[Suppression, ...]]:
        """Give what a text means, and its suppressions."""
        article = read_article(self.source.path, text.encode("utf-8", "surrogatepass"))
        return self.meaning_of(article), article.suppressions

    @staticmethod
    def meaning_of(article: Article) -> object:
        """Give all that an article says, without places and comments."""
        problems = sorted((problem.rule or "", problem.message) for problem in article.problems)
        return _shape(article.metadata), _shape(article.blocks), problems, sorted(article.targets)

    @staticmethod
    def comment(added: _Added, reason: str) -> str:
        """Write a comment."""
        verb = "ignore-file" if added.place.is_file_wide else "ignore"
        return f"<!-- osler: {verb} {', '.join(added.rules)}: {reason} -->"

    def place(self, offset: int, reach: _Reach) -> _Place | None:
        """Give the place of that reach for what is said of a character, if there is one."""
        text = self.source.text
        if reach is _Reach.FILE:
            end = self.article.metadata.span.end
            at = re.compile(r"[ \t]*(?:\r\n|\n|\r)?").match(text, end) if end else None
            start = at.end() if at else 0
            before = self.newline if end and text[start - 1 : start] not in ("\n", "\r") else ""
            return _Place(start, before, self.newline, is_file_wide=True)
        block = self._block(offset)
        if block is None or offset == 0:  # what is said of the beginning is said of the article
            return None
        if reach is _Reach.LINE:
            return self._in_line(offset, block) if isinstance(block, _CONTAINERS) else None
        start = max(text.rfind("\n", 0, block.span.start), text.rfind("\r", 0, block.span.start)) + 1
        indent = text[start : block.span.start]
        if indent.strip(" \t"):
            return None
        return _Place(start, indent if len(indent) <= 3 and "\t" not in indent else "", self.newline)

    def _block(self, offset: int) -> Block | None:
        """Give the outermost block at a place; inside of fenced divs, the one that stands in the innermost."""
        index = bisect_right(self.starts, offset) - 1
        block: Block | None = self.article.blocks[index] if index >= 0 else None
        while block is not None and offset <= block.span.end:
            inner = (
                next((one for one in block.children if one.span.start <= offset < one.span.end), None)
                if isinstance(block, Div)
                else None
            )
            if inner is None:
                return block
            block = inner
        return None

    def _in_line(self, offset: int, block: Block) -> _Place:
        """Give the end of a line's text: before the bar that ends a table's row, and what makes a hard break."""
        line = self.source.line_span(self.source.position(offset).line)
        written = self.source.slice(line).rstrip(" \t\\")
        if isinstance(block, Table):
            written = written.removesuffix("|").rstrip(" \t")
        return _Place(line.start + len(written), "", "")


class _OfLibrary:
    """How comments are placed in a library, and what must not change by them."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.source = library.source
        self.newline = "\r\n" if "\r\n" in library.source.text else "\n"
        self.starts = [entry.span.start for entry in library.entries]
        self.meaning = self.meaning_of(library)

    def read(self, text: str) -> tuple[object, tuple[Suppression, ...]]:
        """Give what a text means, and its suppressions."""
        library = read_library(self.source.path, text.encode("utf-8", "surrogatepass"))
        return self.meaning_of(library), library.suppressions

    @staticmethod
    def meaning_of(library: Library) -> object:
        """Give all that a library says, without places and comments."""
        entries = [
            (entry.key, entry.type, [(one.name, one.value) for one in entry.fields])
            for entry in library.entries
        ]
        return entries, sorted((problem.rule or "", problem.message) for problem in library.problems)

    @staticmethod
    def comment(added: _Added, reason: str) -> str:
        """Write a comment."""
        verb = "ignore-file" if added.place.is_file_wide else "ignore"
        return f"% osler: {verb} {', '.join(added.rules)}: {reason}"

    def place(self, offset: int, reach: _Reach) -> _Place | None:
        """Give the place of that reach for what is said of a character, if there is one."""
        if reach is _Reach.FILE:
            return _Place(0, "", self.newline, is_file_wide=True)
        index = bisect_right(self.starts, offset) - 1
        if reach is _Reach.LINE or index < 0 or offset > self.library.entries[index].span.end:
            return None
        text, start = self.source.text, self.starts[index]
        line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
        return _Place(start, self.newline if text[line:start].strip() else "", self.newline)


@dataclass(frozen=True, slots=True)
class _Written:
    """A text with comments, each with its place in it; `offsets` and `lengths` tell how far what followed moved."""

    text: str
    comments: tuple[tuple[Span, _Added], ...]
    offsets: tuple[int, ...]
    lengths: tuple[int, ...]

    def moved(self, offset: int) -> int:
        """Give where a character of the text without comments stands now."""
        return offset + self.lengths[bisect_right(self.offsets, offset)]

    def holder(self, span: Span) -> _Added | None:
        """Give the comment that a suppression's span lies in, if it is one of these."""
        index = bisect_right(self.comments, span.start, key=lambda pair: pair[0].start) - 1
        return self.comments[index][1] if index >= 0 and self.comments[index][0].contains(span) else None


class _Placing:
    """Places comments in one file, from the least reach to the widest; `taken` are those that stand."""

    def __init__(self, subject: _OfArticle | _OfLibrary, reason: str) -> None:
        self.subject = subject
        self.reason = reason
        self.taken: list[_Added] = []
        self.readings = _MOST_READINGS

    def silence(self, findings: Sequence[Finding]) -> list[Finding]:
        """Take comments for findings; give those that none silences."""
        waiting = list(findings)
        for reach in _Reach:
            self.readings = _MOST_READINGS
            by_place: dict[_Place, dict[str, None]] = {}
            for finding in waiting:
                place = self.subject.place(finding.start.offset, reach)
                if place is not None:
                    by_place.setdefault(place, {})[finding.rule] = None
            self._take([_Added(place, tuple(sorted(rules))) for place, rules in by_place.items()])
            waiting = self._settle(findings)
            if not waiting:
                break
        return waiting

    def written(self, added: Iterable[_Added]) -> _Written:
        """Write comments into the text."""
        text = self.subject.source.text
        parts: list[str] = []
        comments: list[tuple[Span, _Added]] = []
        offsets: list[int] = []
        lengths = [0]
        at = 0
        for one in sorted(added, key=lambda one: (one.place.offset, not one.place.is_file_wide)):
            comment = self.subject.comment(one, self.reason)
            parts += [text[at : one.place.offset], one.place.before, comment, one.place.after]
            at = one.place.offset
            start = at + lengths[-1] + len(one.place.before)
            comments.append((Span(start, start + len(comment)), one))
            offsets.append(at)
            lengths.append(lengths[-1] + len(one.place.before) + len(comment) + len(one.place.after))
        return _Written("".join((*parts, text[at:])), tuple(comments), tuple(offsets), tuple(lengths))

    def _take(self, proposed: list[_Added]) -> None:
        """Take those proposals that change nothing that the text says."""
        if not proposed or self.readings <= 0:
            return
        self.readings -= 1
        if self.subject.read(self.written([*self.taken, *proposed]).text)[0] == self.subject.meaning:
            self.taken += proposed
        elif len(proposed) > 1:
            half = len(proposed) // 2
            self._take(proposed[:half])
            self._take(proposed[half:])

    def _settle(self, findings: Sequence[Finding]) -> list[Finding]:
        """Keep the rules of comments that silence something; give the findings that none silences."""
        written = self.written(self.taken)
        suppressions = self.subject.read(written.text)[1]
        holders = {one.span: written.holder(one.span) for one in suppressions}
        silence = Silence.of(suppressions, None)
        used: dict[_Added, set[str]] = {}
        unsilenced: list[Finding] = []
        for finding in findings:
            found = silence.at(finding.rule, written.moved(finding.start.offset))
            if found is None:
                unsilenced.append(finding)
            elif (holder := holders[found.span]) is not None:
                used.setdefault(holder, set()).add(finding.rule)
        self.taken = [_Added(one.place, tuple(sorted(rules))) for one, rules in used.items()]
        return unsilenced


def _shape(value: object) -> object:
    """Give a value of the article's tree without spans and comments."""
    if isinstance(value, Span):
        return None
    if isinstance(value, tuple | list):
        return [_shape(one) for one in value if not isinstance(one, Comment)]
    if isinstance(value, Mapping):
        return {key: _shape(one) for key, one in value.items()}
    if is_dataclass(value):
        return (type(value).__name__, [_shape(getattr(value, one.name)) for one in fields(value)])
    return "inline" if isinstance(value, str) and _INLINE_LABEL.fullmatch(value) else value
