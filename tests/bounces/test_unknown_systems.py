"""Systems without a file of their own, and formats on the edge of one: the careful reader names who failed, and why."""

from __future__ import annotations

import pytest

from bounce_builder import ORIGINAL, block, report_bounce, text_bounce
from modori.bounces import read
from modori.records import Kind
from modori.rules import load_bundled

ORIG = ORIGINAL.format(to="hana@shop.example.jp")

CASES = {
    "james": text_bounce(
        "Message from mail.shop.example.jp.\n\nMessage details:\n  Subject: November letter\n"
        "  Sent date: Mon Nov 02\n  MAIL FROM: bounces@news.example.jp\n"
        "  RCPT TO: hana@shop.example.jp\n  From: letter@news.example.jp\n"
        "  Size (in bytes): 4500\n\nError message below:\n"
        "550 5.1.1 hana@shop.example.jp no such user\n",
        Subject="[BOUNCE]",
    ),
    "hmail": text_bounce(
        "Your message did not reach some or all of the intended recipients.\n\n"
        "   Sent: Mon, 2 Nov 2026\n   Subject: November letter\n\n"
        "The following recipient(s) could not be reached:\n\nhana@shop.example.jp\n"
        "   Error Type: SMTP\n   Remote server (192.0.2.25) issued an error.\n"
        "   hMailServer sent: RCPT TO:<hana@shop.example.jp>\n"
        "   Remote server replied: 550 5.1.1 User unknown\n\nhMailServer\n",
        Subject="Message undeliverable: November letter",
        From="mailer-daemon@news.example.jp",
    ),
    "mdaemon": text_bounce(
        "The attached message had PERMANENT fatal delivery errors!\n\n"
        "After one or more unsuccessful delivery attempts the attached message has\n"
        "been removed from the mail queue on this server.\n\n"
        "YOUR MESSAGE WAS NOT DELIVERED TO ONE OR MORE RECIPIENTS!\n\n"
        "Failed address: hana@shop.example.jp\n\n--- Session Transcript ---\n"
        " Mon: --> RCPT To:<hana@shop.example.jp>\n Mon: <-- 550 5.1.1 no such user here\n"
        "--- End Transcript ---\n",
        Subject="Permanent Delivery Failure",
        From="MDaemon at shop <MDaemon@shop.example.jp>",
    ),
    "imail": text_bounce(
        "Unknown user: hana@shop.example.jp\n\nOriginal message follows.\n\n",
        original=ORIG,
        Subject="Undeliverable Mail",
        From="Postmaster <postmaster@shop.example.jp>",
        X_Mailer="<SMTP32 v8>",
    ),
    "mailenable": text_bounce(
        "MailEnable: Message could not be delivered to some recipients.\n\n"
        "The following recipient(s) could not be reached:\n\n"
        "\tRecipient: [SMTP:hana@shop.example.jp]\n"
        "\tReason: Remote SMTP Server Returned: 550 5.1.1 User unknown\n\n",
        Subject="Message Delivery Failure",
        From="postmaster@shop.example.jp",
    ),
    "iplanet": report_bounce(
        "This report relates to a message you sent with the following header fields:\n\n"
        "  Message-id: <x@news.example.jp>\n  Date: Mon\n  From: letter@news.example.jp\n"
        "  To: hana@shop.example.jp\n  Subject: November letter\n\n"
        "Your message cannot be delivered to the following recipients:\n\n"
        "  Recipient address: hana@shop.example.jp\n"
        "  Reason: Remote SMTP server has rejected address\n"
        "  Diagnostic code: smtp;550 5.1.1 unknown or illegal alias\n"
        "  Remote system: dns;mx.shop.example.jp\n",
        block("hana@shop.example.jp", status="5.0.0"),
    ),
    "iplanet2": report_bounce(
        "Your message cannot be delivered to the following recipients:\n\n"
        "  Recipient address: hana@shop.example.jp\n  Original address: old@shop.example.jp\n"
        "  Reason: Over quota\n",
        block("hana@shop.example.jp", status="5.2.2"),
        to="old@shop.example.jp",
    ),
    "intermail": text_bounce(
        "This Message was undeliverable due to the following reason:\n\n"
        "The user(s) account is temporarily over quota.\n\n<hana@shop.example.jp>\n\n"
        "Please reply to <postmaster@shop.example.jp>\n"
        "if you feel this message to be in error.\n",
        Subject="Mail System Error - Returned Mail",
        From="Mail Administrator <Postmaster@shop.example.jp>",
    ),
    "pmta": report_bounce(
        "Hello, this is the mail server on out.news.example.jp.\n\n"
        "I am sending you this message to inform you on the delivery status of a\n"
        "message you previously sent.  Immediately below you will find a list of\n"
        "the affected recipients;  also attached is a Delivery Status Notification\n"
        "(DSN) report in standard format.\n\n"
        "  <hana@shop.example.jp>  delivery failed; will not continue trying\n",
        block(
            "hana@shop.example.jp",
            status="5.1.1 (bad destination mailbox address)",
            diagnostic="550 5.1.1 user unknown",
            X_PowerMTA_BounceCategory="bad-mailbox",
        ),
        Subject="Delivery report",
    ),
    "ironport": report_bounce(
        "The following message to <hana@shop.example.jp> was undeliverable.\n"
        "The reason for the problem:\n5.1.0 - Unknown address error 550-'User unknown'\n",
        block(
            "hana@shop.example.jp",
            status="5.0.0",
            diagnostic="5.1.0 - Unknown address error 550-'User unknown' (delivery attempts: 0)",
        ),
    ),
    "yahoo": text_bounce(
        "Sorry, we were unable to deliver your message to the following address.\n\n"
        "<hana@shop.example.jp>:\nRemote host said:\n550 5.1.1 User unknown\n [RCPT_TO]\n\n"
        "--- Below this line is a copy of the message.\n\n",
        original=ORIG,
        Subject="Failure Notice",
        From="MAILER-DAEMON@yahoo.example.com",
    ),
    "ezweb": text_bounce(
        "The user(s) account is disabled.\n\n<hana@ezweb.ne.jp>\n\n",
        Subject="Mail System Error - Returned Mail",
        From="Postmaster <Postmaster@ezweb.ne.jp>",
    ),
    "ezweb2": text_bounce(
        "Each of the following recipients was rejected by a remote mail server.\n\n"
        "Recipient: <hana@ezweb.ne.jp>\n >>> RCPT TO:<hana@ezweb.ne.jp>\n"
        " <<< 550 <hana@ezweb.ne.jp>: User unknown\n",
        Subject="Mail System Error - Returned Mail",
        From="Postmaster <Postmaster@ezweb.ne.jp>",
    ),
    "mailru": text_bounce(
        "Это письмо создано автоматически\nсервером Mail.Ru, отвечать на него не нужно.\n\n"
        "К сожалению, Ваше письмо не может быть доставлено:\n\n**********************\n\n"
        "This message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\n"
        "recipients. This is a permanent error. The following address(es) failed:\n\n"
        "  hana@shop.example.jp\n"
        "    SMTP error from remote mail server after RCPT TO:<hana@shop.example.jp>:\n"
        "    host mx.shop.example.jp [192.0.2.25]: 550 5.1.1 User unknown\n\n",
        Subject="Mail failure.",
        From="mailer-daemon@corp.mail.ru",
        X_Failed_Recipients="hana@shop.example.jp",
    ),
    "yandex": report_bounce(
        "This is the mail system at host yandex.ru.\n\n"
        "I'm sorry to have to inform you that your message could not\nbe delivered.\n\n"
        "Письмо не было доставлено\n\n"
        "<hana@shop.example.jp>: host mx.shop.example.jp[192.0.2.25] said: 550 5.1.1 no (in\n"
        "    reply to RCPT TO command)\n",
        block("hana@shop.example.jp", diagnostic="550 5.1.1 no"),
    ),
    "notes": text_bounce(
        "------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\n"
        "hana@shop.example.jp\n\n------- Returned Message --------\n\n",
        original=ORIG,
        Subject="Undeliverable message",
        From="postmaster@shop.example.jp",
    ),
    "x3": text_bounce(
        "============\n"
        "      This is an automatically generated Delivery Status Notification.      \n\n"
        "Delivery to the following recipients failed permanently:\n\n"
        "  * hana@shop.example.jp\n\n\n============\n"
        "                             Technical details:                             \n\n"
        "SMTP:RCPT host 192.0.2.25: 553 5.3.0 <hana@shop.example.jp>... User unknown\n\n\n"
        "============\n",
        Subject="Delivery status notification",
        From="Mail Delivery System <Mail.Delivery.System@mx.example.jp>",
    ),
    "x6": text_bounce(
        "We had trouble delivering your message. Full details follow:\n\n"
        "Subject: 'November letter'\nDate: 'Mon, 2 Nov 2026'\n\n1 error(s):\n\n"
        "SMTP Server <192.0.2.1> rejected recipient <hana@shop.example.jp> (Error following RCPT "
        "command). It responded as follows: [550 5.1.1 User unknown]\n\n",
        Subject="There was an error sending your mail",
        From="mailer-daemon",
    ),
    "vtext": text_bounce(
        "Error: No valid recipients for this MM\n\nMessage details:\n  Subject: x\n  RCPT TO: 5550000000@vtext.com\n",
        From="post_master@vtext.com",
        Subject="Undeliverable Message",
    ),
    "mfoundry": text_bounce(
        "Unable to deliver message to: <hana@shop.example.jp>\n"
        "Delivery failed for the following reason:\n"
        "Server mx.shop.example.jp[192.0.2.25] failed with: 550 <hana@shop.example.jp> No such user "
        "here\n\n"
        "This has been a permanent failure.  No further delivery attempts will be made.\n",
        Subject="Message delivery has failed",
        From="<postmaster@gw.example.net>",
    ),
    "surf": text_bounce(
        "Your message could not be sent.\n"
        "A transcript of the attempts to send the message follows.\n"
        "The number of attempts made: 1\nAddressed To: hana@shop.example.jp\n\nMon 2 Nov\n"
        "Failed to send to identified host,\n"
        "hana@shop.example.jp: [192.0.2.25], 550 <hana@shop.example.jp>: Recipient address rejected: "
        "User unknown\n"
        " --- Message non-deliverable.\n",
        Subject="Message could not be delivered",
        From="postmaster@gw.example.net",
        X_Mailer="SurfControl E-mail Filter",
    ),
    "o365de": text_bounce(
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\n"
        "hana@shop.example.jp<mailto:hana@shop.example.jp>\n"
        "Die eingegebene E-Mail-Adresse konnte nicht gefunden werden.\n\n"
        "Diagnoseinformationen für Administratoren:\n\n"
        "Generierender Server: X.prod.outlook.com\n\nhana@shop.example.jp\n"
        "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by "
        "SMTP address lookup'\n\n"
        "Ursprüngliche Nachrichtenkopfzeilen:\n\n",
        original=ORIG,
        Subject="Unzustellbar: November letter",
        From="postmaster@shop.example.jp",
    ),
    "o365ja": text_bounce(
        "次の受信者またはグループへのメッセージの配信に失敗しました:\n\nhana@shop.example.jp\n"
        "入力した電子メール アドレスが見つかりませんでした。\n\n管理者向けの診断情報:\n\n"
        "生成サーバー: X.prod.outlook.com\n\nhana@shop.example.jp\n"
        "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'\n\n"
        "元のメッセージ ヘッダー:\n\n",
        original=ORIG,
        Subject="配信不能: November letter",
        From="postmaster@shop.example.jp",
    ),
    "exch07": text_bounce(
        "Diagnostic information for administrators:\n\n"
        "Generating server: mail.shop.example.jp\n\nhana@shop.example.jp\n"
        "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\nOriginal message headers:\n\n",
        original=ORIG,
        Subject="Undeliverable: November letter",
        From="Microsoft Exchange <postmaster@shop.example.jp>",
    ),
    "exch07b": text_bounce(
        "Diagnostic information for administrators:\n\n"
        "Generating server: mail.shop.example.jp\n\nhana@shop.example.jp\n"
        "mx.shop.example.jp #550 5.1.1 <hana@shop.example.jp>: User unknown ##\n\n"
        "Original message headers:\n\n",
        original=ORIG,
        Subject="Undeliverable: November letter",
        From="Microsoft Exchange <postmaster@shop.example.jp>",
    ),
    "jahosting": text_bounce(
        "お客様が送信されたメールは、以下の理由により配信できませんでした。\n\n"
        "宛先: hana@shop.example.jp\n理由: メールボックスの容量を超えています。\n",
        Subject="配信エラーのお知らせ",
        From="postmaster@shop.example.jp",
    ),
    "fr": text_bounce(
        "Le message n'a pas pu être remis au destinataire suivant :\n\n"
        "  hana@shop.example.jp\n\n  550 5.1.1 Adresse inconnue\n",
        Subject="Non remis : November letter",
        From="postmaster@shop.example.jp",
    ),
    "groupwise": text_bounce(
        "hana@shop.example.jp (user not found)\n",
        Subject="Mail System Error",
        From="Mailer-Daemon@shop.example.jp",
        X_Mailer="Novell GroupWise 8",
    ),
    "amavis": report_bounce(
        "The message WAS NOT relayed to:\n<hana@shop.example.jp>:\n   554 5.7.0 Reject, id=1 - spam\n\n"
        "This nondelivery report was generated by amavisd-new\n",
        block("hana@shop.example.jp", status="5.7.0", diagnostic="554 5.7.0 Reject, id=1 - spam"),
        From='"Content-filter at gw" <postmaster@gw.example.net>',
        Subject="Undeliverable mail, UBE",
    ),
    "messagelabs": text_bounce(
        "This is an automatically generated message.\n\n"
        "Your message to hana@shop.example.jp could not be delivered. Reason: 550 5.1.1 unknown\n",
        Subject="Mail Delivery Failure",
        From="MAILER-DAEMON@messagelabs.com",
    ),
    "trend": text_bounce(
        "Unable to deliver message to <hana@shop.example.jp>.\n\n550 5.1.1 no\n",
        Subject="Mail could not be delivered",
        From="postmaster@gw.example.net",
    ),
    "spamtag": text_bounce(
        "Hi. This is the qmail-send program at x.\n\n<hana@shop.example.jp>:\n"
        "192.0.2.1 does not like recipient.\nRemote host said: 550 no such user\n"
        "Giving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\n",
        original=ORIG,
        Subject="***SPAM*** failure notice",
    ),
    "xmail": text_bounce(
        "[<00>] XMail bounce: Rcpt=[hana@shop.example.jp];Error=[550 5.1.1 User unknown]\n\n"
        "[<01>] Error sending message [1.mx] from [news.example.jp].\n\nID:        <S1>\n"
        "Mail From: <bounces@news.example.jp>\nRcpt To:   <hana@shop.example.jp>\n",
        Subject="Error sending message [1.mx] from [news.example.jp]",
        From="PostMaster@news.example.jp",
    ),
    "merak": text_bounce(
        "The message you sent to shop.example.jp/hana@shop.example.jp was rejected because it would "
        "exceed the quota for the mailbox.\n",
        Subject="Message delivery failed",
        From="postmaster@shop.example.jp",
    ),
    "lmtp": text_bounce(
        "This message was created automatically by mail delivery software.\n\n"
        "  hana@shop.example.jp\n    mailbox is full: retry timeout exceeded\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\n",
        original=ORIG,
        Subject="Mail delivery failed: returning message to sender",
    ),
    "undisclosed_exim": text_bounce(
        "This message was created automatically by mail delivery software.\n\n"
        "  an undisclosed address\n    (generated from hana@shop.example.jp)\n"
        "    SMTP error from remote mail server after RCPT TO:<x@y>: 550 no\n\n",
        Subject="Mail delivery failed: returning message to sender",
    ),
    "docomo_postfix_text": text_bounce(
        "This is the Postfix program at host x.\n\n"
        "<..love.@docomo.ne.jp>: host mfsmax.docomo.ne.jp[203.138.180.240] said: 550\n"
        "    Unknown user ..love.@docomo.ne.jp (in reply to end of DATA command)\n",
        Subject="Undelivered Mail Returned to Sender",
    ),
}
# system, address, and a piece of the diagnostic
EXPECTED = {
    "james": ("apachejames", "hana@shop.example.jp", "550 5.1.1 hana@shop.example.jp no such user"),
    "hmail": ("hmailserver", "hana@shop.example.jp", "550 5.1.1 User unknown"),
    "mdaemon": ("mdaemon", "hana@shop.example.jp", "550 5.1.1 no such user here"),
    "imail": ("imail", "hana@shop.example.jp", "Unknown user"),
    "mailenable": ("mailenable", "hana@shop.example.jp", "550 5.1.1 User unknown"),
    "iplanet": ("messagingserver", "hana@shop.example.jp", "550 5.1.1 unknown or illegal alias"),
    "iplanet2": ("messagingserver", "old@shop.example.jp", "Over quota"),
    "intermail": ("intermail", "hana@shop.example.jp", "The user(s) account is temporarily over quota."),
    "pmta": ("powermta", "hana@shop.example.jp", "550 5.1.1 user unknown"),
    "ironport": ("ironport", "hana@shop.example.jp", "550 'User unknown'"),
    "yahoo": ("yahoo", "hana@shop.example.jp", "550 5.1.1 User unknown"),
    "ezweb": ("ezweb", "hana@ezweb.ne.jp", "The user(s) account is disabled."),
    "ezweb2": ("ezweb", "hana@ezweb.ne.jp", "550 <hana@ezweb.ne.jp>: User unknown"),
    "mailru": ("exim", "hana@shop.example.jp", "550 5.1.1 User unknown"),
    "yandex": ("postfix", "hana@shop.example.jp", "550 5.1.1 no"),
    "notes": ("domino", "hana@shop.example.jp", "User not listed in public Name & Address Book"),
    "x3": ("x3", "hana@shop.example.jp", "553 5.3.0 <hana@shop.example.jp>... User unknown"),
    "x6": (None, "hana@shop.example.jp", "550 5.1.1 User unknown"),
    "vtext": ("verizon", "5550000000@vtext.com", "No valid recipients for this MM"),
    "mfoundry": ("mailfoundry", "hana@shop.example.jp", "550 <hana@shop.example.jp> No such user here"),
    "surf": ("surfcontrol", "hana@shop.example.jp", "550 <hana@shop.example.jp>: Recipient address re"),
    "o365de": ("exchange", "hana@shop.example.jp", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recip"),
    "o365ja": ("exchange", "hana@shop.example.jp", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not f"),
    "exch07": ("exchange", "hana@shop.example.jp", "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found"),
    "exch07b": ("exchange", "hana@shop.example.jp", "550 5.1.1 <hana@shop.example.jp>: User unknown"),
    "jahosting": (None, "hana@shop.example.jp", "メールボックスの容量を超えています。"),
    "fr": (None, "hana@shop.example.jp", "550 5.1.1 Adresse inconnue"),
    "groupwise": ("groupwise", "hana@shop.example.jp", "user not found"),
    "amavis": ("amavis", "hana@shop.example.jp", "554 5.7.0 Reject, id=1 - spam"),
    "messagelabs": (None, "hana@shop.example.jp", "550 5.1.1 unknown"),
    "trend": (None, "hana@shop.example.jp", "550 5.1.1 no"),
    "spamtag": ("qmail", "hana@shop.example.jp", "550 no such user"),
    "xmail": (None, "hana@shop.example.jp", "550 5.1.1 User unknown"),
    "merak": (None, "hana@shop.example.jp", "The message you sent to shop.example.jp/hana@sho"),
    "lmtp": ("exim", "hana@shop.example.jp", "mailbox is full: retry timeout exceeded"),
    "undisclosed_exim": ("exim", "hana@shop.example.jp", "550 no"),
    "docomo_postfix_text": ("postfix", "..love.@docomo.ne.jp", "550 Unknown user ..love.@docomo.ne.jp"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_who_failed_and_the_reply(name: str):
    system, address, words = EXPECTED[name]
    message = read(CASES[name], load_bundled())
    assert (message.kind, message.system) == (Kind.BOUNCE, system)
    (failure,) = message.failures
    assert failure.evidence.address == address
    assert words in (failure.evidence.diagnostic or "")


def named(raw: bytes) -> list[str]:
    return [one.evidence.address for one in read(raw, load_bundled()).failures]


@pytest.mark.parametrize(
    "address", ["user12@shop.example.jp", "account.hana@shop.example.jp", "unknown@shop.example.jp"]
)
def test_an_address_that_begins_like_the_word_before_one_is_whole(address: str) -> None:
    assert named(text_bounce(f"The message for {address} was refused.\n\n550 5.1.1 User unknown\n")) == [address]
    assert named(text_bounce(f"We could not reach user\n  {address}\n\n550 5.1.1 User unknown\n")) == [address]


def test_an_address_inside_of_an_x400_address() -> None:
    body = (
        "Your message\n\n  To:      letters@news.example.jp\n  Subject: November letter\n\n"
        "did not reach the following recipient(s):\n\n"
        "c=JP;a= ;p=Shop;o=Tokyo;dda:SMTP=hana@shop.example.jp; on Mon, 2 Nov 2026\n09:00:04 +0900\n"
        "    The recipient name is not recognized\n\tMSEXCH:IMS:Shop:Tokyo:MX 0 (000C05A6) Unknown Recipient\n"
    )
    raw = text_bounce(body, Subject="Undeliverable: November letter", From="System Administrator <postmaster@x.jp>")
    assert named(raw) == ["hana@shop.example.jp"]


@pytest.mark.parametrize(
    "separator",
    [
        "A summary of the undelivered message you sent follows:",
        "   -- The header and top 20 lines of the message follows --",
        "The first 50 lines of your original message follow:",
    ],
)
def test_lines_before_a_returned_mail(separator: str) -> None:
    body = f"<hana@shop.example.jp>: no such user here.\n\n{separator}\n\nDear readers, ken@x.jp is unknown.\n"
    assert named(text_bounce(body, From="gate@shop.example.jp", Return_Path="", Subject="Delivery Failure")) == [
        "hana@shop.example.jp"
    ]


def test_a_report_without_recipients_in_the_words_of_an_unknown_system() -> None:
    raw = report_bounce(
        "A message could not be delivered to:\nhana@shop.example.jp\nL'adresse ci-dessus n'existe pas.\n",
        original="",
        From="",
        Return_Path="<MAILER-DAEMON@gate.example.jp>",
        Subject="Utilisateur inconnu",
    )
    assert named(raw) == ["hana@shop.example.jp"]


def test_what_is_said_to_the_sender_of_a_mail_counts_without_an_empty_sender() -> None:
    fields = {"From": "Virus_Filter@shop.example.jp", "Return_Path": "<Virus_Filter@shop.example.jp>"}
    body = "Your message with the subject November letter could not be delivered to the following recipients:\n\n"
    raw = text_bounce(f"{body}hana@shop.example.jp\n", Subject="Delivery failure notification", **fields)
    assert named(raw) == ["hana@shop.example.jp"]
    ticket = "Job 12 failed: could not deliver the parcel list to the server.\n\nken@shop.example.jp\n"
    assert named(text_bounce(ticket, Subject="Delivery failure notification", **fields)) == []
