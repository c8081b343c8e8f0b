"""Spreads the work on many articles over the processor's cores.

Children are forked when library, lock and the articles' bytes have been read: they share the parent's
memory, so nothing is copied to them. They read the articles (`toolkit.cache.late`) and judge them, and
send back findings, and a sketch of each article: the parent needs no more of it for the rules on the
project. Where that is not possible or does not pay (few articles, one core, no fork, other threads),
and for whatever a child did not answer, the work is done here. Either way the answers are the same.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from toolkit.cache.late import LateArticle, sketch_of
from toolkit.engine import ArticleOutcome, Work, in_turn
from toolkit.model.article import Article

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

Answer = TypeVar("Answer")

LEAST = 16
"""Articles to check that are worth a child: up to twice as many are checked in turn, which is as quick."""
_COMMON_SIZE = 20_000
"""Characters of an article for which that holds: of larger ones, fewer are worth a child."""

AT_ONCE = 16
"""Answers that a child sends together: what the parent takes in while children work, and does again if one dies."""

MOST_GARBAGE = 100_000
"""Objects that a child makes more than it lets go before it looks for garbage: pages leave some, findings none."""


@contextmanager
def over_cores(work: Work, articles: Sequence[Article]) -> Iterator[Callable[[], Iterable[ArticleOutcome]]]:
    """Begin `work` on all articles in child processes; give what collects the answers, in order."""
    least = _least_of(articles)
    if len(articles) <= 2 * least:
        with in_turn(work, articles) as collect:
            yield collect
        return

    def slim(article: Article) -> _Judged:
        # Claims stay behind, and trees: they are large, and are made again where somebody asks for them.
        outcome = replace(work(article), claims=None)
        if not isinstance(article, LateArticle):
            return _Judged(outcome)
        judged = _Judged(outcome, sketch_of(article))
        article.forget()
        return judged

    with shared_out(slim, articles, least=least) as collect_judged:

        def outcomes() -> Iterator[ArticleOutcome]:
            for article, judged in zip(articles, collect_judged(), strict=True):
                if judged.sketch is not None and isinstance(article, LateArticle):
                    article.learn(judged.sketch)
                yield judged.outcome

        yield outcomes


def _least_of(articles: Sequence[Article]) -> int:
    """Give how many of these articles are worth a child, by their mean size."""
    size = sum(len(one.source.text) for one in articles)
    return max(min(LEAST, LEAST * _COMMON_SIZE * len(articles) // max(size, 1)), 1)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a child says of an article; `sketch` is what `LateArticle.learn` takes, `None` for another article."""

    outcome: ArticleOutcome
    sketch: list[Any] | None = None


@contextmanager
def shared_out(
    work: Callable[[Article], Answer], articles: Sequence[Article], *, least: int = LEAST
) -> Iterator[Callable[[], Iterable[Answer]]]:
    """Do any work on articles as `over_cores` does; answers must be values that pickle takes.

    `least` articles are worth a child, and up to twice as many are done in turn. A child's part may be
    done again here if the child dies, so the work must bear being done twice.
    """
    count = children_for(len(articles), least)
    if not count:
        yield lambda: map(work, articles)
        return
    children: list[_Child[Answer]] = []
    gc.freeze()  # a collection in a child would touch, and so copy, all that it shares
    try:
        with suppress(OSError):  # no more processes or pipes: those that could not begin are done here
            for number in range(count):
                children.append(_begin(work, articles[number::count]))  # noqa: PERF401 - each must be ended
        yield lambda: _collect(work, articles, children, count)
    finally:
        gc.unfreeze()
        for child in children:
            child.end()


def children_for(articles: int, least: int = LEAST) -> int:
    """Give how many children to share `articles` among, `least` of them a child; 0 for none."""
    # Forking is safe on Linux alone, and only while no other thread holds a lock.
    if articles <= 2 * least or sys.platform != "linux" or threading.active_count() > 1:
        return 0
    cores = len(os.sched_getaffinity(0))
    return min(cores, articles // least) if cores > 1 else 0


@dataclass(frozen=True, slots=True)
class _Child(Generic[Answer]):
    process: ForkProcess
    pipe: Connection

    def answers(self) -> Iterator[Answer]:
        """Give a child's answers as they come; they end early if it died."""
        while True:
            try:
                some: list[Answer] = pickle.loads(self.pipe.recv_bytes())  # noqa: S301 - our own child
            except (EOFError, OSError, pickle.UnpicklingError):
                return
            yield from some

    def end(self) -> None:
        """End the child, if it has not ended by itself, and forget it."""
        self.pipe.close()
        self.process.terminate()
        self.process.join()
        self.process.close()


def _begin(work: Callable[[Article], Answer], articles: Sequence[Article]) -> _Child[Answer]:
    # Imported here since it takes 20 ms, which most checks need not wait for.
    from multiprocessing import get_context  # noqa: PLC0415

    context = get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(sending, work, articles), daemon=True)
    try:
        process.start()
    except OSError:
        receiving.close()
        raise
    finally:
        # Else the next child would hold it open too, and this one's death would never be noticed.
        sending.close()
    return _Child(process, receiving)


def _serve(pipe: Connection, work: Callable[[Article], Answer], articles: Sequence[Article]) -> None:
    """Do a child's part. What goes wrong is left to the parent, which does the same work then."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()
    # Imported here for the time that it takes. A pipe holds little: another thread waits until the parent has time.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    parent = os.getppid()
    with suppress(Exception), ThreadPoolExecutor(1) as sender:
        for first in range(0, len(articles), AT_ONCE):
            if os.getppid() != parent:
                return  # it was killed: nobody waits
            answers = [work(article) for article in articles[first : first + AT_ONCE]]
            sender.submit(pipe.send_bytes, pickle.dumps(answers, pickle.HIGHEST_PROTOCOL))
            if gc.get_count()[0] > MOST_GARBAGE:
                gc.collect()


def _collect(
    work: Callable[[Article], Answer],
    articles: Sequence[Article],
    children: Sequence[_Child[Answer]],
    count: int,
) -> Iterator[Answer]:
    shares = [child.answers() for child in children]
    for number, article in enumerate(articles):
        share = number % count
        answer = next(shares[share], None) if share < len(shares) else None
        yield answer or work(article)
