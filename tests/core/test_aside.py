"""Functions in threads of their own: their answers come in order, and so do their errors."""

import threading

import pytest

from playground.core.aside import Aside, in_order


def test_answers_come_in_the_order_of_the_items_whoever_is_done_first():
    later = threading.Event()

    def work(n):
        if n == 0:
            assert later.wait(20), "the next item is worked on meanwhile"
        if n == 1:
            later.set()
        return n * n

    assert list(in_order(work, range(4), 2)) == [0, 1, 4, 9]


def test_no_more_items_are_taken_than_there_are_hands():
    taken = []

    def items():
        for n in range(10):
            taken.append(n)
            yield n

    found = in_order(lambda n: n, items(), 3)
    assert next(found) == 0
    assert taken == [0, 1, 2]
    found.close()
    assert not [one for one in threading.enumerate() if one.name == "aside"]


def test_what_one_raises_is_raised_in_its_turn_and_none_is_left_behind():
    def work(n):
        if n == 2:
            raise ValueError("two")
        return n

    found = in_order(work, range(9), 3)
    assert [next(found), next(found)] == [0, 1]
    with pytest.raises(ValueError, match="two"):
        next(found)
    assert not [one for one in threading.enumerate() if one.name == "aside"]


def test_an_end_is_told_whatever_it_was():
    ends = []
    one = Aside(lambda: 1 // 0, lambda: ends.append("end"))
    with pytest.raises(ZeroDivisionError):
        one.answer()
    assert ends == ["end"]
