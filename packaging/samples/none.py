"""Makes tests/mails/none: a mailbox of mails that are no bounces, out of which nobody may be named.

    python packaging/samples/none.py tests/mails/none

Two sources: mails written one by one (none-written.txt), and families of mails put together from blocks
(people who talk about bounces, newsletters, notices, reports, phishing). Headers, charsets, transfer encodings
and structure vary. The dice are seeded: the same files come out each time.
"""

# ruff: noqa: E501 - blocks of text, one a line
from __future__ import annotations

import gzip
import io
import random
import re
import sys
import zipfile
from base64 import b64encode
from binascii import b2a_qp
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

DICE = random.Random(20261124)  # noqa: S311 - no secret
HERE = Path(__file__).parent
START = datetime(2026, 10, 5, 7, 30, tzinfo=UTC)
TO = ("bounces@komorebi.example.jp", "letters@komorebi.example.jp", "Komorebi <info@komorebi.example.jp>")
# (charset, transfer encoding) by language
FORMS = {
    "en": [("us-ascii", "7bit"), ("utf-8", "quoted-printable"), ("utf-8", "8bit"), ("utf-8", "base64"), ("iso-8859-1", "quoted-printable")],
    "de": [("iso-8859-1", "quoted-printable"), ("utf-8", "8bit"), ("utf-8", "base64"), ("windows-1252", "8bit")],
    "fr": [("iso-8859-15", "quoted-printable"), ("utf-8", "quoted-printable"), ("utf-8", "8bit"), ("windows-1252", "base64")],
    "es": [("iso-8859-1", "8bit"), ("utf-8", "quoted-printable"), ("utf-8", "base64")],
    "zh": [("gb2312", "base64"), ("utf-8", "base64"), ("gb18030", "8bit"), ("utf-8", "8bit"), ("utf-8", "quoted-printable")],
    "ja": [("iso-2022-jp", "7bit"), ("utf-8", "base64"), ("shift_jis", "8bit"), ("euc-jp", "8bit"), ("utf-8", "8bit"), ("utf-8", "quoted-printable")],
}  # fmt: skip
MAILERS = (
    "User-Agent: Mozilla Thunderbird", "X-Mailer: Apple Mail (2.3826)", "X-Mailer: Microsoft Outlook 16.0", "X-Mailer: iPhone Mail (21G93)",
    "User-Agent: Mutt/2.2.12", "X-Mailer: Becky! ver. 2.81", "X-Mailer: Roundcube", "X-Mailer: Shuriken 2018", "X-MimeOLE: Produced By MimeOLE", "",
)  # fmt: skip


class Mail:
    """One mail before it is encoded."""

    def __init__(self, language: str, sender: str, subject: str, text: str, extra: list[str] | None = None) -> None:
        self.language, self.sender, self.subject, self.text = language, sender, subject, text
        self.extra = extra or []
        self.parts: list[bytes] = []
        self.kind: str | None = None


NUMBER = 0


def written() -> Iterator[Mail]:
    """The mails of none-written.txt."""
    for block in (HERE / "none-written.txt").read_text(encoding="utf-8").split("\n@@ ")[2:]:
        head, _, text = block.partition("\n")
        language, sender, subject, *rest = (piece.strip() for piece in head.split(" | "))
        yield Mail(
            language, sender, subject, text.rstrip() + "\n", [line for line in ";;".join(rest).split(";;") if line]
        )


def encoded_header(text: str, charset: str) -> str:
    """A header value: ASCII as it is, else encoded-words of one of the two kinds (or raw UTF-8, as some write)."""
    if text.isascii():
        return text
    if charset == "utf-8" and DICE.random() < 0.15:
        return text
    if DICE.random() < 0.3 and charset.startswith(("iso-8859", "utf", "windows")):
        words = [
            f"=?{charset}?Q?{''.join(f'={b:02X}' for b in text[i : i + 8].encode(charset, 'replace'))}?="
            for i in range(0, len(text), 8)
        ]
    else:
        words = [
            f"=?{charset}?B?{b64encode(text[i : i + 12].encode(charset, 'replace')).decode()}?="
            for i in range(0, len(text), 12)
        ]
    return "\n ".join(words)


def name_and_address(sender: str, charset: str) -> str:
    """A From value with its name encoded."""
    found = re.fullmatch(r"(.*?)\s*<([^>]+)>", sender)
    return f"{encoded_header(found[1], charset)} <{found[2]}>" if found else sender


def part(text: str, kind: str, charset: str, encoding: str) -> bytes:
    """A text part with its headers."""
    data = text.encode(charset, "replace")
    body = {
        "base64": lambda: re.sub(rb"(.{76})", rb"\1\n", b64encode(data)),
        "quoted-printable": lambda: b2a_qp(data),
    }.get(encoding, lambda: data)()
    return (
        f"Content-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
        + body.rstrip(b"\n")
        + b"\n"
    )


def page(text: str) -> str:
    """The text as HTML."""
    lines = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n\n", "</p><p>").replace("\n", "<br>\n")
    style = DICE.choice(("", "<style>p{margin:0}</style>", '<meta name="x" content="y">'))
    return f"<html><head>{style}</head><body><p>{lines}</p></body></html>\n"


def made(mail: Mail) -> bytes:
    """The mail as bytes, in one of the forms that its language has."""
    global NUMBER
    NUMBER += 1
    charset, encoding = DICE.choice(FORMS[mail.language])
    try:
        mail.text.encode(charset)
        mail.subject.encode(charset)
    except UnicodeEncodeError:
        charset, encoding = "utf-8", "base64"
    date = format_datetime((START + timedelta(hours=2 * NUMBER)).replace(tzinfo=UTC))
    host = mail.sender.rpartition("@")[2].rstrip(">")
    fields = [f"Return-Path: <{re.sub('.*<|>.*', '', mail.sender)}>"] if DICE.random() < 0.7 else []
    fields += [
        f"Received: from mx.{host} (mx.{host} [192.0.2.{NUMBER % 250 + 1}])\n\tby mail.komorebi.example.jp (Postfix) with ESMTPS id {NUMBER:08X}\n"
        f"\tfor <bounces@komorebi.example.jp>; {date}"
    ]
    top = [
        f"From: {name_and_address(mail.sender, charset)}",
        f"To: {DICE.choice(TO)}",
        f"Subject: {encoded_header(mail.subject, charset)}",
    ]
    top += [f"Date: {date}", f"Message-ID: <{NUMBER:x}.{DICE.randrange(1 << 30):x}@{host}>", *mail.extra]
    mailer = DICE.choice(MAILERS)
    top += [mailer] if mailer and not mail.extra else []
    DICE.shuffle(top)
    head = "\n".join([*fields, *top, "MIME-Version: 1.0"]) + "\n"
    return head.encode() + body(mail, charset, encoding)


def body(mail: Mail, charset: str, encoding: str) -> bytes:
    """Content-Type and what follows it: one part, alternatives, or with something attached."""
    plain = part(mail.text, "text/plain", charset, encoding)
    if mail.kind:
        return multipart(mail.kind, [plain, *mail.parts])
    if mail.parts:
        return multipart("multipart/mixed", [plain, *mail.parts])
    form = DICE.random()
    if form < 0.55:
        return plain
    marked = part(page(mail.text), "text/html", charset, DICE.choice(("base64", "quoted-printable")))
    if form < 0.65:
        return marked
    if form < 0.9:
        return multipart("multipart/alternative", [plain, marked])
    picture = b"Content-Type: image/gif; name=a.gif\nContent-Transfer-Encoding: base64\n\nR0lGODlhAQABAIAAAAAAAP///yH5BAAAAAAALAAAAAABAAEAAAIBRAA7\n"
    return multipart("multipart/mixed", [multipart("multipart/alternative", [plain, marked]), picture])


def multipart(kind: str, parts: list[bytes]) -> bytes:
    """Parts between boundaries."""
    mark = (
        DICE.choice(("----=_Part_{}", "=_{}", "b{}", "Apple-Mail={}", "000000000000{}"))
        .format(DICE.randrange(10**9))
        .encode()
    )
    joined = b"".join(b"\n--" + mark + b"\n" + piece for piece in parts)
    return b"Content-Type: " + kind.encode() + b'; boundary="' + mark + b'"\n' + joined + b"\n--" + mark + b"--\n"


# Blocks.

PEOPLE = {
    "en": ("Alice Moor", "Bert Hale", "Cora Finch", "Dan Ives", "Eve Long"),
    "de": ("Änne Böhm", "Bernd Koch", "Christa Groß", "Dieter Lang"),
    "fr": ("Aurélie Noël", "Benoît Roy", "Chloé Gérard", "Denis Caron"),
    "es": ("Ana Núñez", "Beto Muñoz", "Inés Peña", "Raúl Soto"),
    "zh": ("张伟", "刘洋", "赵敏", "黄丽"),
    "ja": ("青木 陽子", "伊藤 大輔", "上田 さくら", "遠藤 拓"),
}  # fmt: skip
OPENING = {
    "en": ("Hello,", "Dear Komorebi team,", "Hi Keiko,", "Good morning,"),
    "de": ("Guten Tag,", "Hallo Keiko,", "Sehr geehrte Damen und Herren,"),
    "fr": ("Bonjour,", "Chère Keiko,", "Madame, Monsieur,"),
    "es": ("Hola:", "Estimados señores:", "Querida Keiko:"),
    "zh": ("您好,", "Keiko 你好,", "各位老师:"),
    "ja": ("お世話になっております。", "こんにちは。", "こもれび文具店 御中"),
}  # fmt: skip
SAYING = {
    "en": (
        "the blue ink runs a little on the thin paper. Is that usual?", "could you send me the price list for schools?",
        "we were in Kanazawa last week and your shop was closed.", "my last order had one envelope too many. Shall I send it back?",
        "the link to the calendar in your letter gives error 404.", "does the fountain pen come with a converter?",
        "I wrote to you twice and nothing came back. Did my mails reach you?", "the mail address on your card does not work for me.",
    ),
    "de": (
        "die blaue Tinte läuft auf dem dünnen Papier etwas aus. Ist das üblich?", "können Sie mir die Preisliste für Schulen schicken?",
        "in meiner letzten Bestellung war ein Umschlag zu viel.", "der Link zum Kalender führt zu einem Fehler.",
        "meine letzte Mail an Sie kam nicht zurück, haben Sie sie bekommen?", "gibt es den Füller auch für Linkshänder?",
    ),
    "fr": (
        "l'encre bleue traverse un peu le papier fin. Est-ce normal ?", "pourriez-vous m'envoyer le tarif pour les écoles ?",
        "le lien vers le calendrier donne une erreur.", "ma dernière commande contenait une enveloppe de trop.",
        "mon message de lundi vous est-il bien parvenu ?", "le stylo existe-t-il pour gauchers ?",
    ),
    "es": (
        "la tinta azul se corre un poco en el papel fino. ¿Es normal?", "¿podrían enviarme la lista de precios para escuelas?",
        "el enlace del calendario da error.", "en mi último pedido había un sobre de más.",
        "¿les llegó mi correo del lunes?", "¿la pluma viene con cargador?",
    ),
    "zh": ("蓝墨水在薄纸上有点洇,正常吗?", "能给我学校的价目表吗?", "日历的链接打不开,显示错误。", "上次的订单多了一个信封。", "我周一的邮件您收到了吗?"),
    "ja": (
        "青いインクが薄い紙でにじみます。ふつうでしょうか。", "学校向けの価格表を送っていただけますか。", "カレンダーのリンクを開くとエラーになります。",
        "前回の注文に封筒が一枚多く入っていました。", "月曜日に送ったメールは届いていますでしょうか。", "先日お店に伺いましたが、お休みでした。",
    ),
}  # fmt: skip
BYE = {
    "en": "Best wishes\n",
    "de": "Viele Grüße\n",
    "fr": "Bien à vous\n",
    "es": "Un saludo\n",
    "zh": "此致\n",
    "ja": "よろしくお願いいたします。\n",
}
LANGUAGES = ("en", "ja", "de", "fr", "es", "zh")
ASKING = {
    "en": ("what does this mean?", "I got this back, is it from you?", "my friend gets this since Monday. Any idea?"),
    "de": ("was bedeutet das?", "das kam zurück. Ist das von Ihnen?", "seit Montag bekommt mein Freund das hier. Woran liegt das?"),
    "fr": ("que veut dire ceci ?", "j'ai reçu ce message en retour, vient-il de chez vous ?"),
    "es": ("¿qué significa esto?", "me ha llegado esto de vuelta, ¿es suyo?"),
    "zh": ("请问这是什么意思?", "我收到了这个,是你们发的吗?"),
    "ja": ("これはどういう意味でしょうか。", "このようなメールが戻ってきました。そちらからのものでしょうか。", "友人のところに月曜からこれが届くそうです。"),
}  # fmt: skip
BOUNCES = (
    "This is the mail system at host mx.{d}.\n\n<{a}>: host mail.{e} said: 550 5.1.1\n    <{a}>: Recipient address rejected: User unknown",
    "Hi. This is the qmail-send program at {d}.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<{a}>:\n550 sorry, no mailbox here by that name. (#5.1.1)",
    "   ----- The following addresses had permanent fatal errors -----\n<{a}>\n    (reason: 550 5.1.1 <{a}>... User unknown)",
    "This message was created automatically by mail delivery software.\n\n  {a}\n    SMTP error from remote mail server after RCPT TO:<{a}>:\n    host mail.{e} [192.0.2.7]: 550 No such user here",
    "Your message wasn't delivered to {a} because the address couldn't be found, or is unable to receive mail.\n\nThe response was:\n550 5.1.1 The email account that you tried to reach does not exist.",
    "Delivery has failed to these recipients or groups:\n\n{a}\nThe email address you entered couldn't be found.\n\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##",
    "<{a}>: host mfsmax.docomo.ne.jp said: 550 Unknown user {a}",
    "Final-Recipient: rfc822;{a}\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full",
    "Your mail to {a} could not be delivered for more than 4 hours. It will be retried for 3 more days.",
)  # fmt: skip
DOMAINS = (
    "oldmill.example.com",
    "sakurai.example.jp",
    "bergdorf.example.org",
    "lune.example.net",
    "casona.example.com",
    "hehua.example.cn",
)
LOCALS = ("taro", "m.weber", "jeanne", "info", "p-lopez", "xiaoming", "k_ono", "reader77")


def person(language: str) -> str:
    """A name and an address of somebody."""
    return f"{DICE.choice(PEOPLE[language])} <{DICE.choice(LOCALS)}{DICE.randrange(90)}@{DICE.choice(DOMAINS)}>"


def bounce_text() -> str:
    """The words of some mail system, about somebody."""
    address = f"{DICE.choice(LOCALS)}@{DICE.choice(DOMAINS)}"
    return DICE.choice(BOUNCES).format(a=address, d=DICE.choice(DOMAINS), e=DICE.choice(DOMAINS))


def quoted(text: str, language: str) -> str:
    """A text quoted or forwarded inline, as one of many programs does it."""
    sender, subject = (
        "MAILER-DAEMON@mx.oldmill.example.com",
        DICE.choice(("Undelivered Mail Returned to Sender", "failure notice", "Mail delivery failed")),
    )
    marked = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    ways = {
        "en": (f"On Mon, 9 Nov 2026 at 10:12, {sender} wrote:\n\n{marked}", f"-----Original Message-----\nFrom: {sender}\nSent: Monday\nSubject: {subject}\n\n{text}", f"---------- Forwarded message ----------\nFrom: <{sender}>\nDate: Mon\nSubject: {subject}\nTo: me\n\n{text}", f"Begin forwarded message:\n\n{marked}"),
        "de": (f"Am 09.11.26 um 10:12 schrieb {sender}:\n{marked}", f"-----Ursprüngliche Nachricht-----\nVon: {sender}\nBetreff: {subject}\n\n{text}"),
        "fr": (f"Le 9 nov. 2026 à 10:12, {sender} a écrit :\n\n{marked}", f"-----Message d'origine-----\nDe : {sender}\nObjet : {subject}\n\n{text}"),
        "es": (f"El 9 nov 2026, a las 10:12, {sender} escribió:\n\n{marked}", f"-----Mensaje original-----\nDe: {sender}\nAsunto: {subject}\n\n{text}"),
        "zh": (f"在 2026-11-09 10:12:00,{sender} 写道:\n{marked}", f"-----原始邮件-----\n发件人: {sender}\n主题: {subject}\n\n{text}"),
        "ja": (f"2026年11月9日(月) 10:12 <{sender}>:\n{marked}", f"----- Original Message -----\nFrom: {sender}\nSubject: {subject}\n\n{text}", f"-------- 転送メッセージ --------\n差出人: {sender}\n件名: {subject}\n\n{text}"),
    }  # fmt: skip
    return DICE.choice(ways[language])


def letters() -> Iterator[Mail]:
    subjects = {"en": ("Question", "Your letter", "Paper"), "de": ("Frage", "Ihr Brief"), "fr": ("Question", "Votre lettre"), "es": ("Consulta", "Su carta"), "zh": ("问题", "来信"), "ja": ("質問", "お便りについて")}  # fmt: skip
    for number in range(96):
        language = LANGUAGES[number % 6]
        text = "\n\n".join(
            [DICE.choice(OPENING[language]), *DICE.sample(SAYING[language], DICE.choice((1, 2, 3))), BYE[language]]
        )
        extra = (
            [
                f"In-Reply-To: <letter-{number}@komorebi.example.jp>",
                f"References: <letter-{number}@komorebi.example.jp>",
            ]
            if number % 3 == 0
            else []
        )
        subject = DICE.choice(subjects[language])
        yield Mail(language, person(language), f"Re: {subject}" if extra else subject, text, extra)


def talk() -> Iterator[Mail]:
    """People who quote or forward a bounce in their own text and ask about it."""
    subjects = {"en": ("Fwd: failure notice", "what is this?", "Re: bounces", "Fw: Undelivered Mail Returned to Sender"), "de": ("WG: Unzustellbar", "Fehlermeldung?"), "fr": ("Tr : échec", "message d'erreur"), "es": ("RV: correo devuelto", "¿error?"), "zh": ("转发: 退信", "请教"), "ja": ("Fwd: failure notice", "エラーメールについて", "メールが戻ってきます")}  # fmt: skip
    for number in range(72):
        language = LANGUAGES[number % 6]
        text = f"{DICE.choice(OPENING[language])}\n{DICE.choice(ASKING[language])}\n{BYE[language]}\n{quoted(bounce_text(), language)}\n"
        subject = DICE.choice(subjects[language])
        extra = [f"In-Reply-To: <talk-{number}@komorebi.example.jp>"] if subject.startswith(("Re:", "Fw")) else []
        yield Mail(language, person(language), subject, text, extra)


def lists() -> Iterator[Mail]:
    """Mailing list traffic of people who run mail servers."""
    subjects = (
        "postfix: bounces to docomo",
        "exim 4.97 and 550",
        "What does 5.7.26 mean?",
        "Undelivered Mail Returned to Sender: why?",
        "DSN without Status",
        "qmail failure notice format",
    )
    for number in range(48):
        subject = DICE.choice(subjects)
        answer = number % 3 > 0
        text = f"{DICE.choice(OPENING['en'])}\n\n" + (
            quoted(bounce_text(), "en") + "\n\nTry it with a newer version.\n"
            if answer
            else f"my log says:\n\n{bounce_text()}\n\nAny idea?\n"
        )
        if number % 2:
            text += "_______________________________________________\nmail-talk mailing list\nhttps://lists.example.org/mail-talk\n"
        extra = [
            "List-Id: Mail talk <mail-talk.lists.example.org>",
            "List-Post: <mailto:mail-talk@lists.example.org>",
            "Precedence: list",
        ]
        extra += [f"In-Reply-To: <mt{number}@lists.example.org>"] if answer else []
        extra += ["List-Unsubscribe: <mailto:mail-talk-leave@lists.example.org>"] if number % 4 else []
        yield Mail("en", person("en"), ("Re: " if answer else "") + "[mail-talk] " + subject, text, extra)


def newsletters() -> Iterator[Mail]:
    titles = {
        "en": ("Autumn sale", "Delivery rates in 2026", "Bounced? What to do with returned mail", "Undeliverable: the state of e-mail", "Ten recipes"),
        "ja": ("秋のセール", "不達メールを減らす五つの方法", "配信エラーの見方", "新商品のお知らせ"),
        "de": ("Herbstangebote", "Unzustellbar: Was tun mit Rückläufern?", "Neues aus dem Laden"),
        "fr": ("Les offres d'automne", "Échec de la remise : que faire ?", "Nouveautés"),
        "es": ("Ofertas de otoño", "Correo devuelto: qué hacer", "Novedades"),
        "zh": ("秋季优惠", "系统退信怎么办", "新品上市"),
    }  # fmt: skip
    for number in range(72):
        language = LANGUAGES[number % 6]
        title = DICE.choice(titles[language])
        text = (
            f"{title}\n\n{DICE.choice(SAYING[language])}\n\n"
            + (f"{bounce_text()}\n\n" if number % 3 == 0 else "")
            + f"https://news{number}.example.com/{number}\n"
        )
        host = f"news{number % 17}.example.com"
        extra = [f"List-Unsubscribe: <mailto:off@{host}>, <https://{host}/off>"]
        extra += DICE.sample(
            [
                f"List-Id: <letter.{host}>",
                "Precedence: bulk",
                "X-Mailer: NewsPress 4",
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
                "Feedback-ID: a:b:c",
            ],
            2,
        )
        yield Mail(language, f"News {number} <news@{host}>", title, text, extra)


def phishing() -> Iterator[Mail]:
    lines = {
        "en": ("Undelivered mail: {n} messages pending", "Mail delivery failed - storage almost full", "Delivery Status Notification (Failure) - verify your mailbox", "Returned mail: confirm your account"),
        "ja": ("【警告】{n}件のメールが配信できません", "メールボックスの容量超過により配信エラー", "未配信メールの確認"),
        "de": ("{n} unzustellbare Nachrichten", "Zustellfehler: Postfach bestätigen"),
        "fr": ("{n} messages non remis", "Échec de la remise : confirmez votre compte"),
        "es": ("{n} mensajes no entregados", "Error de entrega: confirme su cuenta"),
        "zh": ("您有{n}封邮件投递失败", "系统退信:请验证您的邮箱"),
    }  # fmt: skip
    texts = {
        "en": "Dear user bounces@komorebi.example.jp,\n\nyour messages could not be delivered because of an error on our server.\nRecover them now: {u}\n\nMail administrator\n",
        "ja": "bounces@komorebi.example.jp 様\n\nサーバーのエラーにより、メールを受信できませんでした。\n下記より確認してください。\n{u}\n",
        "de": "Sehr geehrter Nutzer bounces@komorebi.example.jp,\n\nmehrere Nachrichten wurden nicht zugestellt. Bitte melden Sie sich an: {u}\n",
        "fr": "Cher utilisateur bounces@komorebi.example.jp,\n\ndes messages n'ont pas pu être remis. Connectez-vous : {u}\n",
        "es": "Estimado usuario bounces@komorebi.example.jp:\n\nno se ha podido entregar su correo. Inicie sesión: {u}\n",
        "zh": "尊敬的用户 bounces@komorebi.example.jp:\n\n您的邮件无法投递,请登录处理:{u}\n",
    }  # fmt: skip
    names = ("Mail Support", "IT Service", "komorebi.example.jp", "Webmail", "Account Team")
    for number in range(36):
        language = LANGUAGES[number % 6]
        host = f"secure-{DICE.choice(('mail', 'box', 'login'))}{number}.example.net"
        url = f"https://{host}/verify?e=bounces@komorebi.example.jp"
        yield Mail(
            language,
            f"{DICE.choice(names)} <{DICE.choice(('support', 'service', 'alert', 'noreply'))}@{host}>",
            DICE.choice(lines[language]).format(n=number + 2),
            texts[language].format(u=url),
        )


def notices() -> Iterator[Mail]:
    """Moderation, viruses, quarantines, shops, parcels."""
    for number in range(48):
        host = f"desk{number}.example.com"
        made_by = f"Mail guard <guard@{host}>"
        address = f"{DICE.choice(LOCALS)}@{DICE.choice(DOMAINS)}"
        auto = ["Auto-Submitted: auto-generated"] if number % 2 else []
        yield DICE.choice(
            (
                Mail("en", f"club-owner@{host}", "Your message to Club awaits moderator approval", f"Your mail to 'Club' is being held until the list moderator can review it.\nReason: Post by non-member ({address})\n", ["X-List-Administrivia: yes", "Precedence: bulk"]),
                Mail("en", f"club-bounces@{host}", "3 Club moderator request(s) waiting", f"Pending posts:\n  From: {address} on Mon\n  Cause: Message body is too big: 81920 bytes\n", ["List-Id: <club.example.com>"]),
                Mail("en", made_by, "Virus found in your message", f"The attachment was removed and the message was not delivered to {address}.\nVirus: Eicar-Test-Signature\n", auto),
                Mail("en", made_by, f"Quarantine digest: {number} messages", f"{address}   Undelivered Mail Returned to Sender\n{address}   Win a phone\n", auto),
                Mail("en", f"Shop <orders@{host}>", f"Order {number}00{number} shipped", "Your parcel is on its way. If it cannot be delivered, it goes back to the sender.\n", []),
                Mail("ja", f"ショップ <order@{host}>", "ご注文の発送について", "商品を発送しました。受け取りがない場合は返送されます。\n", []),
                Mail("de", f"Laden <post@{host}>", f"Bestellung {number} ist unterwegs", "Kann das Paket nicht zugestellt werden, geht es an uns zurück.\n", []),
                Mail("ja", f"承認係 <kanri@{host}>", "[club] 投稿は承認待ちです", "会員でない方からの投稿のため、承認待ちになっています。\n", auto),
            )
        )  # fmt: skip


def reports() -> Iterator[Mail]:
    """DMARC, TLS and authentication reports."""
    for number in range(36):
        host = f"post{number}.example.com"
        xml = f"<feedback><report_metadata><org_name>{host}</org_name></report_metadata><record><row><source_ip>192.0.2.{number}</source_ip><count>{number}</count></row></record></feedback>"
        packed = io.BytesIO()
        if number % 2:
            packed.write(gzip.compress(xml.encode(), mtime=0))
            kind, name = "application/gzip", f"{host}!komorebi.example.jp!1.xml.gz"
        else:
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr(zipfile.ZipInfo("r.xml"), xml)
            kind, name = "application/zip", f"{host}!komorebi.example.jp!1.zip"
        if number % 4 == 3:
            mail = Mail(
                "en",
                f"auth-reports@{host}",
                "FW: Authentication failure",
                "This is an authentication failure report for an email message received from IP 192.0.2.9.\n",
                ["Auto-Submitted: auto-generated"],
            )
            mail.kind = "multipart/report; report-type=feedback-report"
            mail.parts = [
                b"Content-Type: message/feedback-report\n\nFeedback-Type: auth-failure\nVersion: 1\nAuth-Failure: dmarc\nOriginal-Rcpt-To: x@"
                + host.encode()
                + b"\nSource-IP: 192.0.2.9\n",
                b"Content-Type: text/rfc822-headers\n\nFrom: letters@komorebi.example.jp\nTo: x@"
                + host.encode()
                + b"\nSubject: A letter\n",
            ]
        else:
            mail = Mail(
                "en",
                f"DMARC <noreply-dmarc@{host}>",
                f"Report Domain: komorebi.example.jp Submitter: {host} Report-ID: {number}",
                "This is a DMARC aggregate report.\n" if number % 3 else "",
            )
            data = re.sub(rb"(.{76})", rb"\1\n", b64encode(packed.getvalue()))
            mail.parts = [
                f'Content-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="{name}"\n\n'.encode()
                + data
                + b"\n"
            ]
        yield mail


def machines() -> Iterator[Mail]:
    """Cron, logs, monitoring, forges, calendars, automatic answers that talk of failures."""
    ics = "BEGIN:VCALENDAR\nMETHOD:{m}\nBEGIN:VEVENT\nUID:{n}@cal.example.com\nORGANIZER:mailto:tom@cal.example.com\nATTENDEE:mailto:letters@komorebi.example.jp\nEND:VEVENT\nEND:VCALENDAR\n"
    for number in range(60):
        host = f"srv{number % 9}.example.com"
        auto = ["Auto-Submitted: auto-generated"]
        mail = DICE.choice(
            (
                Mail("en", f"root@{host}", f"Cron <news@srv{number}> /opt/send --all", f"sent {number * 31}, failed 2\n{bounce_text()}\n", [*auto, "X-Cron-Env: <HOME=/root>"]),
                Mail("en", f"Logs <logs@{host}>", f"mail log summary {number}", f"bounced: 2\n  {bounce_text()}\ndeferred: {number}\n", auto),
                Mail("en", f"Monitor <monitor@{host}>", f"CRITICAL: smtp on {host} failed", "connect to 192.0.2.1 port 25: Connection refused\nWill be tried again in 5 minutes.\n", []),
                Mail("en", f"{DICE.choice(PEOPLE['en'])} <notifications@forge.example.com>", f"[komorebi/mailer] Unknown bounce format (#{number})", f"```\n{bounce_text()}\n```\nShould be user_unknown.\n", ["List-ID: <mailer.komorebi.forge.example.com>", "List-Unsubscribe: <https://forge.example.com/u>", "Precedence: list"]),
                Mail("en", f"Build <builds@{host}>", f"Build {number} failed: mailer", f"test_bounce failed:\n  expected '550 5.1.1 User unknown'\n  got '{number}'\n", auto),
                Mail("en", f"Out of office <alice{number}@{host}>", "Automatic reply: A letter", "I am out of the office until Monday. Mails are not forwarded and cannot be delivered to my deputy.\n", ["Auto-Submitted: auto-replied"]),
                Mail("ja", f"不在 <aoki{number}@sakurai.example.jp>", "自動返信: お便り", "ただいま不在にしております。返信が遅れることがあります。\n", ["Auto-Submitted: auto-replied"]),
            )
        )  # fmt: skip
        if number % 6 == 0:
            method = DICE.choice(("REQUEST", "REPLY", "CANCEL"))
            mail = Mail(
                "en",
                "Calendar <cal@cal.example.com>",
                f"{DICE.choice(('Invitation', 'Declined', 'Cancelled'))}: Letter meeting {number}",
                "You have a calendar message.\n",
            )
            mail.parts = [part(ics.format(m=method, n=number), f"text/calendar; method={method}", "utf-8", "base64")]
        yield mail


FAMILIES: dict[str, Callable[[], Iterator[Mail]]] = {
    "written": written, "letters": letters, "talk": talk, "lists": lists, "newsletters": newsletters,
    "phishing": phishing, "notices": notices, "reports": reports, "machines": machines,
}  # fmt: skip


def main() -> int:
    """Write one mbox a family."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for name, family in FAMILIES.items():
        out = []
        for mail in family():
            raw = re.sub(rb"(?m)^(>*From )", rb">\1", made(mail))
            out.append(b"From sender@example.org Mon Nov  9 10:12:00 2026\n" + raw.rstrip(b"\n") + b"\n\n")
        (folder / f"{name}.mbox").write_bytes(b"".join(out))
        total += len(out)
        print(f"{name}: {len(out)}")
    print(f"all: {total}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
