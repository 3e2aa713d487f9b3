"""Reads training text. The format is described in README.md."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pieces import fold, split_words

KINDS = ("qa", "title", "para", "nli")
PASSAGE_WORDS = 110
# A tail shorter than this is left out: it says too little to be told from others.
MIN_PASSAGE_WORDS = 25
# Of one text of a pair no more is read; what answers stands at the beginning as a rule.
MAX_PAIR_WORDS = 200

SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]”’]*\s+(?=[\"'(\[“‘]?[A-Z0-9])")


class Words:
    """Gives each distinct word a number."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}

    def number(self, text: str) -> list[int]:
        ids = self.ids
        return [ids.setdefault(word, len(ids)) for word in split_words(fold(text))]


@dataclass
class Texts:
    """Many texts as numbers, one after the other."""

    numbers: np.ndarray
    """int32; the words, or the pieces, of all texts"""
    starts: np.ndarray
    """int64; where each text begins in `numbers`, and at the end where the last one ends"""

    def __len__(self) -> int:
        return len(self.starts) - 1

    @staticmethod
    def of(texts: list[list[int]]) -> Texts:
        starts = np.zeros(len(texts) + 1, np.int64)
        np.cumsum([len(text) for text in texts], out=starts[1:])
        flat = (number for text in texts for number in text)
        return Texts(np.fromiter(flat, np.int32, starts[-1]), starts)

    def cut(self, pieces: np.ndarray, piece_starts: np.ndarray) -> Texts:
        """The same texts in pieces, given those of each word."""
        lengths = np.diff(piece_starts)[self.numbers]
        ends = np.concatenate([[0], np.cumsum(lengths)])
        within = np.arange(ends[-1]) - np.repeat(ends[:-1], lengths)
        positions = np.repeat(piece_starts[self.numbers], lengths) + within
        return Texts(pieces[positions], ends[self.starts])

    def gather(self, rows: np.ndarray) -> Texts:
        """Some of the texts, in the order of `rows`."""
        return self.spans(self.starts[rows], self.starts[rows + 1])

    def spans(self, begins: np.ndarray, ends: np.ndarray) -> Texts:
        """The stretches [begin, end) of `numbers` as texts of their own."""
        lengths = ends - begins
        starts = np.concatenate([[0], np.cumsum(lengths)])
        positions = np.arange(starts[-1]) + np.repeat(begins - starts[:-1], lengths)
        return Texts(self.numbers[positions], starts)


@dataclass
class Source:
    """One folder of training text, its words numbered."""

    name: str
    sentences: Texts
    passages: np.ndarray
    """int64; the first sentence of each passage, and at the end the number of sentences"""
    pairs: dict[str, tuple[Texts, Texts]]
    """by kind; the two sides of each pair"""


def read_sources(folder: Path, words: Words) -> list[Source]:
    """Reads every folder below `folder`, in alphabetical order."""
    sources = [read_source(path, words) for path in sorted(folder.iterdir()) if path.is_dir()]
    if not sources:
        raise SystemExit(f"no training text in {folder}; expected folders, see training/README.md")
    return sources


def read_source(folder: Path, words: Words) -> Source:
    sentences: list[list[int]] = []
    passages: list[int] = []
    for document in read_lines(folder / "docs.jsonl.gz"):
        for passage in passages_of(document["text"], words):
            passages.append(len(sentences))
            sentences.extend(passage)
    pairs: dict[str, tuple[list[list[int]], list[list[int]]]] = {}
    for pair in read_lines(folder / "pairs.jsonl.gz"):
        if pair["kind"] not in KINDS:
            raise SystemExit(f"unknown kind of pair in {folder}: {pair['kind']!r}; known: {KINDS}")
        sides = pairs.setdefault(pair["kind"], ([], []))
        for texts, key in zip(sides, "ab"):
            texts.append(words.number(pair[key])[:MAX_PAIR_WORDS])
    return Source(
        folder.name,
        Texts.of(sentences),
        np.array([*passages, len(sentences)], np.int64),
        {kind: (Texts.of(one), Texts.of(other)) for kind, (one, other) in pairs.items()},
    )


def read_lines(path: Path) -> Iterator[dict]:
    if not path.exists():
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def passages_of(text: str, words: Words) -> Iterator[list[list[int]]]:
    """Stretches of whole sentences of about PASSAGE_WORDS words, as lists of sentences."""
    passage: list[list[int]] = []
    length = 0
    for sentence in SENTENCE_END.sub("\n", text).split("\n"):
        numbers = words.number(sentence)[:PASSAGE_WORDS]
        if not numbers:
            continue
        passage.append(numbers)
        length += len(numbers)
        if length >= PASSAGE_WORDS:
            yield passage
            passage, length = [], 0
    if length >= MIN_PASSAGE_WORDS:
        yield passage
