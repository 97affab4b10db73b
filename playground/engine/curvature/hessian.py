"""The largest curvatures of an objective: eigenvalues of its Hessian, which is never formed."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from playground.engine.batches import Batch
from playground.engine.objective import Objective
from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace, to_host

STEP = 1e-3
"""How far the two gradients of a difference are taken from the weights."""

KINKED_STEP = 1e-6
"""The same where activations have kinks: on a longer way units switch on and off, differently
along every direction, and what comes out is not linear any more."""

TOLERANCE = 2e-3
"""Residual, as a share of the largest eigenvalue, at which one counts as found: the eigenvalue
itself is then right to about the square of it."""

NUMBERS = 4_000_000
"""How many numbers a basis may hold, give or take; large networks restart more often."""

Product: TypeAlias = Callable[[Array], Array]
"""Multiplies rows ``(n, P)`` by a symmetric matrix."""


class Spectrum(NamedTuple):
    """Leading eigenpairs of a symmetric matrix.

    Attributes
    ----------
    values
        Largest eigenvalues, falling, ``(k,)``.
    vectors
        Their unit eigenvectors ``(k, P)``.
    residual
        Largest ``|H v - lambda v|`` as a share of the largest eigenvalue's size.
    """

    values: Array
    vectors: Array
    residual: float


def hessian_product(
    objective: Objective,
    weights: Weights,
    batch: Batch,
    scale: Array | None = None,
    step: float = STEP,
) -> Product:
    """Return what multiplies vectors by the Hessian of an objective's mini-batch loss.

    Gradients are subtracted at both sides of the weights, `step` away along the unit vector; both
    sides of all vectors run as members of one population, in float64, since the
    difference of two float32 gradients would be good to two or three digits only.

    Parameters
    ----------
    weights
        A single weight vector.
    batch
        What the loss is a mean over, the same rows for all members.
    scale
        Positive numbers s ``(P,)``: the product is then with ``diag(s) H diag(s)``.
    """
    centre = weights.astype(np.float64)
    fine = Batch(
        {port: rows.astype(np.float64) for port, rows in batch.x.items()},
        batch.y.astype(np.float64), batch.weight, batch.seeds[:1], batch.step,
    )  # fmt: skip
    xp, trainable = namespace(centre.flat), weights.layout.trainable

    def product(vectors: Array) -> Array:
        along = vectors if scale is None else vectors * scale
        length = np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-300)
        offset = xp.asarray(along * (step / length))
        flat = xp.repeat(centre.flat, 2 * len(vectors), axis=0)
        flat[: len(vectors), :trainable] += offset
        flat[len(vectors) :, :trainable] -= offset
        both = Weights(weights.layout, flat)
        slopes = both.like()
        objective.gradient(both, fine, slopes)
        ahead, behind = np.split(to_host(slopes.trained), 2)
        turned: Array = (ahead - behind) * (length / (2 * step))
        return turned if scale is None else turned * scale

    return product


def spectrum(product: Product, start: Array, count: int, rounds: int = 24) -> Spectrum:
    """Find the largest eigenvalues of a symmetric matrix that only multiplies.

    A basis grows by the residuals of the best approximations within it, all in one product a
    round, and is cut back to them when it gets large (block Lanczos with thick restarts).

    Parameters
    ----------
    start
        First guesses ``(n, P)``, n at least `count` plus one: what an earlier call found makes
        it quick, and one random row keeps it from overlooking what has grown since.
    count
        How many eigenvalues are wanted.
    rounds
        Products at most; what has been found by then is returned.

    References
    ----------
    Wu and Simon (2000), "Thick-restart Lanczos method for large symmetric eigenvalue problems",
    doi:10.1137/S0895479898334605.
    """
    size = start.shape[1]
    count = min(count, size)
    room = (count + 2) * min(10, max(2, NUMBERS // (size * (count + 2))))
    basis = _orthonormal(start, np.empty((0, size)))
    images = product(basis)
    for turn in range(1, rounds + 1):
        within = basis @ images.T
        values, mix = np.linalg.eigh((within + within.T) / 2)
        best = mix[:, ::-1][:, : count + 1].T
        values = values[::-1][: count + 1]
        vectors, turned = best @ basis, best @ images
        residuals = turned - values[:, None] * vectors
        sizes = np.linalg.norm(residuals, axis=1)
        limit = TOLERANCE * np.abs(values).max(initial=1e-300)
        # The row after the wanted ones stands for what might overtake them.
        open_ends = sizes > limit
        open_ends[count:] &= turn < 4
        if not open_ends.any() or turn == rounds or len(basis) >= size:
            break
        if len(basis) > room:
            basis, images = vectors, turned
        fresh = _orthonormal(residuals[open_ends], basis)
        if not len(fresh):
            break
        basis = np.concatenate([basis, fresh])
        images = np.concatenate([images, product(fresh)])
    worst = float(sizes[:count].max(initial=0) / np.abs(values).max(initial=1e-300))
    return Spectrum(values[:count], vectors[:count], worst)


def _orthonormal(rows: Array, against: Array) -> Array:
    """Return rows made orthonormal to others and among themselves, without those that vanish."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = rows / np.where(norms > 0, norms, 1)
    # Twice is enough (Kahan and Parlett).
    for _ in range(2):
        rows = rows - (rows @ against.T) @ against
    basis, triangle = np.linalg.qr(rows.T)
    kept: Array = basis.T[np.abs(np.diag(triangle)) > 1e-10]
    return kept
