"""Draws batches of pairs: a sentence and the rest of its passage, a question and its answer, …"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import settings
from data import Source, Texts

PAIR_KINDS = {"qa": ("qa",), "title": ("title",), "para": ("para", "nli")}


@dataclass
class Batch:
    first: Texts
    second: Texts
    second_ids: np.ndarray
    """equal where two pairs have the same second text, so that neither is a wrong answer"""


def join(parts: list[Texts]) -> Texts:
    lengths = np.concatenate([np.diff(part.starts) for part in parts])
    return Texts(
        np.concatenate([part.numbers for part in parts]),
        np.concatenate([[0], np.cumsum(lengths)]),
    )


def keep_numbers(texts: Texts, keep: np.ndarray) -> Texts:
    kept_before = np.concatenate([[0], np.cumsum(keep)])
    return Texts(texts.numbers[keep], kept_before[texts.starts])


def drop_at_random(texts: Texts, part: float, random: np.random.Generator) -> Texts:
    return keep_numbers(texts, random.random(len(texts.numbers)) >= part)


def drop_shared(first: Texts, second: Texts, part: float, random: np.random.Generator) -> Texts:
    """The second texts without `part` of the pieces that stand in their first ones."""
    # A number for each combination of row and piece.
    span = max(first.numbers.max(initial=0), second.numbers.max(initial=0)) + 1

    def keys(texts: Texts) -> np.ndarray:
        return np.repeat(np.arange(len(texts)), np.diff(texts.starts)) * span + texts.numbers

    dropped = np.unique(keys(first))
    dropped = dropped[random.random(len(dropped)) < part]
    return keep_numbers(second, ~np.isin(keys(second), dropped))


class Draw:
    """Draws rows in proportion to their weights."""

    def __init__(self, weights: np.ndarray) -> None:
        self.cumulative = np.cumsum(weights / weights.sum())

    def rows(self, count: int, random: np.random.Generator) -> np.ndarray:
        """At most `count`, since none comes twice; in random order."""
        drawn = np.searchsorted(self.cumulative, random.random(count))
        rows = np.unique(np.minimum(drawn, len(self.cumulative) - 1))
        random.shuffle(rows)
        return rows


class Batches:
    """Batches from all sources, their texts cut into pieces."""

    def __init__(self, sources: list[Source], random: np.random.Generator) -> None:
        self.random = random
        self.sentences = join([source.sentences for source in sources])
        begins, ends, weights = [], [], []
        sentences_before = 0
        for source in sources:
            begin, end = source.passages[:-1], source.passages[1:]
            # Of a passage of one sentence nothing would remain.
            long = end - begin >= 2
            begins.append(begin[long] + sentences_before)
            ends.append(end[long] + sentences_before)
            weight = settings.PASSAGE_WEIGHTS.get(source.name, 1)
            weights.append(np.full(long.sum(), weight, np.float64))
            sentences_before += len(source.sentences)
        self.begins, self.ends = np.concatenate(begins), np.concatenate(ends)
        self.draws = {"sentence": Draw(np.concatenate(weights))}
        self.pairs: dict[str, tuple[Texts, Texts, np.ndarray]] = {}
        for kind, names in PAIR_KINDS.items():
            sides = [source.pairs[name] for source in sources for name in names if name in source.pairs]
            if sides:
                self.add_pairs(kind, join([one for one, _ in sides]), join([other for _, other in sides]))
        self.kinds = list(self.draws)
        proportions = np.array([settings.MIX[kind] for kind in self.kinds], np.float64)
        self.proportions = proportions / proportions.sum()

    def add_pairs(self, kind: str, first: Texts, second: Texts) -> None:
        seen: dict[bytes, int] = {}
        ids = [
            seen.setdefault(second.numbers[start:end].tobytes(), len(seen))
            for start, end in zip(second.starts[:-1], second.starts[1:])
        ]
        is_whole = (np.diff(first.starts) > 0) & (np.diff(second.starts) > 0)
        self.pairs[kind] = (first, second, np.array(ids))
        self.draws[kind] = Draw(is_whole.astype(np.float64))

    def next(self) -> tuple[str, Batch]:
        kind = self.kinds[self.random.choice(len(self.kinds), p=self.proportions)]
        rows = self.draws[kind].rows(settings.BATCH, self.random)
        batch = self.sentence_batch(rows) if kind == "sentence" else self.pair_batch(kind, rows)
        second = drop_shared(batch.first, batch.second, settings.DROP_SHARED[kind], self.random)
        return kind, Batch(
            drop_at_random(batch.first, settings.DROP_FIRST, self.random),
            drop_at_random(second, settings.DROP_SECOND, self.random),
            batch.second_ids,
        )

    def pair_batch(self, kind: str, rows: np.ndarray) -> Batch:
        first, second, ids = self.pairs[kind]
        return Batch(first.gather(rows), second.gather(rows), ids[rows])

    def sentence_batch(self, rows: np.ndarray) -> Batch:
        begin, end = self.begins[rows], self.ends[rows]
        chosen = begin + (self.random.random(len(rows)) * (end - begin)).astype(np.int64)
        keep = self.random.random(len(rows)) < settings.KEEP_SENTENCE
        at = self.sentences.starts
        sentence = self.sentences.spans(at[chosen], at[chosen + 1])
        # Two stretches a passage: up to the sentence, and from it or from its end.
        after = np.where(keep, at[chosen], at[chosen + 1])
        stretches = self.sentences.spans(
            np.stack([at[begin], after], axis=1).ravel(),
            np.stack([at[chosen], at[end]], axis=1).ravel(),
        )
        return Batch(sentence, Texts(stretches.numbers, stretches.starts[::2]), np.arange(len(rows)))
