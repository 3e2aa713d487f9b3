"""
Trains vectors of pieces so that the two sides of a pair lie near each other and far from the other
pairs of the batch. A text is the sum of its pieces, scaled to length 1, so the gradient can be
written down.
"""

from __future__ import annotations

import time

import numpy as np
import scipy.sparse as sparse

import settings
from batches import Batch, Batches, join
from pieces import SPECIAL
from start_vectors import count_matrix

# Adam's decay of the mean and of the mean square.
BETA_MEAN, BETA_SQUARE = 0.9, 0.98
EPSILON = 1e-8
REPORT_STEPS = 50
# Rows that are updated at a time, so that they stay in the processor's cache.
BLOCK_ROWS = 256


def train(vectors: np.ndarray, batches: Batches, steps: int) -> None:
    """Changes `vectors` in place; prints the mean loss of each kind of pair as it goes."""
    optimiser = Adam(vectors)
    losses: dict[str, list[float]] = {}
    started = time.monotonic()
    for step in range(1, steps + 1):
        kind, batch = batches.next()
        loss, gradient = loss_and_gradient(vectors, batch)
        optimiser.step(gradient, learning_rate(step, steps))
        vectors[: len(SPECIAL)] = 0
        losses.setdefault(kind, []).append(loss)
        if step % REPORT_STEPS == 0 or step == steps:
            means = "  ".join(f"{kind} {np.mean(losses[kind]):.3f}" for kind in sorted(losses))
            print(f"step {step} of {steps}, {time.monotonic() - started:.0f} s: {means}", flush=True)
            losses.clear()


def learning_rate(step: int, steps: int) -> float:
    """Rises in a line, then falls as half a cosine."""
    warm_up = settings.WARM_UP_STEPS
    if step < warm_up:
        return settings.LEARNING_RATE * step / warm_up
    progress = (step - warm_up) / max(1, steps - warm_up)
    return settings.LEARNING_RATE * 0.5 * (1 + np.cos(np.pi * progress))


def loss_and_gradient(vectors: np.ndarray, batch: Batch) -> tuple[float, np.ndarray]:
    """
    Cross-entropy in both directions: of all second texts of the batch the right one is to be the
    nearest to the first, and the other way round (multiple negatives ranking loss).
    """
    pairs = len(batch.first)
    counts = damped_counts(batch, len(vectors))
    sums = counts @ vectors
    lengths = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
    units = sums / lengths
    first, second = units[:pairs], units[pairs:]
    scale = settings.COSINE_SCALE
    scores = (first @ second.T) * scale
    same = batch.second_ids[:, None] == batch.second_ids[None, :]
    np.fill_diagonal(same, False)
    scores[same] = -np.inf
    # No cosine is above 1, so nothing overflows.
    likeness = np.exp(scores - scale)
    to_second = likeness / likeness.sum(axis=1, keepdims=True)
    to_first = likeness / likeness.sum(axis=0, keepdims=True)
    right = np.arange(pairs)
    loss = -(np.log(to_second[right, right]) + np.log(to_first[right, right])).mean() / 2

    by_score = (to_second + to_first) / 2
    by_score[right, right] -= 1
    by_score *= scale / pairs
    by_unit = np.concatenate([by_score @ second, by_score.T @ first])
    by_sum = (by_unit - units * (by_unit * units).sum(axis=1, keepdims=True)) / lengths
    return float(loss), counts.T @ by_sum


def damped_counts(batch: Batch, pieces: int) -> sparse.csr_matrix:
    counts = count_matrix(join([batch.first, batch.second]), pieces)
    counts.data **= np.float32(settings.TF_POWER)
    return counts


class Adam:
    def __init__(self, values: np.ndarray) -> None:
        self.values = values
        self.mean = np.zeros_like(values)
        self.square = np.zeros_like(values)
        self.steps = 0

    def step(self, gradient: np.ndarray, rate: float) -> None:
        self.steps += 1
        rate /= 1 - BETA_MEAN**self.steps
        correction = 1 / np.sqrt(1 - BETA_SQUARE**self.steps)
        for begin in range(0, len(self.values), BLOCK_ROWS):
            rows = slice(begin, begin + BLOCK_ROWS)
            mean, square, change = self.mean[rows], self.square[rows], gradient[rows]
            mean += (1 - BETA_MEAN) * (change - mean)
            square += (1 - BETA_SQUARE) * (change * change - square)
            self.values[rows] -= rate * mean / (np.sqrt(square) * correction + EPSILON)
