"""What was found before, kept by content below `.osler_cache`, so that only what changed is judged again.

Nothing here decides anything: a row is used only if everything that it was made from is the same, and
what cannot be used is computed anew. `docs/decisions/cache.md` says what a row depends on, and why rows
are files that carry a seal.
"""
