"""The references of an article, as files for reference managers: CSL-JSON and RIS."""

from __future__ import annotations

from toolkit.exporters.references import csl, ris
from toolkit.model.publication import Publication

CSL_NAME = "references.json"
RIS_NAME = "references.ris"


def files(publication: Publication) -> dict[str, bytes]:
    """Give the files by name, in the order of the references' numbers; none where nothing is cited."""
    if not publication.references:
        return {}
    return {CSL_NAME: csl.render(publication), RIS_NAME: ris.render(publication)}
