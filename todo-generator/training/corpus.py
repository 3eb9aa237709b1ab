"""Meetings as the training sees them, and how picks are counted."""
import gzip
import json
import os

import numpy as np
import scipy.sparse as sp

import features

# Sums differ in their last bits from run to run; solved this far, they lead to the same weights.
WORDS = {"solver": "liblinear", "max_iter": 1000, "tol": 1e-7}
FEATURES = {"max_iter": 10_000, "tol": 1e-9}


def load(path):
    with (gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8")) as lines:
        return [json.loads(line) for line in lines]


def load_all(directory, *prefixes):
    return sum((load(os.path.join(directory, f)) for f in sorted(os.listdir(directory)) if f.startswith(prefixes)), [])


def rows(texts):
    index, pointer, value = [], [0], []
    for text in texts:
        hashed = features.sparse(text)
        index += hashed
        value += [1 / np.sqrt(max(1, len(hashed)))] * len(hashed)
        pointer.append(len(index))
    return sp.csr_matrix((value, index, pointer), shape=(len(texts), 1 << features.BITS))


def gold(meeting, key="actions"):
    at = {u["id"]: i for i, u in enumerate(meeting["utterances"])}
    return [sorted({at[link] for link in item["links"] if link in at}) for item in meeting[key]]


def linked(meeting, key="actions"):
    return {i for item in gold(meeting, key) for i in item}


def said(meeting):
    return [(u["sp"], u["text"]) for u in meeting["utterances"]]


def labels(meetings, key):
    """1 for linked lines; the lines beside a linked one have no say (weight 0)."""
    y, weight = [], []
    for meeting in meetings:
        lines = linked(meeting, key)
        for i in range(len(meeting["utterances"])):
            y.append(int(i in lines))
            weight.append(1.0 if i in lines or not {i - 1, i + 1} & lines else 0.0)
    return np.array(y), np.array(weight)


class Corpus:
    def __init__(self, meetings):
        self.meetings = meetings
        self.x = rows([u["text"] for m in meetings for u in m["utterances"]])
        self.y, self.w = labels(meetings, "actions")

    def split(self, values):
        """One array a meeting."""
        out, at = [], 0
        for meeting in self.meetings:
            n = len(meeting["utterances"])
            out.append(values[at:at + n])
            at += n
        return out

    def split_heads(self, heads):
        """One dictionary of heads a meeting."""
        parts = {name: self.split(values) for name, values in heads.items()}
        return [{name: part[k] for name, part in parts.items()} for k in range(len(self.meetings))]

    def dense(self, heads):
        """The second stage's view of every line."""
        out = []
        for meeting, own in zip(self.meetings, self.split_heads(heads)):
            out += features.talk_features(said(meeting), {name: list(values) for name, values in own.items()})
        return np.array(out)


def quantised(model):
    w = model.coef_[0]
    scale = float(np.abs(w).max() / 127)
    return np.round(w / scale).astype(np.int8), scale, float(model.intercept_[0])


def scored(x, head):
    q, scale, bias = head
    return x @ (q.astype(np.float64) * scale) + bias


def unscaled(scaler, model):
    """Weights and bias for features that aren't scaled."""
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - (weights * scaler.mean_).sum())


def score(meetings, picks, tolerance=1):
    """A pick counts within one line of a linked one; every other pick is a false line."""
    reaches = range(-tolerance, tolerance + 1)
    good = false = found = items = 0
    for meeting, picked in zip(meetings, picks):
        lines = [item for item in gold(meeting) if item]
        near = {i + k for item in lines for i in item for k in reaches}
        good += sum(i in near for i in picked)
        false += sum(i not in near for i in picked)
        reach = {i + k for i in picked for k in reaches}
        found += sum(any(i in reach for i in item) for item in lines)
        items += len(lines)
    p, r = good / max(1, good + false), found / max(1, items)
    return {"precision": round(p, 3), "recall": round(r, 3), "f1": round(2 * p * r / max(1e-9, p + r), 3)}
