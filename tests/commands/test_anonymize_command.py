from bounce_mails import postfix_bounce


def test_the_same_mail_under_other_names(modori, tmp_path):
    path = tmp_path / "a.eml"
    path.write_bytes(postfix_bounce("hanako@kobayashi.example.jp"))
    done = modori("anonymize", path)
    assert done.returncode == 0
    assert "Please look through the result" in done.stderr
    assert "hanako" not in done.stdout.lower()
    assert "kobayashi" not in done.stdout.lower()
    again = modori("classify", "--json", "-", stdin=done.stdout)
    assert '"reason": "user_unknown"' in again.stdout
    assert '"system": "postfix"' in again.stdout


def test_no_mail(modori, tmp_path):
    done = modori("anonymize", tmp_path / "missing.eml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "missing.eml" in done.stderr
