"""What the fake receivers answer besides the rows of PMail Server, and what is right to conclude from each reply.

A row: tag, phase, domain (None: a new one), lines, reasons, actions. In the lines {r} is the recipient, {s} our sender
address. A tag in KEY is driven through every mail system, the others through postfix, sendmail, exim and qmail only.
The texts are literals of public servers (facts on bounces, §3, §4: carriers, large receivers, often misread replies).
"""

from __future__ import annotations

from typing import NamedTuple

MX = {
    "docomo.ne.jp": "mfsmax.docomo.ne.jp",
    "ezweb.ne.jp": "lsean.ezweb.ne.jp",
    "au.com": "msmx.au.com",
    "softbank.ne.jp": "mx.softbank.ne.jp",
    "i.softbank.jp": "mx.i.softbank.jp",
    "pdx.ne.jp": "mx.pdx.ne.jp",
    "yahoo.co.jp": "mx3.mail.yahoo.co.jp",
    "gmail.com": "gmail-smtp-in.l.google.com",
    "outlook.com": "outlook-com.olc.protection.outlook.com",
    "hotmail.com": "hotmail-com.olc.protection.outlook.com",
    "icloud.com": "mx01.mail.icloud.com",
    "comcast.net": "mx1.comcast.net",
    "att.net": "ff-ip4-mx-vip1.prodigy.net",
    "orange.fr": "smtp-in.orange.fr",
    "free.fr": "mx1.free.fr",
    "gmx.de": "mx00.emig.gmx.net",
    "web.de": "mx-ha.web.de",
    "qq.com": "mx3.qq.com",
    "sphere.ne.jp": "mx.sphere.ne.jp",
    "mineo.jp": "mx1.mineo.jp",
}


class Reply(NamedTuple):
    """One planned answer of a fake receiver."""

    tag: str
    phase: str
    domain: str | None
    lines: tuple[str, ...]
    reasons: tuple[str, ...]
    actions: tuple[str, ...]


def _rows(text: str) -> list[Reply]:
    out = []
    for block in text.strip().split("\n"):
        head, _, lines = block.partition(" :: ")
        tag, phase, domain, reasons, actions = head.split()
        out.append(
            Reply(
                tag,
                phase,
                None if domain == "-" else domain,
                tuple(lines.split(" // ")),
                tuple(reasons.split("|")),
                tuple(actions.split("|")),
            )
        )
    return out


ADDRESS = "user_unknown unsubscribe"
FULL = "mailbox_full retry"

REPLIES = _rows(
    f"""
au-unknown rcpt ezweb.ne.jp {ADDRESS} :: 550 <{{r}}>: User unknown
au-refused eod ezweb.ne.jp recipient_refused review :: 550 : User unknown
aucom-unknown rcpt au.com {ADDRESS} :: 550 <{{r}}>: User unknown
docomo-full rcpt docomo.ne.jp {FULL} :: 552 Too much mail data <{{r}}>
docomo-many rcpt docomo.ne.jp too_many_recipients retry :: 552 Too many recipients
softbank-unknown rcpt softbank.ne.jp {ADDRESS} :: 550 Invalid recipient: <{{r}}>
softbank-sender mail i.softbank.jp sender_address fix_sender :: 553 komorebi.example.jp does not exist
pdx-full eod pdx.ne.jp {FULL} :: 552 We failed to deliver mail because the volume of recipient's mailbox exceeded the local limit. <{{r}}>
pdx-refused eod pdx.ne.jp recipient_refused review :: 550 We failed to deliver mail because the following address recipient id refuse to receive mail. <{{r}}>
mineo-unknown rcpt mineo.jp {ADDRESS} :: 550 5.0.0 <{{r}}>... User unknown
yahoojp-unknown eod yahoo.co.jp {ADDRESS} :: 554 delivery error: dd This user doesn't have a yahoo.co.jp account ({{r}}) [-5] - mta7307.mail.bbt.yahoo.co.jp
yahoojp-disabled eod yahoo.co.jp mailbox_disabled unsubscribe :: 554 delivery error: dd Sorry your message to {{r}} cannot be delivered. This account has been disabled or discontinued [#102]. - mta7011.mail.djm.yahoo.co.jp
yahoojp-rate rcpt yahoo.co.jp recipient_rate_limited retry :: 450 User is receiving mail too quickly tnmpmscs
yahoojp-policy eod yahoo.co.jp sender_auth fix_sender :: 554 Message not allowed - DM Email not accepted for policy reasons.  Please visit https://www.yahoo-help.jp/app/answers/detail/a_id/80870/session/
gmail-unknown rcpt gmail.com {ADDRESS} :: 550-5.1.1 The email account that you tried to reach does not exist. Please try // 550-5.1.1 double-checking the recipient's email address for typos or // 550-5.1.1 unnecessary spaces. For more information, go to // 550 5.1.1  https://support.google.com/mail/?p=NoSuchUser e9e14a558f8ab-3a1f2b3c4d5e si6402817.21 - gsmtp
gmail-disabled rcpt gmail.com mailbox_disabled unsubscribe :: 550-5.2.1 The email account that you tried to reach is disabled. For more // 550-5.2.1 information, go to // 550 5.2.1  https://support.google.com/mail/?p=DisabledUser 41be03b00d2f7-7fd1b6 si811226a12.8 - gsmtp
gmail-rate rcpt gmail.com recipient_rate_limited retry :: 550-5.2.1 The user you are trying to contact is receiving mail at a rate that // 550-5.2.1 prevents additional messages from being delivered. For more information, go // 550 5.2.1 to https://support.google.com/mail/?p=ReceivingRatePerm q4-20020a170 si1.4 - gsmtp
gmail-full rcpt gmail.com {FULL} :: 452-4.2.2 The recipient's inbox is out of storage space. Please direct the // 452-4.2.2 recipient to // 452 4.2.2  https://support.google.com/mail/?p=OverQuotaTemp 98e67ed59e1d1-31c2d7 si9914035a91.3 - gsmtp
gmail-full-perm rcpt gmail.com {FULL} :: 552-5.2.2 The recipient's inbox is out of storage space and inactive. Please // 552-5.2.2 direct the recipient to // 552 5.2.2  https://support.google.com/mail/?p=OverQuotaPerm 2adb3069b0e04-5b1 si277.101 - gsmtp
gmail-spam eod gmail.com spam_suspected fix_sender :: 550-5.7.1 [203.0.113.61      19] Gmail has detected that this message is // 550-5.7.1 likely unsolicited mail. To reduce the amount of spam sent to Gmail, this // 550-5.7.1 message has been blocked. For more information, go to // 550 5.7.1  https://support.google.com/mail/?p=UnsolicitedMessageError 6a1803df08f44-7b si30.155 - gsmtp
gmail-auth eod gmail.com sender_auth fix_sender :: 550-5.7.26 Your email has been blocked because the sender is unauthenticated. // 550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM. // 550-5.7.26  Authentication results: // 550-5.7.26  DKIM = did not pass // 550 5.7.26  SPF [komorebi.example.jp] with ip: [203.0.113.61] = did not pass af79cd13be357-7d5 si88.211 - gsmtp
gmail-attachment eod gmail.com virus fix_sender :: 552-5.7.0 This message was blocked because its content presents a potential // 552-5.7.0 security issue. To review our message content and attachment content // 552-5.7.0 guidelines, go to // 552 5.7.0  https://support.google.com/mail/?p=BlockedMessage d75a77b69052e-4a si51.19 - gsmtp
outlook-unknown rcpt outlook.com {ADDRESS} :: 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [TY2APC01FT034.eop-APC01.prod.protection.outlook.com 2026-11-05T01:12:44.120Z 08DE0C3B1D5A77F1]
outlook-full rcpt outlook.com {FULL} :: 552 5.2.2 <{{r}}>: Recipient mailbox full. STOREDRV.Deliver; mailbox full [OS0P286MB0712.JPNP286.PROD.OUTLOOK.COM]
outlook-block mail hotmail.com blocked fix_sender :: 550 5.7.1 Unfortunately, messages from [203.0.113.61] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150). You can also refer your provider to http://mail.live.com/mail/troubleshooting.aspx#errors. [SG2APC01FT061.eop-APC01.prod.protection.outlook.com]
m365-dbeb rcpt - {ADDRESS} :: 550 5.4.1 Recipient address rejected: Access denied. [OSAJPN01FT012.eop-JPN01.prod.protection.outlook.com 2026-10-08T02:11:20.310Z 08DDFF3A2C441D0B]
m365-group eod - recipient_refused review :: 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group
m365-busy mail - rate_limited retry|fix_sender :: 451 4.7.500 Server busy. Please try again later from [203.0.113.61]. (S77719) [TYZAPC01FT042.eop-APC01.prod.protection.outlook.com]
icloud-full rcpt icloud.com {FULL} :: 552 5.2.2 <{{r}}>: user is over quota
icloud-moved rcpt icloud.com user_unknown|moved unsubscribe :: 550 5.1.6 recipient no longer on server: {{r}}
comcast-full rcpt comcast.net {FULL} :: 552 5.1.1 <{{r}}> Account has extended quota violation
att-unknown rcpt att.net {ADDRESS} :: 550 5.2.1 <{{r}}>... Addressee unknown, relay=[203.0.113.61]
orange-full rcpt orange.fr {FULL} :: 552 5.1.1 <{{r}}>: mailbox is overquota. OFR_417 [417]
free-inactive rcpt free.fr mailbox_disabled unsubscribe :: 550 5.2.1 This mailbox has been blocked due to inactivity
gmx-unknown rcpt gmx.de {ADDRESS} :: 550 Requested action not taken: mailbox unavailable
webde-policy eod web.de policy_rejected|blocked review|fix_sender :: 550-Requested action not taken: mailbox unavailable // 550-Reject due to policy restrictions. // 550 For explanation visit https://postmaster.web.de/en/error-messages?ip=203.0.113.61&c=poli
qq-rate rcpt qq.com recipient_rate_limited retry :: 550 Mailbox unavailable or access denied [Mxkq+fV0pJvT6N1 IP: 203.0.113.61]. https://open.work.weixin.qq.com/help2/pc/20046
infosphere-unknown rcpt sphere.ne.jp {ADDRESS} :: 550 can't accept user... (#5.7.1)
plain-unknown rcpt - {ADDRESS} :: 550 User unknown
plain-full rcpt - {FULL} :: 552 Mailbox full
plain-denied eod - policy_rejected|undetermined review :: 554 Denied
code-only rcpt - undetermined|policy_rejected review :: 550
code-blank eod - undetermined|policy_rejected review :: 550 
qmail-unknown rcpt - {ADDRESS} :: 550 sorry, no mailbox here by that name. (#5.1.1)
cisco-unknown rcpt - {ADDRESS} :: 550 #5.1.0 Address rejected.
utf8-unknown rcpt - {ADDRESS} :: 550 5.1.1 <{{r}}> 宛先のメールアドレスは存在しません
forward-unknown rcpt - {ADDRESS} :: 550 5.1.1 <former.clerk@annex.example.net>: Recipient address rejected: User unknown in virtual mailbox table
moved rcpt - moved unsubscribe :: 551 5.1.6 User has moved; please try <hoshino.new@example.net>
quota-mismatch-5 rcpt - {FULL} :: 550 4.2.2 Over quota
quota-mismatch-4 rcpt - {FULL} :: 450 5.2.2 Over quota
quota-522 rcpt - {FULL} :: 522 5.2.0 Delivery failed: Over quota
quota-maildrop eod - {FULL} :: 550 5.0.0 Insufficient permission: maildrop: maildir over quota.
unknown-by-4xx rcpt - user_unknown retry|review :: 450 4.1.1 <{{r}}>: Recipient address rejected: User unknown in virtual alias table
unknown-200 rcpt - {ADDRESS} :: 550 2.0.0 No such person at this address
spamhaus rcpt - blocked fix_sender :: 554 5.7.1 Service unavailable; Client host [203.0.113.61] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/203.0.113.61
spamhaus-rcpt rcpt - blocked fix_sender :: 554 5.7.1 <{{r}}>: Recipient address rejected: https://www.spamhaus.org/query/ip/203.0.113.61
blacklisted-521 rcpt - blocked fix_sender :: 550 5.2.1 Mailbox unavailable. Your IP address 203.0.113.61 is blacklisted using dnsbl.example.org. Details: bl
mailfrom-listed mail - blocked|sender_address fix_sender :: 550-5.1.0 MXIN506 MailFrom domain is listed in Spamhaus. // 550 5.1.0 To request removal from this list see https://www.spamhaus.org/query/lookup/ ;id=4WbHvJ;sid=4WbHvJ;mta=mx
sender-rejected mail - sender_address fix_sender :: 550 5.1.0 <{{s}}>: sender rejected, domain not found
ip-mismatch rcpt - sender_auth fix_sender :: 550 domain [komorebi.example.jp] mismatches client ip [203.0.113.61].
spf-hard mail - sender_auth fix_sender :: 550 5.7.23 SPF check failed: 203.0.113.61 is not allowed to send mail from komorebi.example.jp
no-ptr connect - sender_host fix_sender :: 554 5.7.25 The IP address sending this message does not have a PTR record setup
too-many-connections connect - rate_limited retry|fix_sender :: 421 4.7.0 Error: too many connections from 203.0.113.61
shutting-down connect - server_trouble retry :: 421 4.3.2 Service shutting down, try again later
starttls mail - tls_required fix_sender :: 530 5.7.0 Must issue a STARTTLS command first
relay rcpt - relay_denied fix_sender|review :: 554 5.7.1 <{{r}}>: Relay access denied
client-denied rcpt - blocked|policy_rejected|login_required fix_sender|review :: 554 5.7.1 <s03.komorebi.example.jp[203.0.113.61]>: Client host rejected: Access denied
greylist rcpt - greylisted retry :: 450 4.2.0 <{{r}}>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/
greylist-451 rcpt - greylisted retry :: 451 4.7.1 Greylisting in action, please come back later
verify rcpt - greylisted|server_trouble retry :: 450 4.1.1 <{{r}}>: Recipient address rejected: unverified address: Address verification in progress
barracuda-blocked eod - policy_rejected|recipient_refused|blocked review|fix_sender :: 550 permanent failure for one or more recipients ({{r}}:blocked)
too-many-rcpts rcpt - too_many_recipients retry :: 452 4.5.3 Error: too many recipients
virus eod - virus fix_sender :: 554 5.7.1 Message contains a virus (Win.Test.EICAR_HDB-1), not accepted
too-big-523 eod - too_big fix_sender :: 552 5.2.3 Message exceeds fixed maximum message size of 1048576
duplicate-header eod - content_error fix_sender|review :: 554 Transaction failed: Duplicate header 'Message-ID'.
loop eod - routing_loop review :: 554 5.4.6 Too many hops
disabled rcpt - mailbox_disabled unsubscribe :: 550 5.2.1 <{{r}}>: Mailbox disabled, not accepting messages
syntax rcpt - address_syntax review :: 501 5.1.3 Bad recipient address syntax
nomail rcpt - domain_no_mail unsubscribe :: 556 5.1.10 <{{r}}>: Recipient address rejected: Domain does not accept mail (nullMX)
domain rcpt - domain_unknown review :: 550 5.1.2 <{{r}}>: Recipient address rejected: Domain not found
policy-long rcpt - policy_rejected|blocked|recipient_refused review|fix_sender :: 550 5.7.1 {"Our organisation accepts circulars only from senders that the information office has registered beforehand; " * 5}case 2026-7714
"""
)

KEY = {
    "au-unknown", "au-refused", "softbank-unknown", "yahoojp-unknown", "gmail-unknown", "gmail-full", "gmail-spam",
    "outlook-unknown", "outlook-block", "docomo-full", "plain-unknown", "plain-full", "code-only", "forward-unknown",
    "spamhaus", "greylist", "comcast-full", "gmx-unknown", "utf8-unknown", "relay", "no-ptr", "too-big-523",
}  # fmt: skip
