"""What every model without labels must do, whatever it finds and whatever it is given."""

import math

import numpy as np
import pytest

from playground.core.settings import build, settings_of
from playground.core.shape import ShapeError
from playground.engine.catalogue import CLUSTERERS, DATASETS, EMBEDDERS
from playground.engine.clusterer import BORDER, CORE, NOISE, OPEN
from playground.engine.data import Data
from playground.engine.feed import Feed
from playground.engine.modelling.exploring import Exploring

KINDS = [*CLUSTERERS, *EMBEDDERS]
STEPS = 40

COUNTS = ("k", "components", "groups")
"""Settings that ask for more than some rows can give."""


def table(x, labels=None):
    x = np.asarray(x, float)
    every, none = np.arange(len(x)), np.empty(0, np.int64)
    if labels is None:
        return Data(x, np.empty((len(x), 0)), "none", every, none, none)
    names = tuple(f"class {i}" for i in range(int(max(labels)) + 1))
    return Data(x, np.asarray(labels), "class", every, none, none, classes=names)


RANDOM = np.random.default_rng(5)
GIVEN = {
    "blobs": build(DATASETS["blobs"], {}).load(),
    "iris": build(DATASETS["iris"], {}).load(),
    "values": build(DATASETS["sine"], {}).load(),
    "two rows": table([[0.0, 1.0], [2.0, 3.0]]),
    "all equal": table(np.ones((12, 3))),
    "two places": table(np.repeat([[0.0, 0.0], [5.0, 1.0]], 6, axis=0), np.repeat([0, 1], 6)),
    "one feature": table(RANDOM.normal(size=(25, 1))),
    "sixty-four features": table(RANDOM.normal(size=(40, 64))),
    "more features than rows": table(RANDOM.normal(size=(7, 20))),
    "huge": table(1e100 * RANDOM.normal(size=(20, 2))),
    "far away": table(1e6 + RANDOM.normal(size=(20, 2))),
    "tiny": table(1e-9 * RANDOM.normal(size=(20, 2))),
    "a feature that stands still": table(np.c_[RANDOM.normal(size=(30, 2)), np.full(30, 7.0)]),
}  # fmt: skip


BEYOND = {"no number": np.nan, "infinite": np.inf, "no finite square": 1e200}


def kind_of(name):
    return CLUSTERERS[name] if name in CLUSTERERS else EMBEDDERS[name]


def learner(kind, data, seed=0, **settings):
    """Return a learner, or None where its block refuses the data in words."""
    block = build(kind_of(kind), settings)
    feed = Feed.through(data, {"data": []})
    signature = feed.unlabelled().source.signature()
    try:
        block.check_input(signature.shape, signature)
    except ShapeError:
        return None
    return Exploring("it", block, feed, seed)


def same(one, other):
    """Say whether two states are the same, bit for bit."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, np.ndarray):
        known = one.dtype == other.dtype and one.shape == other.shape
        return known and one.tobytes() == other.tobytes()
    return one == other or (isinstance(one, float) and math.isnan(one) and math.isnan(other))


def finite(value):
    """Say whether nothing in a state is NaN where it must not be: rows, places, shares."""
    return bool(np.isfinite(np.asarray(value, float)).all())


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def test_there_are_some():
    assert {"k-means", "dbscan", "agglomerative"} <= set(CLUSTERERS)
    assert EMBEDDERS


def test_the_block_is_described(kind):
    cls = kind_of(kind)
    assert cls.family == "unsupervised"
    assert not cls.outputs
    assert cls.shows[0] == ("clusters" if kind in CLUSTERERS else "embedding")
    block = build(cls, {})
    told = block.own_metrics(learner(kind, GIVEN["iris"]).states[0])
    assert not cls.goal or cls.goal in told
    assert "pace" in {setting.name for setting in settings_of(cls)}


@pytest.mark.parametrize("data", GIVEN)
def test_any_rows_are_borne(kind, data):
    it = learner(kind, GIVEN[data])
    if it is None:
        return
    for _ in range(STEPS):
        it.step(1)
        said = it.finished
        assert isinstance(said, str)
        if said:
            break
    for name, values in it.evaluate().items():
        assert values.shape == (it.members,), name
        assert not np.isinf(values).any() or data == "huge", name
    check_what_is_found(it)


@pytest.mark.parametrize("wide", [2, 12])
@pytest.mark.parametrize("beyond", BEYOND)
def test_what_cannot_be_compared_is_said(kind, beyond, wide):
    x = RANDOM.normal(size=(30, wide))
    x[3, 1] = BEYOND[beyond]
    it = learner(kind, table(x))
    assert it.finished.startswith(("stopped", "diverged"))
    it.step(3)
    assert it.step_number == 0


@pytest.mark.parametrize("data", ["iris", "two rows", "all equal"])
def test_asking_for_more_than_there_is_is_refused_or_borne(kind, data):
    names = {s.name: s for s in settings_of(kind_of(kind))}
    counts = [name for name in COUNTS if name in names]
    for name in counts:
        most = int(names[name].high or 100)
        it = learner(kind, GIVEN[data], **{name: min(most, 100)})
        if it is not None:
            it.step(5)
            check_what_is_found(it)


def check_what_is_found(it):
    n, state = len(it.source.x), it.states[0]
    if type(it.block) in CLUSTERERS.values():
        groups = it.block.groups(state)
        assert groups.shape == (n,)
        assert groups.dtype == np.int64
        assert groups.min() >= -1
        centres = it.block.centres(state)
        shares = it.decide(it.source.x)
        assert shares.shape[:2] == (it.members, n)
        assert shares.shape[2] > groups.max()
        assert finite(shares)
        assert ((shares >= 0) & (shares <= 1 + 1e-9)).all()
        whole = shares.sum(axis=-1)
        assert ((np.abs(whole) < 1e-6) | (np.abs(whole - 1) < 1e-6)).all()
        if centres is not None:
            assert centres.shape[1] == it.examples.x.shape[1]
            assert groups.max() < len(centres)
        check_marks(it.block.marks(state), n)
    else:
        places = it.block.places(state)
        assert places.shape[0] == n
        assert finite(places) or it.finished.startswith(("diverged", "stopped"))
        assert it.decide(it.source.x).shape[:2] == (it.members, n)


def check_marks(marks, n):
    if marks.kinds is not None:
        assert marks.kinds.shape == (n,)
        assert set(np.unique(marks.kinds)) <= {OPEN, NOISE, BORDER, CORE}
    assert -1 <= marks.current < n
    assert marks.radius >= 0
    if marks.frontier is not None:
        assert ((marks.frontier >= 0) & (marks.frontier < n)).all()


@pytest.mark.parametrize("data", ["blobs", "iris"])
def test_going_on_from_a_capture_gives_what_never_stopping_gives(kind, data):
    straight, stopped = learner(kind, GIVEN[data]), learner(kind, GIVEN[data])
    straight.step(25)
    stopped.step(7)
    kept = stopped.capture()
    stopped.step(30)
    stopped.restore(kept)
    assert stopped.step_number == min(7, kept["step"])
    stopped.step(25 - stopped.step_number)
    assert same(straight.capture(), stopped.capture())


def test_a_capture_does_not_change_with_what_follows(kind):
    it, twin = learner(kind, GIVEN["iris"]), learner(kind, GIVEN["iris"])
    it.step(3)
    twin.step(3)
    kept = it.capture()
    it.step(20)
    assert same(kept, twin.capture())


def test_all_at_once_is_step_by_step(kind):
    at_once, singly = learner(kind, GIVEN["iris"]), learner(kind, GIVEN["iris"])
    told = at_once.step(20)
    for _ in range(20):
        singly.step(1)
    assert same(at_once.capture(), singly.capture())
    assert len(told.steps) == at_once.step_number


def test_one_seed_gives_the_same_and_state_keys_stay(kind):
    one, other = (learner(kind, GIVEN["iris"], seed=3) for _ in range(2))
    before = set(one.states[0])
    one.step(15)
    other.step(15)
    assert same(one.capture(), other.capture())
    assert set(one.states[0]) == before


@pytest.mark.parametrize("data", GIVEN)
def test_what_is_refused_is_refused_in_words(kind, data):
    if learner(kind, GIVEN[data]) is not None:
        return
    signature = Feed.through(GIVEN[data], {"data": []}).unlabelled().source.signature()
    with pytest.raises(ShapeError, match=r"\w+ \w+ .*\w+ \w+"):
        build(kind_of(kind), {}).check_input(signature.shape, signature)


def test_it_ends_with_a_sentence(kind):
    it = learner(kind, GIVEN["blobs"])
    for _ in range(60):
        if it.finished or kind == "t-sne":
            break
        it.step(50)
    if not it.finished:
        pytest.skip("it goes on for long")
    assert len(it.finished.split()) > 2
    assert not it.finished.startswith("diverged")
    last = it.capture()
    it.step(3)
    assert same(last, it.capture()), "nothing happens after the end"


def test_a_pace_delays_its_steps(kind):
    slow, quick = learner(kind, GIVEN["iris"], pace=3), learner(kind, GIVEN["iris"])
    slow.step(12)
    quick.step(4)
    assert same(slow.capture()["learned"], quick.capture()["learned"])


def test_labels_change_nothing(kind):
    x = GIVEN["iris"].x
    with_labels, without = learner(kind, GIVEN["iris"]), learner(kind, table(x))
    with_labels.step(15)
    without.step(15)
    assert same(with_labels.capture()["learned"], without.capture()["learned"])
    assert "ari" not in without.evaluate()


@pytest.mark.parametrize("name", CLUSTERERS)
def test_metrics_of_groups(name):
    it = learner(name, GIVEN["iris"])
    it.step(30)
    told = it.evaluate()
    assert {"clusters", "noise", "silhouette", "davies_bouldin", "calinski_harabasz",
            "ari"} <= told.keys()  # fmt: skip
    groups = it.block.groups(it.states[0])
    assert told["clusters"][0] == len(np.unique(groups[groups >= 0]))
    assert told["noise"][0] == pytest.approx((groups < 0).mean())


@pytest.mark.parametrize("name", CLUSTERERS)
@pytest.mark.parametrize("data", ["blobs", "iris"])
def test_what_it_decides_of_its_own_rows_is_their_group(name, data):
    it = learner(name, GIVEN[data])
    while not it.finished and it.step_number < 1500:
        it.step(50)
    if not it.finished:
        pytest.skip("it goes on for long")
    groups = it.block.groups(it.states[0])
    shares = it.decide(it.source.x)[0]
    decided = np.where(shares.max(axis=1) > 0, shares.argmax(axis=1), -1)
    # Rows at the edge of two groups that reach both may go to either.
    agreed = (decided == groups) | (groups < 0)
    marks = it.block.marks(it.states[0])
    if marks.kinds is not None:
        agreed |= marks.kinds == BORDER
    assert agreed.mean() > 0.995


@pytest.mark.parametrize("name", CLUSTERERS)
def test_regions_have_a_group_or_none(name):
    it = learner(name, GIVEN["blobs"])
    it.step(30)
    away = np.array([[1e3, 1e3], [-50.0, 20.0], [0.0, 0.0]])
    shares = it.decide(away)
    assert finite(shares)


@pytest.mark.parametrize("name", CLUSTERERS)
def test_groups_keep_their_numbers_while_they_settle(name):
    it = learner(name, GIVEN["blobs"])
    it.step(6)
    before = it.block.groups(it.states[0])
    it.step(1)
    after = it.block.groups(it.states[0])
    both = (before >= 0) & (after >= 0)
    assert not both.any() or (before == after)[both].mean() > 0.5


@pytest.mark.parametrize("name", CLUSTERERS)
def test_trails_end_with_the_centres(name):
    it = learner(name, GIVEN["blobs"])
    it.step(9)
    trail, centres = (getattr(it.block, part)(it.states[0]) for part in ("trail", "centres"))
    if trail is not None:
        assert trail.shape[1:] == centres.shape
        assert math.isfinite(float(np.nanmax(np.abs(trail))))
