"""The model of short talks: words, then a line among its neighbours, then whether the talk has todos at all.

Learns from the written talks, pieces of them, and pieces of AMI meetings. Each stage sees scores of the one before by models
that had not seen that talk.
"""
import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

import features
from corpus import FEATURES, WORDS, linked, quantised, said, score, scored, unscaled

LONGEST = 120
AMI_LINES, WRITTEN_LINES = 0.2, 6
PIECES, SHORTEST_PIECE, LONGEST_PIECE = 5, 2, 14
AMI_PIECES = 4
# Weight of a talk or a piece of one in the second and in the third stage.
SECOND = {"whole": 1, "piece": 0.3, "ami": 0.05}
THIRD = {"whole": 1, "piece": 0.3, "ami": 0.1}
GATE_FOLDS, GATE_ROUNDS = 8, 3


class Piece:
    """A talk or a part of it; heads are first-stage scores by models that had not seen it."""

    def __init__(self, meeting, heads, a, b, kind, fold):
        self.kind, self.fold, self.meeting = kind, fold, meeting
        self.group = meeting["meeting"][:6] if kind == "ami" else meeting["meeting"]
        self.lines = said(meeting)[a:b]
        self.heads = {name: list(values[a:b]) for name, values in heads.items()}
        self.rows = np.array(features.talk_features(self.lines, self.heads))
        todo = linked(meeting)
        self.y = np.array([int(i in todo) for i in range(a, b)])
        # AMI links some lines of a passage, so the lines beside them have no say; the written talks link all that say it.
        self.w = np.array([1.0 if kind != "ami" or i in todo or not {i - 1, i + 1} & todo else 0.0 for i in range(a, b)])
        self.has = bool(self.y.any())


def pieces(written, written_heads, fold_of, ami, ami_heads, ami_fold_of):
    chance = np.random.RandomState(1)
    out = []
    for meeting, heads in zip(written.meetings, written.split_heads(written_heads)):
        n, fold = len(meeting["utterances"]), fold_of[meeting["meeting"]]
        out.append(Piece(meeting, heads, 0, n, "whole", fold))
        for _ in range(PIECES):
            size = chance.randint(SHORTEST_PIECE, min(n, LONGEST_PIECE) + 1)
            a = chance.randint(0, n - size + 1)
            out.append(Piece(meeting, heads, a, a + size, "piece", fold))
    for meeting, heads in zip(ami.meetings, ami.split_heads(ami_heads)):
        n = len(meeting["utterances"])
        if n < LONGEST:
            continue
        starts = [chance.randint(0, n) for _ in range(AMI_PIECES)]
        todo = sorted(linked(meeting))
        if todo:
            starts += [i - chance.randint(0, 12) for i in chance.choice(todo, min(2, len(todo)), replace=False)]
        for start in starts:
            size = min(n, chance.randint(12, 100))
            a = max(0, min(n - size, start))
            out.append(Piece(meeting, heads, a, a + size, "ami", ami_fold_of[meeting["meeting"][:6]]))
    return out


def fit_head(ami, written, made_up, a, b):
    x = sp.vstack([ami.x[a], written.x[b], made_up[0]])
    y = np.concatenate([ami.y[a], written.y[b], made_up[1]])
    w = np.concatenate([AMI_LINES * ami.w[a] * np.where(ami.y[a] == 1, 15, 1), np.full(len(written.y[b]), float(WRITTEN_LINES)), np.ones(len(made_up[1]))])
    return quantised(LogisticRegression(C=3, **WORDS).fit(x, y, sample_weight=w))


def fit_second(parts):
    x, y = np.vstack([p.rows for p in parts]), np.concatenate([p.y for p in parts])
    w = np.concatenate([p.w * SECOND[p.kind] * (1 if p.has else 2) * np.where((p.kind == "ami") & (p.y == 1), 4, 1) for p in parts])
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(C=0.1, **FEATURES).fit(scaler.transform(x), y, sample_weight=w)
    return unscaled(scaler, model)


def fit_third(x, y, w):
    scaler = StandardScaler().fit(x)
    return unscaled(scaler, LogisticRegression(C=0.3, **FEATURES).fit(scaler.transform(x), y, sample_weight=w))


def held_out_gate(parts, x, y, w):
    held, names = np.zeros(len(parts)), sorted({p.group for p in parts})
    for seed in range(GATE_ROUNDS):
        fold_of = dict(zip(names, np.random.RandomState(seed).randint(GATE_FOLDS, size=len(names))))
        fold = np.array([fold_of[p.group] for p in parts])
        for f in range(GATE_FOLDS):
            weights, bias = fit_third(x[fold != f], y[fold != f], w[fold != f])
            held[fold == f] += (x[fold == f] @ weights + bias) / GATE_ROUNDS
    return held


def train(ami, ami_heads, ami_fold_of, ami_fold, written, written_heads, fold_of, fold, made_up):
    """Head, second stage, third stage, cut; and how talks that they had not seen came out."""
    folds = sorted(set(fold))
    own, own_ami = np.zeros(len(fold)), np.zeros(len(ami_fold))
    for f in folds:
        part = fit_head(ami, written, made_up, ami_fold != f, fold != f)
        own[fold == f] = scored(written.x[fold == f], part)
        own_ami[ami_fold == f] = scored(ami.x[ami_fold == f], part)
    head = fit_head(ami, written, made_up, slice(None), slice(None))

    parts = pieces(written, dict(written_heads, todo=own), fold_of, ami, dict(ami_heads, todo=own_ami), ami_fold_of)
    for f in folds:
        weights, bias = fit_second([p for p in parts if p.fold != f])
        for p in parts:
            if p.fold == f:
                p.log_odds = p.rows @ weights + bias
    weights, bias = fit_second(parts)

    x = np.array([features.gate_features(p.lines, list(p.log_odds), p.heads["todo"]) for p in parts])
    has = np.array([p.has for p in parts])
    w = np.array([THIRD[p.kind] for p in parts])
    held = held_out_gate(parts, x, has, w)
    gate_weights, gate_bias = fit_third(x, has, w)
    whole = np.array([p.kind == "whole" for p in parts])
    # Where most talks are told rightly, those with todos and those without counting the same.
    places = np.sort(held[whole])
    rightly = [(held[whole & has] > z).mean() + (held[whole & ~has] <= z).mean() for z in places]
    threshold = float(places[int(np.argmax(rightly))])

    talks = [p for p in parts if p.kind == "whole"]
    passed = [z > threshold for z in held[whole]]

    def counted(cut, tolerance):
        return score([p.meeting for p in talks],
                     [set(np.where(p.log_odds > cut)[0]) if ok else set() for p, ok in zip(talks, passed)], tolerance)

    cuts = [round(float(c), 2) for c in np.arange(-3, 1, 0.1)]
    # By the linked lines themselves: in a talk of ten lines, one line more to each side is half of it.
    cut = max(cuts, key=lambda c: counted(c, 0)["f1"])
    z, y = np.concatenate([p.log_odds for p in talks]), np.concatenate([p.y for p in talks])
    near = z > -4
    platt = LogisticRegression(C=100, **FEATURES).fit(z[near, None], y[near])
    empty = [p for p, ok in zip(talks, passed) if not p.has and ok and (p.log_odds > cut).any()]
    report = dict(counted(cut, 1), **{
        "linked lines themselves": counted(cut, 0),
        "talks with todos": int((whole & has).sum()), "let pass": round(float((held[whole & has] > threshold).mean()), 3),
        "talks without": int((whole & ~has).sum()), "wrongly let pass": round(float((held[whole & ~has] > threshold).mean()), 3),
        "talks without in which one is found": len(empty)})
    stage = {"weights": weights, "bias": bias, "cut": cut,
             "gate": {"weights": gate_weights, "bias": gate_bias - threshold},
             "confidence": {"slope": float(platt.coef_[0][0]), "intercept": float(platt.intercept_[0])}}
    return head, stage, report
