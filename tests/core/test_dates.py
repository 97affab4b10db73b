import time
from datetime import datetime

from playground.core.dates import date_in_words, lately_in_words


def test_when_is_told_as_a_person_would():
    noon = time.mktime((2026, 3, 10, 12, 0, 0, 0, 0, -1))
    assert lately_in_words(noon - 3600, noon) == "today, 11:00"
    assert lately_in_words(noon - 13 * 3600, noon) == "yesterday, 23:00"
    assert lately_in_words(noon - 86400 * 30, noon) == "8 February, 12:00"
    assert lately_in_words(noon - 86400 * 100, noon) == "30 November 2025, 12:00"


def test_a_date_in_full_has_its_year():
    assert date_in_words(datetime(2026, 3, 8, 9, 5)) == "8 March 2026, 09:05"
