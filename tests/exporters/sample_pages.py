"""Pages for the tests of the HTML exporter: real Markdown through the readers, and hand-built extremes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.claims.editions import editions_of
from toolkit.exporters.html import build
from toolkit.exporters.publication import compile_publication
from toolkit.model.article import Audience
from toolkit.model.bibliography import Bibliography
from toolkit.model.policy import Disclaimer, Journal, Occasion, Policy, Publisher
from toolkit.model.publication import Publication
from toolkit.model.record import Records
from toolkit.model.review import Board, Member, Reviewer, ReviewState, ReviewStatus
from toolkit.model.unit import Coverage
from toolkit.readers.bibtex import read_library
from toolkit.readers.lock import read_lock, seal_lock
from toolkit.readers.markdown import read_article

SIZES = {"figures/smear.png": (640, 320)}
PAGES = Path(__file__).parent / "pages"
NAMES = ("arabic", "both", "both-patient", "everything", "hostile", "leaflet")
TODAY = date(2026, 11, 22)

POLICY = Policy(
    publisher=Publisher(
        name="Example Health",
        url="https://example.org/",
        editorial_policy_url="https://example.org/policy",
        advisory_board_url="https://example.org/board",
        follow_up_url="https://example.org/ask",
        copyright_holder="Example Health",
        contact_email="editors@example.org",
    ),
    journal=Journal(title="Example Answers", abbreviation="Ex Answers", issn_electronic="2049-3630"),
    disclaimers=(
        Disclaimer(
            "professional",
            "1",
            "For health professionals",
            "This information supports clinical judgement and does not replace it.",
            frozenset({Occasion.PROFESSIONAL}),
        ),
        Disclaimer(
            "general",
            "2",
            "Not medical advice",
            "This page gives general information.\n\n{publisher} cannot advise you in person.",
            frozenset({Occasion.ALWAYS}),
        ),
        Disclaimer(
            "urgent",
            "1",
            "In an emergency",
            "Call your local emergency number.",
            frozenset({Occasion.PATIENT}),
            placement="start",
        ),
    ),
)
BOARD = Board((Member("haddad", "Omar Haddad", "MD", roles=("reviewer",)),))
REVIEWS = {
    "everything": ReviewState(
        ReviewStatus.UNDER_REVIEW, reasons=("The approval of 2 March 2025 ended when the text was changed.",)
    ),
    "leaflet": ReviewState(
        ReviewStatus.APPROVED,
        date(2026, 3, 1),
        date(2029, 3, 1),
        (Reviewer("Omar Haddad", "Medical reviewer", "MD", "0000-0002-1694-233X"),),
    ),
}


def bibliography() -> Bibliography:
    """Read the library and the lock beside the pages."""
    library = read_library("references.bib", (PAGES / "references.bib").read_bytes())
    lock = read_lock("references.lock", seal_lock((PAGES / "references.lock").read_text("utf-8")).encode())
    assert not library.problems
    assert not lock.problems
    return Bibliography(library, lock.records)


def publication_of(
    markdown: str, *, slug: str = "page", policy: Policy = POLICY, **changes: Any
) -> Publication:
    """Compile a page from Markdown."""
    article = read_article(f"articles/{slug}.md", markdown.encode())
    made = compile_publication(
        article,
        bibliography(),
        policy,
        as_of=TODAY,
        review=REVIEWS.get(slug, ReviewState()),
        coverage=Coverage(must=14, must_cited=14, should=6, should_cited=4, exempt=9, compared=10),
        is_draft=slug == "hostile",
    )
    return replace(made, **{"image_sizes": SIZES, **changes})


def sample(name: str) -> Publication:
    """Compile one of the pages in `pages/`: `both` is the professionals' page of an article for two audiences."""
    if name.startswith("both"):
        return editions()[name == "both-patient"]
    return publication_of((PAGES / f"{name}.md").read_text("utf-8"), slug=name)


def editions(text: str | None = None) -> list[Publication]:
    """Compile the editions of an article with parts for both audiences, professionals' first."""
    whole = publication_of(text or (PAGES / "both.md").read_text("utf-8"), slug="both")
    found = editions_of(whole.article, POLICY)
    audiences = tuple(one.audience for one in found)
    return [
        replace(
            whole,
            **{
                name: getattr(edited, name)
                for name in ("article", "references", "by_key", "disclaimers", "placed", "board")
            },
            editions=audiences,
            edition=one.audience,
            elsewhere=one.elsewhere,
        )
        for one in found
        for edited in [compile_publication(one.article, bibliography(), POLICY, as_of=TODAY, board=BOARD)]
    ]


def file_of(name: str) -> str:
    """Give the file of a sample page in a folder with all of them."""
    return {"both": "both/index.html", "both-patient": "both/patient/index.html"}.get(name, f"{name}.html")


def crowded() -> Publication:
    """Compile a page with 400 references by 100 authors, each cited alone and in one group of five."""
    keys = [f"work{number}" for number in range(1, 401)]
    authors = " and ".join(f"Family{number}, Given" for number in range(100))
    library = read_library(
        "references.bib",
        "\n".join(
            f"@article{{{key}, author = {{{authors if index == 0 else 'Roe, Jane'}}}, title = {{Work {key}}}, "
            f"journal = {{J Examples}}, year = {{2020}}, doi = {{10.5555/{key}}}}}"
            for index, key in enumerate(keys)
        ).encode(),
    )
    people = "\n".join(f"  - name: Author Number{number}" for number in range(100))
    groups = "\n\n".join(
        f"Statement {start} [{'; '.join('@' + key for key in keys[start : start + 5])}]."
        for start in range(0, len(keys), 5)
    )
    front = f"title: Many\ntype: review\naudience: professional\nauthors:\n{people}\ndate: 2026-01-01"
    text = f"---\n{front}\n---\n\n{groups}\n"
    article = read_article("articles/crowded.md", text.encode())
    assert Audience.PROFESSIONAL in article.metadata.audience
    return compile_publication(article, Bibliography(library, Records()), POLICY, as_of=TODAY)


def golden_text(publication: Publication) -> str:
    """Give the page with its style sheet left out, so that a change of style does not touch all goldens."""
    text = build(publication).data.decode()
    text = re.sub(r"(<style>).*?(</style>)", r"\1\2", text, flags=re.DOTALL)
    return re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-…", text)
