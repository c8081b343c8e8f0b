"""The language server: Osler in the editor. The only home of pygls and lsprotocol.

A shell over `toolkit.api.held` (what is read and judged, and kept in memory) with small features beside
each other: each takes a `View`, an offset or a key, and gives values of the project or of the protocol.
Positions are turned into offsets on the way in, and back on the way out, by `positions`.
"""
