"""PCA, kernel PCA and linear discriminants as features; principal components turn by turn."""

import numpy as np
import pytest
from sklearn.decomposition import PCA, KernelPCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from playground.core.shape import ShapeError, Signature, features, sizes
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import DATASETS
from playground.engine.data import Data, DataError
from playground.engine.embedding.principal_components import PrincipalComponents
from playground.engine.feed import Feed
from playground.engine.modelling.exploring import Exploring
from playground.engine.probe import PROBES
from playground.engine.transforms.kernel_pca import KernelPca
from playground.engine.transforms.linear_discriminant import LinearDiscriminant
from playground.engine.transforms.pca import Pca
from playground.engine.transforms.standardise import Standardise
from playground.runtime.session import Session

REDUCERS = (Pca(), Pca(whiten=True), KernelPca(), LinearDiscriminant())


def data_of(kind, **settings):
    return DATASETS[kind](**settings).load()


def rows(x, labels=None):
    """Return a data set of some rows, all of them to learn from."""
    none = np.empty(0, np.int64)
    labels = np.arange(len(x)) % 2 if labels is None else labels
    classes = tuple(map(str, range(int(labels.max()) + 1)))
    return Data(np.asarray(x, float), labels, "class", np.arange(len(x)), none, none,
                classes=classes)  # fmt: skip


def turned(data, seed=0, chain=(), **settings):
    """Return a learner of principal components that has come to rest."""
    learner = Exploring("found", PrincipalComponents(**settings), Feed.through(data, {"x": chain}),
                        seed)  # fmt: skip
    learner.step(200_000)
    return learner


def apart(ours, theirs):
    signs = np.sign((ours * theirs).sum(axis=0))
    return np.abs(ours * signs - theirs).max()


# as features -------------------------------------------------------------------


@pytest.mark.parametrize("whiten", [False, True])
@pytest.mark.parametrize("kind", ["iris", "wine", "digits"])
def test_pca_places_rows_where_scikit_learn_does(kind, whiten):
    data = data_of(kind)
    changed, fitted = Pca(components=3, whiten=whiten).transform(data)
    theirs = PCA(3, whiten=whiten, svd_solver="full").fit(data.x[data.train])
    wanted = theirs.transform(data.x)
    assert apart(changed.x, wanted) < 1e-5 * max(np.abs(wanted).max(), 1)
    back = Pca(components=3, whiten=whiten).invert(changed.x, fitted)
    np.testing.assert_allclose(back, theirs.inverse_transform(wanted), atol=1e-6)
    assert changed.names == ("PC 1", "PC 2", "PC 3")


def test_pca_goes_by_the_training_rows_alone():
    data = data_of("iris")
    moved = Data(data.x.copy(), data.y, "class", data.train, data.validation, data.test,
                 data.names, data.classes)  # fmt: skip
    moved.x[data.test] += 100.0
    _, one = Pca().transform(data)
    _, other = Pca().transform(moved)
    np.testing.assert_array_equal(one["axes"], other["axes"])


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (KernelPca(gamma=0.4, components=3), {"kernel": "rbf", "gamma": 0.4}),
        (KernelPca(kernel="linear", components=3), {"kernel": "linear"}),
        (KernelPca(kernel="polynomial", gamma=0.2, degree=2, coef0=0.5, components=3),
         {"kernel": "poly", "gamma": 0.2, "degree": 2, "coef0": 0.5}),
    ],
)  # fmt: skip
def test_kernel_pca_places_rows_where_scikit_learn_does(block, told):
    data = data_of("wine")
    data, _ = Standardise().transform(data)
    changed, _ = block.transform(data)
    theirs = KernelPCA(3, eigen_solver="dense", **told).fit(data.x[data.train])
    wanted = theirs.transform(data.x)
    assert apart(changed.x, wanted) < 1e-5 * np.abs(wanted).max()


def test_kernel_pca_keeps_no_more_rows_than_it_is_told():
    data = data_of("rings", size=500)
    block = KernelPca(rows=60)
    changed, fitted = block.transform(data)
    assert fitted["rows"].shape == (60, 2)
    assert changed.x.shape == (500, 2)
    np.testing.assert_array_equal(block.fit(data.x)["rows"], block.fit(data.x)["rows"])


@pytest.mark.parametrize("kind", ["iris", "wine", "digits"])
def test_discriminants_place_rows_where_scikit_learn_does(kind):
    data = data_of(kind)
    changed, _ = LinearDiscriminant().transform(data)
    theirs = LinearDiscriminantAnalysis(n_components=2).fit(data.x[data.train], data.y[data.train])
    wanted = theirs.transform(data.x)
    ours = changed.x * np.sqrt((wanted**2).sum() / (changed.x**2).sum())
    assert apart(ours, wanted) < 1e-5 * np.abs(wanted).max()


def test_discriminants_need_classes_and_say_so():
    for kind, word in (("diabetes", "values"), ("sine", "values")):
        with pytest.raises(ShapeError, match=f"holds {word}: use PCA"):
            LinearDiscriminant().output_signature(DATASETS[kind]().signature())
    with pytest.raises(ShapeError, match="no labels"):
        LinearDiscriminant().output_signature(Signature(features(3), "none"))


@pytest.mark.parametrize("block", REDUCERS, ids=lambda b: type(b).__name__)
def test_more_components_than_there_are_are_clipped(block):
    import msgspec

    data = data_of("wine")
    wanted = msgspec.structs.replace(block, components=200)
    changed, _ = wanted.transform(data)
    told = wanted.output_signature(data.signature())
    assert changed.signature() == told
    most = {Pca: 13, KernelPca: len(data.train), LinearDiscriminant: 2}[type(block)]
    assert sizes(told.shape) == (most,) == (len(told.names),)


@pytest.mark.parametrize("block", REDUCERS, ids=lambda b: type(b).__name__)
def test_pictures_with_axes_are_refused_in_words(block):
    square = Signature((("height", 8), ("width", 8)), "class", 2, 9)
    with pytest.raises(ShapeError, match="plain features"):
        block.output_signature(square)


@pytest.mark.parametrize(
    "x",
    [
        np.ones((6, 3)), np.zeros((2, 1)), np.array([[1.0, 2.0], [3.0, 5.0]]),
        np.random.default_rng(0).normal(size=(5, 20)), np.linspace(0, 1, 9)[:, None],
        np.column_stack([np.full(20, 0.1), np.zeros(20), np.full(20, 1e9), np.arange(20.0)]),
        np.random.default_rng(1).normal(1e8, 1, (30, 4)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("block", REDUCERS, ids=lambda b: type(b).__name__)
def test_awkward_rows_stay_finite(block, x):
    data = rows(x)
    changed, _ = block.transform(data)
    assert np.isfinite(changed.x).all()
    assert changed.signature() == block.output_signature(data.signature())


def test_downstream_anything_learns_from_components_and_answers_in_raw_features():
    blocks = (Placed("data", "wine"), Placed("scale", "standardise"), Placed("pca", "pca"),
              Placed("fit", "fit"), Placed("knn", "nearest-neighbours"))  # fmt: skip
    wires = (Wire("data", "scale"), Wire("scale", "pca"), Wire("pca", "fit"), Wire("pca", "knn"))
    session = Session("cpu")
    session.load(Project(blocks=blocks, wires=wires), fresh=True)
    session.step(50)
    for id in ("fit", "knn"):
        learner = session.built[id].learner
        answers = learner.decide(learner.source.x)
        assert answers.shape == (1, 178, 3)
        shown = PROBES["boundary"]().measure(learner, (20, 16))
        assert shown["field"].shape == (16, 20, 3)


# turn by turn --------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "count"), [("iris", 4), ("wine", 3), ("digits", 6),
                                             ("gaussians", 2), ("sine", 1)])  # fmt: skip
def test_turning_ends_at_the_components_of_scikit_learn(kind, count):
    data = data_of(kind)
    learner = turned(data, components=count)
    state = learner.states[0]
    theirs = PCA(count, svd_solver="full").fit(data.x)
    assert learner.finished == "every axis stands"
    assert apart(state["axes"].T, theirs.components_.T) < 1e-5
    np.testing.assert_allclose(state["variance"], theirs.explained_variance_, rtol=1e-6)
    told = learner.evaluate()
    share = theirs.explained_variance_ratio_.sum()
    assert told["explained_variance"][0] == pytest.approx(share, abs=1e-9)
    wanted = theirs.transform(data.x)
    off = ((theirs.inverse_transform(wanted) - data.x) ** 2).sum(axis=1).mean()
    assert told["reconstruction_error"][0] == pytest.approx(off, abs=1e-6 * wanted.var())
    assert apart(learner.block.places(state), wanted) < 1e-4


def test_it_finds_what_the_transform_finds():
    data = data_of("wine", test_share=0.0)
    chain = (Standardise(),)
    scaled, _ = Standardise().transform(data)
    _, fitted = Pca(components=3).transform(scaled)
    np.testing.assert_allclose(turned(data, 3, chain, components=3).states[0]["axes"],
                               fitted["axes"], atol=1e-5)  # fmt: skip


def test_every_step_turns_the_axis_less_and_explains_more():
    data = data_of("wine")
    block = PrincipalComponents(components=1)
    learner = Exploring("found", block, Feed.through(data, {"x": (Standardise(),)}), 0)
    angles, shares = [], []
    while not learner.finished:
        learner.step()
        angles.append(learner.states[0]["angle"])
        shares.append(block.own_metrics(learner.states[0])["explained_variance"])
    assert len(angles) > 8
    assert (np.diff(shares) > -1e-12).all()
    assert angles[-1] < 1e-6 < angles[0]


def test_alike_variances_are_put_in_place_when_patience_ends():
    cross = np.array([[3.0, 0], [-3, 0], [0, 2], [0, -2], [0.0, 0.0]])
    tied = rows(np.column_stack([cross[:, 0], cross[:, 1] * 1.4999999]))
    learner = turned(tied, components=2, patience=15)
    assert learner.step_number == 16
    axes = learner.states[0]["axes"]
    np.testing.assert_allclose(axes @ axes.T, np.eye(2), atol=1e-9)


@pytest.mark.parametrize("x", [np.ones((5, 3)), np.ones((2, 1)), np.zeros((4, 64))])
def test_rows_that_are_all_alike_end_it_in_words(x):
    learner = turned(rows(x))
    assert "all rows are alike" in learner.finished
    assert np.isfinite(learner.block.places(learner.states[0])).all()
    assert all(np.isfinite(value).all() for value in learner.evaluate().values())


def test_numbers_that_cannot_be_squared_end_in_words():
    x = 1e180 * np.random.default_rng(0).normal(size=(9, 3))
    assert "put a Standardise block" in turned(rows(x)).finished
    with pytest.raises(DataError, match="put a Standardise block"):
        Pca().transform(rows(x))
    huge = turned(rows(1e-80 * x))
    assert huge.finished == "every axis stands"
    assert np.isfinite(huge.block.places(huge.states[0])).all()


@pytest.mark.parametrize("x", [np.array([[0.0, 1, 2], [1, 3, 2]]), np.arange(6.0)[:, None],
                               np.random.default_rng(2).normal(size=(4, 9))])  # fmt: skip
def test_axes_without_variance_stand_at_right_angles(x):
    learner = turned(rows(x), components=64)
    axes = learner.states[0]["axes"]
    assert learner.finished
    np.testing.assert_allclose(axes @ axes.T, np.eye(len(axes)), atol=1e-9)


def test_putting_a_state_back_gives_the_same_turns():
    data = data_of("digits", size=300)
    one = Exploring("found", PrincipalComponents(), Feed.through(data, {"x": ()}), 4)
    one.step(90)
    kept = one.capture()
    one.step(150)
    other = Exploring("found", PrincipalComponents(), Feed.through(data, {"x": ()}), 4)
    other.restore(kept)
    other.step(150)
    for name, value in one.states[0].items():
        np.testing.assert_array_equal(value, other.states[0][name])


def test_too_many_features_are_refused_with_the_way_out():
    with pytest.raises(ShapeError, match="use the PCA block"):
        PrincipalComponents().check_input(features(5000), Signature(features(5000)))


# what panels draw ------------------------------------------------------------------


def learner_of(*blocks):
    """Return the last learner of blocks in a row."""
    placed = tuple(Placed(kind, kind, settings) for kind, settings in blocks)
    wires = tuple(Wire(a.id, b.id) for a, b in zip(placed, placed[1:], strict=False))
    session = Session("cpu")
    session.load(Project(blocks=placed, wires=wires), fresh=True)
    session.step(3)
    return session.built[placed[-1].id].learner


def test_the_scree_probe_tells_what_comes_back_and_what_is_lost():
    learner = learner_of(("wine", {}), ("standardise", {}), ("pca", {"components": 2}), ("fit", {}))
    told = PROBES["scree"](row=5).measure(learner, (1, 1))
    data = learner.source
    scaled, scale = Standardise().transform(data)
    theirs = PCA(2, svd_solver="full").fit(scaled.x[data.train])
    back = theirs.inverse_transform(theirs.transform(scaled.x))
    off = ((back - scaled.x) ** 2).sum(axis=1)
    assert told["mean error"] == pytest.approx(off.mean())
    assert told["error"] == pytest.approx(off[5])
    own = Standardise().invert(back[5], scale)
    np.testing.assert_allclose(told["remade"], own, rtol=1e-5, atol=1e-4)
    np.testing.assert_allclose(told["original"], data.x[5], rtol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(told["arrows"], axis=1),
                               np.sqrt(told["variance"]), rtol=1e-9)  # fmt: skip


@pytest.mark.parametrize(
    "blocks",
    [
        [("iris", {}), ("fit", {})],
        [("circle", {}), ("feature-map", {}), ("logistic-regression", {})],
    ],
)
@pytest.mark.parametrize("probe", ["scree", "embedding"])
def test_learners_of_plain_features_give_nothing(probe, blocks):
    assert PROBES[probe]().measure(learner_of(*blocks), (1, 1)) == {}


@pytest.mark.parametrize("kind", ["pca", "kernel-pca", "linear-discriminant"])
def test_the_embedding_probe_shows_what_the_last_reducing_block_makes(kind):
    chain = [("iris", {}), ("standardise", {}), (kind, {}), ("min-max", {}), ("fit", {})]
    learner = learner_of(*chain)
    told = PROBES["embedding"]().measure(learner, (1, 1))
    changed, _ = Standardise().transform(learner.source)
    block = {"pca": Pca, "kernel-pca": KernelPca, "linear-discriminant": LinearDiscriminant}[kind]()
    changed, _ = block.transform(changed)
    np.testing.assert_allclose(told["places"], changed.x[told["rows"]], rtol=1e-5, atol=1e-5)
    assert tuple(told["names"]) == changed.names


def test_a_row_that_is_not_there_gives_nothing():
    learner = learner_of(("iris", {}), ("fit", {}))
    assert PROBES["sample"](row=150).measure(learner, (1, 1)) == {}
    told = PROBES["sample"](row=149).measure(learner, (1, 1))
    np.testing.assert_allclose(told["features"], learner.source.x[149])
