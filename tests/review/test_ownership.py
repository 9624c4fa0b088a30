from modori.review import FEW, Origin, private_origins

NEWS = Origin("letter.news.example.jp", marked=True, recipients=FEW)


def test_a_person_who_wrote_once_is_no_newsletter():
    assert private_origins([NEWS, Origin("mori@news.example.jp", marked=False, recipients=1)]) == {
        "mori@news.example.jp"
    }


def test_a_sender_whose_mail_comes_back_from_many_is_a_newsletter():
    assert private_origins([NEWS, Origin("shop@news.example.jp", marked=False, recipients=FEW)]) == frozenset()


def test_without_any_known_newsletter_nothing_is_held():
    origins = [
        Origin("mori@news.example.jp", marked=False, recipients=1),
        Origin("letter.news.example.jp", marked=True, recipients=1),
    ]
    assert private_origins(origins) == frozenset()


def test_a_list_id_is_never_private():
    assert private_origins([NEWS, Origin("small.news.example.jp", marked=True, recipients=1)]) == frozenset()


def test_backscatter_under_a_strangers_domain_is_held_however_much_there_is():
    news = Origin("letter.news.example.jp", marked=True, recipients=200)
    spam = Origin("win@spam.example.com", marked=False, recipients=150)
    own = Origin("shop@example.jp", marked=False, recipients=FEW)
    assert private_origins([news, spam, own]) == {"win@spam.example.com"}
    assert private_origins([news, Origin("other@shop.example.com", marked=False, recipients=200)]) == frozenset()
