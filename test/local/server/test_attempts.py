"""What goes wrong is tried again, with pauses, and not for ever."""
from __future__ import annotations

from uuid import uuid4

from nadir_server.tasks.lifecycle.attempts import FOR_HALF_AN_HOUR, Attempts


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_each_failure_has_its_pause_and_the_last_none() -> None:
    clock, task = Clock(), uuid4()
    attempts = Attempts(clock)
    pauses = []
    for _ in range(4):
        pause = attempts.pause(task, (2.0, 5.0, 15.0))
        pauses.append(pause)
        clock.now += pause or 0
    assert pauses == [2.0, 5.0, 15.0, None]
    assert attempts.pause(task, (2.0,)) == 2.0


def test_who_is_hurried_loses_no_patience() -> None:
    clock, task = Clock(), uuid4()
    attempts = Attempts(clock)
    assert attempts.pause(task, (10.0,)) == 10.0
    clock.now = 4
    assert [attempts.pause(task, (10.0,)) for _ in range(50)] == [6.0] * 50
    clock.now = 10
    assert attempts.pause(task, (10.0,)) is None


def test_a_success_forgives() -> None:
    attempts, task = Attempts(Clock()), uuid4()
    attempts.pause(task, (2.0,))
    attempts.forget(task)
    assert attempts.pause(task, (2.0,)) == 2.0


def test_half_an_hour_is_half_an_hour() -> None:
    assert 1700 <= sum(FOR_HALF_AN_HOUR) <= 1900
