"""The library: BibTeX and BibLaTeX to `Library`. The only home of pybtex."""

from toolkit.readers.bibtex.library import MAXIMUM_ENTRY, MAXIMUM_LIBRARY, read_library, restored_library

__all__ = ["MAXIMUM_ENTRY", "MAXIMUM_LIBRARY", "read_library", "restored_library"]
