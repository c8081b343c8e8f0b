"""Real PubMed records as references: each is valid XML, and nothing of it is lost in either export."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.conftest import shared_data_folder
from tests.exporters.jats_dtds import complaints
from tests.exporters.samples import NOWHERE, POLICY, article_of, bibliography, cite, publish
from toolkit.exporters import html, jats
from toolkit.model.article import Paragraph
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.record import Payload, Record
from toolkit.sources.pubmed_xml import cut, parse
from toolkit.validators.jats_profile import validate_profile
from toolkit.validators.roundtrip import prove_round_trip

SAMPLE = Path(__file__).parents[1] / "data" / "pubmed" / "sample.xml"


def records(path: Path) -> list[Record]:
    found: dict[str, Record] = {}
    for piece in cut(path.read_bytes()):
        name = Identifier(Scheme.PMID, piece.pmid)
        digest = hashlib.sha256(piece.data).hexdigest()
        found[piece.pmid] = parse(
            Payload(name, piece.data, "application/xml", "pubmed", "2026-11-22", digest)
        )
    return list(found.values())


def sources() -> list[Path]:
    folder = shared_data_folder()
    return [SAMPLE, *([folder / "pubmed" / "curated.xml"] if folder else [])]


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_real_records_survive_both_exports(path: Path) -> None:
    known = records(path)
    assert known
    article = article_of(Paragraph(NOWHERE, tuple(cite(str(one.identifier)) for one in known)))
    publication = publish(article, bibliography(*known))
    xml, page = jats.render(publication), html.render(publication)
    assert complaints(xml) == []
    proof = prove_round_trip(publication, xml, page)
    assert [one.message for one in proof.problems] == []
    assert (proof.citations, proof.references) == (len(known), len(known))
    complained = validate_profile(xml, article, POLICY)
    assert not [one.message for one in complained if (one.rule or "").endswith(("-form", "-empty", "-type"))]
