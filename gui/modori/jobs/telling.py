"""What the command line prints of one mail: a line of JSON, or lines for eyes."""

from __future__ import annotations

from dataclasses import dataclass

from modori.export.json_lines import json_line
from modori.mailbox import FoundMail
from modori.records import Cause, Kind, Message
from modori.rules import RuleBook
from modori.sentences import tell

from .handover import reason_words
from .understand import understand_file


@dataclass(frozen=True, slots=True)
class Telling:
    """Reads a mail of a file and tells it: the text without its last line end, and whether it has a problem."""

    as_json: bool
    language: str

    def __call__(self, mail: FoundMail, book: RuleBook) -> tuple[str, bool]:
        """The work on one mail, for `pool.Reader`."""
        message = understand_file(mail, book)
        return self.of(message, mail.source, mail.index), message.problem is not None

    def of(self, message: Message, source: str, index: int) -> str:
        """The text about a mail that was found at `source`, `index`."""
        if self.as_json:
            return json_line(message, source, index, self.language)
        lines = [f"{source}: {message.kind.value}" + (f" ({message.system})" if message.system else "")]
        if message.problem:
            lines.append(f"    {tell(message.problem, self.language)}")
        cause = Cause.COMPLAINT if message.kind is Kind.COMPLAINT else Cause.REQUEST
        for failure in message.failures:
            reason = reason_words(failure.verdict.reason, cause, self.language)
            lines.append(f"    {failure.evidence.address}: {failure.verdict.action.value} ({reason})")
            if failure.evidence.diagnostic:
                lines.append(f"        {failure.evidence.diagnostic}")
        return "\n".join(lines)
