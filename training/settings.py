"""What the model is made with. README.md says which of it was measured against what."""

# 24,000 x 640 bytes and the tokenizer stay below 16 MB.
PIECES = 24_000
# Of these, beginnings and endings of words that are too rare to be pieces themselves.
AFFIXES = 3_500
DIMS = 640
# A piece that stands n times in a text counts n ** TF_POWER times.
TF_POWER = 0.75

# A source counts for no more words than this when the pieces are chosen …
VOCABULARY_CAP = 3_000_000
# … and then this many times; 1 where it is not named.
VOCABULARY_WEIGHTS = {
    "factbook": 2,
    "fairytaleqa_train": 3,
    "medquad": 3,
    "onestopenglish": 3,
    "qa_open": 3,
    "skeptics_stackexchange": 3,
    "stackexchange_small": 3,
    "us_state_dept_history": 2,
    "wikinews_2019_2020": 3,
    "zelensky_addresses_2022": 3,
}
# How often a passage of a source is drawn, against 1 for one that is not named; the speeches, all
# alike, are half of the text.
PASSAGE_WEIGHTS = {**VOCABULARY_WEIGHTS, "ungdc": 0.3}

# Each batch is of one kind, drawn in these proportions.
MIX = {"sentence": 8, "qa": 5, "title": 1, "para": 1}
BATCH = 2_048
STEPS = 390
WARM_UP_STEPS = 50
LEARNING_RATE = 0.003
# What a cosine is multiplied by before the softmax.
COSINE_SCALE = 20.0
# Part of the pieces that are left out at random: of the first side of a pair, of the second.
DROP_FIRST = 0.1
DROP_SECOND = 0.4
# Part of the pieces of the first side that are left out of the second. The lexical search finds
# what has the same words; here the model learns what to do where they differ.
DROP_SHARED = {"sentence": 0.3, "qa": 0.5, "title": 0.3, "para": 0.0}
# Part of the passages that keep the sentence that they are to be found by.
KEEP_SENTENCE = 0.1
