"""What a mail is when no mail system's report says so: replies of machines and people, and the look of a bounce.

The order of evidence is that of facts/bounces.md §6: machine-readable parts first (complaints.py,
reports.py), known texts (formats/), then the headers and words judged here. Sources: RFC 3834, RFC 8098,
RFC 5429; the words are those that systems in the user's languages write.
"""

from __future__ import annotations

import re

from modori.records import Kind

from .letter import Letter

_FAILURE_SUBJECT = re.compile(
    r"undeliver(?:ed|able)|deliver\w* (?:failure|failed|status|notification|error|problem|report|has failed)|(?:failure|failed|error) (?:notice|delivery|sending|in delivery)"
    r"|mail (?:delivery )?(?:failed|failure|error|system error)|returned (?:mail|to sender|message)|non[- ]?(?:deliver|remis)|could ?n[o']t be delivered|not delivered"
    r"|message (?:undeliver|delivery has failed|not deliver)|unzustellbar|zustell\w*fehl|nicht zugestellt|onbestelbaar|non recapitabile|mancato recapito|no (?:se pudo )?entreg"
    r"|devuelto|n[ãa]o[_ ]entregue|olevererbar|недоставлен|не доставлено|未送達|配信不能|配信(?:できません|失敗|エラー)|送信(?:失敗|エラー|できません)|届けられ|メールエラー|エラーメール"
    r"|宛先不明|返送|退信|投递失败|系统退信|배달 실패|\[bounce\]|bounce[d]? (?:mail|message|notification)|permanent (?:delivery )?failure|rejected: |unable to deliver|sending your mail",
    re.IGNORECASE,
)
_DELAY = re.compile(
    r"(?:still being retried|warning message only|this is a warning only|will (?:keep|continue) (?:trying|to try)|has not (?:yet )?been delivered|not (?:yet )?been delivered"
    r"|delivery (?:attempts|status notification \(delay)|delayed mail|delivery (?:has been )?(?:incomplete|delayed)|have been delayed|has been delayed|message .{0,80} delayed \d+ hours"
    r"|no action is required on your part|do not need to resend|(?:will|to) be retried|temporary failure, will|wird weiter versucht|配信が遅れて|遅延|再送(?:を試|し続け|を続)|再度配信を試みます)",
    re.IGNORECASE,
)
_GAVE_UP = re.compile(
    r"given up|giving up|gave up|permanent(?:ly)? (?:fail|error)|could not be delivered for|failed permanently|final attempt|expired|no longer (?:be )?(?:retr|try)|will not be retried"
    r"|deleted from queue|been returned|配信を中止|断念",
    re.IGNORECASE,
)
_FAILURE = re.compile(
    r"(?:could|can|did|was|were|is|has|have|be|been)(?: ?not|n't)(?: yet)?(?: be| been| able to)? (?:deliver|reach|sent|send|accept|relay)|undeliver(?:ed|able)|unable to (?:deliver|send|relay)"
    r"|deliver\w* (?:to .{0,100} )?(?:has )?(?:failed|failure|error)|not (?:deliver|reach|be delivered)|returned to sender|failed (?:to deliver|address|recipient|permanently)|permanent (?:fatal )?(?:error|failure)"
    r"|(?:fail|error)\w* (?:while|when|in|during|delivering|sending)|user unknown|unknown user|no such (?:user|mailbox|recipient|address)|mailbox (?:is )?(?:full|unavailable|not found)|does not exist|rejected|bounced"
    r"|did ?n[o']t reach|wasn't (?:delivered|able to)|following (?:address|recipient|errors?)|konnte nicht|nicht zugestellt|no (?:pudo|se pudo|se ha podido)|n'a pas pu|non (?:è stato|ha) (?:possibile|potuto)"
    r"|не (?:удалось|может|доставлен)|配信できませんでした|(?:送信|配信|配送|お届け)(?:が|に|は)?(?:でき|失敗|されま)|届き?(?:ませんでした|かなかった)|見つかりません|存在しません|エラー|受信でき|无法|退回",
    re.IGNORECASE,
)
_OUT_OF_OFFICE = re.compile(
    r"^(?:\W*(?:\[[^\]]{1,30}\]|re:|aw:)\s*)?(?:auto(?:matic|mated)?[ -]?(?:reply|response|responder|answer)|auto(?:re)?:|out of (?:the )?office|vacation|away from (?:my|the) (?:mail|office|desk)|abwesenheit"
    r"|automatische antwort|r[ée]ponse automatique|absence du bureau|respuesta autom|risposta automatica|automatisch antwoord|resposta autom"
    r"|【?自動(?:返信|応答|送信|配信)|不在|休暇|お問い?合わせ(?:を|いただき)?.{0,12}(?:ありがとう|受け?付け))|\bout of office\b|(?:自動(?:返信|応答)|不在(?:通知|のお知らせ|のため|にして))",
    re.IGNORECASE,
)
_AUTO_TEXT = re.compile(
    r"i(?: a|')m (?:currently )?(?:out of|away|on (?:vacation|holiday|leave))|(?:this is an )?automat(?:ic|ed) (?:reply|response)|out of (?:the )?office|ich bin .{0,40}(?:nicht im b|abwesend)|bin ich nicht (?:im|erreichbar)"
    r"|we (?:have )?received your (?:e?-?mail|message|inquiry)|自動(?:返信|応答)|不在(?:にし|です|のため)|(?:お問い?合わせ|メール)を?(?:受け?付け|受信し|拝受)|返信専用|送信専用",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"verify (?:that you are|yourself|your (?:e-?mail|address|identity))|you are a real (?:live )?human|real (?:live )?human being|not a spam ?(?:source|mer|bot)|confirm (?:that )?you(?:r message| are)"
    r"|requests that senders verify|boxtrapper|spam ?arrest|tmda|active spam killer|ask-confirm|challenge[- /]response|sender (?:verification|confirmation)|to have your (?:message|mail|e-mail) delivered|please confirm (?:your|this) (?:message|mail|e-?mail)"
    r"|qurb|mail ?frontier|confirmaci[óo]n de env|送信者(?:の)?(?:確認|認証)",
    re.IGNORECASE,
)
_STOP_WORDS = re.compile(
    r"\b(?:unsubscribe|un-subscribe|remove me|opt[ -]?out|stop (?:sending|these|this|the)|take me off|cancel (?:my|the) (?:subscription|newsletter)|abmelden|abbestellen|austragen|d[ée]sabonn|d[ée]sinscri|cancelar suscripci|darme de baja|afmelden|disiscri)"
    r"|配信(?:を)?(?:停止|解除|中止|不要)|(?:メルマガ|購読|配信|登録)(?:の|を)?(?:停止|解除|退会|やめ|止め|中止|キャンセル)|退会|(?:配信|送信)(?:を)?(?:やめ|止め|とめ)|送らないで|退订|取消订阅|수신 ?거부",
    re.IGNORECASE,
)
_STOP_LINE = re.compile(
    r"\A\W*(?:please )?(?:unsubscribe|stop|remove|quit|leave|signoff|cancel|opt[ -]?out|退会|停止|解除|配信停止|abmelden|desinscription)(?: me)?\W*\Z",
    re.IGNORECASE,
)
_NOT_ASKING = re.compile(
    r"(?:how|where) (?:do|can) (?:i|we|you)|please (?:do not|don't) unsubscribe|停止しないで|できますか", re.IGNORECASE
)
_QUOTE_START = re.compile(
    r"^(?:>|\s*-{2,}\s*(?:original|forwarded|ursprüngliche|message d'origine|元のメッセージ|転送)|_{10,}|on .{5,120}wrote:|am .{5,120}schrieb|le .{5,120} a écrit|from: |von: |差出人[::]|送信者[::]"
    r"|\d{4}年\d{1,2}月\d{1,2}日.{0,120}(?::|:|>)\s*$|\d{4}[/-]\d{1,2}[/-]\d{1,2}.{0,120}(?:wrote|<[^>]*>)\s*[::]?\s*$)",
    re.MULTILINE | re.IGNORECASE,
)
_MODERATION = re.compile(
    r"awaits? moderator|moderator approval|members[- ]only|not member article|held for (?:approval|moderation)|post(?:ing)? (?:to|by) .{0,60}(?:rejected|non-member)|承認待ち",
    re.IGNORECASE,
)
_VIRUS_NOTICE = re.compile(
    r"\bvirus(?:es)? (?:detected|found|in your|alert|warning)|banned contents|infected (?:mail|message|attachment)|ウイルス(?:を検出|が検出|検知)",
    re.IGNORECASE,
)
_QUARANTINE = re.compile(r"quarantine|隔離", re.IGNORECASE)


def failure_subject(letter: Letter) -> bool:
    """Whether the subject is that of a bounce, in one of many languages."""
    return bool(_FAILURE_SUBJECT.search(letter.subject))


def failure_words(letter: Letter) -> bool:
    """Whether the text says somewhere that something was not delivered."""
    return bool(_FAILURE.search(letter.text[:20_000]))


def only_late(letter: Letter) -> bool:
    """Whether it speaks of a delay, with nothing given up."""
    head = f"{letter.subject}\n{letter.text[:8000]}"
    return bool(_DELAY.search(head)) and not _GAVE_UP.search(head)


def automatic(letter: Letter) -> bool:
    """Whether a machine wrote it (RFC 3834, RFC 5321 §4.5.5)."""
    return letter.from_daemon or letter.null_sender or letter.headers.get("auto-submitted").lower().startswith("auto-")


def may_be_bounce(letter: Letter) -> bool:
    """Whether a mail without a report may be a bounce at all: written by a mail system, not by a person or a list."""
    headers = letter.headers
    if "x-failed-recipients" in headers:
        return True
    if "list-unsubscribe" in headers or ("list-id" in headers and not letter.from_daemon) or notice(letter):
        return False
    if letter.from_daemon:
        return True
    if letter.subject.lower().startswith(("re:", "fw:", "fwd:")) and "in-reply-to" in headers:
        return False
    return failure_subject(letter) and (automatic(letter) or "in-reply-to" not in headers)


def notice(letter: Letter) -> bool:
    """Moderation and virus notices and quarantine digests: from machines, of mails that did arrive."""
    subject = letter.subject
    return bool(_MODERATION.search(subject) or _VIRUS_NOTICE.search(subject) or _QUARANTINE.search(subject))


def own_words(text: str) -> str:
    """What a person wrote above the mail that is quoted."""
    quote = _QUOTE_START.search(text)
    return text[: quote.start()] if quote else text


def asks_to_stop(letter: Letter) -> bool:
    """Whether a reader asks to get no more: Apple's button, the List-Unsubscribe address, or words of their own.

    The words count in what the reader wrote, not in the newsletter quoted below.
    """
    headers = letter.headers
    if headers.get("x-apple-unsubscribe").lower().startswith("true"):
        return True
    if letter.from_daemon or letter.null_sender or "list-unsubscribe" in headers or "list-id" in headers:
        return False
    if headers.get("auto-submitted").lower().startswith("auto-"):
        return False
    subject = letter.subject
    fresh = re.sub(r"^\s*(?:(?:re|aw|sv|antw|fwd?|返信)\s*[::]\s*)+", "", subject, flags=re.IGNORECASE)
    own = own_words(letter.text[:20_000]).strip()
    reply = fresh != subject.strip() or "in-reply-to" in headers
    if _STOP_LINE.match(fresh) or (
        not reply and len(fresh) < 60 and _STOP_WORDS.search(fresh) and not _NOT_ASKING.search(fresh)
    ):
        return len(own) < 2000
    return len(own) < 1000 and bool(_STOP_WORDS.search(own)) and not _NOT_ASKING.search(own)


def answer(letter: Letter) -> Kind:
    """What a mail is that no report and no mail system's text explains: auto_reply, challenge, unsubscribe_request, other."""
    if notice(letter):
        return Kind.OTHER
    head = f"{letter.subject}\n{letter.text[:6000]}"
    if (
        _CHALLENGE.search(head)
        and not letter.mail.type.startswith("multipart/report")
        and "list-unsubscribe" not in letter.headers
    ):
        if (
            automatic(letter)
            or "in-reply-to" in letter.headers
            or letter.subject.lower().startswith(("re:", "please", "confirm", "your "))
        ):
            return Kind.CHALLENGE
    if asks_to_stop(letter):
        return Kind.UNSUBSCRIBE_REQUEST
    if auto_reply(letter):
        return Kind.AUTO_REPLY
    return Kind.OTHER


def auto_reply(letter: Letter) -> bool:
    """Vacation, out of office, "we have received your mail" (RFC 3834)."""
    headers = letter.headers
    if "list-unsubscribe" in headers or "list-id" in headers:
        return False
    submitted = headers.get("auto-submitted").lower()
    if submitted.startswith("auto-replied") or any(
        name in headers
        for name in (
            "x-autoreply",
            "x-autorespond",
            "x-autoresponder",
            "x-auto-reply",
            "x-vacation",
            "x-autoreply-from",
        )
    ):
        return not letter.from_daemon or bool(
            _OUT_OF_OFFICE.search(letter.subject) or _AUTO_TEXT.search(letter.text[:4000])
        )
    if "vacation" in headers.get("x-apple-action").lower() or "auto_reply" in headers.get("precedence").lower():
        return True
    if _OUT_OF_OFFICE.search(letter.subject):
        return True
    return automatic(letter) and not failure_subject(letter) and bool(_AUTO_TEXT.search(letter.text[:4000]))


_COPY = re.compile(
    r"\A\s*(?:\[[^\]]{1,20}\]\s*|\*{2,}[^*]{1,12}\*{2,}\s*)?(?:postmaster (?:copy|notify|warning)\b|double bounce)",
    re.IGNORECASE,
)


def is_copy(letter: Letter) -> bool:
    """Whether it is the postmaster's copy of a bounce that went to the sender as well (Postfix, Sendmail)."""
    return bool(_COPY.search(letter.subject))
