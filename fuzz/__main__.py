"""`python -m fuzz [NAME …] [--seconds N]`: search for inputs that break a reader, guided by coverage.

Needs Atheris (`pip install --group fuzz`), which brings libFuzzer; Linux or macOS. Without names it
goes through all targets. Each runs in a process of its own, since libFuzzer ends the one it runs in.
What it found lies in `fuzz/corpus/NAME`, and what broke a reader is written to `fuzz/crashes/NAME`.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from fuzz.target import ROOT, TARGETS, load, seeds_of

_SECONDS = 120
_LONGEST_INPUT = 16 << 10
_SLOWEST = 5
"""Seconds: what product and tests allow any input."""
_MEMORY = 1024
"""MiB: twice what any input is allowed, since the instruments and the corpus take their part."""
_DONE = re.compile(r"Done (\d+) runs in (\d+) second")
_STATE = re.compile(r"cov: (\d+).*?corp: (\d+)", re.DOTALL)


def main() -> int:
    """Fuzz the targets named, one after the other; 1 if something was found."""
    options = _options()
    if options.inside:
        _fuzz(options.names[0], options.rest)
        return 0
    broken = [name for name in options.names or TARGETS if not _run(name, options.seconds)]
    print(
        f"{len(broken)} of {len(options.names or TARGETS)} targets broken"
        + "".join(f" {one}" for one in broken)
    )
    return 1 if broken else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", choices=[*TARGETS, []], metavar="NAME", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=_SECONDS, help="how long each target runs")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options, options.rest = parser.parse_known_args()
    return options


def _run(name: str, seconds: int) -> bool:
    """Fuzz one target in a process of its own; say what came of it."""
    corpus, crashes = ROOT / "fuzz" / "corpus" / name, ROOT / "fuzz" / "crashes" / name
    for folder in (corpus, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="osler-fuzz-") as scratch:
        seeds = Path(scratch, "seeds")
        seeds.mkdir()
        for number, seed in enumerate(seeds_of(name)):
            (seeds / f"{number:04}").write_bytes(seed)
        tokens = Path(scratch, "tokens")
        tokens.write_text("".join(f'"{_escaped(token)}"\n' for token in load(name).TOKENS))
        limits = [f"-max_total_time={seconds}", f"-timeout={_SLOWEST}", f"-rss_limit_mb={_MEMORY}"]
        command = [
            *(sys.executable, "-m", "fuzz", "--inside", name, *limits, f"-max_len={_LONGEST_INPUT}"),
            *(
                f"-dict={tokens}",
                f"-artifact_prefix={crashes}/",
                "-print_final_stats=1",
                str(corpus),
                str(seeds),
            ),
        ]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False
        )
    said = done.stdout + done.stderr
    runs, states = _DONE.search(said), _STATE.findall(said)
    if done.returncode or not runs:
        print(f"{name}: BROKEN (exit {done.returncode}), see {crashes.relative_to(ROOT)}", flush=True)
        print(f"{done.stdout[-3000:]}\n{done.stderr[-1000:]}", flush=True)
        return False
    print(
        f"{name}: {runs[1]} inputs in {runs[2]} s, {states[-1][0]} edges covered, corpus {states[-1][1]}",
        flush=True,
    )
    return True


def _fuzz(name: str, arguments: list[str]) -> None:
    """Hand over to libFuzzer, which does not come back."""
    import atheris  # noqa: PLC0415 - only this process needs it, and the tests have none

    with atheris.instrument_imports(include=["toolkit"]):
        target = load(name)
    atheris.Setup([name, *arguments], target.examine)
    atheris.Fuzz()


def _escaped(token: str) -> str:
    """Write a token as libFuzzer's dictionaries have it: all that is not plain as bytes in hexadecimal."""
    return "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b'\\"' else f"\\x{byte:02X}"
        for byte in token.encode()
    )


if __name__ == "__main__":
    sys.exit(main())
