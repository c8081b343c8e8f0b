"""The lock: read, written, damaged, merged."""

from __future__ import annotations

import subprocess
import time
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from toolkit.errors import ExitCode, LockError
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Fingerprint, Notice, Origin, Provenance, Record, Records, Standing
from toolkit.model.work import Collective, PartialDate, Person, Work, WorkType
from toolkit.readers.lock import Lock, read_lock, render_lock, seal_lock


def pmid(value: str) -> Identifier:
    return Identifier(Scheme.PMID, value)


GREEN = Record(
    identifier=pmid("28360040"),
    work=Work(
        type=WorkType.JOURNAL,
        title='Vitamin B12 "deficiency"\\ from the perspective of a hematologist',
        authors=(
            Person("Green", "Ralph", "R"),
            Person("O’Neil", None, "X", "Jr", "0000-0001"),
            Collective("Panel"),
        ),
        authors_complete=False,
        journal="Blood",
        journal_full="Blood",
        issn="0006-4971",
        date=PartialDate(2017, 5, 11),
        electronic=PartialDate(2017, 3, 30),
        volume="129",
        issue="19",
        pages="2603-2611",
        identifiers=(pmid("28360040"), Identifier(Scheme.DOI, "10.1182/blood-2016-10-569186")),
        language="eng",
        other_languages=("fre",),
    ),
    standing=Standing.FOUND,
    provenance=Provenance(Origin.FETCHED, "pubmed", "2026-11-22"),
    publication_types=("Journal Article", "Review"),
    notices=(Notice("ErratumIn", "Blood. 2018;1:1", "29000000", "a note"), Notice("UpdateIn", None, "1")),
    status="MEDLINE",
    version=1,
    abstract="Line one.\nLine two: α\t\u202e\u0085\u2028.",
    abstract_licence="CC BY 4.0",
    fingerprint=Fingerprint((("anemi", 2), ("b12", 5)), ("1000 ug",), 2),
    mesh=("Vitamin B 12 Deficiency",),
)
BARE = Record(
    identifier=Identifier(Scheme.DOI, "10.1000/a<b>(c);d"),
    work=Work(WorkType.OTHER, identifiers=(Identifier(Scheme.DOI, "10.1000/a<b>(c);d"),)),
    standing=Standing.NOT_IN_PUBMED,
    provenance=Provenance(Origin.TRANSCRIBED, "https://example.org/", "2026-11-22"),
)
SMALL = [
    replace(GREEN, identifier=pmid(n), work=replace(GREEN.work, identifiers=(pmid(n),))) for n in "123456789"
]
TEXT = render_lock([GREEN, BARE])


def read(text: str | bytes) -> Lock:
    return read_lock("references.lock", text.encode() if isinstance(text, str) else text)


def said(lock: Lock) -> list[tuple[int, str]]:
    assert all(one.rule == "reference-lock" and one.help for one in lock.problems)
    return [(lock.source.position(one.span.start).line, one.message) for one in lock.problems]


def test_records_come_back() -> None:
    lock = read(TEXT)
    assert said(lock) == []
    assert list(lock.records) == [BARE, GREEN]
    assert lock.records.find(Identifier(Scheme.DOI, "10.1182/blood-2016-10-569186")) == GREEN
    assert lock.records.find(pmid("1")) is None


def test_an_empty_file_is_an_empty_lock() -> None:
    assert said(read("")) == []
    assert len(read("").records) == 0
    assert said(read("lock-version = 1\n")) == []


def test_the_lock_is_sorted_whatever_the_order() -> None:
    assert render_lock([BARE, GREEN]) == TEXT
    assert render_lock(read(TEXT).records) == TEXT
    assert TEXT.startswith('lock-version = 1\n\n["doi:10.1000/a<b>(c);d"]\nstanding = "not-in-pubmed"\n')


def test_the_lock_is_toml_with_the_same_values() -> None:
    block = tomllib.loads(TEXT)["pmid:28360040"]
    assert block["title"] == GREEN.work.title
    assert block["abstract"] == GREEN.abstract
    assert block["authors"] == [["Green", "Ralph", "R"], ["O’Neil", "", "X", "Jr", "0000-0001"], ["Panel"]]
    assert block["authors-complete"] is False
    assert block["also"] == ["doi:10.1182/blood-2016-10-569186"]
    assert block["stems"] == "anemi 2 b12 5"
    assert tomllib.loads(TEXT)["lock-version"] == 1


def test_one_line_a_key_and_nothing_invisible() -> None:
    assert len(TEXT.splitlines()) == TEXT.count("\n")
    assert "\u202e" not in TEXT


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    lock = read(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert said(lock) == []
    assert len(lock.records) == 2


# --- Damage ----------------------------------------------------------------------------------

HAND = """lock-version = 1

["pmid:1"]
title = "One"
type = "journal"
standing = "found"
origin = "imported"
source = "one.nbib"
obtained = "2026-11-22"

["pmid:2"]
standing = "found"
origin = "fetched"
source = "pubmed"
obtained = "2026-11-22"
type = "journal"
title = "Two"
"""
UNUSED = "is not used: "
DAMAGE: dict[str, tuple[Callable[[], str | bytes], int, list[tuple[int, str]]]] = {
    "no digest": (lambda: HAND, 0, [(3, 'the block ["pmid:1"] has no digest: it is not used')] * 1),
    "changed": (
        lambda: seal_lock(HAND).replace('"Two"', '"Too"'),
        1,
        [(12, 'the block ["pmid:2"] was changed by hand or damaged: it is not used')],
    ),
    "bad value": (
        lambda: seal_lock(HAND.replace('"2026-11-22"\n\n', '"yesterday"\n\n')),
        1,
        [(9, f'the block ["pmid:1"] {UNUSED}"obtained" must be a date such as 2017-05-11')],
    ),
    "stems run together": (
        lambda: seal_lock(HAND.replace('title = "One"', 'stems = "b12 1a 2"')),
        1,
        [(4, f'the block ["pmid:1"] {UNUSED}"stems" must be stems, each with its count')],
    ),
    "an author without a name": (
        lambda: seal_lock(HAND.replace('title = "One"', "authors = [[]]")),
        1,
        [(4, f'the block ["pmid:1"] {UNUSED}"authors" must be a list of lists of texts')],
    ),
    "half a character": (
        lambda: seal_lock(HAND.replace('"One"', '"\\uD800"')),
        1,
        [(4, f'the block ["pmid:1"] {UNUSED}"title" must be a text')],
    ),
    "unknown key": (
        lambda: seal_lock(HAND.replace("title", "titel", 1)),
        1,
        [(4, f'the block ["pmid:1"] {UNUSED}"titel" is no key of the lock')],
    ),
    "missing key": (
        lambda: seal_lock(HAND.replace('source = "one.nbib"\n', "")),
        1,
        [(3, f'the block ["pmid:1"] {UNUSED}it lacks source')],
    ),
    "a key twice": (
        lambda: seal_lock(HAND.replace('title = "One"\n', 'title = "One"\ntitle = "Uno"\n')),
        1,
        [(5, f'the block ["pmid:1"] {UNUSED}"title" stands twice')],
    ),
    "no identifier": (
        lambda: seal_lock(HAND.replace("pmid:1", "pmid:01")),
        1,
        [(3, f'the block ["pmid:01"] {UNUSED}its name is no identifier in normal form')],
    ),
    "a block twice": (
        lambda: seal_lock(HAND.replace("pmid:2", "pmid:1")),
        1,
        [(12, 'two blocks describe "pmid:1": the first is used')],
    ),
    "an alias twice": (
        lambda: seal_lock(HAND.replace('title = "Two"', 'title = "Two"\nalso = ["pmid:1"]')),
        2,
        [(12, '"pmid:1" stands in two blocks: the one of "pmid:1" is used for it')],
    ),
    "stray line": (
        lambda: seal_lock(HAND).replace('\n\n["pmid:2', '\n\nhello\n["pmid:2'),
        2,
        [(12, "this line belongs to no block")],
    ),
    "no version": (
        lambda: seal_lock(HAND.removeprefix("lock-version = 1\n\n")),
        2,
        [(1, "the lock does not begin with `lock-version = 1`")],
    ),
    "conflict": (
        lambda: (
            seal_lock(HAND)
            .replace('["pmid:1"]', '<<<<<<< HEAD\n["pmid:1"]')
            .replace('["pmid:2"]', '=======\n["pmid:2"]')
            + ">>>>>>> other\n"
        ),
        2,
        [
            (3, "a merge conflict is not resolved"),
            (13, "a merge conflict is not resolved"),
            (22, "a merge conflict is not resolved"),
        ],
    ),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_damage_is_reported_and_the_others_stand(case: str) -> None:
    make, count, problems = DAMAGE[case]
    lock = read(make())
    assert said(lock)[: len(problems)] == problems
    assert len(list(lock.records)) == count


def test_a_block_that_is_not_utf8_is_left_out() -> None:
    raw = seal_lock(HAND).encode().replace(b'"Two"', b'"Tw\xe9"')
    lock = read(raw)
    assert [record.work.title for record in lock.records] == ["One"]


def test_sealing_is_idempotent_and_any_order_is_read() -> None:
    sealed = seal_lock(HAND)
    assert seal_lock(sealed) == sealed
    assert [record.work.title for record in read(sealed).records] == ["One", "Two"]


def test_a_newer_lock_is_refused_with_a_remedy() -> None:
    with pytest.raises(LockError) as caught:
        read("# written by another\nlock-version = 2\n")
    assert caught.value.exit_code is ExitCode.USAGE
    assert (caught.value.line, caught.value.help) == (2, "update Osler")


@pytest.mark.parametrize("size", range(0, len(TEXT), 97))
def test_a_truncated_lock_keeps_what_is_whole(size: int) -> None:
    lock = read(TEXT.encode()[:size])
    assert all(record in (BARE, GREEN) for record in lock.records)
    assert lock.problems or lock.records.aliases or size < 20


# --- Merging ---------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> str:
    settings = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", *settings, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("attributes", ["", "references.lock merge=union\n"])
def test_two_branches_that_each_added_an_entry_merge(tmp_path: Path, attributes: str) -> None:
    """Entries in different places merge by themselves; the result is what Osler would have written."""
    lock = tmp_path / "references.lock"
    (tmp_path / ".gitattributes").write_text(attributes)
    first, mine, second, theirs, third = SMALL[0], SMALL[2], SMALL[4], SMALL[6], SMALL[8]
    git(tmp_path, "init", "-q", "-b", "main")
    for branch, records in (
        ("main", (first, second, third)),
        ("mine", (first, mine, second, third)),
        ("theirs", (first, second, theirs, third)),
    ):
        git(tmp_path, "checkout", "-q", *(("-b", branch, "main") if branch != "main" else ("-B", "main")))
        lock.write_text(render_lock(records))
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", branch)
    git(tmp_path, "merge", "-q", "mine", "-m", "merge")
    assert lock.read_text() == render_lock((first, mine, second, theirs, third))


@pytest.mark.parametrize("attributes", ["", "references.lock merge=union\n"])
def test_entries_in_the_same_place(tmp_path: Path, attributes: str) -> None:
    """They conflict, or with `merge=union` are mixed up, and reported; what was there before is never lost."""
    lock = tmp_path / "references.lock"
    (tmp_path / ".gitattributes").write_text(attributes)
    git(tmp_path, "init", "-q", "-b", "main")
    lock.write_text(render_lock((SMALL[0], SMALL[8])))
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "main")
    for branch, record in (("mine", SMALL[2]), ("theirs", SMALL[4])):
        git(tmp_path, "checkout", "-q", "-b", branch, "main")
        lock.write_text(render_lock((SMALL[0], record, SMALL[8])))
        git(tmp_path, "commit", "-q", "-am", branch)
    if attributes:
        git(tmp_path, "merge", "-q", "mine", "-m", "merge")
    else:
        with pytest.raises(subprocess.CalledProcessError):
            git(tmp_path, "merge", "-q", "mine", "-m", "merge")
    merged = read(lock.read_bytes())
    assert {SMALL[0], SMALL[8]} <= set(merged.records)
    assert merged.problems
    has_markers = "a merge conflict is not resolved" in [message for _, message in said(merged)]
    assert has_markers is not bool(attributes)


# --- Speed -----------------------------------------------------------------------------------


def test_ten_thousand_blocks_are_indexed_fast(capsys: pytest.CaptureFixture[str]) -> None:
    """Indexing costs less than a fifth of what it takes `tomllib` to read a tenth of the blocks."""
    records = [
        replace(
            GREEN,
            identifier=pmid(f"{n}"),
            work=replace(GREEN.work, identifiers=(pmid(f"{n}"),)),
            abstract=None,
        )
        for n in range(1_000_000, 1_010_000)
    ]
    data = render_lock(records).encode()
    start = time.process_time()
    lock = read(data)
    taken = time.process_time() - start
    start = time.process_time()
    tomllib.loads(render_lock(records[:1_000]))
    theirs = time.process_time() - start
    with capsys.disabled():
        ours = f"{len(data) >> 20} MiB, indexed in {taken * 1000:.0f} ms"
        print(f"\nlock: 10,000 blocks, {ours}; tomllib reads them in {theirs * 10:.1f} s")
    assert len(lock.records) == 10_000
    assert lock.problems == ()
    assert taken < 2 * theirs


def test_records_of_memory_and_of_the_lock_agree() -> None:
    assert list(Records.of(BARE, GREEN)) == list(read(TEXT).records)


@pytest.mark.parametrize("data", [b"", b"lock-version = 1\n", b"# nothing yet\nlock-version = 1\n"])
def test_a_lock_without_blocks_is_empty(data: bytes) -> None:
    lock = read_lock("references.lock", data)
    assert len(lock.records) == 0
    assert lock.problems == ()


def test_a_fingerprint_without_version_is_of_the_first() -> None:
    """Locks that older versions wrote have no such line, and newer ones need not repeat it."""
    old = replace(GREEN, fingerprint=Fingerprint((("anemi", 2),), ()))
    assert "fingerprint = " not in render_lock([old])
    assert "\nfingerprint = 2\nstems = " in TEXT
    (known,) = read(render_lock([old])).records
    assert known.fingerprint == old.fingerprint
