"""The use cases: what the command line, an editor and a notebook share, one module each."""
