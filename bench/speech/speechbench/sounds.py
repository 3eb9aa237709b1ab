"""A hundred clips in which nobody says anything."""

import numpy as np

from speechbench import corpus

RATE = corpus.RATE


def noise(chance, seconds, slope):
    """Noise whose power falls with frequency to the power of the slope: 0 white, 1 pink, 2 brown, -1 blue."""
    count = int(seconds * RATE)
    spectrum = np.fft.rfft(chance.standard_normal(count))
    frequency = np.maximum(np.fft.rfftfreq(count, 1 / RATE), 20)
    samples = np.fft.irfft(spectrum / frequency ** (slope / 2), count)
    return samples / np.abs(samples).max()


def times(seconds):
    return np.arange(int(seconds * RATE)) / RATE


def hum(chance, seconds):
    base = chance.choice([50, 60, 100, 120])
    return sum(np.sin(2 * np.pi * base * k * times(seconds) + chance.uniform(0, 6)) / k for k in range(1, 8)) / 3


def plucked(chance, frequency, seconds):
    """A string (Karplus and Strong 1983)."""
    delay = int(RATE / frequency)
    string = chance.uniform(-1, 1, delay)
    out = np.empty(int(seconds * RATE))
    for at in range(0, len(out), delay):
        out[at : at + delay] = string[: len(out) - at]
        string = 0.498 * (string + np.roll(string, 1))
    return out


def music(chance, seconds):
    """Chords of strings, a bass and a beat."""
    out = np.zeros(int(seconds * RATE))
    for beat in np.arange(0, seconds - 0.5, 0.5):
        at = int(beat * RATE)
        root = 110 * 2 ** (chance.choice([0, 3, 5, 7, 10]) / 12)
        for step in (0, 4, 7, 12):
            tone = plucked(chance, root * 2 ** (step / 12), min(1.5, seconds - beat))
            out[at : at + len(tone)] += tone[: len(out) - at]
        drum = noise(chance, 0.1, 1) * np.exp(-times(0.1) * 40)
        out[at : at + len(drum)] += drum
    return out / np.abs(out).max()


def breath(chance, seconds):
    swing = np.clip(np.sin(2 * np.pi * chance.uniform(0.2, 0.4) * times(seconds)), 0, 1) ** 2
    return noise(chance, seconds, 1) * swing


def clicks(chance, seconds):
    out = np.zeros(int(seconds * RATE))
    for at in chance.integers(0, len(out) - 200, int(seconds * chance.uniform(1, 8))):
        out[at : at + 200] += chance.uniform(-1, 1) * np.exp(-np.arange(200) / 20)
    return out


def chirp(chance, seconds):
    return np.sin(2 * np.pi * (200 * times(seconds) + 600 * times(seconds) ** 2 / seconds))


KINDS = {
    "silence": lambda chance, seconds: np.zeros(int(seconds * RATE)),
    "white noise": lambda chance, seconds: noise(chance, seconds, 0),
    "pink noise": lambda chance, seconds: noise(chance, seconds, 1),
    "brown noise": lambda chance, seconds: noise(chance, seconds, 2),
    "blue noise": lambda chance, seconds: noise(chance, seconds, -1),
    "hum": hum,
    "music": music,
    "breath": breath,
    "clicks": clicks,
    "chirp": chirp,
}


def make(folder, each=10):
    """[(kind, file)]: every kind at several levels and lengths, the same at every run."""
    chance = np.random.default_rng(1)
    made = []
    for kind, sound in KINDS.items():
        for number in range(each):
            seconds = float(chance.uniform(4, 20))
            level = float(10 ** chance.uniform(-2.5, -0.2))
            file = folder / f"{kind.replace(' ', '-')}-{number}.wav"
            made.append((kind, corpus.write_wav(file, level * sound(chance, seconds))))
    return made
