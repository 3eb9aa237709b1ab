"""Conversations put together from clips and synthetic voices, so that who talks when is known."""

import random
import re
import subprocess

import numpy as np

from speechbench import corpus, voices
from speechbench.corpus import RATE

FLITE = ["awb", "kal16", "rms", "slt"]

#: What synthetic voices say in a meeting: long and short.
SENTENCES = """\
the quarterly numbers look better than we expected this time
i think we should move the launch to the second week of march
can somebody write down what we agreed on
no that is not what i meant at all
we still need the design review before anything goes out
let me share my screen for a moment
the database migration took longer than planned because of the indexes
yes exactly
i will send the notes after lunch
what about the customers in germany they asked twice already
that sounds fine to me
we have to fix the login page first it breaks on small phones
our budget for travel is nearly gone
please talk to the legal team about the contract by friday
maybe
the test results came back and they are mostly green
who is going to take care of the release
i can do it but not before wednesday
great thanks everyone
the train was late again so i missed the first half of the meeting
sure go ahead
it rained the whole weekend and the basement was under water
we could try the smaller model and see how much it costs
one more thing the office is closed next monday""".split("\n")

#: Conversations: (name, how many of the people, seconds at most, seed). One alone is a monologue.
OF_CLIPS = [("clips1", 1, 60, 10), ("clips2", 2, 60, 1), ("clips3", 3, 60, 2), ("clips4", 4, 60, 4), ("clips7", 7, 90, 3)]
OF_VOICES = [
    ("flite1", ["rms"], 60, 9),
    ("flite2", ["awb", "slt"], 120, 5),
    ("flite2-men", ["awb", "rms"], 120, 8),
    ("flite3", ["rms", "slt", "awb"], 120, 6),
    ("flite4", FLITE, 180, 7),
]

BLOCK = RATE // 50
#: dB below the loud parts of a clip from which on nobody talks.
QUIET = 28
#: Of turns that begin before the last has ended.
OVERLAPPING = 0.12
NOISE = 10 ** (-55 / 20)


def spoken(samples):
    """[start, end] in seconds of what is loud enough to be speech; pauses below 0.3 s belong to it."""
    blocks = samples[: len(samples) // BLOCK * BLOCK].reshape(-1, BLOCK)
    level = 10 * np.log10((blocks**2).mean(1) + 1e-10)
    loud = np.flatnonzero(level > np.percentile(level, 95) - QUIET) * BLOCK / RATE
    found = []
    for start in loud:
        if found and start - found[-1][1] < 0.3:
            found[-1][1] = start + BLOCK / RATE
        else:
            found.append([start, start + BLOCK / RATE])
    return [(start, end) for start, end in found if end - start > 0.15]


def pieces(samples, longest=3.0):
    """A clip cut at its pauses."""
    cut = []
    for start, end in spoken(samples):
        count = int(np.ceil((end - start) / longest))
        for n in range(count):
            piece = samples[int((start + (end - start) * n / count) * RATE) : int((start + (end - start) * (n + 1) / count) * RATE)]
            if len(piece) > RATE / 2:
                cut.append(piece)
    return cut


def people(clips):
    """{person: pieces}. Of files named as LibriSpeech's the number before the first dash is the person."""
    found = {}
    for clip in clips:
        match = re.fullmatch(r"(\d+)-\d+-\d+", clip.file.stem)
        found.setdefault(match[1] if match else clip.file.stem, []).extend(pieces(corpus.load(clip.file)))
    return {person: said for person, said in found.items() if said}


def flite(folder):
    """{voice: pieces}"""
    voices.require("flite", "flite")
    found = {}
    for voice in FLITE:
        for number, sentence in enumerate(SENTENCES):
            file = folder / f"flite-{voice}-{number}.wav"
            subprocess.run(["flite", "-voice", voice, "-t", sentence, "-o", str(file)], check=True)
            found.setdefault(voice, []).append(corpus.load(file))
    return found


def converse(folder, name, said, seconds, seed):
    """Writes a conversation and its RTTM file; answers the audio file. Everybody has a level of their own."""
    chance = random.Random(seed)
    left = {person: chance.sample(said[person], len(said[person])) for person in said}
    level = {person: chance.uniform(-30, -22) for person in said}
    audio = np.zeros((seconds + 30) * RATE, np.float32)
    turns, at, last = [], 0.5, None
    while at < seconds and any(left.values()):
        others = [person for person in left if left[person] and person != last]
        last = chance.choice(others or [person for person in left if left[person]])
        early = turns and chance.random() < OVERLAPPING
        start = max(0.2, at - chance.uniform(0.2, 1.0)) if early else at + chance.uniform(0.05, 0.9)
        for _ in range(min(len(left[last]), chance.choice([1, 1, 2, 3]))):
            piece = left[last].pop()
            gain = 10 ** ((level[last] - 10 * np.log10((piece**2).mean() + 1e-9)) / 20)
            first = int(start * RATE)
            audio[first : first + len(piece)] += gain * piece[: len(audio) - first]
            turns += [(start + begun, start + ended, last) for begun, ended in spoken(piece)]
            start += len(piece) / RATE + chance.uniform(0.05, 0.35)
        at = max(at, start)
    audio = audio[: int((at + 0.5) * RATE)]
    audio += NOISE * np.random.RandomState(seed).randn(len(audio)).astype(np.float32)
    lines = [f"SPEAKER {name} 1 {s:.3f} {e - s:.3f} <NA> <NA> {person} <NA> <NA>\n" for s, e, person in sorted(turns)]
    (folder / f"{name}.rttm").write_text("".join(lines), encoding="utf-8")
    return corpus.write_wav(folder / f"{name}.wav", audio)


def make(folder, clips):
    """Every conversation that the clips are enough for, the same at every run."""
    made = []
    real = people(clips)
    longest = sorted(real, key=lambda person: -sum(len(piece) for piece in real[person]))
    for name, count, seconds, seed in OF_CLIPS:
        if len(longest) >= count:
            made.append(converse(folder, name, {person: real[person] for person in longest[:count]}, seconds, seed))
    spoken = flite(folder)
    for name, who, seconds, seed in OF_VOICES:
        made.append(converse(folder, name, {voice: spoken[voice] for voice in who}, seconds, seed))
    return made
