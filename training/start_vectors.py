"""
The vectors that training starts from. They know two things already: which pieces occur together,
from a factorised table of co-occurrences, and which piece is which, from random directions that
pieces of the same stem share. Their lengths are weights by frequency.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse

import settings
from data import Source, Texts
from pieces import SPECIAL

# So frequent pieces stand beside everything and say nothing about it.
COMMON_PIECES = 150
MIN_TOGETHER = 3
# Contexts are counted as if rare ones were more frequent (Levy, Goldberg and Dagan 2015).
CONTEXT_POWER = 0.75
SEMANTIC_DIMS = 512
SPARE_DIMS = 8
POWER_ITERATIONS = 3
CHUNK_SENTENCES = 150_000
# Smooth inverse frequency (Arora, Liang and Ma 2017): a / (a + part of all pieces).
FREQUENCY = 3e-4
# Part of a random direction that is the stem's; the rest is the piece's own.
STEM_PART = 0.7

SUFFIXES = [
    ("ization", ""), ("isation", ""), ("ations", ""), ("ation", ""), ("ities", ""), ("ity", ""),
    ("ings", ""), ("ing", ""), ("ments", "ment"), ("ness", ""), ("ies", "y"), ("ied", "y"),
    ("ions", ""), ("ion", ""), ("ers", ""), ("er", ""), ("edly", ""), ("ally", "al"), ("ly", ""),
    ("ed", ""), ("es", ""), ("s", ""), ("e", ""),
]  # fmt: skip


def start_vectors(
    sources: list[Source], pieces: list[str], weights: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    """`[pieces, dims]`, float32. `weights` is how often each piece occurs, sources weighted."""
    directions = semantic_directions(sources, len(pieces), random)
    directions = np.pad(directions, ((0, 0), (0, settings.DIMS - directions.shape[1])))
    vectors = unit_rows(directions + lexical_directions(pieces, random))
    vectors *= (FREQUENCY / (FREQUENCY + weights / weights.sum()))[:, None]
    vectors[: len(SPECIAL)] = 0
    return vectors.astype(np.float32)


def unit_rows(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def lexical_directions(pieces: list[str], random: np.random.Generator) -> np.ndarray:
    own = unit_rows(random.standard_normal((len(pieces), settings.DIMS), dtype=np.float32))
    stems: dict[str, int] = {}
    stem_of = np.array([stems.setdefault(stem(piece), len(stems)) for piece in pieces])
    shared = unit_rows(random.standard_normal((len(stems), settings.DIMS), dtype=np.float32))
    return unit_rows((1 - STEM_PART) * own + STEM_PART * shared[stem_of])


def stem(piece: str) -> str:
    """Cuts common endings; wrong stems cost little, since training moves the pieces apart."""
    if piece.startswith("##") or len(piece) < 5 or not piece.isalpha():
        return piece
    for suffix, replacement in SUFFIXES:
        if piece.endswith(suffix) and len(piece) - len(suffix) >= 4 and not piece.endswith("ss"):
            cut = piece[: -len(suffix)] + replacement
            if cut[-1] == cut[-2] and cut[-1] not in "ls":
                cut = cut[:-1]
            return cut.rstrip("e")
    return piece


def semantic_directions(
    sources: list[Source], count: int, random: np.random.Generator
) -> np.ndarray:
    """
    Unit rows by the left singular vectors of the positive pointwise mutual information of pieces
    within a sentence (or a text of a pair); zero for pieces that were hardly seen.
    """
    texts = [text for source in sources for text in texts_of(source)]
    occurrences = sum(np.bincount(text.numbers, minlength=count) for text in texts)
    informative = np.ones(count, np.float32)
    informative[np.argsort(-occurrences, kind="stable")[:COMMON_PIECES]] = 0
    informative[: len(SPECIAL)] = 0
    together = sparse.csr_matrix((count, count), dtype=np.float32)
    for text in texts:
        for first in range(0, len(text), CHUNK_SENTENCES):
            rows = text.gather(np.arange(first, min(first + CHUNK_SENTENCES, len(text))))
            seen = count_matrix(rows, count)
            seen.data[:] = 1
            seen = (seen @ sparse.diags(informative)).tocsr()
            seen.eliminate_zeros()
            together = together + seen.T @ seen
    together.data[together.data < MIN_TOGETHER] = 0
    together.setdiag(0)
    together.eliminate_zeros()
    information = positive_information(together)
    left = left_singular_vectors(information, SEMANTIC_DIMS, random)
    directions = unit_rows(left)
    directions[np.asarray(information.sum(axis=1)).ravel() == 0] = 0
    return directions


def texts_of(source: Source) -> list[Texts]:
    """Everything once: of questions and titles the texts that they go with say it better."""
    pairs = source.pairs.items()
    return [
        source.sentences,
        *(second for _, (_, second) in pairs),
        *(first for kind, (first, _) in pairs if kind == "para"),
    ]


def count_matrix(texts: Texts, count: int) -> sparse.csr_matrix:
    """`[texts, pieces]`: how often each piece stands in each text."""
    ones = np.ones(len(texts.numbers), np.float32)
    matrix = sparse.csr_matrix((ones, texts.numbers, texts.starts), shape=(len(texts), count))
    matrix.sum_duplicates()
    return matrix


def positive_information(together: sparse.csr_matrix) -> sparse.csr_matrix:
    totals = np.asarray(together.sum(axis=1)).ravel()
    contexts = totals**CONTEXT_POWER
    contexts /= contexts.sum()
    entries = together.tocoo()
    information = np.log(entries.data / (totals[entries.row] * contexts[entries.col]))
    positive = information > 0
    return sparse.csr_matrix(
        (information[positive].astype(np.float32), (entries.row[positive], entries.col[positive])),
        shape=together.shape,
    )


def left_singular_vectors(
    matrix: sparse.csr_matrix, dims: int, random: np.random.Generator
) -> np.ndarray:
    """By a randomised range finder (Halko, Martinsson and Tropp 2011)."""
    probe = random.standard_normal((matrix.shape[1], dims + SPARE_DIMS), dtype=np.float32)
    basis = np.linalg.qr(matrix @ probe)[0]
    for _ in range(POWER_ITERATIONS):
        basis = np.linalg.qr(matrix.T @ basis)[0]
        basis = np.linalg.qr(matrix @ basis)[0]
    rotation = np.linalg.svd((matrix.T @ basis).T, full_matrices=False)[0]
    return (basis @ rotation)[:, :dims]
