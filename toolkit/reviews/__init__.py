"""Signed review: records, their chain and signatures, and the state that follows from them.

Nothing here lists or writes the project's files: bytes come in and go out, and `toolkit.api` fetches them.
"""
