"""Articles and front matter that are wrong, or meant to harm."""

from __future__ import annotations

from tests.hostile.case import FRONT, GOOD, OUTSIDE, Case


def article(name: str, code: int, says: str | tuple[str, ...], text: str | bytes) -> Case:
    """A case whose one fault is the text of an article."""
    return Case(name, code, (says,) if isinstance(says, str) else says, {"articles/x.md": text})


def yaml(name: str, says: str, text: str) -> Case:
    """A case whose one fault is a line of the front matter; `says` is a rule, or what `article-front-matter` says."""
    words = (says,) if says.startswith("article-") else ("article-front-matter", says)
    return article(f"front matter: {name}", 1, words, f"---\ntitle: A\n{text}\n---\n\nText.\n")


BOMB = "a: &a [x, x, x, x]\n" + "".join(
    f"{chr(98 + one)}: &{chr(98 + one)} [*{chr(97 + one)}, *{chr(97 + one)}, *{chr(97 + one)}]\n"
    for one in range(20)
)
TEXTS = (
    article("bytes that are no UTF-8", 1, "article-encoding", b"Caf\xe9 is \xff\xfe.\n"),
    article("UTF-16", 1, "article-encoding", "Text.\n".encode("utf-16")),
    article("NUL", 1, "article-control-character", "A\0B\n"),
    article("bidirectional overrides", 1, "article-control-character", "Take \u202e005\u202c mg.\n"),
    article("terminal escapes", 1, "article-control-character", "\x1b[2J\x1b]0;owned\x07[@\x1b[31mx]\n"),
    article("escapes in a key", 1, "citation-undefined", "It is so [@{a\u009b31m}] [@nobody\u202e].\n"),
    article("an image file", 1, "article-", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
    article("nothing", 1, "no front matter", ""),
    article("white space alone", 1, "no front matter", " \n\t\n" * 1000),
    article("front matter alone", 1, "article-metadata-missing", FRONT),
    article("front matter that never ends", 1, "article-front-matter", "---\ntitle: A\n" + "b\n" * 100),
    article("carriage returns alone", 1, "article-", FRONT.replace("\n", "\r") + "Text\r\rmore\r"),
    article("more than 2 MiB", 2, "larger than 2 MiB", "a" * (2 << 20) + "a"),
    article("2 MiB in one line", 1, "article-metadata-missing", "word " * 400_000),
    article("2 MiB in one word", 1, "article-metadata-missing", "a" * (2 << 20)),
    article("200,000 citations", 2, "more than any article has", "@abc " * 200_000),
    article("a million headings", 2, "more than any article has", "# a\n" * 500_000),
    article(
        "thousands of findings", 1, "more findings of citation-undefined", "It is so [@nobody].\n\n" * 5_000
    ),
    article("raw HTML", 1, "article-raw-html", GOOD + "<script>alert(1)</script> <img src=x onerror=y>\n"),
    article("a frame", 1, "article-raw-html", GOOD + "\n<iframe src='https://x'>\n\n</iframe>\n"),
    article("javascript:", 1, "article-unsafe-url", GOOD + "[a](javascript:alert(1))\n"),
    article(
        "javascript: in disguise",
        1,
        "article-unsafe-url",
        GOOD + "[a](<java\tscript:alert(1)>) [b](JaVaScRiPt:x)\n",
    ),
    article("data:", 1, "article-unsafe-url", GOOD + "![a](data:text/html;base64,PHNjcmlwdD4=)\n"),
    article("file:", 1, "article-unsafe-url", GOOD + "[a](file:///etc/passwd)\n"),
    article("a figure above the project", 1, "article-broken-link", GOOD + f"![a](../{OUTSIDE})\n"),
    article("an absolute figure", 1, "article-broken-link", GOOD + "![a](/etc/passwd)\n"),
    article("a figure by percent signs", 1, "article-broken-link", GOOD + "![a](%2e%2e/%2e%2e/secret.txt)\n"),
    article("a malformed suppression", 1, "article-suppression", GOOD + "<!-- osler: ignore -->\n"),
    article(
        "an expired suppression",
        1,
        "expired",
        GOOD + "<!-- osler: ignore claim-uncited until=2020-01-01: x -->\n",
    ),
    article(
        "a suppression of no rule",
        1,
        "is not the name of a rule",
        GOOD + "<!-- osler: ignore everything: x -->\n",
    ),
)
NESTS = tuple(
    article(f"deep {name}", code, says, text)
    for name, code, says, text in (
        ("quotations", 1, "article-nesting", ">" * 5_000 + "x"),
        ("lists", 1, "article-", "- " * 5_000 + "x"),
        ("brackets", 2, "more than any article has", "[" * 50_000 + "]" * 50_000),
        ("emphasis", 1, "article-", "*a **b " * 9_000),
        ("divs", 1, "article-div", "::: a\n" * 5_000),
        ("spans", 2, "more than any article has", "[" * 50_000 + "x" + "]{.a}" * 50_000),
        ("links", 2, "more than any article has", "[a](" * 50_000),
        ("notes", 1, "article-", "^[a " * 5_000 + "]" * 5_000),
        ("formulas", 1, "article-", "$" + "{" * 5_000 + "}" * 5_000 + "$"),
        ("code", 1, "article-", "`a``" * 20_000),
        ("comments", 1, "article-", "<!--" * 50_000),
        ("tables", 1, "article-", "|a" * 10_000 + "|\n" + "|-" * 10_000 + "|\n"),
    )
)
YAML = (
    yaml("a YAML bomb", "anchor", BOMB),
    yaml("a YAML tag", "tag", "x: !!python/object/apply:os.system [touch owned]"),
    yaml("a key twice", "a second time", "title: B"),
    yaml("deep YAML", "article-front-matter", "x: " + "[" * 5_000 + "]" * 5_000),
    yaml("deep blocks of YAML", "article-front-matter", "\n".join(" " * one + "a:" for one in range(300))),
    yaml("64 KiB of YAML", "more than 64 KiB", "x: " + "y" * (65 << 10)),
    yaml("a list where a map should be", "article-front-matter", "- a"),
    yaml("YAML that is none", "article-front-matter", "a: b: c: [}"),
    yaml("a list as a type", "article-front-matter", "type: [a, b]"),
    yaml("no date", "is not a day of the calendar", "date: 2026-02-31"),
)
MORE_TEXTS = tuple(
    article(name, 1, says, GOOD + text)
    for name, says, text in (
        ("a tag that spreads over lines", "article-raw-html", "<a\nhref='x'\nonclick=y>z</a>\n"),
        ("an event on an odd element", "article-raw-html", "<details open ontoggle=alert(1)>\n\nText.\n"),
        ("a style sheet", "article-raw-html", "<style>@import '//evil.example/x.css'</style>\n"),
        ("a base address", "article-raw-html", "<base href='//evil.example/'>\n"),
        (
            "a page that moves on",
            "article-raw-html",
            "<meta http-equiv=refresh content='0;url=//evil.example'>\n",
        ),
        ("SVG with a script", "article-raw-html", "<svg><script>alert(1)</script></svg>\n"),
        (
            "MathML with an action",
            "article-raw-html",
            "<math><maction xlink:href='javascript:x'>1</maction></math>\n",
        ),
        ("CDATA", "article-raw-html", "<![CDATA[<script>alert(1)</script>]]>\n"),
        ("a processing instruction", "article-raw-html", "<?php system('id') ?>\n"),
        ("a document type", "article-raw-html", "<!DOCTYPE html SYSTEM 'file:///etc/passwd'>\n"),
        ("vbscript:", "article-unsafe-url", "[a](vbscript:x)\n"),
        ("a scheme in entities", "article-unsafe-url", "[a](&#106;avascript&colon;alert(1))\n"),
        ("a scheme in an autolink", "article-unsafe-url", "<javascript:alert(1)>\n"),
        ("a scheme in a definition", "article-unsafe-url", "[a]\n\n[a]: javascript:alert(1)\n"),
        ("blob:", "article-unsafe-url", "[a](blob:https://x/y)\n"),
        ("a share of Windows", "article-", "![a](//host/share/x.png)\n"),
        ("a path of Windows", "article-", "![a](C:\\\\Windows\\\\x.png)\n"),
        ("a figure by backslashes", "article-broken-link", "![a](..\\\\..\\\\secret.txt)\n"),
        ("a figure with NUL", "article-", "![a](x%00.png)\n"),
        ("a figure twice encoded", "article-broken-link", "![a](%252e%252e/secret.txt)\n"),
        ("a heading out of order", "article-heading-order", "# A\n\n#### B\n\nText [@green2017].\n"),
        ("a note that names itself", "claim-uncited", "Text.[^a]\n\n[^a]: It says.[^a]\n"),
        ("two notes in a circle", "claim-uncited", "Text.[^a]\n\n[^a]: See.[^b]\n\n[^b]: See.[^a]\n"),
        ("a note that nobody wrote", "article-footnote", "Text.[^nobody]\n"),
        (
            "tags that nobody sees",
            "article-control-character",
            "Take \U000e0041\U000e0042 5 mg [@green2017].\n",
        ),
        (
            "a bidirectional isolate that never ends",
            "article-control-character",
            "\u2067Take 5 mg [@green2017].\n",
        ),
        ("zero width inside of a key", "citation-undefined", "So [@green\u200b2017].\n"),
        ("a key in other letters", "citation-undefined", "So [@gr\u0435en2017].\n"),
        ("a key of 10,000 letters", "citation-undefined", "So [@" + "k" * 10_000 + "].\n"),
        ("a DOI cut off", "citation-truncated", "So [@doi:10.1016/S0140-6736(20)30925-9].\n"),
        ("a DOI that is a script", "article-raw-html", "So [@{doi:10.1000/<script>alert(1)</script>}].\n"),
        ("a PMID that is none", "citation-", "So [@pmid:99999999999999999999].\n"),
        ("a PMID with a sign", "citation-", "So [@pmid:-1].\n"),
        ("a citation in a heading", "citation-misplaced", "# So [@green2017]\n\nText [@green2017].\n"),
        ("a disclaimer in a comment", "disclaimer-missing", "<!-- ::: {.disclaimer #professional} ::: -->\n"),
        ("a disclaimer of nobody", "disclaimer-unknown", "::: {.disclaimer #nobody}\n:::\n"),
        (
            "a disclaimer that is not ours",
            "disclaimer-altered",
            "::: {.disclaimer #professional}\nTrust us.\n:::\n",
        ),
        (
            "a suppression that hides a control",
            "article-suppression",
            "<!-- osler: ignore claim-uncited: \x1b[2J -->\n",
        ),
        ("a suppression without end", "article-", "<!-- osler: ignore claim-uncited: x\n"),
        ("a formula that never ends", "article-", "$\\frac{1}{$\n\nText.\n"),
        ("combining marks without end", "article-", "a" + "\u0301" * 5_000 + "\n"),
        ("emoji joined without end", "article-", "\U0001f468\u200d" * 2_000 + "\n"),
        ("a word of 100,000 hyphens", "article-", "a" + "-b" * 50_000 + "\n"),
        ("a sentence of 5,000 numbers", "article-", "Of " + "12.5 mg, " * 5_000 + "none.\n"),
        ("initials without end", "article-", "J. R. " * 5_000 + "\n"),
        ("attributes without end", "article-", "[a]{" + ".b " * 10_000 + "}\n"),
        ("an identifier that is markup", "article-", '# A {#x"onload=alert(1)}\n\nText.\n'),
        ("a language that is markup", "article-", "[a]{lang='\"><script>'}\n"),
    )
)
MORE_YAML = (
    *(
        yaml(name, says, text)
        for name, says, text in (
            ("a merge key", "anchor", "x: &x {a: b}\ny:\n  <<: *x"),
            ("a document of two", "article-metadata-missing", "...\n--- a\n--- b"),
            ("a directive", "article-front-matter", "%YAML 9.9"),
            ("a key that is a list", "article-front-matter", "? [a, b]\n: c"),
            ("a binary value", "tag", "x: !!binary R0lGODlh"),
            ("tabs", "article-front-matter", "x:\n\t- a"),
            ("a date in the year 0", "is not a day", "date: 0000-01-01"),
            ("a date with markup", "is not a date", "date: <script>"),
            (
                "an ORCID that is none",
                "article-front-matter",
                "authors:\n  - name: A\n    orcid: 0000-0000-0000-0000",
            ),
            ("authors that are a number", "article-metadata-missing", "authors: 7"),
            ("a language that is none", "article-", "language: '../../x'"),
            ("a DOI that is none", "article-front-matter", "doi: javascript:alert(1)"),
            ("a licence that is markup", "article-metadata-missing", "license: '<script>'"),
            ("a key with escapes", "article-front-matter", '"\\e[2J": x'),
            ("history without dates", "article-front-matter", "history:\n  - kind: update"),
            (
                "former slugs that leave the site",
                "article-front-matter",
                "former_slugs: [../../x, /etc, 'a/../../b']",
            ),
        )
    ),
    article(
        "a title with a script",
        1,
        "article-metadata-missing",
        '---\ntitle: "</script><script>alert(1)</script>"\ntype: review\naudience: patient\n---\n\nText.\n',
    ),
    article("a title of 64,000 letters", 1, "article-", "---\ntitle: " + "A" * 64_000 + "\n---\n\nText.\n"),
    article("a title of controls", 1, "article-", '---\ntitle: "\\u202e\\e[31m\\x00"\n---\n\nText.\n'),
)
