"""The ledger: its JSON schema, the state of evidence, its order, its text; and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from tests.growth import growth
from toolkit.api.check import check
from toolkit.api.ledger import ledger
from toolkit.api.workspace import Workspace, open_workspace
from toolkit.claims import judge
from toolkit.claims.coverage import total
from toolkit.claims.fingerprint import fingerprint
from toolkit.claims.ledger import Rank, hardest_first, ledger_of, rank_of
from toolkit.cli.ledger import command
from toolkit.exporters.ledger import render
from toolkit.model.bibliography import Bibliography
from toolkit.model.evidence import EvidenceState
from toolkit.model.identifier import Identifier, Scheme
from toolkit.model.library import Library
from toolkit.model.policy import Policy
from toolkit.model.record import Origin, Payload, Provenance, Record, Records, Standing
from toolkit.model.span import SourceText
from toolkit.model.work import Work, WorkType
from toolkit.readers.lock import render_lock
from toolkit.readers.markdown import read_article
from toolkit.sources.store import Store

ROOT = Path(__file__).parent.parent.parent
REVIEWED = ROOT / "tests" / "projects" / "review-sheet"
TODAY = date(2026, 11, 22)
# Figures and doses: whatever becomes of the detector, these need a source.
ARTICLE = """\
# Deficiency

Smoking causes cancer in 15 % of smokers. Statins prevent 25 % of strokes [@pmid:28360040]. It harms nerves
in 30 % of patients [@nobody].

See a doctor within 24 hours if:

- the skin is red
- the skin is hot

<!-- osler: ignore claim-uncited until=2027-01-01: agreed with the board -->
Aspirin 75 mg daily prevents strokes.
"""
SMOKING = "Smoking causes cancer in 15 % of smokers."
STATINS = "Statins prevent 25 % of strokes."
NERVES = "It harms nerves in 30 % of patients."
ASPIRIN = "Aspirin 75 mg daily prevents strokes."
NAME = Identifier(Scheme.PMID, "28360040")
OTHER = (
    "Cobalamin deficiency impairs the maturation of red blood cells. Megaloblastic anemia and neuropathy are its "
    "classical features, and homocysteine rises. Parenteral replacement corrects the counts."
)


def record(abstract: str, *, is_open: bool = False) -> Record:
    return Record(
        NAME,
        Work(WorkType.JOURNAL, title="Cobalamin deficiency", identifiers=(NAME,)),
        Standing.FOUND,
        Provenance(Origin.FETCHED, "pubmed", "2026-11-22"),
        abstract=abstract if is_open else None,
        fingerprint=fingerprint(abstract),
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "osler.toml").write_text("")
    (tmp_path / "references.bib").write_text("")
    (tmp_path / "references.lock").write_text(render_lock([record(OTHER)]))
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text(ARTICLE)
    return tmp_path


@pytest.fixture
def workspace(project: Path) -> Workspace:
    return open_workspace(project)


def closed(schema: Any) -> Any:
    """Give the published schema so strict that a property which it doesn't name is a fault."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    return {**made, "additionalProperties": False} if "properties" in made else made


SCHEMA = closed(json.loads((ROOT / "docs" / "schemas" / "ledger.json").read_text("utf-8")))
PROJECTS = (
    ROOT,
    *sorted(path for path in (ROOT / "tests" / "projects").iterdir() if (path / "articles").is_dir()),
)


@pytest.mark.parametrize("folder", PROJECTS, ids=lambda path: path.name)
def test_the_document_is_what_the_schema_says(folder: Path) -> None:
    found = ledger(open_workspace(folder), TODAY)
    assert found.articles
    jsonschema.validate(found.document(), SCHEMA)


def test_the_schema_refuses_what_it_should(workspace: Workspace) -> None:
    document = ledger(workspace, TODAY).document()
    spoils: tuple[Callable[[Any], object], ...] = (
        lambda one: one.update(version=2),
        lambda one: one["coverage"].pop("compared"),
        lambda one: one["articles"][0]["units"][1]["evidence"].update(state="supported"),
        lambda one: one["articles"][0]["units"][2]["evidence"]["sources"][0].update(likeness=1.5),
    )
    for spoil in spoils:
        wrong = json.loads(json.dumps(document))
        spoil(wrong)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, SCHEMA)


def test_the_document_has_the_specified_shape(workspace: Workspace) -> None:
    document = ledger(workspace, TODAY).document()
    assert document["version"] == 1
    (article,) = document["articles"]
    assert article["path"] == "articles/a.md"
    unit = article["units"][1]
    assert (unit["text"], unit["need"]) == (SMOKING, "must")
    assert unit["start"] == {"line": 3, "column": 1, "offset": ARTICLE.index("Smoking")}
    assert unit["end"]["column"] == 42
    assert article["digest"] == f"sha256:{sha256(ARTICLE.encode()).hexdigest()}"
    assert sorted(article["hardest_first"]) == list(range(len(article["units"])))
    assert document["coverage"] == article["coverage"]


def test_a_list_counts_as_one_claim_and_coverage_adds_up(workspace: Workspace) -> None:
    (article,) = ledger(workspace, TODAY).articles
    counts = article.coverage
    assert (counts.must, counts.must_cited, counts.should) == (5, 2, 0)
    assert (counts.compared, counts.unrelated + counts.number_absent, counts.not_compared) == (1, 1, 1)
    assert counts.waived == 1
    together = total([counts, counts])
    assert together.must == 10
    assert together.exempt == 2 * counts.exempt


@pytest.mark.parametrize("folder", PROJECTS, ids=lambda path: path.name)
def test_coverage_adds_up_and_agrees_with_the_check(folder: Path) -> None:
    workspace = open_workspace(folder)
    found = ledger(workspace, TODAY)
    for one in (*(article.coverage for article in found.articles), found.coverage):
        assert one.compared + one.not_compared == one.cited
        assert one.unrelated + one.number_absent + one.quote_absent + one.to_be_checked == one.compared
    uncited = sum(finding.rule == "claim-uncited" for finding in check(workspace, TODAY).findings)
    assert found.coverage.needing - found.coverage.cited - found.coverage.waived == uncited


def test_every_unit_is_in_one_entry(workspace: Workspace) -> None:
    (article,) = ledger(workspace, TODAY).articles
    indices = sorted(line.index for entry in article.entries for line in entry.lines)
    assert indices == list(range(len(article.lines)))


def test_the_state_of_evidence_is_told_and_never_supported(workspace: Workspace) -> None:
    document = ledger(workspace, TODAY).document()
    states = {unit["text"]: unit["evidence"] for unit in document["articles"][0]["units"]}
    assert states["Deficiency"]["state"] == "no-source-needed"
    assert states[SMOKING]["state"] == "no-source"
    assert states[STATINS]["state"] in {"unrelated", "number-absent"}
    source = states[STATINS]["sources"][0]
    assert source["identity"] == "pmid:28360040"
    assert (source["basis"], source["passage"]) == ("fingerprint", None)
    assert states[NERVES]["state"] == "not-compared"
    assert states[NERVES]["reason"] == "nothing defines the key"
    assert states[ASPIRIN]["reason"] == "agreed with the board"
    assert "supported" not in json.dumps(document)


def test_what_a_source_is_and_what_its_abstract_lacks_is_told() -> None:
    document = ledger(open_workspace(REVIEWED), TODAY).document()
    units = {unit["text"]: unit for article in document["articles"] for unit in article["units"]}
    dose = units["Initial treatment is 1000 µg of parenteral vitamin B12 every other day for two weeks."]
    assert dose["evidence"]["state"] == "number-absent"
    assert {"form": "1000 ug", "text": "1000 µg"} in dose["evidence"]["absent_numbers"]
    (source,) = dose["evidence"]["sources"]
    assert (source["basis"], source["year"], source["status"]) == ("abstract", 2024, None)
    assert source["passage"]["text"].startswith("Regardless of the cause of the deficiency")
    (retracted,) = units["miR-429 promotes the proliferation of lung cancer cells."]["evidence"]["sources"]
    assert retracted["status"] == "retracted"
    assert retracted["notices"][0] == {
        "kind": "RetractionIn", "pmid": "34093767", "source": "Oncol Lett. 2021 Jul;22(1):545"
    }  # fmt: skip
    assert units["The serum B12 concentration is useful as a screening marker."]["scope"] == "paragraph"


def test_what_the_authors_answer_is_told() -> None:
    document = ledger(open_workspace(REVIEWED), TODAY).document()
    answered = {
        unit["text"]: unit["suppressions"]
        for article in document["articles"]
        for unit in article["units"]
        if unit["suppressions"]
    }
    assert answered == {
        "Knee braces shorten rehabilitation after meniscus repair by 30 %.": [
            {"rules": ["claim-unrelated-source"], "reason": "the discussion says so", "until": None}
        ]
    }
    assert "the authors, of claim-unrelated-source: “the discussion says so”" in run(REVIEWED)[1]


def test_nothing_is_judged_or_compared_in_another_language() -> None:
    found = ledger(open_workspace(REVIEWED), TODAY)
    (german,) = (one for one in found.articles if one.article.slug == "vitamin-b12-mangel")
    assert not german.is_judged
    assert german.coverage.needing == 0
    assert {line.evidence.state for line in german.lines} == {EvidenceState.NOT_COMPARED}


def test_an_expired_suppression_waives_nothing(workspace: Workspace) -> None:
    found = ledger(workspace, date(2027, 1, 2))
    assert found.document()["articles"][0]["units"][-1]["evidence"]["state"] == "no-source"
    assert found.coverage.waived == 0


def test_the_hardest_comes_first() -> None:
    found = ledger(open_workspace(REVIEWED), TODAY)
    (article,) = (one for one in found.articles if one.article.slug == "anaemia")
    entries = hardest_first(article.entries)
    ranks = [rank_of(entry) for entry in entries]
    assert ranks == sorted(ranks)
    assert {
        Rank.RETRACTED,
        Rank.NUMBER_ABSENT,
        Rank.MUST_UNCITED,
        Rank.NOT_COMPARED,
        Rank.TO_BE_CHECKED,
        Rank.WAIVED,
        Rank.EXEMPT,
    } <= set(ranks)
    likeness = [
        entry.likeness for entry in entries if rank_of(entry) is Rank.TO_BE_CHECKED and entry.need == "must"
    ]
    assert likeness == sorted(likeness)
    assert len(set(likeness)) > 1


def test_a_list_that_completes_its_lead_in_is_one_entry() -> None:
    found = ledger(open_workspace(REVIEWED), TODAY)
    (article,) = (one for one in found.articles if one.article.slug == "anaemia")
    (entry,) = (
        one for one in article.entries if one.first.claim.unit.text.startswith("Consider prophylaxis")
    )
    assert len(entry.lines) == 4
    (source,) = entry.evidence.sources
    assert source.comparison is not None
    assert source.comparison.passage is not None
    assert source.comparison.passage.text.startswith("Prophylactic B12 supplementation")


@pytest.mark.parametrize("cited", ["", " [@a]"])
def test_the_labels_of_a_row_belong_to_what_it_claims(cited: str) -> None:
    text = f"| Drug | Dose | Harm |\n| - | - | - |\n| Folate | 5 mg daily | rash in 2 %{cited} |\n"
    article = read_article("articles/a.md", text.encode())
    found = ledger_of(
        article, judge(article, Policy()), Bibliography(Library(SourceText("b", "")), Records())
    )
    row = [[line.claim.unit.text for line in entry.lines] for entry in found.entries if not entry.is_exempt]
    assert row == [["Folate", "5 mg daily", "rash in 2 %"]]
    assert (found.coverage.must, found.coverage.must_cited) == (1, len(cited) // 5)


def test_rendering_is_deterministic_and_needs_no_lock() -> None:
    article = read_article("articles/a.md", ARTICLE.encode())
    claims = judge(article, Policy())
    empty = Bibliography(Library(SourceText("references.bib", "")), Records())
    first = render(ledger_of(article, claims, empty))
    assert first == render(ledger_of(article, claims, empty))
    assert json.loads(first)["articles"][0]["units"][2]["evidence"]["state"] == "not-compared"


def test_the_digest_is_that_of_the_file() -> None:
    data = "\ufeff# Ä\r\n\r\nIron is a metal.\r\n".encode()
    made = ledger_of(read_article("a.md", data), (), Bibliography(Library(SourceText("b", "")), Records()))
    assert made.digest == sha256(data).hexdigest()


def test_a_long_article_takes_time_in_proportion() -> None:
    empty = Bibliography(Library(SourceText("references.bib", "")), Records())

    def work(size: int) -> Callable[[], object]:
        article = read_article("a.md", ("Statins lower the risk by 12 % [@a]. " * size).encode())
        claims = judge(article, Policy())
        return lambda: ledger_of(article, claims, empty)

    assert growth(work, 500, below=8) < 8


def test_many_suppressions_take_time_in_proportion() -> None:
    empty = Bibliography(Library(SourceText("references.bib", "")), Records())
    part = (
        "<!-- osler: ignore claim-number-absent: r -->\nThe smoking of tobacco causes cancer of the lung.\n\n"
    )

    def work(size: int) -> Callable[[], object]:
        article = read_article("a.md", (part * size).encode())
        claims = judge(article, Policy())
        assert len(article.suppressions) == size
        return lambda: ledger_of(article, claims, empty)

    assert growth(work, 1_000, below=8) < 8


def run(project: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, [*arguments, "--project", str(project), "--as-of", "2026-11-22"])
    return result.exit_code, result.output


def test_the_text_is_narrow_and_says_what_matters(project: Path) -> None:
    code, text = run(project)
    assert code == 0
    assert max(map(len, text.splitlines())) <= 96
    assert "2 of 5 claims that must have a source name one" in text
    assert "Of the 2 that name one, 1 was laid beside an abstract’s wording" in " ".join(text.split())
    assert "None of this says that a source supports a claim" in text
    assert "no source" in text
    assert "waived: agreed with the board" in text
    assert "\x1b" not in text


def test_only_uncited_and_hardest_first(project: Path) -> None:
    _, text = run(project, "--uncited", "--hardest-first")
    assert "Statins" not in text
    assert SMOKING in text


def test_json_on_the_command_line(project: Path) -> None:
    code, text = run(project, "--format", "json", str(project / "articles" / "a.md"))
    assert code == 0
    assert json.loads(text)["articles"][0]["path"] == "articles/a.md"


def test_an_article_in_another_language_says_so(project: Path) -> None:
    (project / "articles" / "a.md").write_text(
        "---\nlanguage: de\n---\n\nStatine verhindern Schlaganfälle.\n"
    )
    _, text = run(project)
    assert "not judged" in text


def test_an_unreadable_article_stops_no_other(project: Path) -> None:
    code, text = run(project, str(project / "articles" / "a.md"), str(project / "articles" / "missing.md"))
    assert code == 2
    assert "Smoking" in text


def test_a_project_without_articles(project: Path) -> None:
    (project / "articles" / "a.md").unlink()
    assert "No articles." in run(project)[1]


def test_a_state_can_be_chosen(project: Path) -> None:
    _, text = run(
        project, *(part for state in ("unrelated", "number-absent", "waived") for part in ("--state", state))
    )
    assert STATINS in text
    assert ASPIRIN in text
    assert "Smoking" not in text


def test_a_state_that_is_nowhere_shows_nothing(project: Path) -> None:
    assert "Statins" not in run(project, "--state", "quote-absent")[1]


@pytest.mark.parametrize("arguments", [("--uncited",), ("--state", "unrelated")])
@pytest.mark.parametrize("form", ["json", "html"])
def test_a_choice_for_the_terminal_is_refused_elsewhere(
    project: Path, arguments: tuple[str, ...], form: str
) -> None:
    code, text = run(project, "--format", form, *arguments)
    assert code == 2
    assert "leave out --format" in text


def test_the_scope_is_shown() -> None:
    _, text = run(REVIEWED)
    assert "scope: through the paragraph" in text
    assert "• strict vegans" in text


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_lines_fit_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    _, text = run(REVIEWED)
    assert max(map(len, text.splitlines())) <= min(max(columns, 60), 96)


def test_what_an_article_says_moves_no_cursor(project: Path) -> None:
    (project / "articles" / "a.md").write_text("Smoking causes \x1b[2Jcancer.\n\n# \u202eX\n")
    _, text = run(project)
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_sheet_is_written_to_a_file(project: Path, tmp_path: Path) -> None:
    target = tmp_path / "sheet.html"
    code, text = run(project, "--format", "html", "-o", str(target))
    assert code == 0
    assert "wrote" in text
    assert target.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert run(project, "--format", "html")[1] == target.read_text("utf-8")
    run(project, "--color", "always", "-o", str(tmp_path / "ledger.txt"))
    assert "\x1b" not in (tmp_path / "ledger.txt").read_text("utf-8")


@pytest.mark.parametrize("name", ["references.bib", "references.lock", "articles/a.md", "osler.toml"])
def test_nothing_is_written_over_the_project(project: Path, name: str) -> None:
    before = (project / name).read_bytes()
    code, text = run(project, "--format", "html", "-o", str(project / name))
    assert code == 2
    assert "own files" in text
    assert (project / name).read_bytes() == before


ABSTRACT = "Statins prevented strokes in one in four patients who took them."
PUBMED = """<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">28360040</PMID><Article
PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><PubDate><Year>2017</Year></PubDate></JournalIssue>
</Journal><ArticleTitle>T</ArticleTitle><Abstract><AbstractText>%s</AbstractText></Abstract></Article>
</MedlineCitation></PubmedArticle>"""


def keep(path: Path, abstract: str) -> None:
    data = (PUBMED % abstract).encode()
    name = Identifier(Scheme.PMID, "28360040")
    with Store(path) as store:
        store.put(
            [Payload(name, data, "text/xml", "pubmed", "2026-11-22T00:00:00", sha256(data).hexdigest())]
        )


@pytest.fixture
def locked(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project whose lock has a fingerprint, and a place for the store."""
    monkeypatch.setenv("OSLER_STORE", str(tmp_path / "store.sqlite3"))
    (project / "references.lock").write_text(render_lock([record(ABSTRACT)]))
    return project


def test_the_store_is_read_only_when_asked_for(locked: Path, tmp_path: Path) -> None:
    keep(tmp_path / "store.sqlite3", ABSTRACT)
    assert ABSTRACT not in run(locked)[1]
    assert ABSTRACT not in run(locked, "--format", "json")[1]
    assert f"nearest, from the local store: “{ABSTRACT}”" in " ".join(run(locked, "--with-store")[1].split())
    document = json.loads(run(locked, "--format", "json", "--with-store")[1])
    source = document["articles"][0]["units"][2]["evidence"]["sources"][0]
    assert (source["basis"], source["from_store"], source["passage"]["text"]) == ("abstract", True, ABSTRACT)
    jsonschema.validate(document, SCHEMA)


def test_an_abstract_other_than_the_locked_one_is_not_shown(locked: Path, tmp_path: Path) -> None:
    keep(tmp_path / "store.sqlite3", "Statins prevented nothing.")
    _, text = run(locked, "--with-store")
    assert "Statins prevented" not in text
    assert "fingerprint" in text


def test_a_store_that_is_not_there_is_not_made(locked: Path, tmp_path: Path) -> None:
    code, text = run(locked, "--with-store")
    assert code == 0
    assert "there is no local store yet" in text
    assert not (tmp_path / "store.sqlite3").exists()
