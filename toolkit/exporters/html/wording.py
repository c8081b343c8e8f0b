"""Words that the page uses of an article: its kind, its readers, its state."""

from __future__ import annotations

from toolkit.model.article import AiUse, ArticleType, Audience, ChangeKind
from toolkit.model.review import ReviewStatus
from toolkit.model.unit import Coverage

TYPES = {
    ArticleType.QUESTION_ANSWER: "Question and answer",
    ArticleType.REVIEW: "Review",
    ArticleType.PATIENT_LEAFLET: "Patient leaflet",
    ArticleType.GUIDELINE_SUMMARY: "Guideline summary",
    ArticleType.NEWS: "News",
    ArticleType.EDITORIAL: "Editorial",
}
AUDIENCES = {Audience.PATIENT: "patients", Audience.PROFESSIONAL: "health professionals"}
PURPOSE = "For educational purposes only"
RESEARCH = "From the research"
EDITIONS = {Audience.PATIENT: "For patients", Audience.PROFESSIONAL: "For health professionals"}
READERS = {Audience.PATIENT: "Patient, family or carer", Audience.PROFESSIONAL: "Health professional"}
STATUSES = {
    ReviewStatus.SUBMITTED: "Submitted",
    ReviewStatus.UNDER_REVIEW: "Under review",
    ReviewStatus.APPROVED: "Approved",
}
CHANGES = {
    ChangeKind.CORRECTION: "Correction",
    ChangeKind.UPDATE: "Update",
    ChangeKind.RETRACTION: "Retraction",
}
PENDING_TITLE = "Pending human review"
PENDING_TEXT = "No medical reviewer has approved this page in its present form. Read it with caution."
BOTH_COUNTED = "The count is of both pages, for patients and for professionals."
RETRACTED_TEXT = "The record withdrew this page. Do not rely on it."
URGENT_TITLE = "Urgent safety correction, not reviewed yet"
URGENT_TEXT = "It was published before its medical review, which is due by"
UNVERIFIABLE = "Approvals are on record, but their signatures could not be verified when this page was made"
OLDER_TITLE = "A newer version exists"
OLDER_TEXT = (
    "This one is kept for the record, as it was then. What it says may have been corrected or retracted since, and its "
    "review status may have changed."
)
NEWER_TEXT = "Read the current version"
DRAFT_TITLE = "Draft"
DRAFT_TEXT = "This page was exported before its checks were passed. It is not for publication."


def ai_sentence(use: AiUse) -> str:
    """Say which tool was used, when, for what, where, and who verified its output."""
    tool = " ".join(filter(None, (use.tool, use.version)))
    parts = [f"{tool} ({use.provider})" if use.provider else tool]
    if use.dates:
        parts.append(f"used {use.dates}")
    if use.purpose:
        parts.append(f"for {use.purpose}")
    if use.sections:
        parts.append(f"in: {', '.join(use.sections)}")
    sentence = ", ".join(parts)
    return f"{sentence}. Verified by {use.verified_by}." if use.verified_by else f"{sentence}."


def coverage_sentence(coverage: Coverage) -> str | None:
    """Say what was counted, and what counting can't tell; `None` where nothing was judged."""
    if not coverage.needing:
        return None
    parts = []
    if coverage.must:
        parts.append(f"{coverage.must_cited} of {coverage.must} statements that need a source name one")
    if coverage.should:
        parts.append(f"{coverage.should_cited} of {coverage.should} that should have a source do")
    wanting = [
        f"in {number} of them {what}"
        for number, what in (
            (coverage.number_absent, "a number was not found there"),
            (coverage.quote_absent, "a quotation was not found there"),
            (coverage.unrelated, "the abstract seemed to be about something else"),
        )
        if number
    ]
    compared = (
        f"{coverage.compared} were laid beside the wording of an abstract"
        if coverage.compared
        else "none were compared with an abstract"
    )
    return (
        f"By an automatic count, {', and '.join(parts)}; {', and '.join([compared, *wanting])}. "
        "Whether a source bears out a statement is for people to judge: no machine has verified it."
    )
