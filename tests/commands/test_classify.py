import json
from importlib.resources import as_file, files

from bounce_mails import ordinary_mail, postfix_bounce
from contract_lines import parse


def test_one_mail_is_one_line_of_the_contract(modori, tmp_path):
    path = tmp_path / "a.eml"
    path.write_bytes(postfix_bounce("hana@shop.example.jp"))
    done = modori("classify", "--json", path)
    assert (done.returncode, done.stderr) == (0, "")
    (mail,) = parse(done.stdout)
    assert mail["source"] == str(path)
    assert mail["kind"] == "bounce"
    assert mail["system"] == "postfix"
    assert mail["sending"] == {
        "list": "letter.news.example.jp",
        "subject": "The letter of the month",
        "message_id": "<letter-1@news.example.jp>",
    }
    (one,) = mail["recipients"]
    assert one["address"] == "hana@shop.example.jp"
    assert (one["reason"], one["action"], one["permanent"]) == ("user_unknown", "unsubscribe", True)
    assert (one["reply"], one["status"], one["phase"]) == ("550", "5.1.1", "rcpt")
    assert one["remote"] == "mx.shop.example.jp"
    assert one["matched"] in one["diagnostic"]


def test_the_sample_mailbox_keeps_the_contract(modori):
    with as_file(files("modori_resources").joinpath("samples")) as samples:
        done = modori("classify", "--json", samples)
    mails = parse(done.stdout)
    assert len(mails) >= 50
    assert [mail["source"] for mail in mails] == sorted(mail["source"] for mail in mails)
    assert {"bounce", "delayed", "complaint", "unsubscribe_request", "auto_reply", "other"} <= {
        m["kind"] for m in mails
    }


def test_output_is_utf8_in_any_locale(modori, tmp_path):
    path = tmp_path / "手紙.eml"
    path.write_bytes(ordinary_mail())
    done = modori("classify", "--json", path, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)["source"] == str(path)


def test_standard_input(modori):
    done = modori("classify", "--json", "-", stdin=postfix_bounce().decode())
    (mail,) = parse(done.stdout)
    assert (mail["source"], mail["kind"]) == ("-", "bounce")


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_classified(modori, tmp_path):
    good = tmp_path / "good.eml"
    good.write_bytes(postfix_bounce())
    done = modori("classify", "--json", good, tmp_path / "missing.eml")
    assert done.returncode == 1
    first, second = parse(done.stdout)
    assert first["problem"] is None
    assert "missing.eml" in second["problem"]


def test_nothing_could_be_read(modori, tmp_path):
    assert modori("classify", "--json", tmp_path / "missing.eml").returncode == 2


def test_wrong_usage(modori):
    done = modori("classify")
    assert done.returncode == 2
    assert "usage" in done.stderr


def test_words_for_eyes(modori, tmp_path):
    (tmp_path / "a.eml").write_bytes(postfix_bounce("hana@shop.example.jp"))
    english = modori("classify", tmp_path).stdout
    assert "hana@shop.example.jp: unsubscribe (User unknown)" in english
    japanese = modori("classify", tmp_path, LANG="ja_JP.UTF-8").stdout
    assert "宛先不明" in japanese


def test_a_closed_pipe_is_no_failure(tmp_path):
    import subprocess
    import sys

    for number in range(200):
        (tmp_path / f"{number:03}.eml").write_bytes(postfix_bounce())
    run = subprocess.Popen(
        [sys.executable, "-m", "modori", "classify", "--json", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    run.stdout.readline()
    run.stdout.close()
    with run.stderr:
        assert run.stderr.read() == b""
    assert run.wait(timeout=60) in (0, 2)
