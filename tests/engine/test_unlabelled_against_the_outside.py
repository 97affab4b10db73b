"""Clusterings as a person wires them, beside scikit-learn's and SciPy's of the same rows."""

import warnings

import numpy as np
import pytest
from explored import apart, explored, hold, renamed, table, through
from scipy.cluster.hierarchy import cut_tree, linkage
from scipy.spatial.distance import pdist
from sklearn import cluster, metrics, mixture
from sklearn.exceptions import ConvergenceWarning

MADE = {
    "iris": {}, "wine": {}, "breast-cancer": {}, "digits": {"size": 400},
    "moons": {"noise": 0.1, "size": 300}, "blobs": {"noise": 0.6, "size": 400},
    "spiral": {"noise": 0.1, "size": 300}, "diabetes": {},
}  # fmt: skip


def rows(name, kind, scaled=True, **settings):
    return explored(name, kind, scaled, MADE[name], **settings)


# k-means -----------------------------------------------------------------------


def lloyd(x, start, most=2000):
    """Return scikit-learn's k-means from a start, run until no row changes its centroid."""
    return cluster.KMeans(
        len(start), init=start, n_init=1, tol=0, max_iter=most, algorithm="lloyd"
    ).fit(x)  # fmt: skip


@pytest.mark.parametrize("start", ["k-means++", "random"])
@pytest.mark.parametrize("k", [1, 3, 10, 40])
@pytest.mark.parametrize("name", MADE)
def test_k_means_ends_where_scikit_learn_ends(name, k, start):
    it = rows(name, "k-means", k=k, start=start)
    x, first = it.examples.x, it.states[0]["centroids"].copy()
    through(it)
    peer = lloyd(x, first)
    assert np.abs(it.block.centres(it.states[0]) - peer.cluster_centers_).max() < 1e-5
    assert np.array_equal(it.block.groups(it.states[0]), peer.labels_)
    assert it.evaluate()["inertia"][0] == pytest.approx(peer.inertia_, rel=1e-9)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("name", ["moons", "digits", "diabetes"])
def test_every_iteration_of_k_means(name):
    it = rows(name, "k-means", k=7, start="random")
    x, first = it.examples.x, it.states[0]["centroids"].copy()
    for turn in range(1, 8):
        it.step(2)
        peer = lloyd(x, first, turn)
        assert np.abs(it.states[0]["centroids"] - peer.cluster_centers_).max() < 1e-8


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("far", [1, 2, 4])
@pytest.mark.parametrize("wide", [1, 2, 64])
def test_centroids_without_rows_jump_as_those_of_scikit_learn(monkeypatch, wide, far):
    random = np.random.default_rng(wide)
    x = random.standard_normal((90, wide)) + 4 * random.integers(3, size=(90, 1))
    hold(monkeypatch, table(x))
    first = np.concatenate([x[:3], 500.0 + 10 * np.arange(far)[:, None] + np.zeros((far, wide))])
    by_hand = {"start": "by hand", "placed": tuple(first.ravel().tolist())}
    it = explored("moons", "k-means", scaled=False, **by_hand)
    assert np.array_equal(it.states[0]["centroids"], first)
    for turn in range(1, 5):
        it.step(2)
        theirs = lloyd(x, first, turn).cluster_centers_
        assert np.abs(it.states[0]["centroids"] - theirs).max() < 1e-5
    peer = lloyd(x, first)
    assert np.abs(through(it).states[0]["centroids"] - peer.cluster_centers_).max() < 1e-5


@pytest.mark.parametrize("far", [0.0, 1e6, -1e8])
def test_k_means_far_from_the_origin(monkeypatch, far):
    x = np.random.default_rng(0).standard_normal((300, 3)) + far
    hold(monkeypatch, table(x))
    it = explored("moons", "k-means", scaled=False, k=6)
    peer = lloyd(x, it.states[0]["centroids"].copy())
    through(it)
    assert apart(it.states[0]["centroids"] - far, peer.cluster_centers_ - far) < 1e-5
    assert np.array_equal(it.block.groups(it.states[0]), peer.labels_)


# trees -------------------------------------------------------------------------

LINKS = [(link, metric) for link in ("single", "complete", "average")
         for metric in ("euclidean", "manhattan", "cosine")] + [("ward", "euclidean")]  # fmt: skip
SCIPY = {"manhattan": "cityblock"}


def sets_below(merges):
    """Return the rows that each merge joins, as two frozen sets, with its height."""
    n = len(merges) + 1
    below = {i: frozenset([i]) for i in range(n)}
    found = []
    for i, (a, b, height, count) in enumerate(merges):
        below[n + i] = below[int(a)] | below[int(b)]
        assert len(below[n + i]) == count
        found.append((frozenset([below[int(a)], below[int(b)]]), height))
    return found


@pytest.mark.parametrize(("link", "metric"), LINKS)
@pytest.mark.parametrize("name", MADE)
def test_merges_are_those_of_scipy(name, link, metric):
    it = through(rows(name, "agglomerative", linkage=link, metric=metric))
    x, merges = it.examples.x, it.states[0]["merges"]
    theirs = linkage(pdist(x, SCIPY.get(metric, metric)), link)
    scale = max(1.0, theirs[-1, 2])
    assert np.abs(merges[:, 2] - theirs[:, 2]).max() < 1e-6 * scale
    # Equal rows and equal heights leave the order of some merges open: heights that stand
    # alone name the rows that they join.
    gaps = np.diff(theirs[:, 2], prepend=-1.0, append=np.inf)
    alone = (gaps[:-1] > 1e-9 * scale) & (gaps[1:] > 1e-9 * scale)
    ours, others = sets_below(merges), sets_below(theirs)
    wrong = [i for i in np.flatnonzero(alone)
             if frozenset.union(*ours[i][0]) != frozenset.union(*others[i][0])]  # fmt: skip
    assert wrong == [] or not alone.all()
    assert len(wrong) <= 0.1 * (~alone).sum()


@pytest.mark.parametrize("groups", [2, 3, 8])
@pytest.mark.parametrize("link", ["single", "complete", "average", "ward"])
@pytest.mark.parametrize("name", ["wine", "breast-cancer", "blobs", "spiral"])
def test_a_cut_leaves_the_groups_of_scipy(name, link, groups):
    it = through(rows(name, "agglomerative", linkage=link, clusters=groups))
    theirs = cut_tree(linkage(pdist(it.examples.x), link), groups)[:, 0]
    assert np.array_equal(renamed(it.block.groups(it.states[0])), renamed(theirs))


# DBSCAN ------------------------------------------------------------------------


@pytest.mark.parametrize("metric", ["euclidean", "manhattan", "chebyshev", "cosine"])
@pytest.mark.parametrize(("share", "least"), [(0.02, 3), (0.1, 5), (0.3, 12), (0.02, 1)])
@pytest.mark.parametrize("name", MADE)
def test_floods_are_those_of_scikit_learn(name, share, least, metric):
    probe = rows(name, "dbscan")
    far = np.quantile(pdist(probe.examples.x, SCIPY.get(metric, metric)), share)
    it = rows(name, "dbscan", epsilon=float(far), least=least, metric=metric)
    singly = rows(name, "dbscan", epsilon=float(far), least=least, metric=metric)
    peer = cluster.DBSCAN(eps=float(far), min_samples=least, metric=metric, algorithm="brute")
    peer.fit(it.examples.x)
    through(it)
    assert np.array_equal(it.block.groups(it.states[0]), peer.labels_)
    assert np.array_equal(np.flatnonzero(it.states[0]["kind"] == 2), peer.core_sample_indices_)
    if share == 0.1:
        while not singly.finished:
            singly.step()
        assert singly.step_number == it.step_number
        assert np.array_equal(singly.block.groups(singly.states[0]), peer.labels_)


# mixtures ----------------------------------------------------------------------

THEIRS = {"full": "full", "tied": "tied", "diagonal": "diag", "spherical": "spherical"}


def precisions(covariance, shape):
    return np.linalg.inv(covariance) if shape in ("full", "tied") else 1 / covariance


@pytest.mark.parametrize("floor", [1e-6, 0.1])
@pytest.mark.parametrize("shape", THEIRS)
@pytest.mark.parametrize("name", ["iris", "wine", "moons", "blobs", "spiral", "diabetes"])
def test_likelihoods_of_every_iteration(name, shape, floor):
    it = rows(name, "gaussian-mixture", components=4, covariance=shape, regularisation=floor,
              tolerance=0.0)  # fmt: skip
    state, x = it.states[0], it.examples.x
    peer = mixture.GaussianMixture(
        4, covariance_type=THEIRS[shape], reg_covar=floor, tol=0.0, max_iter=20, random_state=0,
        init_params="random_from_data", weights_init=state["weight"], means_init=state["mean"],
        precisions_init=precisions(state["covariance"], shape),
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        peer.fit(x)
    told = []
    for _ in peer.lower_bounds_:
        told.append(it.evaluate()["log_likelihood"][0])
        it.step(2)
    assert np.abs(np.array(told) - peer.lower_bounds_).max() < 1e-6
    assert it.evaluate()["log_likelihood"][0] == pytest.approx(peer.score(x), abs=1e-6)
    assert it.evaluate()["bic"][0] == pytest.approx(peer.bic(x), rel=1e-8)
    assert np.abs(it.decide(it.source.x)[0] - peer.predict_proba(x)).max() < 1e-5


# how good groups are -------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "settings"),
    [("k-means", {"k": 5}), ("agglomerative", {"clusters": 4, "linkage": "average"}),
     ("dbscan", {"epsilon": 0.5, "least": 5}), ("gaussian-mixture", {"components": 4}),
     ("bisecting", {"clusters": 4})],
)  # fmt: skip
@pytest.mark.parametrize("name", MADE)
def test_quality_is_that_of_scikit_learn(name, kind, settings):
    it = rows(name, kind, **settings)
    it.step(3000)
    told, x = it.evaluate(), it.examples.x
    labels = it.block.groups(it.states[0])
    kept = labels >= 0
    assert told["noise"][0] == pytest.approx(1 - kept.mean())
    assert told["clusters"][0] == len(set(labels[kept]))
    if it.source.given.target == "class":
        y = it.source.given.y
        assert told["ari"][0] == pytest.approx(metrics.adjusted_rand_score(y, labels), abs=1e-9)
    else:
        assert "ari" not in told
    if not 1 < told["clusters"][0] < kept.sum():
        assert all(np.isnan(told[n][0]) for n in ("silhouette", "davies_bouldin"))
        return
    for short, judge in (("silhouette", metrics.silhouette_score),
                         ("davies_bouldin", metrics.davies_bouldin_score),
                         ("calinski_harabasz", metrics.calinski_harabasz_score)):  # fmt: skip
        assert told[short][0] == pytest.approx(judge(x[kept], labels[kept]), rel=1e-7), short
