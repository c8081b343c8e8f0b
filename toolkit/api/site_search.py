"""The search of a site: a document for each page, and the index that Pagefind makes of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from toolkit.api.site_folder import Content, SiteFolder
from toolkit.exporters.site import SEARCH, Site
from toolkit.exporters.site.pagefind import Pagefind, bundle_files, index_documents
from toolkit.exporters.site.search import SCRIPT, home_document, script, search_page

_FOLDER = SEARCH.removesuffix("index.html")
BUNDLE = f"{_FOLDER}pagefind/"


@dataclass(frozen=True, slots=True)
class Searched:
    """The files of the search, and the digest of what they were made from."""

    files: dict[str, Content]
    digest: str


def search_of(
    site: Site, pagefind: Pagefind, documents: Iterable[tuple[str, bytes]], shelf: SiteFolder, workplace: Path
) -> Searched:
    """Give the search page, its script and its index.

    `documents` are what is searched, by the file of the page that they stand for. The index that lies in
    the site is kept if it was made of the same documents by the same Pagefind and nobody changed it:
    making it anew takes longer than all the rest.
    `workplace` is a folder for the index and what it is made from.
    """
    sources, bundle = workplace / "documents", workplace / "index"
    sources.mkdir()
    seen = hashlib.sha256(f"pagefind {pagefind.version}\n".encode())
    for name, data in documents:
        path = sources / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        seen.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
    if not any(sources.iterdir()):
        (sources / "index.html").write_bytes(home_document(site))
    digest = f"sha256:{seen.hexdigest()}"
    files: dict[str, Content] = {SEARCH: search_page(site), _FOLDER + SCRIPT: script()}
    kept = shelf.kept(BUNDLE) if shelf.search == digest else None
    if kept is not None:
        return Searched(files | kept, digest)
    index_documents(pagefind, sources, bundle)
    made: dict[str, Content] = {BUNDLE + name: path for name, path in bundle_files(bundle)}
    return Searched(files | made, digest)
