"""JUnit's XML: a suite for each file that was checked, a failed test for each error and warning.

There is no standard; this is what Jenkins, GitLab and Azure take (Jenkins' `junit-10.xsd`, to which
the tests hold it). A file without errors and warnings has one passed test, so that the number of
files checked can be seen; notes are in its output. A file that could not be read, and a crash of
Osler's own, is a test in error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from toolkit.model.finding import Finding, Severity
from toolkit.reporters import Printout, Unread
from toolkit.reporters.messages import explained, shortened
from toolkit.reporters.printable import one_line

# XML 1.0, section 2.2: characters that no document may hold, not even as references.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DEFECT = "osler-defect"


def render(printout: Printout) -> str:
    """Give the report as one XML document."""
    by_path: dict[str, list[Finding]] = {path: [] for path, source in printout.sources.items() if source.text}
    for finding in printout.findings:
        by_path.setdefault(finding.path, []).append(finding)
    suites = [_suite(path, found, printout) for path, found in sorted(by_path.items())]
    if printout.summary is not None:
        suites += [_unread(one, printout) for one in printout.summary.unread]
    return "".join(
        ['<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="osler">\n', *suites, "</testsuites>\n"]
    )


def _suite(path: str, findings: Iterable[Finding], printout: Printout) -> str:
    shown = printout.shown(path)
    failed = [one for one in findings if one.severity is not Severity.INFO]
    notes = [one for one in findings if one.severity is Severity.INFO]
    errors = sum(one.rule == _DEFECT for one in failed)
    cases = [_case(one, shown) for one in failed]
    if not failed:
        cases.append(f"  <testcase{_attributes(name='osler check', classname=shown)}/>\n")
    if notes:
        text = "\n".join(f"{shown}:{_place(one)}: {one.rule}: {explained(one)}" for one in notes)
        cases.append(f"  <system-out>{_text(text)}</system-out>\n")
    tests = max(len(failed), 1)
    head = _attributes(name=shown, tests=str(tests), failures=str(len(failed) - errors), errors=str(errors))
    return f" <testsuite{head}>\n{''.join(cases)} </testsuite>\n"


def _case(finding: Finding, shown: str) -> str:
    tag = "error" if finding.rule == _DEFECT else "failure"
    name = _attributes(name=f"{finding.rule} at {_place(finding)}", classname=shown)
    head = _attributes(
        type=f"{finding.severity}[{finding.rule}]", message=one_line(shortened(finding.message))
    )
    body = _text(f"{shown}:{_place(finding)}\n{explained(finding)}")
    return f"  <testcase{name}><{tag}{head}>{body}</{tag}></testcase>\n"


def _unread(one: Unread, printout: Printout) -> str:
    shown = printout.shown(one.path) if one.path else "osler"
    message = one_line(shortened(one.message))
    return (
        f" <testsuite{_attributes(name=shown, tests='1', failures='0', errors='1')}>\n"
        f"  <testcase{_attributes(name='could be read', classname=shown)}>"
        f"<error{_attributes(type='unreadable-input', message=message)}/></testcase>\n </testsuite>\n"
    )


def _place(finding: Finding) -> str:
    return f"{finding.start.line}:{finding.start.column}"


def _attributes(**values: str) -> str:
    return "".join(f' {name}="{_text(one_line(value))}"' for name, value in values.items())


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub(lambda found: f"<U+{ord(found[0]):04X}>", text))
