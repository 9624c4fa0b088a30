r"""Sendmail 5 to 8, and the many systems that write its transcript.

Known by its section lines (`----- The following addresses had permanent fatal errors -----`,
`----- Transcript of session follows -----`). The address is listed with `(reason: …)` and
`(expanded from: <old>)`; the replies are `<<<` lines of the transcript.

The phase: Sendmail pipelines, so `>>> DATA` may stand before the answer to RCPT. Sendmail's own
line behind a reply tells: `550 5.1.1 <a@b>... User unknown` or any line that names a recipient
means RCPT, `554 5.0.0 Service unavailable` means the command shown (facts/bounces.md §1.3). That
own line is never a reason: Sendmail writes it for every refusal at RCPT (§0.3 (4)). Where the transcript is lost, its
Status tells: 5.1.1 for a bare 550 is RCPT, 5.2.0 is after DATA.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from modori.records import Phase

from .. import phases
from ..addresses import clean, key
from ..findings import DELAYED, DELIVERED, FAILED, Finding
from ..letter import Letter
from .paragraphs import one_line

SYSTEM = "sendmail"

_MAX = 500  # recipients and replies of one mail

# searched in a text with a line end before it: much faster than what begins with ^
_SECTION = re.compile(r"\n[ \t]*\|?-{2,40} ?(?P<title>[^\n-][^\n]{3,120}?) ?-{2,40}\|?[ \t]*(?=\n|\Z)")
_TRANSCRIPT = re.compile(r"transcript of session|session transcript follows", re.IGNORECASE)
_SHARED = re.compile(r"non-delivered information|message log follows|reason for (?:the )?failure", re.IGNORECASE)
_ADDRESSES = re.compile(
    r"(?P<failed>following (?:address|recipient)(?:es|s)? had (?:permanent|fatal|delivery|unrecoverable)"
    r"|had permanent (?:fatal )?(?:delivery )?errors|failed addresses follow)"
    r"|(?P<delayed>had transient|transient non-fatal)|(?P<delivered>successful delivery)",
    re.IGNORECASE,
)
_REASON = re.compile(r"\(reason: (?P<reason>.*?)\)[ \t]*(?=\n[ \t]*\(expanded|\n[ \t]*\n|\n[^ \t]|\Z)", re.DOTALL)
_EXPANDED = re.compile(r"\(expanded from: (?P<before>[^\n]{1,330}?)\)[ \t]*$", re.MULTILINE)
_TALKING = re.compile(r"^(?:\.\.\. )?while talking to (?P<host>[^\s:]{1,255}?)\.?:", re.IGNORECASE)
_OWN_LINE = re.compile(
    r"^(?:(?P<code>[245]\d\d) (?:(?P<status>[245]\.\d\.\d{1,3}) )?)?(?P<who>[^\s]{1,320}?)\.\.\. (?P<text>.*)$"
)
_PROGRAM_LINE = re.compile(r"^[45]\d\d (?:[45]\.\d\.\d{1,3} )?\"?[|/][^\n]{1,1000}\.\.\. \S")
_PLAIN_LINE = re.compile(r"^[45]\d\d [45]\.\d\.\d{1,3} \S")
_DEFERRED_ONLY = re.compile(r"deferred\W*\Z", re.IGNORECASE)
_NO_RECIPIENT = re.compile(
    r"\A5\d\d .{0,40}(?:need .{0,10}rcpt|no valid recipient|no recipient|valid rcpt|rcpt (?:first|command))",
    re.IGNORECASE,
)
_BARE_REFUSAL = re.compile(r"550[ -](?!#?[245]\.\d{1,3}\.\d)")
_SUBJECT = "returned mail: see transcript for details"
_SYSTEM_UNAVAILABLE = re.compile(r"^5\d\d (?:5\.\d\.\d )?service unavailable", re.IGNORECASE)


@dataclass(slots=True)
class _Group:
    """One reply of the transcript: the command before it, its lines, and Sendmail's own line behind it."""

    command: str
    host: str | None
    lines: list[str] = field(default_factory=list[str])
    own: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])  # key of the recipient, line
    named: set[str] = field(default_factory=set[str])
    service_unavailable: bool = False

    @property
    def reply(self) -> str:
        return one_line(" ".join(self.lines))

    @property
    def code(self) -> str:
        return self.lines[-1][:3] if self.lines else ""


def fits(letter: Letter) -> bool:
    """Whether Sendmail wrote it, or something that writes like it."""
    head = letter.text[:20_000]
    if letter.report is not None and _SUBJECT in letter.subject.lower():
        return True
    return "--" in head and any(_TRANSCRIPT.search(title) or _ADDRESSES.search(title) for title, _ in _titled(head))


@lru_cache(maxsize=4)  # asked for whether it fits, then to be read
def _titled(text: str) -> list[tuple[str, str]]:
    """The titles of all sections, each with what stands below it."""
    text = f"\n{text}"
    marks = list(_SECTION.finditer(text))
    stops = [*(mark.start() + 1 for mark in marks[1:]), len(text)]
    return [(mark["title"], text[mark.end() : stop]) for mark, stop in zip(marks, stops, strict=False)]


def _sections(text: str) -> tuple[list[tuple[str, str]], str, str]:
    """The sections that list addresses, each with its action; the transcript; words that speak of all addresses."""
    listed: list[tuple[str, str]] = []
    transcript = shared = ""
    for title, body in _titled(text):
        kind = _ADDRESSES.search(title)
        if kind:
            action = FAILED if kind["failed"] else DELAYED if kind["delayed"] else DELIVERED
            listed.append((action, body))
        elif _TRANSCRIPT.search(title):
            transcript += body
        elif _SHARED.search(title):
            shared = one_line(body)[:2000]
    return listed, transcript, shared


def _groups(transcript: str) -> list[_Group]:
    """The replies of a transcript in their order. Sendmail's own words without a reply make a group of their own."""
    groups: list[_Group] = []
    command, host = "", None
    open_reply, mailer = False, ""
    for line in transcript.split("\n"):
        line = line.rstrip()
        if line.startswith(">>>"):
            command, open_reply = line[3:].strip(), False
        elif line.startswith("<<<"):
            text = line[3:].strip()
            if not (open_reply and groups and groups[-1].lines[-1][3:4] == "-"):
                groups.append(_Group(command, host))
            groups[-1].lines.append(text)
            open_reply = True
        elif talking := _TALKING.match(line):
            host, command, open_reply = talking["host"], "", False
        elif line.strip():
            if not _own_line(f"{line} {mailer}".strip(), groups, command, host, fresh=open_reply):
                # what a local mailer has said before Sendmail's own line about it
                mailer = line.strip()[:500] if not command else ""
                continue
            open_reply, mailer = False, ""
    return groups


def _own_line(line: str, groups: list[_Group], command: str, host: str | None, *, fresh: bool) -> bool:
    own = _OWN_LINE.match(line)
    who = clean(own["who"]) if own else None
    if own and who:
        if not fresh:
            # Sendmail's own words, not the answer to the command shown above
            codes = [code for code in (own["code"], own["status"]) if code]
            groups.append(_Group("", host, [" ".join([*codes, own["text"]])]))
        groups[-1].own.append((key(who), line))
        groups[-1].named.add(key(who))
    elif _PROGRAM_LINE.match(line):
        groups.append(_Group("", host, [line]))
    elif _SYSTEM_UNAVAILABLE.match(line) and groups:
        groups[-1].service_unavailable = True
    elif _PLAIN_LINE.match(line) and not fresh:
        groups.append(_Group(command, host, [line]))
    else:
        return False
    return True


def _phase(group: _Group, who: set[str], groups: list[_Group]) -> Phase | None:
    """The phase of a reply: Sendmail's own line about the recipient beats the command shown above."""
    if not group.command:
        return None
    shown = phases.of_command(group.command)
    own = [line for recipient, line in group.own if recipient in who]
    if shown not in (Phase.DATA, Phase.EOD):
        return shown
    if any(not _deferred(line) for line in own):
        return Phase.RCPT
    behind = groups[groups.index(group) + 1 :]
    if any(other.host == group.host and _NO_RECIPIENT.search(other.reply) for other in behind):
        return Phase.RCPT
    if own and _deferred(own[0]) and len([g for g in groups if g.command == group.command and g.own]) > 1:
        return Phase.RCPT
    return Phase.EOD


def _deferred(line: str) -> bool:
    return "... Deferred" in line


def _pick(groups: list[_Group], who: set[str], reason: str) -> _Group | None:
    """The reply that belongs to a recipient: named by Sendmail's line, or equal to its reason, or the only one."""
    for group in reversed(groups):
        if not who.isdisjoint(group.named):
            return group
    wanted = one_line(reason)
    if wanted:
        start, _, end = wanted.partition("...")
        for group in groups:
            lines = [one_line(line) for line in group.lines]
            if (
                wanted in lines
                or group.reply == wanted
                or (end and group.reply.startswith(start) and group.reply.endswith(end))
            ):
                return group
        # the words of a local mailer stand behind Sendmail's own ones about the program
        local = [group for group in groups if not group.command and not group.own]
        return local[0] if len(local) == 1 and not wanted[0].isdigit() else None
    failing = [group for group in groups if group.code[:1] in ("4", "5") and not group.own]
    served = [group for group in failing if group.service_unavailable]
    if served or len(failing) == 1:
        return (served or failing)[-1]
    # several words of its own about one recipient: the first names the cause
    return failing[0] if failing and not any(group.command for group in failing) else None


def _finding(address: str, before: str | None, action: str, reason: str, groups: list[_Group]) -> Finding:
    who = {key(address), *([key(before)] if before else [])}
    group = _pick(groups, who, reason)
    finding = Finding(address, before, said=reason, text=reason, action=action)
    others = [other for other in groups if other is not group and other.code[:1] in ("4", "5")]
    # What a reply says of somebody else says nothing of this one.
    speaking = [other for other in others if not other.named or not who.isdisjoint(other.named)]
    finding.transcript = "\n".join(other.reply for other in speaking)[:4000]
    if group is None:
        return finding
    finding.said = group.reply if len(group.reply) >= len(one_line(reason)) or "..." in reason[:-3] else reason
    finding.fuller = not _DEFERRED_ONLY.match(group.reply)
    finding.phase = _phase(group, who, groups)
    finding.remote = group.host
    return finding


def _listed(body: str, action: str, groups: list[_Group], shared: str) -> list[Finding]:
    findings: list[Finding] = []
    entries: list[list[str]] = []
    for line in body.split("\n"):
        if "@" in line and not line.startswith(("  ", "\t", " (")) and _is_entry(line):
            entries.append([line])
        elif entries:
            entries[-1].append(line)
    for entry in entries[:_MAX]:
        address = clean(entry[0])
        if not address:
            continue
        rest = "\n".join(entry[1:])
        reason = _REASON.search(rest)
        expanded = _EXPANDED.search(rest)
        before = clean(expanded["before"]) if expanded else None
        said = one_line(reason["reason"]) if reason else ""
        finding = _finding(address, before, action, said, groups)
        finding.said = finding.said or _beside(entry[0]) or shared
        findings.append(finding)
    return findings


def _is_entry(line: str) -> bool:
    """Whether a line begins with an address, and is no sentence with one in it (a footer)."""
    return line[0] in '<"' or "@" in line.split(None, 1)[0]


def _beside(line: str) -> str:
    """What stands behind an address on its own line: `a@b [User unknown]`, `a@b ... unknown host`."""
    found = re.search(r"@[^\s<>]+>?[ \t]*(?:\.\.\.[ \t]*)?[\[(]?(?P<words>[^\])\n]*)", line)
    return one_line(found["words"]) if found else ""


def _piped(body: str) -> list[tuple[str, str]]:
    """`"|program"` with the address it was expanded from: the latter is all that is known."""
    found = re.findall(
        r"^[\"|/][^\n]{1,300}\n(?:[ \t]+\(reason: ([^\n]{1,500})\)\n)?[ \t]+\(expanded from: ([^\n]{1,330})\)",
        body,
        re.MULTILINE,
    )
    return [(address, reason) for reason, before in found if (address := clean(before))]


def read(letter: Letter) -> list[Finding]:
    """One finding for each listed address; in the oldest form, for each that the transcript names."""
    listed, transcript, shared = _sections(letter.text)
    groups = _groups(transcript)[:_MAX]
    findings = [finding for action, body in listed for finding in _listed(body, action, groups, shared)]
    for action, body in listed:
        findings += [_finding(address, None, action, reason, groups) for address, reason in _piped(body)]
    if not findings:
        findings = _from_transcript(groups, letter)
    if not findings and letter.report:
        findings = [Finding(block.final) for block in letter.report.blocks[:_MAX]]
    return _by_status(findings, letter)


def _by_status(findings: list[Finding], letter: Letter) -> list[Finding]:
    """The phase by Sendmail's own Status, where the transcript is lost and the reply has no status itself."""
    blocks = {key(a): b for b in (letter.report.blocks if letter.report else ()) for a in (b.final, b.actual) if a}
    for finding in findings:
        block = blocks.get(key(finding.address or ""))
        if finding.phase is None and block and _BARE_REFUSAL.match(block.diagnostic):
            finding.phase = {"5.1.1": Phase.RCPT, "5.2.0": Phase.EOD}.get(block.status or "")
    return findings


def _from_transcript(groups: list[_Group], letter: Letter) -> list[Finding]:
    warning = "warning message only" in letter.lower or "will keep trying" in letter.lower
    findings: dict[str, Finding] = {}
    for group in groups:
        for _, line in group.own:
            own = _OWN_LINE.match(line)
            address = clean(own["who"]) if own else None
            if address and own and not own["text"].lower().startswith("relayed"):
                late = warning and _deferred(line)
                findings[key(address)] = _finding(address, None, DELAYED if late else FAILED, "", groups)
    if not findings:
        for group in groups:
            address = clean(group.command.split(":", 1)[1]) if group.command.upper().startswith("RCPT TO:") else None
            if address and group.code[:1] in ("4", "5"):
                findings[key(address)] = _finding(address, None, FAILED, group.reply, groups)
    return list(findings.values())
