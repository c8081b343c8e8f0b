"""The records of an article on disk: read with their signatures verified, and appended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from toolkit.api.reviewing import FOLDER
from toolkit.errors import OslerError, UnreadableInputError
from toolkit.model.article import Article, Image
from toolkit.model.bibliography import Bibliography
from toolkit.model.policy import Policy
from toolkit.model.review import Board
from toolkit.model.review_record import Digests, ReviewChain, ReviewRecord, Verification
from toolkit.project import WorkingTree
from toolkit.reviews.chain import RECORDS_CAP, SIGNATURE_SUFFIX, read_chain, record_name
from toolkit.reviews.digests import digests_of
from toolkit.reviews.records import RECORD_CAP, digest_of_bytes, render_record
from toolkit.reviews.signatures import sign, verify

_FIGURE_CAP = 32 << 20
"""Bytes of a figure, as an export takes it."""


@dataclass(frozen=True, slots=True)
class ToVerify:
    """A signature to be verified: of these bytes, by one of these public keys."""

    data: bytes
    signature: bytes | None
    keys: tuple[str, ...]

    def verdict(self) -> Verification:
        """Verify it."""
        return verify(self.data, self.signature, self.keys)


def folder_of(slug: str) -> str:
    """Give the folder of an article's records, relative to the project's root."""
    return f"{FOLDER}/{slug}"


def files_of(tree: WorkingTree, slug: str) -> Mapping[str, bytes | str]:
    """Read the files of `reviews/<slug>/`: bytes, or the reason for which there are none."""
    try:
        return tree.read_folder(folder_of(slug), RECORD_CAP)
    except UnreadableInputError as error:
        return {"": error.message}


def slugs_of(article: Article) -> tuple[str, ...]:
    """Give the names under which records may know an article: its own, and those that it had."""
    return tuple(dict.fromkeys((article.slug, *article.metadata.former_slugs)))


def review_chain(article: Article, files: Mapping[str, bytes | str], board: Board) -> ReviewChain:
    """Give an article's records, their signatures verified with the keys of the board."""
    chain = read_chain(folder_of(article.slug), slugs_of(article), files)
    return with_verdicts(chain, (one.verdict() for one in signatures_of(chain, files, board)))


def signatures_of(chain: ReviewChain, files: Mapping[str, bytes | str], board: Board) -> list[ToVerify]:
    """Give what is to be verified of a chain, record by record."""
    found = []
    for sealed in chain.records:
        name = PurePosixPath(sealed.path).name
        data, signature = files[name], files.get(name + SIGNATURE_SUFFIX)
        member = board.find(sealed.record.signer)
        found.append(
            ToVerify(
                data if isinstance(data, bytes) else b"",
                signature if isinstance(signature, bytes) else None,
                tuple(one.text for one in member.keys) if member else (),
            )
        )
    return found


def with_verdicts(chain: ReviewChain, verdicts: Iterable[Verification]) -> ReviewChain:
    """Give a chain with the verdicts on its signatures, record by record."""
    records = (replace(sealed, verification=one) for sealed, one in zip(chain.records, verdicts, strict=True))
    return replace(chain, records=tuple(records))


def figure_names(article: Article) -> tuple[str, ...]:
    """Name the figures of an article that lie beside it, as its folder has them, each once."""
    if "![" not in article.source.text:  # without an image the tree need not be read for it
        return ()
    from toolkit.api.assets import asset_name  # noqa: PLC0415 - the exporters, for articles with records alone

    names = (asset_name(image.url) for image in article.nodes(Image))
    return tuple(dict.fromkeys(name for name in names if name is not None))


def figures_of(article: Article, tree: WorkingTree) -> dict[str, bytes | None]:
    """Read an article's figures by their names; `None` where one cannot be read."""
    return {name: figure_bytes(article.path, name, tree) for name in figure_names(article)}


def figure_bytes(path: str, name: str, tree: WorkingTree) -> bytes | None:
    """Read a figure of the article at a path."""
    try:
        return tree.read(str(PurePosixPath(path).parent / name), _FIGURE_CAP)
    except UnreadableInputError:
        return None


def digests_now(article: Article, bibliography: Bibliography, policy: Policy, tree: WorkingTree) -> Digests:
    """Give the digests of an article as it stands: what a new record is about."""
    return digests_of(article, bibliography, figures_of(article, tree), policy)


def signed(record: ReviewRecord, key: Path) -> tuple[bytes, bytes]:
    """Give the bytes of a record and of its signature by a key. Raises `OslerError` if it cannot be signed."""
    data = render_record(record)
    return data, sign(data, key)


def numbered(record: ReviewRecord, files: Mapping[str, bytes | str]) -> ReviewRecord:
    """Give a record its number and the digest of the one before it, as the next one in a folder.

    Raises `OslerError` for a folder in which another kind of file, or a gap, stands.
    """
    names = sorted(name for name in files if not name.endswith(SIGNATURE_SUFFIX))
    if names != [record_name(number + 1) for number in range(len(names))] or len(names) >= RECORDS_CAP:
        raise OslerError(
            f"the records of {record.article} are not whole: nothing can follow them",
            help="`osler review verify` says what is wrong",
            path=folder_of(record.article),
        )
    last = files[names[-1]] if names else None
    previous = digest_of_bytes(last) if isinstance(last, bytes) else None
    return replace(record, number=len(names) + 1, previous=previous)


def append_record(tree: WorkingTree, slug: str, data: bytes, signature: bytes) -> str:
    """Write a record and its signature as the next of an article, both whole or none; give the record's path.

    The signature is written first: a record is there when its own file is. `data` must be the record that
    `numbered` numbered with what stands in the folder. Raises `OslerError` if another record was appended
    meanwhile, or if nothing can be written.
    """
    folder = folder_of(slug)
    with tree.alone_in(folder):
        files = files_of(tree, slug)
        names = [name for name in files if not name.endswith(SIGNATURE_SUFFIX)]
        path = f"{folder}/{record_name(len(names) + 1)}"
        chain = read_chain(folder, (slug,), {**files, PurePosixPath(path).name: data})
        newest = chain.records[-1].digest if chain.records else None
        if chain.faults or newest != digest_of_bytes(data):
            raise OslerError(
                "the record does not follow those that stand there: " + _first(chain),
                help="try again: another record may have been appended meanwhile",
                path=path,
            )
        tree.write(path + SIGNATURE_SUFFIX, signature)
        tree.write(path, data)
    return path


def _first(chain: ReviewChain) -> str:
    return chain.faults[0].message if chain.faults else "it is not the last"
