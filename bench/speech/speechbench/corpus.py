"""What is listened to: clips of a folder with manifest.tsv and RTTM files, and long recordings put together from them."""

import csv
import random
import wave
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from faster_whisper.audio import decode_audio

RATE = 16_000
SUFFIXES = (".flac", ".wav", ".mp3", ".m4a", ".mp4", ".ogg", ".webm")


@dataclass(frozen=True)
class Clip:
    """A recording whose words are known."""

    file: Path
    reference: str
    language: str


def clips(folder):
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Clip(folder / row["file"], row["reference"], row.get("language") or "en")
            for row in rows
            if row.get("file") and (row.get("reference") or "").strip()
        ]


def conversations(folder):
    """Recordings with speaker turns: (audio, rttm)."""
    found = []
    for rttm in sorted(folder.glob("*.rttm")):
        audio = [rttm.with_suffix(suffix) for suffix in SUFFIXES if rttm.with_suffix(suffix).is_file()]
        if audio:
            found.append((audio[0], rttm))
    return found


def load(file):
    return decode_audio(str(file), sampling_rate=RATE)


def write_wav(file, samples):
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return file


def write_m4a(file, blocks):
    """What people record: AAC in an MP4 container, from an iterable of sample arrays."""
    with av.open(str(file), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=RATE, layout="mono", bit_rate=64_000)
        at = 0
        for block in blocks:
            frame = av.AudioFrame.from_ndarray(block[None].astype(np.float32), format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE, at
            at += len(block)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file


def talk(sources, minutes, seed=1):
    """Speech of so many minutes: all sources in a new order each round, with pauses of half a second to a second and a
    half, as an iterable of sample arrays."""
    chance = random.Random(seed)
    loaded = [load(source) for source in sources]
    left = int(minutes * 60 * RATE)
    while left > 0:
        for samples in chance.sample(loaded, len(loaded)):
            pause = np.zeros(int(chance.uniform(0.5, 1.5) * RATE), np.float32)
            for block in (samples, pause):
                block = block[:left]
                left -= len(block)
                if len(block):
                    yield block
