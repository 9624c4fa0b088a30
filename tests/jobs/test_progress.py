from modori.jobs import CancelToken, Progress, Step


def test_a_token_wakes_what_blocks_once():
    token, woken = CancelToken(), []
    token.on_cancel(lambda: woken.append("socket"))
    assert not token.cancelled()
    token.cancel()
    token.cancel()
    assert token.cancelled()
    assert woken == ["socket"]


def test_who_registers_after_the_cancel_is_woken_at_once():
    token, woken = CancelToken(), []
    token.cancel()
    token.on_cancel(lambda: woken.append("late"))
    assert woken == ["late"]


def test_rate_and_time_left_are_told_only_when_they_are_known():
    assert Progress(Step.CONNECT).rate is None
    assert Progress(Step.READ, done=50, total=None, elapsed=10).seconds_left is None
    halfway = Progress(Step.READ, done=50, total=100, elapsed=10)
    assert halfway.rate == 5
    assert halfway.seconds_left == 10


def test_more_mail_than_announced_leaves_no_negative_time():
    assert Progress(Step.READ, done=120, total=100, elapsed=10).seconds_left == 0
