"""Where evidence comes from: PubMed over the network, files saved by hand, and the local store.

Input and output live here and nowhere above; what a payload means (`parse`) is pure.
"""
