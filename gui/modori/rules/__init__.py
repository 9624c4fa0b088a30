"""The bundled rules: load them, judge evidence by them, explain and check them. Rules are data.

**The format.** A rule file is TOML with one `[[rule]]` table a rule:

    [[rule]]
    id = "pmail.03-mailbox-full"           # small letters, digits, dots and hyphens; unique
    match = ["... Mailbox is full"]        # literal texts; any of them
    pattern = 'quota (?:is )?exceeded'     # or a linear-time pattern (google-re2), or a list of them
    where = ["diagnostic", "transcript"]   # default: diagnostic, transcript and text; also: subject
    also = ["please"]                      # any of these literals must stand in the same text too
    without = ["sending quota"]            # none of these literals may stand in the same text
    reason = "mailbox_full"                # an id of reasons.toml
    action = "review"                      # only where it differs from the reason's
    permanent = false                      # only where the truth differs from what the digits say
    confirm = 2                            # sendings that must fail alike before the policy believes it; default 1
    explain = { en = "…", ja = "…" }       # only where there is more to say than the reason's own words
    source = "where this is known from"
    wins = ["450 4.2.2 a@example.jp... Mailbox is full."]   # must be won against the whole bundled book
    loses = ["452 4.3.1 Mail system storage is full."]      # near misses that this rule must not win

Texts are compared without regard to the case of ASCII letters, and any run of white space counts as one blank.
Neither are the `frames` of order.toml, words in which mail systems hand on the reply of another one.

Conditions, all of which must hold: `reply` (list of reply codes or their beginnings: "550", "4"), `status` (list;
the digit groups may be `*`: "5.7.*"), `report_status` (the same for the Status field of the report, whoever
invented it), `stated` (true: the status stands in the reply itself, or the report knows of no reply), `phase`
(list; connect, helo, auth, mail, rcpt, data, eod, or "unknown"), `system` (list of ids of reporting mail systems),
`remote` (list of suffixes of the remote host), `domain` (list of suffixes of the recipient's domain), `receiver`
(either of the two), `named` (list; this, others, forward, alias, sender, nobody), `alone` (true: the transaction
had no other recipient), `valid_from` and `valid_until` (dates, compared with the bounce's; a bounce without a date
meets neither). A rule without `match` and `pattern` stands on its conditions alone.

An example is the text of a reply, or a table with fields of `records.Evidence`. Code and status are read from the
reply; what an example in `wins` leaves out is taken from the rule's own conditions (the first value); the rest is
an ordinary reader at example.jp.

**The order.** The first rule that holds wins. The user's files come first, each one a step of its own, then the
steps that `resources/rules/order.toml` writes down: collateral, texts, follow-ups and enhanced status, vague texts,
reply codes. So text beats enhanced status beats reply code. Within a step the texts of the evidence are read one
after the other (diagnostic, transcript, text, subject), and for each the rules are tried in the order of the files
and in their written order; a rule without a text is tried together with the diagnostic.

**Four laws besides the rules.** An unsubscribe on a temporary answer (4xx, or `permanent = false`) becomes a retry:
the server itself was not sure. An unsubscribe because of the mailbox (unknown, disabled, moved) on an answer to a
step before RCPT becomes a review: no recipient had been named yet. In the transcript, replies that name only
somebody else are not read, and an unsubscribe on a reply that does not name the recipient becomes a review: it may
speak of another one. When no rule holds, the verdict is `undetermined`, review.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .reasons import Reason, reasons

if TYPE_CHECKING:
    from .book import RuleBook, Tried
    from .format import Rule, RuleError, Where
    from .load import load_bundled, load_files, own_files_of, version

__all__ = [
    "Reason",
    "Rule",
    "RuleBook",
    "RuleError",
    "Tried",
    "Where",
    "load_bundled",
    "load_files",
    "own_files_of",
    "reasons",
    "version",
]
_HOMES = {
    "RuleBook": "book",
    "Tried": "book",
    "Rule": "format",
    "RuleError": "format",
    "Where": "format",
    "load_bundled": "load",
    "load_files": "load",
    "own_files_of": "load",
    "version": "load",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: who shows reasons needs no book of rules."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
