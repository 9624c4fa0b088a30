"""Passwords for the command line: from standard input, from a command, or typed; never from the arguments.

Everybody on the computer can read the arguments of a process, and a shell keeps them in its history.
"""

from __future__ import annotations

import argparse
import sys

from modori.records import ModoriError


def add_password_options(parser: argparse.ArgumentParser) -> None:
    """`--password-stdin` and `--password-command CMD`."""
    secret = parser.add_mutually_exclusive_group()
    secret.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    secret.add_argument("--password-command", metavar="CMD", help="run CMD, its first line is the password")


def given_password(options: argparse.Namespace) -> str | None:
    """The password that the options name, None where they name none. Raises ModoriError("password_command_failed")."""
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if options.password_command:
        return _from_command(options.password_command)
    return None


def typed_password(user: str) -> str:
    """The password as a person types it. Raises ModoriError("cli_password_needed") where there is no terminal."""
    if not sys.stdin.isatty():
        raise ModoriError("cli_password_needed", user=user)
    import getpass

    return getpass.getpass("Password: ")


def _from_command(command: str) -> str:
    import shlex
    import subprocess

    try:
        done = subprocess.run(  # the user's own command
            shlex.split(command), stdout=subprocess.PIPE, encoding="utf-8", check=False
        )
    except (OSError, ValueError) as error:
        raise ModoriError("password_command_missing", error=getattr(error, "strerror", None) or str(error)) from None
    if done.returncode:
        raise ModoriError("password_command_failed", code=str(done.returncode))
    return done.stdout.split("\n", 1)[0].rstrip("\r")
