"""An address runs code, opens files, hides where it leads, or is not encrypted.

## Why

A reader trusts the links of a medical page. An address that begins with `javascript:` runs a
program, `data:` and `file:` show something that nobody reviewed, a name before an `@` or letters
of two scripts make one site look like another. Exports never print such an address.

## Fails

```markdown articles/tired.md
---
title: Why am I so tired?
---

[Read more](javascript:alert(1)) about tiredness.
```

## Passes

```markdown articles/tired.md
---
title: Why am I so tired?
---

[Read more](https://medlineplus.gov/fatigue.html) about tiredness.
```

## Evidence

Allowed are `https:`, `mailto:`, `tel:`, and addresses inside the project. `http:` is info, since some
sites have nothing else; other schemes are warnings. Look-alike hosts: Unicode Technical Standard
39, section 5 (mixed scripts).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from toolkit.model.article import Article, Image, Link
from toolkit.model.finding import Problem, Severity
from toolkit.model.late_pattern import late_pattern
from toolkit.model.rule import Context, Rule
from toolkit.rules.characters import visible

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AUTHORITY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[/\\]*([^/\\?#]*)")
_DANGEROUS = {
    "javascript": "runs a program in the reader's browser",
    "vbscript": "runs a program in the reader's browser",
    "data": "holds its content itself, which nobody can review",
    "file": "leads to a file on the reader's own computer",
    "blob": "leads to nothing outside of one browser window",
    "view-source": "shows a page's source",
    "about": "leads to a page of the browser",
}
_SAFE = frozenset({"https", "mailto", "tel"})
_LOCAL_HOST = late_pattern(
    r"localhost|.+\.(?:local|localhost|internal)|127(?:\.\d+){3}|10(?:\.\d+){3}|192\.168(?:\.\d+){2}"
    r"|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|0\.0\.0\.0|\[::1\]",
    re.IGNORECASE,
)
# RFC 1035, section 2.3.4: a host name has at most 255 octets.
_LONGEST_HOST = 255


def check(article: Article, _context: Context) -> Iterator[Problem]:
    """Look at the address of each link and image."""
    for node in article.nodes(Link, Image):
        fault = _fault(node.url)
        if fault is not None:
            message, help_, severity = fault
            yield Problem(node.span, message, help_, severity=severity)


Fault = tuple[str, str, Severity | None]


def _fault(url: str) -> Fault | None:
    """Say what is wrong with an address, the gravest thing first."""
    if any(unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") for character in url):
        return (f"the address holds invisible characters: {visible(url)[:80]}", "type it anew", None)
    # Browsers read "java script:" with tabs and line ends taken out; those are refused above.
    bare = url.strip()
    if bare.startswith(("//", "\\\\", "/\\", "\\/")):
        return ("the address has no scheme, and leads to another site", "begin it with https://", None)
    scheme = _SCHEME.match(bare)
    if scheme is None:
        if "\\" in bare:
            return ("the path has backslashes", "write it with forward slashes", None)
        hidden = _SCHEME.match(unquote(bare).strip())
        if hidden and hidden[1].lower() in _DANGEROUS:
            return (f"the address hides the scheme {hidden[1]}:", "remove the link", None)
        return None
    return _of_scheme(scheme[1].lower(), bare)


def _of_scheme(scheme: str, url: str) -> Fault | None:
    if scheme in _DANGEROUS:
        return (f"an address that begins with {scheme}: {_DANGEROUS[scheme]}", "remove it", None)
    if scheme in ("http", "https"):
        found = _of_host(url)
        if found is not None:
            return found
    if scheme == "http":
        return ("the address is not encrypted", "write https:// if the site has it", Severity.INFO)
    if scheme not in _SAFE:
        help_ = "use an https: address; for a work that you cite, write [@doi:…] or [@pmid:…]"
        return (f"browsers may not open an address that begins with {scheme}:", help_, Severity.WARNING)
    return None


def _of_host(url: str) -> Fault | None:
    authority = _AUTHORITY.match(url)
    user, at, host = (authority[1] if authority else "").rpartition("@")
    host = unquote(re.sub(r":\d*$", "", host))[:_LONGEST_HOST]
    user = user[:_LONGEST_HOST]
    if at:
        shown = f"{user.partition(':')[0]}@{host}"
        return (
            f"the address holds a user name, and leads to {host}: {shown}",
            "remove what stands before @",
            None,
        )
    if not host:
        return ("the address names no site", "complete it", None)
    if _LOCAL_HOST.fullmatch(host):
        return (f"{host} is a machine that readers cannot reach", "name a public address", Severity.WARNING)
    if not host.isascii() and _is_mixed(host):
        return (f"the site's name mixes letters of two scripts: {_spelt(host)}", "type it anew", None)
    return None


def _is_mixed(host: str) -> bool:
    """Tell whether one label of a host name has letters of more than one script."""
    return any(len({_script(one) for one in label if one.isalpha()}) > 1 for label in host.split("."))


def _script(character: str) -> str:
    """Give a letter's script by the first word of its Unicode name; kana and Han go together."""
    name = unicodedata.name(character, "UNKNOWN").partition(" ")[0]
    return "JAPANESE" if name in ("CJK", "HIRAGANA", "KATAKANA") else name


def _spelt(host: str) -> str:
    return "".join(one if one.isascii() else f"{one}<U+{ord(one):04X}>" for one in host)


RULE = Rule("article-unsafe-url", Severity.ERROR, check)
