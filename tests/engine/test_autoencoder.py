"""Fits that learn to reproduce features: targets, scores, and what lies in between."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.metrics import r2_score

from playground.document.presets import load_preset
from playground.document.project import Placed, Project, Wire
from playground.engine.coding.latent import Plane, bottleneck, side_of
from playground.engine.coding.onward import decode, onward
from playground.engine.metrics import r2
from playground.engine.probes.boundary import Boundary
from playground.engine.probes.decoded import Decoded
from playground.engine.probes.latent import Latent
from playground.engine.probes.warp import Warp
from playground.runtime.blueprints import CompileError
from playground.runtime.compile import Compiler


def project(data="iris", transform="standardise", units=(2,), settings=None, wires=(), **fit):
    names = [f"dense-{i}" for i in range(len(units))]
    layers = [
        Placed(name, "dense", {"units": count, **(settings or {})})
        for name, count in zip(names, units, strict=True)
    ]
    blocks = (Placed("data", data), Placed("scale", transform), *layers, Placed("fit", "fit", fit))
    chain = ["data", "scale", *names, "fit"]
    joined = [Wire(a, b) for a, b in zip(chain, chain[1:], strict=False)]
    return Project(blocks=blocks, wires=(*joined, Wire("scale", "fit", "", "target"), *wires))


def learner(*args, **named):
    return Compiler().learners(project(*args, **named))["fit"].learner


def test_it_learns_the_features_of_the_wire_in_its_units():
    found = learner()
    data = found.source
    assert (data.target, data.outputs) == ("value", 4)
    assert found.decide(data.x[:5]).shape == (1, 5, 4)
    train = data.x[data.train]
    assert data.y == pytest.approx((data.x - train.mean(axis=0)) / train.std(axis=0))


def test_the_labels_stay_known_beside():
    data = learner().source
    assert data.given.target == "class"
    assert set(data.given.y) == {0, 1, 2}
    assert data.given.classes == ("setosa", "versicolor", "virginica")


def test_samples_keep_the_colours_of_their_labels_in_every_picture():
    found = learner()
    found.step(1)
    data = found.source
    for probe in (Boundary(), Warp(), Latent()):
        told = probe.measure(found, (16, 16))
        assert np.array_equal(told["labels"], data.given.y[told["rows"]])
        assert tuple(told["classes"]) == data.given.classes
    field = Boundary(output=2).measure(found, (16, 16))
    assert field["values"] == pytest.approx(data.y[field["rows"], 2])
    of_values = learner("diabetes")
    told = Boundary(output=1).measure(of_values, (16, 16))
    assert told["values"] == pytest.approx(of_values.source.y[told["rows"], 1])
    told = Warp().measure(of_values, (16, 16))
    assert told["values"] == pytest.approx(of_values.source.given.y[told["rows"], 0])


def test_raw_features_are_reproduced_from_scaled_ones():
    plain = project(wires=())
    wires = tuple(w for w in plain.wires if w.input != "target")
    wires = (*wires, Wire("data", "fit", "", "target"))
    made = Project(blocks=plain.blocks, wires=wires)
    data = Compiler().learners(made)["fit"].learner.source
    assert np.array_equal(data.y, data.x)


def test_scores_are_the_share_of_variance_that_comes_back():
    found = learner("digits", "min-max", (16,), {"activation": "tanh"})
    found.step(60)
    data, told = found.source, found.evaluate()
    for part in ("train", "test"):
        rows = data.parts[part]
        back = found.decide(data.x[rows])[0]
        away = data.y[rows] - data.y[rows].mean(axis=0)
        lost = np.square(back - data.y[rows]).sum() / np.square(away).sum()
        assert told[f"{part}_r2"][0] == pytest.approx(1 - lost, abs=1e-6)
        varies = away.std(axis=0) > 0
        pooled = r2(back[None][..., varies], data.y[rows][:, varies], pooled=True)
        expected = r2_score(
            data.y[rows][:, varies], back[:, varies], multioutput="variance_weighted"
        )
        assert pooled[0] == pytest.approx(expected)
        assert told[f"{part}_loss"][0] == pytest.approx(np.square(back - data.y[rows]).mean())
    assert found.evaluation.baselines["train_r2"] == pytest.approx(0.0, abs=1e-9)


def test_a_linear_one_finds_the_plane_of_principal_components():
    found = learner("iris", "standardise", (2,), rate=0.02, batch=200)
    found.step(1500)
    data = found.source
    pca = PCA(2).fit(data.y[data.train])
    best = pca.inverse_transform(pca.transform(data.y[data.test]))
    assert found.decide(data.x[data.test])[0] == pytest.approx(best, abs=0.02)


def test_the_preset_beats_the_principal_plane():
    preset = load_preset("autoencoder-digits")
    found = Compiler().learners(preset)["fit"].learner
    found.step(preset.promise.steps)
    data = found.source
    pca = PCA(2).fit(data.y[data.train])
    flat = pca.inverse_transform(pca.transform(data.y[data.test]))
    plane = r2_score(data.y[data.test], flat, multioutput="variance_weighted")
    assert plane == pytest.approx(0.28, abs=0.005)
    assert found.evaluate()["test_r2"][0] > plane + 0.15


def test_members_equal_single_runs():
    three, alone = learner(members=3), learner()
    three.step(20)
    alone.step(20)
    assert np.array_equal(three.weights.flat[0], alone.weights.flat[0])
    assert three.evaluate()["test_r2"].shape == (3,)


def test_rows_of_another_data_set_are_refused_in_words():
    other = project()
    blocks = (*other.blocks, Placed("wine-1", "wine"))
    wires = (*other.wires[:-1], Wire("wine-1", "fit", "", "target"))
    with pytest.raises(CompileError, match=r"wine-1.*rows it is given"):
        Compiler().learners(Project(blocks=blocks, wires=wires))


def test_a_target_alone_is_not_enough():
    made = Project(
        blocks=(Placed("data", "iris"), Placed("fit", "fit")),
        wires=(Wire("data", "fit", "", "target"),),
    )
    with pytest.raises(CompileError, match="nothing is wired into"):
        Compiler().learners(made)


def test_a_loss_for_labels_does_not_suit():
    with pytest.raises(CompileError, match="does not suit values"):
        learner(loss={"kind": "cross-entropy"})


def test_the_network_behind_a_node_gives_what_the_whole_gives():
    found = learner("iris", "standardise", (5, 2, 5), {"activation": "tanh"})
    found.step(10)
    x = found.source.x[:7]
    codes = found.activations(x)["dense-1"][0]
    tail = onward(found.objective.network, "dense-1")
    assert decode(tail, found.weights, codes)[0] == pytest.approx(found.decide(x)[0], abs=1e-6)


def test_there_is_none_where_something_leads_past_the_node():
    plain = project("iris", "standardise", (4, 4))
    blocks = (*plain.blocks, Placed("add", "add"))
    wires = (
        Wire("data", "scale"), Wire("scale", "dense-0"), Wire("dense-0", "dense-1"),
        Wire("dense-0", "add"), Wire("dense-1", "add"), Wire("add", "fit"),
        Wire("scale", "fit", "", "target"),
    )  # fmt: skip
    made = Compiler().learners(Project(blocks=blocks, wires=wires))["fit"].learner
    assert onward(made.objective.network, "dense-1") is None
    assert onward(made.objective.network, "add") is not None
    found = Latent(block="dense-1", columns=3, lines=3).measure(made, (0, 0))
    assert "mosaic" not in found
    assert Decoded(block="dense-1", at=(0.0, 0.0)).measure(made, (0, 0)) == {}


def test_the_narrowest_layer_is_the_bottleneck():
    network = learner("iris", "standardise", (5, 2, 5)).objective.network
    assert bottleneck(network) == "dense-1"
    assert bottleneck(network, "dense-2") == "dense-2"
    assert bottleneck(network, "nowhere") == "dense-1"
    assert bottleneck(learner(units=()).objective.network) is None


@pytest.mark.parametrize(("units", "axes"), [(1, 1), (2, 2), (6, 2)])
def test_decoding_the_place_of_a_sample_gives_its_reproduction(units, axes):
    found = learner("iris", "standardise", (units,))
    found.step(30)
    told = Latent(rows=(3, 77)).measure(found, (0, 0))
    assert told["places"].shape == (150, axes)
    if units <= 2:
        place = told["places"][list(told["rows"]).index(77)]
        back = Decoded(at=tuple(place.tolist())).measure(found, (0, 0))["features"]
        assert back == pytest.approx(told["remade"][1], abs=1e-5)


def test_the_mosaic_holds_decoded_places_from_the_lowest_line_up():
    found = learner("digits", "min-max", (2,))
    told = Latent(columns=4, lines=3).measure(found, (0, 0))
    assert told["mosaic"].shape == (3, 4, 64)
    (left, low), (right, high) = told["window"]
    at = (left + (right - left) / 8, low + (high - low) / 6)
    back = Decoded(at=at).measure(found, (0, 0))["features"]
    assert told["mosaic"][0, 0] == pytest.approx(back, abs=1e-5)
    assert told["side"] == 8
    assert set(told["labels"][np.isin(told["rows"], told["chosen"])]) == set(range(10))


def test_other_networks_show_their_codes_but_reproduce_nothing():
    wires = project().wires[:-1]
    made = Project(blocks=project().blocks, wires=wires)
    told = Latent().measure(Compiler().learners(made)["fit"].learner, (0, 0))
    assert "places" in told
    assert "original" not in told
    assert side_of(learner().source) == 0


def test_diverged_ones_say_so():
    found = learner()
    found.weights.flat[:] = np.nan
    assert set(Latent().measure(found, (0, 0))) == {"diverged"}
    assert Decoded(at=(0.0, 0.0)).measure(found, (0, 0)) == {}


def test_principal_axes_do_not_flip_between_frames():
    random = np.random.default_rng(0)
    codes = random.normal(size=(200, 5)) * [3, 2, 0.3, 0.2, 0.1]
    plane = Plane()
    before = plane.take(codes)
    mirrored, _ = np.linalg.qr(random.normal(size=(5, 5)))
    after = plane.take(codes @ mirrored + 1.0)
    assert after == pytest.approx(before, abs=1e-8)
    assert plane.lift(after).shape == codes.shape
    assert 0.9 < plane.share < 1
