"""The entry point of the command `osler` and of `python -m toolkit`."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # `typing` itself would take 10 ms, a sixth of what `--version` may
if TYPE_CHECKING:
    from typing import NoReturn

    from toolkit.api.answers import Question


def main() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] == ["--version"]:
        # Asked by every script and prompt: answered without importing click.
        from toolkit import __version__  # noqa: PLC0415 - start-up time

        print(f"osler {__version__}")  # noqa: T201 - the only output outside of click
        return
    question = None
    if sys.argv[1:2] == ["check"] and "--no-cache" not in sys.argv:
        from toolkit.api.answers import Question  # noqa: PLC0415 - start-up time

        question = Question.of(sys.argv[1:])
        if question is not None and (code := _repeated(question)) is not None:
            sys.exit(code)
    import gc  # noqa: PLC0415 - start-up time

    from toolkit.cli import run  # noqa: PLC0415 - start-up time

    # Values here are frozen and hold no cycles, so that looking for some takes a fifth of a run in vain.
    gc.set_threshold(200_000, 20, 50)
    sys.exit(run(question=question))


def start() -> NoReturn:
    """Run the command line, and have the system take back the memory of the process in one piece.

    Python would take apart value by value, which takes a tenth of a check after an edit. All else that it does at its
    end is done here. It is left to do so itself where other threads are to be waited for, or somebody watches it.
    """
    code: str | int | None = 0
    try:
        main()
    except SystemExit as ending:
        code = ending.code
    import atexit  # noqa: PLC0415 - start-up time
    import os  # noqa: PLC0415 - start-up time

    threading = sys.modules.get("threading")
    is_alone = threading is None or threading.active_count() == 1
    if (
        not isinstance(code, int)
        or not is_alone
        or sys.getprofile()
        or sys.gettrace()
        or sys.flags.interactive
    ):
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - the only way to have done what libraries asked for
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):  # closed: Python knows what to say
        sys.exit(code)
    os._exit(code)


def _repeated(question: Question) -> int | None:
    """Print what would be printed again, as the command line would, and give the exit code, if that is known."""
    try:
        known = question.answer()
        if known is None:
            return None
        text, code = known
        sys.stdout.buffer.write(text)
        sys.stdout.flush()
    except (OSError, KeyboardInterrupt) as error:
        from toolkit.cli import ended  # noqa: PLC0415 - start-up time

        return ended(error)
    return code


if __name__ == "__main__":
    start()
