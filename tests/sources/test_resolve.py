"""One study under several identifiers is one record; what PubMed lacks stays what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.growth import growth
from tests.sources.eutils_server import EutilsServer
from toolkit.errors import EvidenceUnavailableError
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Origin, Provenance, Record, Standing
from toolkit.model.work import Work, WorkType
from toolkit.sources.pubmed import PubMed
from toolkit.sources.resolve import Named, Resolver, absent_record, merged
from toolkit.sources.store import Store


def identifier(text: str) -> Identifier:
    found = Identifier.parse(text)
    assert found
    return found


def named(*texts: str) -> Named:
    return Named(tuple(map(identifier, texts)), "a test")


@pytest.fixture
def resolver(pubmed: PubMed) -> Resolver:
    return Resolver(pubmed, Store(None))


def test_all_names_of_a_study_lead_to_one_record(server: EutilsServer, resolver: Resolver) -> None:
    pmid = next(one for name, one in server.shelf.names.items() if name.startswith("pmc"))
    doi, pmcid = server.shelf.doi(pmid), server.shelf.pmcid(pmid)
    resolver.resolve([named(pmid), named(f"doi:{doi}"), named(pmcid), named(doi.upper(), pmid)])
    (record,) = resolver.records()
    assert {resolver.find(identifier(one)) for one in (pmid, f"doi:{doi}", pmcid)} == {record}
    assert not server.asked("esearch"), "the record itself names its DOI and PMCID"
    assert not server.asked("idconv")


def test_a_doi_that_pubmed_gives_to_no_record_is_not_believed(
    server: EutilsServer, resolver: Resolver
) -> None:
    """The search answers with another paper, as PubMed does for phrases that it does not know."""
    server.shelf.names["10.1000/claimed"] = "10704411"
    resolver.resolve([named("doi:10.1000/claimed")])
    records = {str(one.identifier): one.standing for one in resolver.records()}
    assert records["doi:10.1000/claimed"] is Standing.NOT_IN_PUBMED
    assert resolver.find(identifier("doi:10.1000/claimed")) is None


def test_an_entrys_other_names_are_asked_only_if_its_pmid_leads_nowhere(
    server: EutilsServer, resolver: Resolver
) -> None:
    doi = server.shelf.doi("10704411")
    resolver.resolve([named("33780037", "doi:10.1000/other"), named("99999999", f"doi:{doi}")])
    found = resolver.find(identifier(f"doi:{doi}"))
    assert found
    assert found.identifier.value == "10704411"
    terms = " ".join(one.parameters["term"] for one in server.asked("esearch"))
    assert "10.1000/other" not in terms


def test_a_deposit_that_the_record_does_not_name_yet(server: EutilsServer, resolver: Resolver) -> None:
    server.shelf.names["pmc4242"] = "15550987"
    server.shelf.names["pmc529317"] = ""
    record = server.shelf.records["15550987"].replace(
        b'<ArticleId IdType="pmc">', b'<ArticleId IdType="mid">'
    )
    server.shelf.records["15550987"] = record
    resolver.resolve([named("PMC4242")])
    found = resolver.find(identifier("PMC4242"))
    assert found
    assert found.work.pmcid == "PMC4242"


@pytest.mark.parametrize("fault", ["500", "html", "empty", "json", ""])
def test_without_the_converter_searches_do(
    server: EutilsServer, make_pubmed: Callable[..., PubMed], fault: str
) -> None:
    if fault:
        server.fail(fault, times=9, program="idconv")
    resolver = Resolver(make_pubmed() if fault else make_pubmed(converter=None), Store(None))
    pmcid = next(name for name in server.shelf.names if name.startswith("pmc")).upper()
    resolver.resolve([named(pmcid), named("PMC1")])
    assert resolver.find(identifier(pmcid))
    assert [str(one.identifier) for one in resolver.records() if one.standing is Standing.NOT_IN_PUBMED] == [
        "pmcid:PMC1"
    ]


def test_a_bookshelf_accession(resolver: Resolver) -> None:
    resolver.resolve([named("https://www.ncbi.nlm.nih.gov/books/NBK22/")])
    found = resolver.find(identifier("https://www.ncbi.nlm.nih.gov/books/NBK22/"))
    assert found
    assert found.work.type is WorkType.BOOK


def test_absence_is_confirmed_one_by_one(server: EutilsServer, resolver: Resolver) -> None:
    resolver.resolve([named("doi:10.1000/a"), named("doi:10.1000/b")])
    terms = [one.parameters["term"] for one in server.asked("esearch")]
    assert len(terms) == 3
    assert all(" OR " in term for term in terms)
    assert {str(one.identifier) for one in resolver.records()} == {"doi:10.1000/a", "doi:10.1000/b"}


@pytest.mark.parametrize("program", ["esearch", "efetch"])
def test_a_failure_makes_nothing_absent(server: EutilsServer, resolver: Resolver, program: str) -> None:
    server.fail("html", times=9, program=program)
    doi = server.shelf.doi("10704411")
    with pytest.raises(EvidenceUnavailableError):
        resolver.resolve([named(f"doi:{doi}"), named("doi:10.1000/b")])
    assert resolver.records() == ()


def test_a_damaged_payload_is_asked_for_again(server: EutilsServer, pubmed: PubMed) -> None:
    store = Store(None)
    Resolver(pubmed, store).resolve([named("10704411")])
    kept = store.get(identifier("10704411"))
    assert kept
    # The row's own checksum fits, the payload's digest does not.
    store.put([replace(kept, data=kept.data.replace(b"Dopamine", b"Serotonin"))])
    again = Resolver(pubmed, store)
    again.resolve([named("10704411")])
    found = again.find(identifier("10704411"))
    assert found
    assert (found.work.title or "").startswith("Dopamine")
    assert len(server.asked("efetch")) == 2


# --- Merging ---------------------------------------------------------------------------------


def record(name: str, *also: str, origin: Origin = Origin.FETCHED, title: str | None = "T") -> Record:
    names = tuple(map(identifier, (name, *also)))
    standing = Standing.FOUND if origin is Origin.FETCHED else Standing.NOT_ASKED
    work = Work(type=WorkType.JOURNAL, title=title, identifiers=names)
    return Record(names[0], work, standing, Provenance(origin, "x", "2026-11-22"))


def test_merging_nothing_changes_nothing() -> None:
    old = (record("doi:10.1000/a"), record("pmid:1"))
    assert set(merged(old, ())) == set(old)
    assert merged((), ()) == ()


def test_a_record_takes_the_place_of_those_that_bear_its_names() -> None:
    old = (
        record("doi:10.1000/a", "PMC5", origin=Origin.TRANSCRIBED),
        record("PMC7", origin=Origin.IMPORTED),
        record("pmid:9"),
    )
    new = record("pmid:1", "doi:10.1000/a", "PMC7")
    assert set(merged(old, [new])) == {new, old[2]}


def test_two_pmids_are_two_works_and_a_name_means_one() -> None:
    one, two = record("pmid:1", "doi:10.1000/a"), record("pmid:2", "doi:10.1000/a")
    first, second = merged((one,), (two,))
    assert (str(first.identifier), str(second.identifier)) == ("pmid:1", "pmid:2")
    assert first.work.doi == "10.1000/a"
    assert second.work.doi is None


def test_absence_keeps_a_description_and_takes_no_name_from_another() -> None:
    described = record("doi:10.1000/a", origin=Origin.TRANSCRIBED)
    absent = absent_record(identifier("doi:10.1000/a"), "2026-11-23")
    (kept,) = merged((described,), (absent,))
    assert kept == replace(described, standing=Standing.NOT_IN_PUBMED)
    owner = record("pmid:1", "doi:10.1000/a")
    assert merged((owner,), (absent,)) == (owner,)
    assert merged((), (absent,)) == (absent,)


def test_a_record_that_pubmed_withdrew_is_said_to_be_absent() -> None:
    old = record("pmid:1", "doi:10.1000/a")
    (kept,) = merged((old,), (absent_record(identifier("pmid:1"), "2026-11-23"),))
    assert (kept.standing, kept.work) == (Standing.NOT_IN_PUBMED, old.work)


def test_merging_grows_with_the_records() -> None:
    def merging(count: int) -> Callable[[], object]:
        old = [record(f"pmid:{number}", f"doi:10.1000/{number}") for number in range(1, count + 1)]
        assert len(merged(old, old)) == count
        return lambda: merged(old, old)

    assert growth(merging, 1_000, below=10) < 10


def test_schemes_that_pubmed_knows_nothing_of_are_not_asked(resolver: Resolver, server: EutilsServer) -> None:
    from toolkit.model.library import Library
    from toolkit.readers.bibtex import read_library
    from toolkit.sources.resolve import named_works

    library: Library = read_library("a.bib", b"@book{a, title={T}, isbn={1859962521}}")
    assert library.work(library.entries[0]).identifier(Scheme.ISBN)
    assert named_works(library, ()) == ()
    assert server.log == []
