"""From what report and text say to the evidence about each recipient, and its verdict.

The report names recipients and actions; the reply comes from whichever place holds the innermost
and fullest one (DESIGN §4). What the report calls delivered, relayed or expanded is no failure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from modori.records import Action, Evidence, Failure, Named, Phase, quick_evidence, quick_failure
from modori.rules import RuleBook

from . import phases, recipients, replies
from .addresses import domain, find, is_masked, key
from .findings import DELAYED, DELIVERED, FAILED, Finding
from .letter import Letter
from .replies import Reply
from .reports import Block

_ACTIONS = {
    "failed": FAILED,
    "failure": FAILED,
    "fail": FAILED,
    "error": FAILED,
    "expired": FAILED,
    "bounced": FAILED,
    "rejected": FAILED,
    "delayed": DELAYED,
    "delay": DELAYED,
    "delivered": DELIVERED,
    "relayed": DELIVERED,
    "expanded": DELIVERED,
    "deliverable": DELIVERED,
    "undeliverable": DELIVERED,  # Postfix address verification: nothing was sent
}
_SIGNS = re.compile(r"[\W_]+")


def action_of(block: Block) -> str:
    """What the report says happened; an unknown word is judged by the Status."""
    known = _ACTIONS.get(block.action)
    if known:
        return known
    status = block.status or ""
    return {"2": DELIVERED, "4": DELAYED}.get(status[:1], FAILED)


def merge(letter: Letter, told: Sequence[Finding]) -> list[Finding]:
    """The recipients of the report, each with what the text tells; those of the text where there is no report."""
    blocks = letter.report.blocks if letter.report else []
    if not blocks:
        named = [finding for finding in told if finding.address]
        strangers = [finding for finding in named if key(finding.address or "") not in letter.own]
        # "A message sent by <…>" stands where recipients stand; but somebody may write to themselves
        return strangers or named
    by_key = _by_key(told) if len(blocks) > 1 or len(told) > 1 else {}
    used: set[int] = set()
    merged = [_joined(block, _partner(block, by_key, told, used, len(blocks)), used) for block in blocks]
    spare = [finding for finding in told if id(finding) not in used and finding.address]
    for finding, block in zip(merged, blocks, strict=True):
        if not finding.address and spare:
            # Final-Recipient is a program, a mailbox of another kind, or hidden: the text may know the address
            said = spare.pop(0)
            finding.address, finding.before = said.address, said.before
            _add(finding, block, said)
    return [finding for finding in merged if finding.address]


def _by_key(told: Sequence[Finding]) -> dict[str, list[Finding]]:
    by_key: dict[str, list[Finding]] = {}
    for finding in told:
        for address in {key(a) for a in (finding.address, finding.before) if a}:
            by_key.setdefault(address, []).append(finding)
    return by_key


def _partner(
    block: Block, by_key: dict[str, list[Finding]], told: Sequence[Finding], used: set[int], blocks: int
) -> Finding | None:
    """What the text says about a block's recipient; an alias may stand for several, each with its own reply."""
    if blocks == 1 and len(told) == 1:
        return told[0]
    for address in (block.actual, block.final, block.original):
        known = by_key.get(key(address), []) if address else []
        if len(known) > 1:
            fresh = [finding for finding in known[:50] if id(finding) not in used]
            wanted = _squeezed(block.diagnostic)
            known = [finding for finding in fresh if wanted and wanted in _squeezed(finding.said)] or fresh or known
        if known:
            return known[0]
    return None


def _joined(block: Block, said: Finding | None, used: set[int]) -> Finding:
    final, original = block.final, block.original
    if final and is_masked(final):
        final = None
    if original and (is_masked(original) or "." not in domain(original)):
        original = None
    finding = Finding(
        final or original,
        original if original and final and key(original) != key(final) else None,
        said=block.diagnostic,
        remote=block.remote,
        action=action_of(block),
        status=block.status,
    )
    if finding.address and not finding.before and block.actual and key(block.actual) != key(finding.address):
        # Sendmail: Final-Recipient is what it was given, X-Actual-Recipient where it went
        finding.before, finding.address = finding.address, block.actual
    if said:
        used.add(id(said))
        _add(finding, block, said)
    else:
        finding.phase = phases.of(block.diagnostic)
    return finding


def _add(finding: Finding, block: Block, said: Finding) -> None:
    finding.text, finding.transcript = said.text, said.transcript
    finding.phase = said.phase or phases.of(block.diagnostic)
    finding.remote = finding.remote or said.remote
    if said.before and not finding.before:
        finding.before = said.before
        if finding.address and key(finding.address) == key(said.before) and said.address:
            finding.address = said.address
    finding.said = _fuller(block.diagnostic, said)
    if said.overrules:
        finding.action = said.action


def _fuller(diagnostic: str, said: Finding) -> str:
    """The fuller of two wordings of one reply; the report's, where they are not the same reply."""
    if not said.said or not diagnostic.strip():
        return said.said or diagnostic
    if said.fuller:
        return said.said
    if diagnostic == said.said or diagnostic.split() == said.said.split():
        return diagnostic
    short, long = _squeezed(diagnostic), _squeezed(said.said)
    if len(long) > len(short) and (short in long or short[:40] == long[:40]):
        return said.said
    return diagnostic


def _squeezed(text: str) -> str:
    return _SIGNS.sub("", text).lower()


def judge(
    findings: Sequence[Finding],
    letter: Letter,
    system: str | None,
    date: datetime | None,
    book: RuleBook,
    *,
    late: bool = False,
) -> tuple[Failure, ...]:
    """Evidence and verdict for each recipient that failed (for `late`: that waits)."""
    wanted = DELAYED if late else FAILED
    chosen = [finding for finding in findings if finding.action == wanted]
    everybody = _everybody(findings)
    failures: dict[str, Failure] = {}
    for finding in chosen:
        evidence = _evidence(finding, findings, everybody, letter, system, date, alone=len(findings) == 1)
        if evidence is None:
            continue
        name = key(evidence.address)
        if name in failures and _better(failures[name].evidence, evidence):
            continue
        verdict = book.judge(evidence)
        if late:
            verdict = replace(verdict, action=Action.IGNORE)
        failures[name] = quick_failure(evidence, verdict)
    return tuple(failures.values())


def _better(old: Evidence, new: Evidence) -> bool:
    return bool(old.diagnostic) or not new.diagnostic


def _everybody(findings: Sequence[Finding]) -> dict[str, int]:
    """Every address of the report with the number of its finding."""
    names: dict[str, int] = {}
    for number, finding in enumerate(findings):
        for address in (finding.address, finding.before):
            if address:
                names.setdefault(key(address), number)
    return names


def _evidence(
    finding: Finding,
    findings: Sequence[Finding],
    everybody: dict[str, int],
    letter: Letter,
    system: str | None,
    date: datetime | None,
    *,
    alone: bool,
) -> Evidence | None:
    final = finding.address
    if not final:
        return None
    used = _before(finding, final, letter)
    if not used:
        used = recipients.sender_used(final, letter.headers, letter.original, lambda: letter.own) if alone else final
    reply = replies.read(finding.said)
    return quick_evidence(
        address=used,
        final_address=final if key(final) != key(used) else None,
        reply=reply.code,
        status=reply.status or finding.status,
        phase=finding.phase,
        diagnostic=reply.text or None,
        remote=finding.remote,
        system=system,
        report_status=finding.status,
        transcript=finding.transcript,
        text=finding.text[:4000],
        subject=letter.subject,
        named=_named(reply, finding, used, everybody, letter),
        alone=(alone or _alone(finding, findings)) and not _sent_to_more(used, letter),
        date=date,
    )


def _before(finding: Finding, final: str, letter: Letter) -> str | None:
    """The address before a forward, unless the returned mail was itself addressed to the final one and to no other."""
    sole = recipients.sole_recipient(letter.original, letter.own) if finding.before else None
    return None if sole is not None and key(sole) == key(final) else finding.before


def _named(reply: Reply, finding: Finding, used: str, everybody: dict[str, int], letter: Letter) -> Named:
    this = {key(address) for address in (used, finding.address or used)}
    named = replies.named(reply.text, this, everybody.keys(), lambda: letter.own)
    if named is Named.OTHERS and not any(key(a) in everybody for a in find(reply.text)):
        # The answer to RCPT TO is about that recipient: the other name is where its mail goes in that domain. So it is
        # where the mail is known to have gone to this one alone.
        if finding.phase is Phase.RCPT or (finding.phase is None and _went_alone(this, letter)):
            return Named.FORWARD
        if (
            finding.phase is None
            and len(everybody) == 1
            and not _sent_to_more(used, letter)
            and _addressed(this, letter)
        ):
            return Named.ALIAS
    return named


def _addressed(this: set[str], letter: Letter) -> bool:
    return any(key(address) in this for address in letter.addressed)


def _went_alone(this: set[str], letter: Letter) -> bool:
    """Whether the returned mail had this one recipient: its return path carries the address, or a server says so.

    To and Cc prove nothing, because newsletters go out by Bcc. Mail servers write `for <...>` into Received only
    where a transaction has a single recipient (RFC 5321 section 7.2).
    """
    coded = recipients.from_verp(letter.headers, letter.original, this)
    if coded:
        return key(coded) in this
    last = recipients.last_hop_recipient(letter.original)
    return last is not None and key(last) in this


def _sent_to_more(address: str, letter: Letter) -> bool:
    """Whether the returned mail was addressed to others in the same domain as well."""
    this = key(address)
    if recipients.recipient_keys(letter.original) == (this,):
        return False
    same = domain(address)
    others = [key(other) for other in recipients.original_recipients(letter.original) if domain(other) == same]
    return any(other != this and other not in letter.own for other in others)


def _alone(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether no other recipient of the report went to the same host, or the same domain where the host is unknown."""
    for other in findings[:200]:
        if other is finding or not other.address:
            continue
        if finding.remote and other.remote:
            if finding.remote.lower() == other.remote.lower():
                return False
        elif domain(other.address) == domain(finding.address or ""):
            return False
    return True
