"""Review states: derived from `reviews/`, and remembered while nothing that it rests on changed.

A state is used again if the article's text, the files of its record, its figures, library, lock, policy, board, the
day and the base revision are the same. A verdict on a signature is used again for the same bytes and keys, since
`ssh-keygen` takes 12 ms for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from toolkit.api.review_base import faults_since
from toolkit.api.review_memory import ReviewMemory
from toolkit.api.review_records import (
    ToVerify,
    figure_bytes,
    figure_names,
    files_of,
    folder_of,
    signatures_of,
    slugs_of,
    with_verdicts,
)
from toolkit.api.reviewing import FOLDER
from toolkit.cache.codec import decoder, digest, encode
from toolkit.cache.store import digest_of
from toolkit.model.article import Article, Contributor
from toolkit.model.review import Board, ReviewState
from toolkit.model.review_record import Digests, ReviewChain, Verdict, Verification
from toolkit.reviews.chain import read_chain
from toolkit.reviews.deriving import derive
from toolkit.reviews.digests import (
    article_digest,
    evidence_digest,
    figures_digest_of,
    policy_digest,
    sources_of,
)
from toolkit.reviews.records import digest_of_bytes
from toolkit.reviews.standing import Ground

if TYPE_CHECKING:
    from toolkit.api.workspace import Workspace

_AT_ONCE = 8
"""Signatures that are verified at the same time; each is a process of its own."""
_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError)
_STATE, _VERIFICATION = decoder(ReviewState), decoder(Verification)


def states_of(
    workspace: Workspace, today: date, folders: Mapping[str, bool], memory: ReviewMemory | None
) -> dict[str, ReviewState]:
    """Give the states by slug, as of a day, of articles that have records, or had them at the base.

    `folders` is what stands in the folder of the records (`WorkingTree.folders`).
    """
    known = memory if memory is not None else ReviewMemory.of(workspace)
    found = _Desk(workspace, today, known).states(folders)
    known.keep(workspace)
    if not all(one.is_verifiable for one in found.values()):
        # What ssh-keygen did not say may be said next time, with the same files: asked for its stamp, a tree that
        # notes what an answer rests on takes it for one that cannot be kept.
        workspace.tree.stamp(FOLDER)
    return found


@dataclass(slots=True)
class _Open:
    """An article whose state is to be derived."""

    article: Article
    key: str
    chain: ReviewChain
    to_verify: list[ToVerify]
    figures: str


class _Desk:
    """Derives the states of one workspace on one day."""

    def __init__(self, workspace: Workspace, today: date, memory: ReviewMemory) -> None:
        self._workspace = workspace
        self._today = today
        self._memory = memory
        self._board = workspace.base.board if workspace.base is not None else workspace.board
        self._slugs = frozenset(one.slug for one in workspace.project.articles)
        self._policy = policy_digest(workspace.policy)
        self._shared = digest(
            [
                today,
                self._policy,
                workspace.policy.review,
                workspace.board,
                self._board,
                workspace.base.revision.commit if workspace.base is not None else None,
                [
                    self._bytes_of(one.path, one.text)
                    for one in (workspace.library.source, workspace.lock.source)
                ],
            ]
        )

    def states(self, folders: Mapping[str, bool]) -> dict[str, ReviewState]:
        """Give the states by slug, of articles that have records, or had them at the base."""
        found: dict[str, ReviewState] = {}
        waiting: list[_Open] = []
        for article in self._workspace.project.articles:
            base = self._workspace.base
            if article.slug not in folders and (base is None or not base.knows(slugs_of(article))):
                continue
            answer = self._recall(article, is_folder=folders.get(article.slug, True))
            if isinstance(answer, ReviewState):
                found[article.slug] = answer
            else:
                waiting.append(answer)
        verdicts = self._verified(one for each in waiting for one in each.to_verify)
        for one in waiting:
            chain = with_verdicts(one.chain, [verdicts[_name(each)] for each in one.to_verify])
            state = derive(chain, self._ground(one))
            found[one.article.slug] = state
            if state.is_verifiable:
                self._memory.states[one.article.slug] = [one.key, encode(state)]
                self._memory.has_news = True
        return found

    def _recall(self, article: Article, *, is_folder: bool) -> ReviewState | _Open:
        """Give a state that is known, or what it takes to derive it."""
        tree = self._workspace.tree
        files: Mapping[str, bytes | str] = {"": "this is no folder, or a link to one"}
        files = files_of(tree, article.slug) if is_folder else files
        text = digest_of(article.source.text.encode(errors="surrogatepass"))
        figures = figures_digest_of(
            {
                name: _digest_of(figure_bytes(article.path, name, tree))
                for name in self._figures(article, text)
            }
        )
        listed = [[name, digest_of(one) if isinstance(one, bytes) else [one]] for name, one in files.items()]
        key = digest([self._shared, article.path, text, figures, listed])
        try:
            known_key, state = self._memory.states[article.slug]
            if known_key == key:
                known: ReviewState = _STATE(state)
                return known
        except _FAULTS:
            pass
        chain = read_chain(folder_of(article.slug), slugs_of(article), files)
        if self._workspace.base is not None:
            since = tuple(faults_since(self._workspace.base, slugs_of(article), files, self._slugs))
            chain = replace(chain, faults=(*chain.faults, *since))
        return _Open(article, key, chain, signatures_of(chain, files, self._board), figures)

    def _figures(self, article: Article, text: str) -> tuple[str, ...]:
        """Name an article's figures, without reading its tree where they are known."""
        known = self._memory.figures_of(article.slug, text)
        if known is not None:
            return known
        names = figure_names(article)
        self._memory.figures[article.slug] = [text, list(names)]
        self._memory.has_news = True
        return names

    def _verified(self, asked: Iterable[ToVerify]) -> dict[str, Verification]:
        """Give the verdicts on signatures, by the names of what was asked."""
        found: dict[str, Verification] = {}
        unknown: dict[str, ToVerify] = {}
        for one in asked:
            name = _name(one)
            try:
                found[name] = _VERIFICATION(self._memory.verified[name])
            except _FAULTS:
                unknown[name] = one
        if unknown:
            with ThreadPoolExecutor(min(_AT_ONCE, len(unknown))) as pool:
                found |= zip(unknown, pool.map(ToVerify.verdict, unknown.values()), strict=True)
        for name in unknown:
            if found[name].verdict in (Verdict.GOOD, Verdict.WRONG):  # the others take no ssh-keygen
                self._memory.verified[name] = encode(found[name])
                self._memory.has_news = True
        return found

    def _ground(self, one: _Open) -> Ground:
        workspace, article = self._workspace, one.article
        resolve = workspace.bibliography.resolve
        keys = [citation.key for citation in article.citations]
        sources = sources_of(keys, workspace.bibliography)
        digests = Digests(
            article_digest(article.source.text), evidence_digest(sources), one.figures, self._policy, sources
        )
        works = ((key, resolve(key)) for key in dict.fromkeys(keys))
        retracted = (key for key, work in works if work and work.record and work.record.is_retracted)
        authors = tuple(described(author, workspace.board) for author in article.metadata.authors)
        return Ground(
            digests, authors, self._board, workspace.policy.review, self._today, frozenset(retracted)
        )

    def _bytes_of(self, path: str, text: str) -> str:
        """Give what names the bytes of the library or the lock."""
        cache = self._workspace.cache
        known = cache.digests.get(path) if cache is not None else None
        return known or self._memory.digest_of_text(text)


def described(author: Contributor, board: Board) -> Contributor:
    """Give an author with what the project's own board says of them: a new name must not hide a known person."""
    member = board.find(author.identifier) if author.identifier else None
    if member is None:
        return author
    return replace(
        author,
        name=author.name or member.name,
        orcid=author.orcid or member.orcid,
        email=author.email or member.email,
    )


def _name(one: ToVerify) -> str:
    """Name all that a verdict depends on."""
    parts = (one.data, one.signature or b"", *(key.encode() for key in one.keys))
    return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()


def _digest_of(data: bytes | None) -> str | None:
    return digest_of_bytes(data) if data is not None else None
