"""Word error rate after Whisper's own normaliser, and how far word times are off."""

import difflib
import re
import statistics

import jiwer
from whisper_normalizer.basic import BasicTextNormalizer
from whisper_normalizer.english import EnglishTextNormalizer

ENGLISH = EnglishTextNormalizer()
BASIC = BasicTextNormalizer()


def errors(reference, text, language="en"):
    """(errors, words of the reference)"""
    normal = ENGLISH if language == "en" else BASIC
    words = normal(reference)
    compared = jiwer.process_words([words], [normal(text)])
    return compared.substitutions + compared.deletions + compared.insertions, len(words.split())


def rate(pairs):
    """@param pairs (errors, words)"""
    pairs = list(pairs)
    words = sum(words for _, words in pairs)
    return sum(wrong for wrong, _ in pairs) / words if words else None


def plain(word):
    return re.sub(r"[^a-z0-9']", "", word.lower())


def word_time_errors(known, heard):
    """(start errors, end errors, matched words) of the words that were heard right, in seconds."""
    known = [(plain(w), s, e) for w, s, e in known if plain(w)]
    heard = [(plain(w), s, e) for w, s, e in heard if plain(w)]
    match = difflib.SequenceMatcher(a=[w for w, _, _ in known], b=[w for w, _, _ in heard], autojunk=False)
    starts, ends = [], []
    for a, b, size in match.get_matching_blocks():
        for i in range(size):
            starts.append(abs(heard[b + i][1] - known[a + i][1]))
            ends.append(abs(heard[b + i][2] - known[a + i][2]))
    return starts, ends


def spread(values):
    ordered = sorted(values)
    return {
        "median": statistics.median(ordered) if ordered else None,
        "p90": ordered[int(len(ordered) * 0.9)] if ordered else None,
    }
