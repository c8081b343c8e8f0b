"""Frozen values that travel between the rooms.

Nothing here reads a file, a clock or the network, and nothing imports a third party. Absent is
`None`, never an empty string. Positions are characters of one `SourceText`.
"""
