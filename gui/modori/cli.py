"""The command line: the same engine without a window (DESIGN §6).

Results go to standard output, progress and messages to standard error. The exit codes stand in `commands.console`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from modori import __version__
from modori.records import ModoriError

from .commands import (
    accounts,
    classify,
    exporting,
    moving,
    one_mail,
    policy,
    rules,
    sample,
    scan,
    unattended,
)
from .commands.console import DONE, NOTHING_DONE, say, say_text, use_utf8, words

_COMMANDS = (classify, one_mail, unattended, accounts, exporting, policy, scan, rules, moving, sample)


def main(arguments: Sequence[str]) -> int:
    """Run one subcommand; returns the exit code."""
    use_utf8()
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except ModoriError as error:
        say(error.note)
        return NOTHING_DONE
    except BrokenPipeError:
        # The reader has gone (`modori … | head`): that is no failure of ours.
        sys.stdout = None
        return DONE
    except KeyboardInterrupt:
        say_text(words("cli_stopped"))
        return NOTHING_DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="modori", description="Cleans the mailbox where a newsletter's bounces arrive."
    )
    parser.add_argument("--version", action="version", version=f"modori {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for one in _COMMANDS:
        one.register(commands)
    return parser
