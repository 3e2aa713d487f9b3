"""
Makes the model folder from a folder of training text:

    python training/make_model.py DATA OUT [--name NAME] [--steps N] [--seed N]
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

# Sums in another order are other figures, so the number of threads is part of the recipe. It has to
# be set before numpy is loaded.
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402

import settings  # noqa: E402
from batches import Batches  # noqa: E402
from data import Source, Words, read_sources  # noqa: E402
from export import write_model  # noqa: E402
from pieces import choose_pieces, cut_words  # noqa: E402
from start_vectors import start_vectors  # noqa: E402
from trainer import train  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the embedded model from training text.")
    parser.add_argument("data", type=Path, help="folder of training text; see training/README.md")
    parser.add_argument("out", type=Path, help="folder that the model is written to")
    parser.add_argument("--name", default="verbatim-static-en", help="the model's id")
    parser.add_argument("--steps", type=int, default=settings.STEPS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)

    print("reading", flush=True)
    words = Words()
    sources = read_sources(options.data, words)
    word_weights = weigh_words(sources, len(words.ids))
    pieces = choose_pieces(
        dict(zip(words.ids, word_weights.tolist())), settings.PIECES, settings.AFFIXES
    )
    cut, starts = cut_words(words.ids, pieces)
    sources = [cut_source(source, cut, starts) for source in sources]
    weights = np.bincount(cut, np.repeat(word_weights, np.diff(starts)), minlength=len(pieces))
    print_counts(sources)

    print("first vectors", flush=True)
    vectors = start_vectors(sources, pieces, weights, random)
    print("training", flush=True)
    train(vectors, Batches(sources, random), options.steps)
    write_model(options.out, options.name, pieces, vectors, settings.TF_POWER)
    size = sum(file.stat().st_size for file in options.out.rglob("*") if file.is_file())
    print(f"{options.out}: {len(pieces)} pieces, {settings.DIMS} dims, {size / 1e6:.1f} MB")


def weigh_words(sources: list[Source], count: int) -> np.ndarray:
    """How often each word occurs, no source counting for too much."""
    total = np.zeros(count)
    for source in sources:
        texts = [source.sentences, *(side for pair in source.pairs.values() for side in pair)]
        occurrences = sum(np.bincount(text.numbers, minlength=count) for text in texts)
        cap = min(1, settings.VOCABULARY_CAP / max(1, occurrences.sum()))
        total += occurrences * cap * settings.VOCABULARY_WEIGHTS.get(source.name, 1)
    return total


def cut_source(source: Source, pieces: np.ndarray, starts: np.ndarray) -> Source:
    pairs = {
        kind: (first.cut(pieces, starts), second.cut(pieces, starts))
        for kind, (first, second) in source.pairs.items()
    }
    return Source(source.name, source.sentences.cut(pieces, starts), source.passages, pairs)


def print_counts(sources: list[Source]) -> None:
    for source in sources:
        pairs = ", ".join(f"{len(first)} {kind}" for kind, (first, _) in source.pairs.items())
        print(f"  {source.name}: {len(source.passages) - 1} passages; pairs: {pairs or 'none'}")


if __name__ == "__main__":
    main()
