"""The entry point of the command `osler` and of `python -m toolkit`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] == ["--version"]:
        # Asked by every script and prompt: answered without importing click.
        from toolkit import __version__  # noqa: PLC0415 - start-up time

        print(f"osler {__version__}")  # noqa: T201 - the only output outside of click
        return
    import gc  # noqa: PLC0415 - start-up time

    from toolkit.cli import run  # noqa: PLC0415 - start-up time

    # Values here are frozen and hold no cycles, so that looking for some takes a fifth of a run in vain.
    gc.set_threshold(200_000, 20, 50)
    sys.exit(run())


if __name__ == "__main__":
    main()
