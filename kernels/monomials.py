"""Products of features: the columns of polynomial regression."""

from itertools import combinations_with_replacement
from math import comb

import numpy as np

from .array import Array, namespace


def term_count(features: int, degree: int) -> int:
    """Return how many products of 1 to `degree` features there are, with repeats.

    Examples
    --------
    >>> term_count(1, 15), term_count(2, 2)
    (15, 5)
    """
    return comb(features + degree, degree) - 1


def terms_of(features: int, degree: int) -> Array:
    """Return which features each product multiplies, ``(terms, degree)``, low degrees first.

    Places that are left over hold -1.

    Examples
    --------
    >>> terms_of(2, 2).tolist()
    [[0, -1], [1, -1], [0, 0], [0, 1], [1, 1]]
    """
    found = np.full((term_count(features, degree), degree), -1)
    at = 0
    for d in range(1, degree + 1):
        for term in combinations_with_replacement(range(features), d):
            found[at, :d] = term
            at += 1
    return found


def monomials(x: Array, terms: Array) -> Array:
    """Compute the products ``(n, terms)`` of features ``(n, d)``.

    Examples
    --------
    >>> monomials(np.array([[2.0, 3.0]]), terms_of(2, 2))
    array([[2., 3., 4., 6., 9.]])
    """
    xp = namespace(x)
    wide = xp.concatenate([x, xp.ones((len(x), 1), x.dtype)], axis=1)
    product: Array = wide[:, terms[:, 0]]
    for place in range(1, terms.shape[1]):
        rest = np.flatnonzero(terms[:, place] >= 0)
        if len(rest):
            product[:, rest[0] :] *= wide[:, terms[rest[0] :, place]]
    return product
