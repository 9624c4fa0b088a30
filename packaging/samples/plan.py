"""The plan of a lab run: hosts, their replies, and the letters to send, with what is right to conclude.

The lab's own plan was the model for the file's form; hosts, readers, replies and letters are ours. One plan serves one
mail system. The full ones get every row in its place; the others
the key cases and each third row, and the rest at the end.
"""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

from letters import STORY
from replies import MX, REPLIES, Reply

DOMAIN = "komorebi.example.jp"
SENDER = f"bounces@{DOMAIN}"
HOST = {
    "postfix": f"mail.{DOMAIN}",
    "sendmail": f"www2.{DOMAIN}",
    "exim": f"s03.{DOMAIN}",
    "courier": f"relay.{DOMAIN}",
    "opensmtpd": f"out.{DOMAIN}",
    "dma": f"shop.{DOMAIN}",
    "nullmailer": f"till.{DOMAIN}",
    "postfix-ja": f"mx1.{DOMAIN}",
    "qmail": f"ns.{DOMAIN}",
    "haraka": f"send.{DOMAIN}",
}
FULL = {"postfix", "sendmail", "exim", "qmail"}
BIG = ["PIPELINING", "SIZE 41943040", "8BITMIME", "ENHANCEDSTATUSCODES"]
SMALL = ["SIZE 10485760", "8BITMIME"]
FIRST = [
    "asagiri",
    "hotaru",
    "kaede",
    "kobushi",
    "kogane",
    "midorino",
    "minami",
    "nishino",
    "sazanami",
    "shirakaba",
    "suzuran",
    "tsubaki",
    "wakaba",
    "yunagi",
]
SECOND = ["an", "dou", "en", "kai", "kan", "mura", "sha", "sou", "tei", "ya", "zaka", "tomo"]
READERS = [
    "ishikawa.nao",
    "e.morita",
    "fukuda2004",
    "okabe-yui",
    "nishimura",
    "mizuno.kei",
    "h.arai",
    "hirano_m",
    "kudo",
    "sugawara.t",
    "chiba-rie",
    "onodera",
    "anna.berg",
    "j.whitfield",
    "marta.silva",
    "tom.ferris",
    "lucie.d",
    "p.novak",
    "helen.okafor",
    "d.lindqvist",
]

# Rows of PMail Server that are not given at RCPT TO: beginning of the reply, phase, and whose name stands for xxxxx
# (r recipient, s our sender, else the word itself); "close" drops the connection afterwards.
PMAIL_PHASES = [
    ("421 4.7.0", "rcpt", "r", True),
    ("451 4.5.1 spool", "eod", "r", False),
    ("451 4.5.1 Session", "data", "r", True),
    ("451 4.5.2", "mail", "s", False),
    ("451 4.7.0 connection", "connect", "r", True),
    ("451 4.7.0 rejected", "mail", "r", False),
    ("452 4.3.1", "eod", "r", False),
    ("452 4.3.2", "data", "r", False),
    ("452 4.5.1", "eod", "r", False),
    ("500 5.5.1", "mail", "r", False),
    ("500 5.5.2", "mail", "MAIL", False),
    ("501 5.5.2 HELO", "helo", "r", False),
    ("501 5.5.2 EHLO", "ehlo", "r", False),
    ("503 5.0.0", "mail", "r", False),
    ("503 5.5.0", "mail", "r", False),
    ("503 5.5.1 Duplicate", "ehlo", "r", False),
    ("503 5.5.1 Need MAIL", "data", "r", False),
    ("503 5.5.1 Need RCPT", "data", "r", False),
    ("535 5.7.0", "auth", "r", False),
    ("550 5.1.1 xxxxx... Not local user. Recipient", "mail", "s", False),
    ("550 5.7.0 xxxxx... rejected", "ehlo", "HELO", False),
    ("550 5.7.0 xxxxx... Can't", "mail", "s", False),
    ("550 5.7.0 connection", "connect", "r", True),
    ("552 5.3.4", "eod", "r", False),
    ("553 5.2.1", "mail", "s", False),
    ("554 5.3.4", "eod", "r", False),
    ("554 5.4.6", "eod", "r", False),
    ("554 5.6.0", "eod", "r", False),
    ("554 5.7.0", "eod", "r", False),
    ("554 5.7.1", "mail", "r", False),
]


class Plan:
    """Collects hosts, reply rules and jobs for one mail system."""

    def __init__(self, system: str) -> None:
        self.system, self.full = system, system in FULL
        self.hosts: dict[str, dict[str, Any]] = {}
        self.rcpts: dict[str, dict[str, Any]] = {}
        self.jobs: list[dict[str, Any]] = []
        self.left: list[tuple[Reply, bool]] = []  # what comes at the end, and whether the connection is dropped
        self._domains = (f"{a}-{b}.example.{t}" for b, a, t in itertools.product(SECOND, FIRST, ("jp", "com", "org")))
        self._readers = itertools.cycle(READERS)
        for number, name in enumerate(("mailbox", "smarthost"), 1):  # for mail systems without a mailbox
            self.hosts[f"{name}.{DOMAIN}"] = {
                "domain": f"{name}.{DOMAIN}", "mx": f"{name}.{DOMAIN}", "ext": BIG, "ip": f"127.0.19.{number}",
            }  # fmt: skip

    def host(self, domain: str | None = None, ext: list[str] = SMALL, **more: Any) -> str:
        domain = domain or next(self._domains)
        number = len(self.hosts)
        if domain not in self.hosts:
            self.hosts[domain] = {
                "domain": domain, "mx": MX.get(domain, f"mx.{domain}"), "ext": ext,
                "ip": f"127.0.{20 + number // 200}.{1 + number % 200}", **more,
            }  # fmt: skip
        return domain

    def job(self, tag: str, to: list[dict[str, Any]], run: str = "main", **more: Any) -> None:
        number = len(self.jobs) + 1
        self.jobs.append(
            {"id": f"{run[0]}{number:03d}", "tag": tag, "run": run, "letter": number % 4, "rcpts": to, **more}
        )

    def reader(self, domain: str) -> str:
        return f"{next(self._readers)}@{domain}"

    def answer(
        self, reply: Reply, address: str | None = None, *, close: bool = False, word: str | None = None
    ) -> dict[str, Any]:
        """A recipient whose delivery gets this reply."""
        domain = self.host(address.split("@")[1] if address else reply.domain, BIG if reply.domain else SMALL)
        if address is None:  # each with a reply of its own
            address = next(a for a in iter(lambda: self.reader(domain), None) if a not in self.rcpts)
        lines = [line.replace("{r}", address).replace("{s}", SENDER) for line in reply.lines]
        rule = {"phase": reply.phase, "lines": lines, "close": close, "enc": "utf-8"}
        if reply.phase in ("rcpt", "data", "eod"):
            self.rcpts[address] = rule
        else:
            self._host_rule(domain, rule)
        return {
            "address": address,
            "final_address": address,
            "reasons": reply.reasons,
            "actions": reply.actions,
            "lines": lines,
        }

    def _host_rule(self, domain: str, rule: dict[str, Any]) -> None:
        host, phase = self.hosts[domain], rule["phase"]
        host["rule"] = rule
        if phase == "connect":
            rule["phase"] = "banner"
        elif phase == "ehlo":  # EHLO and HELO get the same reply
            rule["phase"] = "helo"
        elif phase == "helo":
            rule["ehlo_lines"] = ['500 5.5.2 Command unrecognized: "EHLO"']
        elif phase == "auth":
            mechanism = rule["lines"][0].split("(")[1].split(")")[0].replace("MD5", "-MD5")
            host["ext"] = [*SMALL, f"AUTH {mechanism}"]

    def good(self, domain: str, final: str | None = None) -> dict[str, Any]:
        address = self.reader(domain)
        return {"address": address, "final_address": final or address}

    def none(self, address: str, how: str, reasons: str, actions: str) -> dict[str, Any]:
        """A recipient that fails without a reply of a remote server."""
        return {
            "address": address, "final_address": address, "no_reply": how,
            "reasons": reasons.split("|"), "actions": actions.split("|"),
        }  # fmt: skip


def pmail(plan: Plan, path: Path) -> dict[str, Reply]:
    """The rows of PMail Server; returns them by number, for use in letters to several readers."""
    rows = [
        line.rstrip("\n").split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[0].isdigit()
    ]
    replies = {}
    for number, text, reasons, action in rows:
        phase, who, close = "rcpt", "r", False
        for start, *rest in PMAIL_PHASES:
            if text.startswith(start):
                phase, who, close = rest
                break
        word = {"r": "{r}", "s": "{s}", "HELO": HOST[plan.system]}.get(who, who)
        reply = Reply(
            f"pmail-{number}", phase, None, (text.replace("xxxxx", word),), tuple(reasons.split("|")), (action,)
        )
        replies[number] = reply
        if plan.full or int(number) % 3 == 1 or number in ("3", "45", "47"):
            plan.job(reply.tag, [plan.answer(reply, close=close)], verp=int(number) % 4 == 2 and who == "r")
        else:
            plan.left.append((reply, close))
    return replies


DOCOMO_RCPT = Reply(
    "docomo-rcpt", "rcpt", "docomo.ne.jp", ("550 Unknown user {r}",), ("user_unknown",), ("unsubscribe",)
)
DOCOMO_EOD = Reply("docomo-eod", "eod", "docomo.ne.jp", ("550 Unknown user {r}",), ("recipient_refused",), ("review",))


def docomo(plan: Plan) -> None:
    names = ["sakura.momo", "yu-ki.0808", "h_a_n_a", "3nen2kumi", "..pochi..", "koharu.biyori.", "-nya-nya-", "ma..ri"]
    for number, name in enumerate(names):
        for reply, mark in ((DOCOMO_RCPT, "r"), (DOCOMO_EOD, "e")):
            local = (
                f"{name[:-2]}{mark}{name[-2:]}"
                if name.endswith("..")
                else f"{mark}{number}{name}"
                if number < 4
                else name
            )
            local = (
                local
                if number < 4 or mark == "r"
                else local.replace(local.strip(".-")[:2], local.strip(".-")[:2] + "e", 1)
            )
            plan.job(
                f"{reply.tag}{'-odd' if number >= 4 else ''}",
                [plan.answer(reply, f"{local}@docomo.ne.jp")],
                verp=number == 1,
                ret="HDRS" if number == 2 else None,
            )
    unknown, refused = (
        plan.answer(reply, f"several.{mark}@docomo.ne.jp") for reply, mark in ((DOCOMO_RCPT, "no"), (DOCOMO_EOD, "off"))
    )
    plan.job(
        "docomo-several",
        [unknown, refused, {"address": "several.ok@docomo.ne.jp", "final_address": "several.ok@docomo.ne.jp"}],
    )
    named = plan.answer(
        Reply("", "eod", None, ("550 Unknown user two.a@docomo.ne.jp two.b@docomo.ne.jp",), *DOCOMO_EOD[4:6]),
        "two.a@docomo.ne.jp",
    )
    other = {
        "address": "two.b@docomo.ne.jp",
        "final_address": "two.b@docomo.ne.jp",
        "reasons": named["reasons"],
        "actions": named["actions"],
    }
    plan.job(
        "docomo-two-named", [named, other, {"address": "two.c@docomo.ne.jp", "final_address": "two.c@docomo.ne.jp"}]
    )


def local_reasons(plan: Plan) -> None:
    plan.job("nxdomain", [plan.none(plan.reader(plan.host(dns="nxdomain")), "nxdomain", "domain_unknown", "review")])
    plan.job("typo-gmial", [plan.none("risa.okumura@gmial.com", "nxdomain", "domain_unknown", "review")])
    plan.hosts["gmial.com"] = {"domain": "gmial.com", "mx": "gmial.com", "dns": "nxdomain"}
    # Courier calls a domain with a null MX one that does not exist.
    no_mail = ("domain_unknown", "review") if plan.system == "courier" else ("domain_no_mail", "unsubscribe")
    plan.job("nullmx", [plan.none(plan.reader(plan.host(dns="nullmx")), "nullmx", *no_mail)])
    plan.job(
        "refused", [plan.none(plan.reader(plan.host(refused=True)), "refused", "network_trouble|expired", "retry")]
    )
    plan.job(
        "servfail", [plan.none(plan.reader(plan.host(dns="servfail")), "servfail", "network_trouble|expired", "retry")]
    )
    loop = plan.host(dns="loop")
    plan.hosts[loop] = {"domain": loop, "mx": HOST[plan.system]}
    plan.job(
        "loop-mx",
        [
            plan.none(
                plan.reader(loop),
                "loop",
                "routing_loop|relay_denied|server_trouble|network_trouble",
                "review|retry|fix_sender",
            )
        ],
    )
    # Exim says "Unrouteable address" of a user and of a domain that do not exist.
    unrouteable = (
        ("user_unknown|domain_unknown", "unsubscribe|review")
        if plan.system == "exim"
        else ("user_unknown", "unsubscribe")
    )
    plan.job("local-unknown", [plan.none(f"nobody-here@{DOMAIN}", "local", *unrouteable)])
    plan.job("local-full", [plan.none(f"fullbox@{DOMAIN}", "local", "mailbox_full|server_trouble", "retry")])


def several(plan: Plan, row: dict[str, Reply]) -> None:
    d = plan.host(ext=BIG)
    mixed = [plan.answer(row[n]._replace(phase="rcpt"), plan.reader(d)) for n in ("34", "3", "45", "46")]
    plan.job("several-one-domain", [*mixed[:2], plan.good(d), *mixed[2:]])
    d1, d2 = plan.host(ext=BIG), plan.host()
    plan.job(
        "several-domains",
        [
            plan.answer(row["34"], plan.reader(d1)),
            plan.good(d1),
            plan.answer(row["43"], plan.reader(d2)),
            plan.answer(DOCOMO_RCPT, "tomo.dachi@docomo.ne.jp"),
            plan.none(plan.reader(plan.host(dns="nxdomain")), "nxdomain", "domain_unknown", "review"),
        ],
    )
    d = plan.host(ext=BIG)
    plan.job("several-eod", [plan.answer(row["50"], plan.reader(d)), plan.answer(row["50"], plan.reader(d))])
    d = plan.host(ext=BIG)
    plan.job("several-twelve", [plan.answer(row["45"], f"class{n}@{d}") for n in range(1, 12)] + [plan.good(d)])

    gone = plan.answer(row["34"], plan.reader(plan.host()))
    plan.job("alias-one", [{**gone, "address": f"shopmate@{DOMAIN}"}])
    keitai = plan.answer(DOCOMO_RCPT, "tencho.keitai@docomo.ne.jp")
    plan.job("alias-docomo", [{**keitai, "address": f"tencho@{DOMAIN}"}])
    d = plan.host(ext=BIG)
    members = [plan.answer(row["34"], f"left1@{d}"), plan.good(d), plan.answer(row["45"], f"left2@{d}")]
    plan.job("alias-list", [{**m, "address": f"helpers@{DOMAIN}"} for m in members], maybe=True)


def no_failures(plan: Plan, row: dict[str, Reply]) -> None:
    d, dsn = plan.host(ext=BIG), plan.host(ext=[*BIG, "DSN"])
    plan.job(
        "success-local",
        [{"address": f"member@{DOMAIN}", "final_address": f"member@{DOMAIN}", "done": "delivered"}],
        notify="SUCCESS",
    )
    plan.job("success-relayed", [{**plan.good(d), "done": "relayed"}], notify="SUCCESS,FAILURE")
    plan.job("success-passed", [plan.good(dsn)], notify="SUCCESS", quiet=True)
    good = plan.good(d)
    plan.job(
        "success-alias", [{**good, "address": f"okaasan@{DOMAIN}", "done": "relayed"}], notify="SUCCESS", ret="HDRS"
    )
    plan.job(
        "success-and-failure",
        [{**plan.good(d), "done": "relayed"}, plan.answer(row["34"], plan.reader(d))],
        notify="SUCCESS,FAILURE",
    )
    for ret in ("HDRS", "FULL"):
        plan.job(f"dsn-{ret.lower()}", [plan.answer(row["45"])], ret=ret, envid=f"komorebi-{ret}", orcpt=True)
    plan.job("notify-never", [plan.answer(row["34"])], notify="NEVER", quiet=True)
    utf8 = Reply("", "rcpt", None, ("550 5.1.1 <{r}>: User unknown",), ("user_unknown",), ("unsubscribe",))
    plan.job("utf8-address", [plan.answer(utf8, f"鈴木.花@{plan.host(ext=[*BIG, 'SMTPUTF8'])}")], smtputf8=True)
    plan.job("letter-about-bounces", [plan.answer(row["34"])], letter=4)
    plan.jobs[-1]["letter"] = 4
    plan.job("letter-about-bounces-eod", [plan.answer(row["50"])])
    plan.jobs[-1]["letter"] = 4


def delays(plan: Plan, row: dict[str, Reply]) -> None:
    plan.job("delay-full", [plan.answer(row["3"])], "delay", person=True)
    plan.job("delay-eod", [plan.answer(row["12"]._replace(phase="eod"))], "delay", person=True, verp=True)
    plan.job("delay-letter", [plan.answer(row["2"])], "delay", maybe=True)  # some send no warning for bulk mail
    plan.job("delay-connect", [plan.answer(row["9"], close=True)], "delay", person=True)
    plan.job(
        "delay-refused",
        [plan.none(plan.reader(plan.host(refused=True)), "refused", "network_trouble", "retry")],
        "delay",
        person=True,
    )
    d = plan.host(ext=BIG)
    plan.job(
        "delay-several",
        [plan.answer(row["3"], plan.reader(d)), plan.good(d), plan.answer(row["5"], plan.reader(d))],
        "delay",
        person=True,
    )
    d = plan.host(ext=BIG)
    plan.job(
        "delay-and-failure",
        [plan.answer(row["2"], plan.reader(d)), plan.answer(row["34"], plan.reader(d))],
        "delay",
        person=True,
    )
    grey = next(r for r in REPLIES if r.tag == "greylist-451")
    plan.job("delay-greylist", [plan.answer(grey)], "delay", notify="DELAY,FAILURE", person=True)


def story(plan: Plan, row: dict[str, Reply]) -> None:
    """The bounces of the sample mailbox that this mail system has to make (letters.STORY)."""
    by_tag = (
        {r.tag: r for r in REPLIES}
        | {r.tag: r for r in row.values()}
        | {"docomo-rcpt": DOCOMO_RCPT, "docomo-eod": DOCOMO_EOD}
    )
    for item in STORY:
        if item.system != plan.system:
            continue
        to = []
        for address, tag in item.readers:
            if tag in ("nxdomain", "nullmx", "refused"):
                domain = address.split("@")[1]
                plan.hosts[domain] = {"domain": domain, "mx": f"mx.{domain}", "ip": f"127.0.90.{len(plan.hosts) % 250}"}
                plan.hosts[domain].update({"refused": True} if tag == "refused" else {"dns": tag})
                reasons = {
                    "nxdomain": "domain_unknown",
                    "nullmx": "domain_no_mail",
                    "refused": "network_trouble|expired",
                }[tag]
                action = {"nxdomain": "review", "nullmx": "unsubscribe", "refused": "retry"}[tag]
                to.append(plan.none(address, tag, reasons, action))
            elif tag == "taken":
                to.append({"address": address, "final_address": address})
            elif tag in ("relayed", "delivered"):
                plan.host(address.split("@")[1], BIG)
                to.append({"address": address, "final_address": address, "done": tag})
            else:
                to.append(plan.answer(by_tag[tag], address))
        plan.job(
            f"story-{item.sent}-{item.name}",
            to,
            item.run,
            story=f"{item.sent}-{item.name}",
            letter=item.letter,
            person=item.person,
            notify=item.notify,
        )
        plan.jobs[-1]["letter"] = item.letter


def write(system: str, path: Path, pmail_path: Path) -> None:
    """Write the plan of one mail system as JSON, in the form that the lab's fake servers read."""
    plan = Plan(system)
    row = pmail(plan, pmail_path)
    docomo(plan)
    for reply in REPLIES:
        if plan.full or reply.everywhere:
            plan.job(
                reply.tag,
                [plan.answer(reply, close=reply.phase == "connect")],
                verp=len(plan.jobs) % 7 == 3 and reply.phase == "rcpt",
            )
        else:
            plan.left.append((reply, reply.phase == "connect"))
    local_reasons(plan)
    several(plan, row)
    no_failures(plan, row)
    delays(plan, row)
    story(plan, row)
    for reply, close in plan.left:
        plan.job(reply.tag, [plan.answer(reply, close=close)])
    aliases: dict[str, list[str]] = {}
    for job in plan.jobs:
        for r in job["rcpts"]:
            if r["address"] != r["final_address"]:
                aliases.setdefault(re.sub("@.*", "", r["address"]), []).append(r["final_address"])
    data = {
        "me": HOST[system], "my_domain": DOMAIN, "dns": "127.0.0.53", "hosts": plan.hosts, "rcpts": plan.rcpts,
        "jobs": plan.jobs, "aliases": aliases,
    }  # fmt: skip
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
