"""Speed, memory and growth of Osler beside its peers, in one run: `python -m benchmarks`."""
