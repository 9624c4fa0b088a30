"""Does one piece of work in a process of its own, so that a window beside it never waits for Python's lock.

The work is a function of a module. It tells how far it is and hears of a cancel through a pipe; its result or its
error comes back as if it had been called here. Where no process can be started, it is called here.
"""

from __future__ import annotations

import logging
import multiprocessing
import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from modori.records import ModoriError

from .progress import CancelToken
from .workers import interrupts_held

_log = logging.getLogger(__name__)

Work = Callable[..., Any]
"""Called as `work(*arguments, tell=…, cancel=…)`; arguments, what it tells and the result can be pickled."""


def apart(work: Work, *arguments: object, tell: Callable[..., None], cancel: CancelToken) -> Any:
    """What `work` gives, done in another process; this thread waits for it. `tell` is called in this thread.

    Raises what `work` raises, and ModoriError("work_ended_early") when its process ended before it did.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    try:
        process = context.Process(target=_serve, args=(there, work, arguments), name="modori-work")
        with interrupts_held():
            process.start()
    except (OSError, ImportError, NotImplementedError) as error:
        _log.warning("no process is to be had, the work is done in this one: %r", error)
        here.close()
        there.close()
        return work(*arguments, tell=tell, cancel=cancel)
    there.close()
    cancel.on_cancel(lambda: _ask_to_stop(here))
    try:
        return _heard(here, process, tell)
    finally:
        process.join()
        here.close()


def _ask_to_stop(pipe: Connection) -> None:
    with suppress(OSError):  # it has ended
        pipe.send(None)


def _heard(pipe: Connection, process: BaseProcess, tell: Callable[..., None]) -> Any:
    while True:
        try:
            what, value = pipe.recv()
        except EOFError:
            process.join()
            _log.error("the process ended with %s before its work did", process.exitcode)
            raise ModoriError("work_ended_early") from None
        if what == "told":
            tell(*value)
        elif what == "done":
            return value
        else:
            raise value


# In the other process.


def _serve(pipe: Connection, work: Work, arguments: tuple[object, ...]) -> None:
    with suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    cancel = CancelToken()
    threading.Thread(target=_listen, args=(pipe, cancel), daemon=True).start()

    def tell(*told: object) -> None:
        with suppress(OSError):  # whoever listened is gone, and the cancel is under way
            pipe.send(("told", told))

    try:
        result = work(*arguments, tell=tell, cancel=cancel)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is raised again where the work was asked for
        _send_error(pipe, error)
    else:
        with suppress(OSError):
            pipe.send(("done", result))


def _listen(pipe: Connection, cancel: CancelToken) -> None:
    """One word is a cancel, and so is the end of the process that waits: what was read until then stays."""
    with suppress(EOFError, OSError):
        pipe.recv()
    cancel.cancel()


def _send_error(pipe: Connection, error: Exception) -> None:
    if not isinstance(error, ModoriError):
        error.add_note("".join(traceback.format_exception(error)))  # the way to it would be lost
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - anything may go wrong with an error that somebody else made
        error = RuntimeError("".join(traceback.format_exception(error)))
    with suppress(OSError):
        pipe.send(("failed", error))
