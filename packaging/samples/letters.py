"""The newsletters that are sent, and the story of the sample mailbox.

A small stationery shop, こもれび文具店, writes a Japanese monthly letter and an English one for customers abroad.
"""

from __future__ import annotations

import base64
import email.utils
import quopri
import time
from typing import Any, NamedTuple


class Letter(NamedTuple):
    """One mailing. `kind`: ja and en are the two newsletters, person is an ordinary mail of the shop's owner."""

    kind: str
    subject: str
    charset: str
    encoding: str
    text: str


_STOP = "\n--\nこもれび文具店\n配信停止: https://komorebi.example.jp/teishi\n"
_STOP_EN = "\n--\nKomorebi Stationery, Kanazawa\nUnsubscribe: https://komorebi.example.jp/leave\n"

LETTERS: dict[int | str, Letter] = {
    0: Letter(
        "ja", "こもれび便り 春の便せんが入荷しました", "iso-2022-jp", "7bit",
        "こんにちは、こもれび文具店です。\n\n"
        "桜色の便せんと、手すきの封筒が届きました。\n"
        "店頭では試し書きもできます。\n" + _STOP,
    ),
    1: Letter(
        "ja", "【こもれび便り】万年筆の手入れ会のご案内", "utf-8", "base64",
        "いつもありがとうございます。\n\n"
        "万年筆の手入れ会を開きます。お手持ちの一本をお持ちください。\n"
        "参加費は無料です。\n" + _STOP,
    ),
    2: Letter(
        "en", "Paper & Ink Letters: a visit to the paper makers of Echizen", "us-ascii", "7bit",
        "Dear friends,\n\nthis month we went to Echizen, where paper has been made for 1500 years.\n"
        "Read the whole story: https://komorebi.example.jp/letters/echizen\n" + _STOP_EN,
    ),
    3: Letter(
        "ja", "こもれび便り 夏休みの営業時間", "utf-8", "quoted-printable",
        "夏のあいだは18時まで営業します。\n・絵はがきの新作\n・涼しげなガラスペン\n" + _STOP,
    ),
    4: Letter(
        "en", "Paper & Ink Letters: when our letters come back (failure notice)", "us-ascii", "7bit",
        "Some of you asked what those error mails mean. Here are two of them:\n\n"
        "<nobody@quoted.example.net>: host mx.quoted.example.net[192.0.2.77] said: 550 5.1.1\n"
        "    <nobody@quoted.example.net>: Recipient address rejected: User unknown (in\n"
        "    reply to RCPT TO command)\n\n"
        "Hi. This is the qmail-send program at quoted.example.net.\n<second@quoted.example.net>:\n"
        "Sorry, no mailbox here by that name. (#5.1.1)\n\n"
        "Final-Recipient: rfc822; third@quoted.example.net\nAction: failed\nStatus: 5.1.1\n\n"
        "They mean that the address is gone.\n" + _STOP_EN,
    ),
    "2025-02-06": Letter(
        "ja", "こもれび便り 2025年2月号 ひな祭りのカード", "iso-2022-jp", "7bit",
        "こもれび文具店の店主です。\n\n"
        "ひな祭りのカードと、うぐいす色のインクをご用意しました。\n"
        "三月の営業日は店のページでご覧ください。\n"
        + _STOP,
    ),
    "2025-06-12": Letter(
        "en", "Paper & Ink Letters No. 7: indigo", "us-ascii", "7bit",
        "Dear friends,\n\nindigo is the colour of this issue: inks, covers and a workshop by mail.\n" + _STOP_EN,
    ),
    "2026-09-03": Letter(
        "ja", "こもれび便り 2026年9月号 月見のはがき", "utf-8", "base64",
        "九月になりました。\n\n"
        "月見のはがきと、すすき柄の一筆せんが入荷しています。\n"
        "手帳の予約も始まりました。\n" + _STOP,
    ),
    "2026-10-08": Letter(
        "en", "Paper & Ink Letters No. 11: planners for 2027", "utf-8", "quoted-printable",
        "Dear friends,\n\n"
        "the 2027 planners are here \u2013 thin paper, no sundays in grey.\n"
        "Orders before 1 November ship free.\n" + _STOP_EN,
    ),
    "2026-11-05": Letter(
        "ja", "こもれび便り 2026年11月号 年賀状のしたく", "utf-8", "base64",
        "年賀状の季節です。\n\n"
        "干支のスタンプ、和紙のはがき、名入れの受け付けを始めました。\n"
        "名入れは11月末までにお申し込みください。\n" + _STOP,
    ),
    "private": Letter(
        "person", "製本の見積もりについて", "utf-8", "base64",
        "伊藤製本 金田様\n\n"
        "お世話になっております。こもれび文具店の森です。\n"
        "先日お願いしたノートの見積もりはいかがでしょうか。\n\n"
        "森\n",
    ),
    "private-late": Letter(
        "person", "Re: 納品の日", "utf-8", "base64",
        "石井様\n\n"
        "納品は来週の火曜日でお願いいたします。\n\n"
        "こもれび文具店 森\n",
    ),
}  # fmt: skip


class Item(NamedTuple):
    """One mail to send for the story: at `sent` (also the name of the letter), through `system`."""

    name: str
    system: str
    sent: str
    readers: tuple[tuple[str, str], ...]
    run: str = "main"
    letter: int | str = ""
    person: bool = False
    notify: str | None = None


def _item(
    name: str, system: str, sent: str, *readers: str, letter: str = "", notify: str | None = None, run: str = "main"
) -> Item:
    pairs = tuple((r.split("=")[0], r.split("=")[1]) for r in readers)
    return Item(name, system, sent, pairs, run, letter or sent, letter.startswith("private"), notify)


_F25, _J25, _S26, _O26, _N26 = "2025-02-06", "2025-06-12", "2026-09-03", "2026-10-08", "2026-11-05"

STORY = [
    _item("sendmail-docomo-unknown", "sendmail", _F25, "momoka.k@docomo.ne.jp=docomo-rcpt"),
    _item("sendmail-docomo-refused", "sendmail", _F25, "yamane-san@docomo.ne.jp=docomo-eod"),
    _item("sendmail-au-unknown", "sendmail", _F25, "kenji.oota@ezweb.ne.jp=au-unknown"),
    _item("sendmail-user-unknown", "sendmail", _F25, "natsumi@tsuki-no-ya.example.jp=pmail-34"),
    _item("sendmail-mailbox-full", "sendmail", _F25, "info@kissa-akane.example.jp=pmail-3"),
    _item("exim-user-unknown", "exim", _J25, "margaret@harbour-books.example.com=plain-unknown"),
    _item("exim-gmail-full", "exim", _J25, "peter.novotny@gmail.com=gmail-full"),
    _item("exim-greylisted", "exim", _J25, "i.bergstrom@nordlys.example.org=greylist"),
    _item("exim-typing-error", "exim", _J25, "risa.okumura@gmial.com=nxdomain"),
    _item("exim-outlook-unknown", "exim", _J25, "james.whitby@outlook.com=outlook-unknown"),
    _item("postfix-yahoo-unknown", "postfix-ja", _S26, "tanabe.yoko@yahoo.co.jp=yahoojp-unknown"),
    _item("postfix-docomo-unknown", "postfix-ja", _S26, "hoshi-no-ko@docomo.ne.jp=docomo-rcpt"),
    _item("postfix-docomo-dots", "postfix-ja", _S26, "..neko.daisuki..@docomo.ne.jp=docomo-rcpt"),
    _item("postfix-mailbox-full", "postfix-ja", _S26, "ueda.shuji@kitano-kojo.example.jp=pmail-3"),
    _item("postfix-softbank-unknown", "postfix-ja", _S26, "mihara@softbank.ne.jp=softbank-unknown"),
    _item("postfix-gmail-unknown", "postfix-ja", _S26, "sasaki.aiko@gmail.com=gmail-unknown"),
    _item("postfix-spf", "postfix-ja", _S26, "soumu@hoshizora-hoiku.example.jp=pmail-52"),
    _item("postfix-too-big", "postfix-ja", _S26, "keiko@aoba-shoten.example.jp=pmail-43"),
    _item("postfix-au-refused", "postfix-ja", _S26, "kana.mori@ezweb.ne.jp=au-refused"),
    _item("exim-user-unknown", "exim", _O26, "margaret@harbour-books.example.com=plain-unknown"),
    _item("exim-gmail-full", "exim", _O26, "peter.novotny@gmail.com=gmail-full"),
    _item("exim-typing-error", "exim", _O26, "risa.okumura@gmial.com=nxdomain"),
    _item("exim-mailbox-full", "exim", _O26, "ueda.shuji@kitano-kojo.example.jp=pmail-3"),
    _item("exim-orange-full", "exim", _O26, "claire.dubois@orange.fr=orange-full"),
    _item("exim-blocklist", "exim", _O26, "l.kowalski@tereza-glas.example.org=spamhaus"),
    _item("exim-gmx-unknown", "exim", _O26, "hans.gruber@gmx.de=gmx-unknown"),
    _item(
        "exim-two-readers", "exim", _O26, "office@elm-school.example.org=plain-unknown",
        "library@elm-school.example.org=quota-mismatch-5",
    ),
    _item("courier-mailbox-full", "courier", _O26, "oliver@weavers-guild.example.org=plain-full"),
    _item("opensmtpd-docomo-no-phase", "opensmtpd", _O26, "hanae.t@docomo.ne.jp=docomo-rcpt"),
    _item("dma-user-unknown", "dma", _O26, "rosa.mendes@casa-papel.example.com=pmail-45"),
    _item("postfix-mailbox-full", "postfix", _N26, "ueda.shuji@kitano-kojo.example.jp=pmail-3"),
    _item("postfix-docomo-unknown", "postfix", _N26, "hoshi-no-ko@docomo.ne.jp=docomo-rcpt"),
    _item("postfix-docomo-refused", "postfix", _N26, "yamane-san@docomo.ne.jp=docomo-eod"),
    _item(
        "postfix-docomo-together", "postfix", _N26, "pon.pon@docomo.ne.jp=docomo-eod", "maru.maru@docomo.ne.jp=taken",
    ),
    _item("postfix-softbank-unknown", "postfix", _N26, "mihara@softbank.ne.jp=softbank-unknown"),
    _item("postfix-user-unknown", "postfix", _N26, "sakamoto@minato-hisho.example.jp=pmail-45"),
    _item("postfix-outlook-blocked", "postfix", _N26, "nakajima.t@hotmail.com=outlook-block"),
    _item("postfix-sender-domain", "postfix", _N26, "kumi.arita@i.softbank.jp=softbank-sender"),
    _item("postfix-expired", "postfix", _N26, "t.endo@kasumi-denki.example.jp=refused"),
    _item("postfix-gmail-spam", "postfix", _N26, "kobayashi.ami@gmail.com=gmail-spam"),
    _item("postfix-no-mail-domain", "postfix", _N26, "m.saito@yuube-kobo.example.jp=nullmx"),
    _item("postfix-reverse-lookup", "postfix", _N26, "takano@hinode-reform.example.jp=pmail-40"),
    _item("postfix-delayed", "postfix", _N26, "aramaki@sumire-dental.example.jp=greylist-451", run="delay"),
    _item("postfix-delivered", "postfix", _N26, "honten@nagisa-print.example.jp=relayed", notify="SUCCESS"),
    _item(
        "postfix-private-mail", "postfix", "2026-11-12", "kaneda@ito-seihon.example.jp=plain-unknown", letter="private",
    ),
    _item(
        "postfix-private-delayed", "postfix", "2026-11-12", "ishii@kawabe-unso.example.jp=pmail-3",
        letter="private-late", run="delay",
    ),
]  # fmt: skip


BOX = {"ja": "tayori", "en": "letters", "person": "mori"}
LIST = {"ja": "こもれび便り", "en": "Paper & Ink Letters"}
FROM = {"ja": "こもれび文具店", "en": "Komorebi Stationery", "person": "森 千尋"}


def header(text: str, charset: str) -> str:
    """The text as encoded-words, folded (RFC 2047)."""
    if text.isascii():
        return text
    words, line = [], ""
    for ch in [*text, ""]:
        if not ch or len((line + ch).encode(charset)) > 36:
            words.append(f"=?{charset.upper()}?B?{base64.b64encode(line.encode(charset)).decode()}?=")
            line = ""
        line += ch
    return "\r\n ".join(words)


def compose(job: dict[str, Any], domain: str) -> bytes:
    """The letter of a job of the plan, as it is handed to the mail system."""
    letter: Letter = LETTERS[job["letter"]]
    kind = "person" if job.get("person") else letter.kind
    rcpts = job["rcpts"]
    to = rcpts[0]["address"] if len(rcpts) == 1 else f"{BOX[kind]}@{domain}"
    head = [
        f"Date: {email.utils.formatdate(localtime=False)}",
        f"From: {header(FROM[kind], 'utf-8')} <{BOX[kind]}@{domain}>",
        f"To: {to}",
        f"Subject: {header(letter.subject, letter.charset)}",
        f"Message-ID: <{time.strftime('%Y%m%d.%H%M')}.{job['id']}.kmrb@{domain}>",
    ]
    if kind != "person":
        head += [
            f"List-Id: {header(LIST[kind], 'utf-8')} <{BOX[kind]}.{domain}>",
            f"List-Unsubscribe: <mailto:{BOX[kind]}-stop@{domain}?subject={job['id']}>,",
            f" <https://{domain}/stop/{job['id']}>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Precedence: list",
        ]
    head += [
        "MIME-Version: 1.0",
        f"Content-Type: text/plain; charset={letter.charset}",
        f"Content-Transfer-Encoding: {letter.encoding}",
        "", "",
    ]  # fmt: skip
    body = letter.text.encode(letter.charset)
    if letter.encoding == "base64":
        body = base64.encodebytes(body)
    elif letter.encoding == "quoted-printable":
        body = quopri.encodestring(body)
    return "\r\n".join(head).encode() + body.replace(b"\n", b"\r\n")
