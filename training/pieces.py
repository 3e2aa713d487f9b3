"""Words, word pieces and the tokenizer that the model folder carries."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PAD, UNKNOWN, START, END = range(4)
# Of a longer word the tokenizer of the model folder makes one unknown piece.
MAX_WORD_CHARS = 100
# Characters that are pieces of their own, so that hardly any word is unknown as a whole.
CHARACTERS = 160
# Rarer words teach nothing about what good beginnings and endings are.
MIN_WORD_COUNT = 3
MAX_AFFIX_CHARS = 8

WORD = re.compile(r"[^\W_]+|[^\s]")


def fold(text: str) -> str:
    """Lower case without accents, as the tokenizer of the model folder reads text."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFD", text)
        text = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return text.lower()


def split_words(folded: str) -> list[str]:
    """
    Runs of letters and digits, and each other character by itself. The tokenizer of the model folder
    reads the same, but for signs that are no punctuation: it takes "€5" for one word.
    """
    return WORD.findall(folded)


def choose_pieces(word_weights: Mapping[str, float], size: int, affixes: int) -> list[str]:
    """
    The vocabulary: special tokens, frequent characters at the beginning of and within a word,
    frequent words, then frequent beginnings and endings of the words that found no room.

    word_weights: how often each word occurs, sources weighted.
    size: pieces in all.
    affixes: how many of them are beginnings and endings.
    """
    characters: Counter[str] = Counter()
    for word, weight in word_weights.items():
        for char in word:
            characters[char] += weight
    pieces = dict.fromkeys(SPECIAL)
    for char in most_frequent(characters, CHARACTERS):
        pieces[char] = None
        pieces["##" + char] = None
    for word in most_frequent(word_weights, len(word_weights)):
        if len(pieces) >= size - affixes:
            break
        pieces[word] = None

    parts: Counter[str] = Counter()
    for word, weight in word_weights.items():
        if word in pieces or weight < MIN_WORD_COUNT:
            continue
        for length in range(2, min(MAX_AFFIX_CHARS, len(word) - 1) + 1):
            # A long part tells more, and saves more pieces, than a short one.
            parts[word[:length]] += weight * (length - 1)
            parts["##" + word[-length:]] += weight * (length - 1)
    for part in most_frequent(parts, len(parts)):
        if len(pieces) >= size:
            break
        pieces[part] = None
    return list(pieces)


def most_frequent(weights: Mapping[str, float], count: int) -> list[str]:
    """The heaviest first; equal ones in alphabetical order, so that every run gives the same list."""
    return sorted(weights, key=lambda key: (-weights[key], key))[:count]


def cut_word(word: str, ids: Mapping[str, int]) -> list[int]:
    """The pieces of a word, the longest that fits first; one unknown piece where none fits."""
    if len(word) > MAX_WORD_CHARS:
        return [UNKNOWN]
    pieces = []
    start = 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = ids.get(("##" if start > 0 else "") + word[start:end])
            if piece is not None:
                break
        else:
            return [UNKNOWN]
        pieces.append(piece)
        start = end
    return pieces


def cut_words(words: Iterable[str], pieces: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The pieces of all words one after the other, and where those of each word begin (and end)."""
    ids = {piece: position for position, piece in enumerate(pieces)}
    cut = [cut_word(word, ids) for word in words]
    starts = np.zeros(len(cut) + 1, np.int64)
    np.cumsum([len(word) for word in cut], out=starts[1:])
    return np.fromiter((piece for word in cut for piece in word), np.int32, starts[-1]), starts


def tokenizer_files(pieces: list[str], max_tokens: int) -> dict[str, dict]:
    """tokenizer.json and tokenizer_config.json, as transformers.js reads them."""
    added = [
        {
            "id": position,
            "content": token,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
        for position, token in enumerate(SPECIAL)
    ]
    start = {"SpecialToken": {"id": "[CLS]", "type_id": 0}}
    end = {"SpecialToken": {"id": "[SEP]", "type_id": 0}}
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": True,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [start, {"Sequence": {"id": "A", "type_id": 0}}, end],
            "pair": [],
            "special_tokens": {
                "[CLS]": {"id": "[CLS]", "ids": [START], "tokens": ["[CLS]"]},
                "[SEP]": {"id": "[SEP]", "ids": [END], "tokens": ["[SEP]"]},
            },
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": MAX_WORD_CHARS,
            "vocab": {piece: position for position, piece in enumerate(pieces)},
        },
    }
    config = {
        "tokenizer_class": "BertTokenizer",
        "model_max_length": max_tokens,
        "do_lower_case": True,
        "pad_token": "[PAD]",
        "unk_token": "[UNK]",
        "cls_token": "[CLS]",
        "sep_token": "[SEP]",
        "mask_token": "[MASK]",
    }
    return {"tokenizer.json": tokenizer, "tokenizer_config.json": config}
