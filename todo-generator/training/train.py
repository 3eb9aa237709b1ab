"""Trains the line classifier and writes its weights.

    pip install -r requirements.txt
    python3 train.py AMI-TRAIN.jsonl.gz AMI-DEV.jsonl.gz WRITTEN-DIRECTORY OUTPUT-DIRECTORY

Two models: one of long talks, here, and one of short ones, in short_talks.py. In both, the first stage sees hashed word groups
of one line, and the second one its scores of the line and its neighbours, who speaks, and where in the talk it is. Each stage
learns from out-of-fold scores of the one before, by speaker group. README.md tells where the data is from.
"""
import gzip
import json
import os
import sys

# Sums in one order; and several threads are slower here than one. Before numpy is loaded.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

import features
import short_talks
import templates
from corpus import FEATURES, WORDS, Corpus, labels, linked, load, load_all, quantised, rows, said, score, scored, unscaled

HEADS = {"todo": "actions", "decision": "decisions", "question": "problems", "gist": "abstract"}
# A long talk whose likeliest line isn't this far above the cut has no todos at all.
GATE = 0.8
# A line of a long talk whose words alone are this clear is a todo, wherever it stands.
SURE = 1.0
# Excerpts of the written talks, so that the second stage doesn't take every talk for one of AMI's.
EXCERPTS, SHORTEST_EXCERPT, LONGEST_EXCERPT = 5, 2, 14
HEAD_WEIGHT = {"decision": 8, "question": 3, "gist": 1}
FOLDS = 5


def picked(corpus, values, words_alone, cut):
    """The lines of long talks above the cut, and those whose words alone are clear."""
    out = []
    for s, alone in zip(corpus.split(values), corpus.split(words_alone)):
        out.append(set(np.where((alone > SURE) | ((s > cut) & (len(s) and s.max() > cut + GATE)))[0]))
    return out


def fit_todo(ami, written, made_up, a, b):
    x = sp.vstack([ami.x[a], written.x[b], made_up[0]])
    y = np.concatenate([ami.y[a], written.y[b], made_up[1]])
    w = np.concatenate([ami.w[a] * np.where(ami.y[a] == 1, 15, 1), written.w[b] * 6, np.ones(len(made_up[1]))])
    return LogisticRegression(C=3, **WORDS).fit(x, y, sample_weight=w)


def fit_head(ami, head, y, a):
    w = np.where(y[a] == 1, HEAD_WEIGHT[head], 1)
    return LogisticRegression(C=0.5, **WORDS).fit(ami.x[a], y[a], sample_weight=w)


def excerpts(written, heads):
    """Dense features, labels, weights and talks of random excerpts."""
    chance = np.random.RandomState(1)
    rows_, labels_, weights_, owner = [], [], [], []
    for k, (meeting, own, y, w) in enumerate(zip(written.meetings, written.split_heads(heads), written.split(written.y), written.split(written.w))):
        n = len(meeting["utterances"])
        for _ in range(EXCERPTS):
            size = chance.randint(SHORTEST_EXCERPT, min(n, LONGEST_EXCERPT) + 1)
            a = chance.randint(0, n - size + 1)
            rows_ += features.talk_features(said(meeting)[a:a + size], {h: list(v[a:a + size]) for h, v in own.items()})
            labels_ += list(y[a:a + size])
            weights_ += list(w[a:a + size])
            owner += [k] * size
    return np.array(rows_), np.array(labels_), np.array(weights_), np.array(owner)


def group_folds(names, chance):
    return {g: chance.randint(FOLDS) for g in sorted(set(names))}


def talk_folds(corpus):
    """Which fold a talk is in, and each of its lines."""
    of = {g: i % FOLDS for i, g in enumerate(sorted({m["meeting"] for m in corpus.meetings}))}
    return of, np.array([of[m["meeting"]] for m in corpus.meetings for _ in m["utterances"]])


def long_talks(ami, fold_a, written, made_up, dev):
    """Heads, second stage, cut; first-stage scores of lines that they had not seen; and how it came out."""
    fold_of, fold_w = talk_folds(written)
    heads, ami_scores, written_scores = {}, {}, {}
    for head, key in HEADS.items():
        y = labels(ami.meetings, key)[0]
        ami_scores[head], written_scores[head] = np.zeros(len(fold_a)), np.zeros(len(fold_w))
        for f in range(FOLDS):
            model = (fit_todo(ami, written, made_up, fold_a != f, fold_w != f) if head == "todo"
                     else fit_head(ami, head, y, fold_a != f))
            part = quantised(model)
            ami_scores[head][fold_a == f] = scored(ami.x[fold_a == f], part)
            written_scores[head][fold_w == f] = scored(written.x[fold_w == f], part)
        model = (fit_todo(ami, written, made_up, slice(None), slice(None)) if head == "todo"
                 else fit_head(ami, head, y, slice(None)))
        heads[head] = quantised(model)
        print("first stage:", head, flush=True)

    da, dw = ami.dense(ami_scores), written.dense(written_scores)
    de, ye, we, owner = excerpts(written, written_scores)
    fold_e = np.array([fold_of[m["meeting"]] for m in written.meetings])[owner]
    silent = np.array([not m["actions"] for m in written.meetings])
    silent_e, silent_w = silent[owner], np.repeat(silent, [len(m["utterances"]) for m in written.meetings])
    scaler = StandardScaler().fit(np.vstack([da, dw, de]))

    def fit_second(a, b, e):
        x = scaler.transform(np.vstack([da[a], dw[b], de[e]]))
        y = np.concatenate([ami.y[a], written.y[b], ye[e]])
        w = np.concatenate([ami.w[a] * np.where(ami.y[a] == 1, 4, 1), written.w[b] * np.where(silent_w[b], 8, 4),
                            we[e] * np.where(silent_e[e], 2, 1)])
        return LogisticRegression(C=0.1, **FEATURES).fit(x, y, sample_weight=w)

    held = np.zeros(len(fold_a))
    for f in range(FOLDS):
        model = fit_second(fold_a != f, fold_w != f, fold_e != f)
        held[fold_a == f] = model.decision_function(scaler.transform(da[fold_a == f]))
    weights, bias = unscaled(scaler, fit_second(slice(None), slice(None), slice(None)))

    # Confidence: the log odds as they came out on held-out lines, so that 0.7 means 7 of 10.
    near = held > -4
    platt = LogisticRegression(C=100, **FEATURES).fit(held[near, None], ami.y[near])

    dev_scores = {h: scored(dev.x, heads[h]) for h in HEADS}
    out = dev.dense(dev_scores) @ weights + bias

    def counted(cut):
        return {"ami-dev": score(dev.meetings, picked(dev, out, dev_scores["todo"], cut)),
                "ami-train, held out": score(ami.meetings, picked(ami, held, ami_scores["todo"], cut))}

    cuts = [round(float(c), 2) for c in np.arange(-2.5, 2.5, 0.05)]
    cut = max(cuts, key=lambda c: (counted(c)["ami-dev"]["f1"], counted(c)["ami-train, held out"]["f1"]))
    stage = {"weights": weights, "bias": bias, "cut": cut, "sure": SURE, "gate": GATE,
             "confidence": {"slope": float(platt.coef_[0][0]), "intercept": float(platt.intercept_[0])}}
    return heads, stage, ami_scores, counted(cut)


def rounded(stage):
    """All numbers of a stage as they are written."""
    if isinstance(stage, dict):
        return {name: rounded(value) for name, value in stage.items()}
    if isinstance(stage, np.ndarray):
        return [rounded(float(value)) for value in stage]
    return float(f"{stage:.5g}")


def judged(meeting, heads, head, stage):
    """What the Java code is held against by a test."""
    x = rows([text for _, text in said(meeting)])
    s = {h: scored(x, heads[head if h == "todo" else h]) for h in HEADS}
    z = np.array(features.talk_features(said(meeting), {h: list(v) for h, v in s.items()})) @ stage["weights"] + stage["bias"]
    if isinstance(stage["gate"], dict):
        row = features.gate_features(said(meeting), list(z), list(s["todo"]))
        has_todos = float(np.dot(row, stage["gate"]["weights"]) + stage["gate"]["bias"]) > 0
    else:
        has_todos = bool(z.max() > stage["cut"] + stage["gate"])
    return [{"speaker": u["sp"], "text": u["text"], "tokens": features.tokens(u["text"]), "todo": round(float(s["todo"][i]), 5),
             "gist": round(float(s["gist"][i]), 5), "log_odds": round(float(z[i]), 5), "has_todos": has_todos}
            for i, u in enumerate(meeting["utterances"])]


def repeated(meeting, lines):
    """A long talk made of a short one."""
    n = len(meeting["utterances"])
    return dict(meeting, utterances=[dict(meeting["utterances"][i % n]) for i in range(lines)])


def made_up(lines):
    return rows([text for text, _ in lines]), np.array([label for _, label in lines])


def main(train_path, dev_path, written_dir, out_dir):
    ami, dev = Corpus(load(train_path)), Corpus(load(dev_path))
    of_long, of_short = Corpus(load_all(written_dir, "training")), Corpus(load_all(written_dir, "training", "short"))
    group_of = group_folds([m["meeting"][:6] for m in ami.meetings if m["utterances"]], np.random.RandomState(0))
    fold_a = np.array([group_of[m["meeting"][:6]] for m in ami.meetings for _ in m["utterances"]])

    heads, long_stage, ami_scores, report = long_talks(ami, fold_a, of_long, made_up(templates.lines()), dev)
    others = {h: scored(of_short.x, heads[h]) for h in HEADS}  # learned from AMI alone, but for todo, which has its own here
    fold_of, fold_s = talk_folds(of_short)
    heads["short"], short_stage, report["short, held out"] = short_talks.train(
        ami, ami_scores, group_of, fold_a, of_short, others, fold_of, fold_s, made_up(templates.lines(more=True)))

    os.makedirs(out_dir, exist_ok=True)
    with gzip.GzipFile(os.path.join(out_dir, "heads.bin.gz"), "wb", mtime=0) as f:
        for head in heads:
            f.write(heads[head][0].tobytes())
    with open(os.path.join(out_dir, "model.json"), "w") as f:
        json.dump({
            "version": "lines-4", "bits": features.BITS,
            "heads": rounded({h: {"scale": heads[h][1], "bias": heads[h][2]} for h in heads}),
            "long": rounded(long_stage), "short": rounded(short_stage), "longest_short_talk": short_talks.LONGEST,
            "measured": report,
            "words": {name: sorted(getattr(features, name)) for name in
                      ("FILLERS", "TIME", "UNIT", "YES", "FIRST", "SECOND", "OBLIGE", "FUTURE", "PAST", "IF")},
        }, f, indent=1)
        f.write("\n")
    sample = load(os.path.join(written_dir, "training-de.jsonl"))[0]
    with open(os.path.join(out_dir, "parity.json"), "w", encoding="utf8") as f:
        json.dump({"short": judged(sample, heads, "short", short_stage),
                   "long": judged(repeated(sample, short_talks.LONGEST + 1), heads, "todo", long_stage)}, f, ensure_ascii=False, indent=1)
        f.write("\n")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
