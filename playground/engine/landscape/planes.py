"""The planes through weight space on which loss surfaces are drawn, one for a learner and cut."""

import copy
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from playground.engine.landscape.course import Course
from playground.engine.landscape.cut import Cut, Landscape, Plane, cut_of
from playground.engine.landscape.survey import Settles, sampled
from playground.engine.probe import Descends
from playground.engine.weights import Weights

MOST = 8
"""Cuts of one learner that are remembered; each of them holds a path."""

_courses: WeakKeyDictionary[Any, dict[Cut, Course]] = WeakKeyDictionary()


def course_of(learner: Descends, plane: Plane) -> Course:
    """Return what is remembered of a cut through a learner's weight space."""
    cut, known = cut_of(plane), _courses.setdefault(learner, {})
    course = known.pop(cut, None) or Course(cut)
    known[cut] = course
    if len(known) > MOST:
        del known[next(iter(known))]
    return course


def landscape_of(learner: Descends, plane: Plane) -> Landscape:
    """Return the landscape that was shown last for these settings of a surface.

    Parameters
    ----------
    plane
        A cut, or the settings of a surface's request as pairs.
    """
    course = course_of(learner, plane)
    return course.landscape or course.follow(learner)


def weights_at(learner: Descends, plane: Plane, a: float, b: float) -> Weights:
    """Return the weights ``(1, size)`` at a place of a surface, with averages that fit them."""
    weights = landscape_of(learner, plane).weights_at(a, b)
    objective = learner.objective
    if weights.layout.size > weights.layout.trainable and isinstance(objective, Settles):
        with np.errstate(all="ignore"):
            objective.settled_loss(weights, sampled(learner.whole))
    return weights


def learner_at(learner: Any, plane: Plane, a: float, b: float) -> Any:
    """Return a learner of one member that stands at a place of a surface, for probes to look at.

    It shares everything else with the learner itself and must not be stepped.
    """
    placed = copy.copy(learner)
    placed.weights = weights_at(learner, plane, a, b)
    placed.members = 1
    return placed
