"""The use case "add": a paper becomes an entry of the library and a block of the lock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from toolkit.api.fetch import KEPT_FOR
from toolkit.api.locking import require_readable, write_lock
from toolkit.api.workspace import Workspace
from toolkit.errors import ConfigurationError, ExitCode, OslerError, UnreadableInputError
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Origin, Record, Standing
from toolkit.project import LIBRARY_CAP, read_named
from toolkit.readers.bibtex_writer import entry_key, entry_of
from toolkit.sources.imports import LARGEST, read_records
from toolkit.sources.pubmed import TIME_FORMAT, PubMed
from toolkit.sources.resolve import Named, Resolver
from toolkit.sources.store import Store

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]*")


class NotInPubmedError(OslerError):
    """PubMed answered, and has no such record: there is nothing to make an entry of."""

    exit_code = ExitCode.FINDINGS


@dataclass(frozen=True, slots=True)
class Added:
    """A record, the key of its entry, and whether that entry is new or stood there before."""

    record: Record
    key: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class AddReport:
    """What was added. `problems` are what could not be, and do not stop the rest."""

    added: tuple[Added, ...]
    problems: tuple[OslerError, ...] = ()
    format: str | None = None
    """The format of the file, if one was read."""

    @property
    def exit_code(self) -> ExitCode:
        """That of the gravest problem; 0 without any."""
        return ExitCode.gravest(*(problem.exit_code for problem in self.problems))


def read_identifiers(texts: Sequence[str]) -> tuple[Identifier, ...]:
    """Read identifiers as people paste them: PMID, DOI, PMCID, Bookshelf accession, or their addresses.

    Raises `ConfigurationError` for a text that is none.
    """
    found: dict[Identifier, None] = {}
    for text in texts:
        identifier = Identifier.parse(text)
        if identifier is None or identifier.scheme is Scheme.ISBN:
            raise ConfigurationError(
                f'"{text}" is no PMID, DOI, PMCID or PubMed address',
                help="for example: osler add 28360040, or osler add 10.1182/blood-2016-10-569186",
            )
        found[identifier] = None
    return tuple(found)


def add_identifiers(
    workspace: Workspace,
    pubmed: PubMed,
    store: Store,
    identifiers: Sequence[Identifier],
    *,
    key: str | None = None,
    offline: bool = False,
) -> AddReport:
    """Fetch records and add entries for them. What PubMed lacks is a problem; the others are added.

    What has both an entry and a record already is not asked for: keeping it fresh is for `fetch`.

    Raises `EvidenceUnavailableError` if PubMed could not be asked: then nothing is written.
    """
    known = {one: record for one in identifiers if (record := _standing(workspace, one)) is not None}
    oldest = datetime.strptime(pubmed.now(), TIME_FORMAT).replace(tzinfo=UTC) - KEPT_FOR
    resolver = Resolver(pubmed, store, not_before="" if offline else oldest.strftime(TIME_FORMAT))
    resolver.resolve(
        [Named((identifier,), "the command line") for identifier in identifiers if identifier not in known]
    )
    records: dict[Identifier, Record] = {}
    problems: list[OslerError] = []
    for identifier in identifiers:
        record = known.get(identifier) or resolver.find(identifier)
        if record is None:
            problems.append(
                NotInPubmedError(
                    f"PubMed has no record of {identifier}",
                    help="check it; if it is right, save the record elsewhere as RIS or CSL-JSON and use --from",
                )
            )
        else:
            records[record.identifier] = record
    return replace(add_records(workspace, tuple(records.values()), key=key), problems=tuple(problems))


def _standing(workspace: Workspace, identifier: Identifier) -> Record | None:
    """Give the locked record of a work that the library has too."""
    record = workspace.lock.records.find(identifier)
    if record is None or record.standing is Standing.NOT_IN_PUBMED:
        return None
    names = (identifier, record.identifier, *record.work.identifiers)
    return record if any(name in workspace.library.by_identifier for name in names) else None


def add_file(workspace: Workspace, path: Path, today: str, *, key: str | None = None) -> AddReport:
    """Add the records of a file saved by hand, without any network.

    Raises `UnreadableInputError` for a file that cannot be read as a whole.
    """
    data = read_named(path, LARGEST + 1)
    imported = read_records(path.name, data, today)
    if not imported.records and not imported.problems:
        raise UnreadableInputError(
            "no record is in the file", help="save the record again, and look into the file", path=str(path)
        )
    report = add_records(workspace, imported.records, key=key)
    return replace(report, problems=imported.problems, format=imported.format)


def add_records(workspace: Workspace, records: Sequence[Record], *, key: str | None = None) -> AddReport:
    """Append an entry for each record that the library lacks, and lock the records.

    The rest of the library stays as it is, byte for byte. A record that PubMed gave is never
    replaced by an imported one. Raises `ConfigurationError` for an unsuitable `key` and
    `UnreadableInputError` if the library cannot be read or written.
    """
    library = workspace.library
    require_readable(workspace, workspace.policy.library, workspace.policy.lock)
    if key is not None:
        _check_key(key, workspace, len(records))
    taken = set(library.by_key)
    added: list[Added] = []
    texts: list[str] = []
    for record in records:
        names = (record.identifier, *record.work.identifiers)
        known = next(filter(None, map(library.by_identifier.get, names)), None)
        if known is not None:
            added.append(Added(record, known.key, is_new=False))
            continue
        own_key = entry_key(record.work, taken)
        new_key = key or own_key
        texts.append(entry_of(record, taken).replace(f"{{{own_key},", f"{{{new_key},", 1))
        taken.add(new_key)
        added.append(Added(record, new_key, is_new=True))
    appended = _appended(workspace, texts) if texts else None
    write_lock(workspace, [record for record in records if not _is_better_known(workspace, record)])
    if appended is not None:
        workspace.tree.write(workspace.policy.library, appended)
    return AddReport(tuple(added))


def _is_better_known(workspace: Workspace, record: Record) -> bool:
    if record.provenance.origin is Origin.FETCHED:
        return False
    for name in (record.identifier, *record.work.identifiers):
        known = workspace.lock.records.find(name)
        if (
            known is not None
            and known.standing is Standing.FOUND
            and known.provenance.origin is Origin.FETCHED
        ):
            return True
    return False


def _appended(workspace: Workspace, texts: Sequence[str]) -> bytes:
    """Give the library's bytes with entries after them, its line ends kept."""
    path = workspace.policy.library
    data = workspace.tree.read(path, LIBRARY_CAP) if workspace.tree.exists(path) else b""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableInputError(
            "the library is not UTF-8, so that nothing can be added to it",
            help="save it as UTF-8",
            path=path,
            line=data.count(b"\n", 0, error.start) + 1,
        ) from None
    body = "\n".join(text.rstrip("\n") + "\n" for text in texts)
    line_end = "\r\n" if b"\r\n" in data else "\n"
    gap = "" if not data.strip() else line_end if data.endswith(b"\n") else line_end * 2
    return data + (gap + body.replace("\n", line_end)).encode()


def _check_key(key: str, workspace: Workspace, count: int) -> None:
    if count != 1:
        raise ConfigurationError(
            f"--key names one entry, and there are {count} records", help="leave out --key"
        )
    if not _KEY.fullmatch(key) or Identifier.key_scheme(key) is not None:
        raise ConfigurationError(
            f'"{key}" cannot be a key', help="use letters, digits and _ - . with a letter first: green2017"
        )
    if key in workspace.library.by_key:
        raise ConfigurationError(f'the library has an entry "{key}" already', help="choose another key")
