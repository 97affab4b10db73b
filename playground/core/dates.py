"""Dates as people say them."""

from datetime import datetime, timedelta


def date_in_words(then: datetime) -> str:
    """Return a moment in full.

    >>> date_in_words(datetime(2026, 3, 8, 9, 5))
    '8 March 2026, 09:05'
    """
    return f"{then.day} {then:%B %Y, %H:%M}"


def lately_in_words(when: float, now: float) -> str:
    """Return a moment as it is said at another: ``today, 14:05``, or with its date.

    Parameters
    ----------
    when, now
        In seconds since 1970.
    """
    then, today = datetime.fromtimestamp(when), datetime.fromtimestamp(now)
    days = {today.date(): "today", (today - timedelta(days=1)).date(): "yesterday"}
    if then.date() in days:
        return f"{days[then.date()]}, {then:%H:%M}"
    whole = date_in_words(then)
    return whole.replace(f" {today.year},", ",") if then.year == today.year else whole
