"""The laws besides the rules: what is not searched, what stays so, and what no rule may do to a reader."""

from __future__ import annotations

from modori.records import Action, Evidence, Named, Phase, Weight

from .format import Where
from .guarded import Guarded
from .reasons import Reason

UNDETERMINED = "undetermined"
SUPPRESSED = "suppressed"
_BETWEEN = "\n\0\n"  # no text reaches over a line that was left out
_LASTING = frozenset({"recipient_refused", "routing_loop"})  # soft, but a 5xx of them stays so
_PASSING = frozenset({"rate_limited", "too_many_recipients"})  # the sender's, but the next try may work
# A sentence with these words is perhaps about whoever sent the mail.
_OF_SENDER = Guarded(
    r"\b(?:return|reverse|bounce|reply|from|sending|submitting|authenticated)[- ](?:path|address|user|account"
    r"|mailbox)\b"
    r"|\bmail ?from\b|\breply-to\b|\boriginator\b"
    r"|\bsubmitter\b|\bfor sending\b|\bsending from\b|\boutgoing (?:e-?)?mail\b|\byours\b|发送者|發送者"
    r"|\beinliefer|\bversender|\b(?:zum|für den) versand|\bémett|\b(?:d|l)'envoi\b|\bque env[ií]a|\bde env[ií]o\b"
    r"|\bche spedisc|\bper l'invio|\bverzender|\bwysyłając|\bdo wysyłania|рассылки|для отправки"
    r"|用于发送|发送[账帐]|發送帳|送信用|送信サービス|보내는 계정|발송 계정"
    r"|\b(?:ihr|dein)e?[mnrs]? (?:konto|adresse|postfach|account|benutzer)|\bvotre (?:compte|adresse|boîte)\b"
    r"|\b(?:su|tu) (?:cuenta|dirección|buzón)\b|\b(?:sua|tua) (?:conta|casella)\b|\b(?:tuo|suo) (?:account|indirizzo)\b"
    r"|\bseu endereço\b|\bваш(?:а|е|ей|его)? (?:адрес|ящик|аккаунт|уч[её]тн)|您的(?:帐号|帳號|账号|地址|邮箱|郵箱)"
    r"|(?:お客様|あなた|貴方|送信者)の(?:ご?契約|アカウント|アドレス|メールアドレス|メールボックス)"
    r"|귀하의 (?:계정|주소)"
    r"|\byour (?:own )?(?:e-?mail )?(?:address(?! book)|account|mailbox|user(?:name)?|login|identity)\b"
)
_OF_LOGIN = frozenset({"530", "534", "535", "538"})  # RFC 4954: "user not found" is then whoever logs in
_BEFORE_RCPT = frozenset({Phase.CONNECT, Phase.HELO, Phase.AUTH, Phase.MAIL})
_OF_THE_MAILBOX = frozenset({"user_unknown", "mailbox_disabled", "moved"})


def action(
    wanted: Action, reason: Reason, stays: bool | None, evidence: Evidence, found: tuple[Where, str] | None
) -> Action:
    """The action of a verdict: `wanted` by the rule, unless that would unsubscribe a reader without good evidence.

    `stays` is the verdict's `permanent`, `found` the place and the text in which the rule found its own.
    """
    if wanted is not Action.UNSUBSCRIBE:
        return wanted
    if stays is False:
        return Action.RETRY
    too_early = reason.id in _OF_THE_MAILBOX and (evidence.phase in _BEFORE_RCPT or evidence.reply in _OF_LOGIN)
    of_another = found is not None and found[0] is Where.TRANSCRIPT and not _names(found[1], evidence)
    # It may be the address behind this one; nobody knows who else got the mail by Bcc.
    perhaps = evidence.named is Named.ALIAS
    # "your account" of a sending service's stop list is the sender's, and the address on the list is not.
    speaks = reason.id != SUPPRESSED and found is not None and _OF_SENDER.search(found[1]) is not None
    of_sender = evidence.named is Named.SENDER or speaks
    return Action.REVIEW if too_early or of_another or perhaps or of_sender else wanted


def veiled(folded: bytes, evidence: Evidence) -> bytes:
    """The text with the recipient's own addresses made unreadable: taro@virus-lab.example speaks of no virus."""
    if 0x40 in folded:
        for address in (evidence.address, evidence.final_address):
            if address:
                own = address.encode("utf-8", "replace").lower()
                at = own.rfind(b"@")
                if at > 0 and folded.find(own) >= 0:
                    folded = folded.replace(own, b"x" * at + b"@" + b"x" * (len(own) - at - 1))
    return folded


def permanent(reason: Reason, evidence: Evidence) -> bool | None:
    """Whether it stays so: a soft reason passes whatever the first digit says; else the digits tell.

    A 4xx of a hard reason is temporary: the server itself was not sure.
    """
    if reason.weight is Weight.SOFT and reason.id not in _LASTING:
        return False
    if reason.id in _PASSING:
        return False
    digit = (evidence.reply or evidence.status or "")[:1]
    if digit == "4":
        return False
    if reason.id == UNDETERMINED:
        return None
    if digit == "5" or reason.weight is Weight.HARD:
        return True
    return None


def _names(text: str, evidence: Evidence) -> bool:
    folded = text.casefold()
    return any(
        address is not None and "@" in address and address.casefold() in folded
        for address in (evidence.address, evidence.final_address)
    )


def session_of(evidence: Evidence) -> str:
    """The other replies of the session without those that speak of somebody else, or may do so."""
    if evidence.alone and "@" not in evidence.transcript:
        return evidence.transcript
    lines = evidence.transcript.splitlines()
    free = evidence.alone
    return _BETWEEN.join(line for line in lines if (free and "@" not in line) or _names(line, evidence))
