"""The measurements. Each takes what it needs and answers plain data for the report."""

import os
import statistics
import threading
from dataclasses import dataclass
from pathlib import Path

from speechbench import corpus, mixtures, score, sounds, voices
from speechbench.engines import FASTER, FASTER_BATCHED, OURS, OURS_GGML, WHISPER_CPP, WHISPER_JNI, Engines, say

#: whisper-jni and --turns read nothing but 16 kHz WAV files.
NEEDS_WAV = (WHISPER_JNI,)


@dataclass
class Bench:
    engines: Engines
    names: list
    data: Path
    scratch: Path
    minutes: float
    rounds: int

    def sources(self):
        """Every recording of the data: what long recordings are put together from."""
        return [c.file for c in corpus.clips(self.data)] + [audio for audio, _ in corpus.conversations(self.data)]

    def wav(self, file):
        target = self.scratch / f"{file.stem}.wav"
        return target if target.exists() else corpus.write_wav(target, corpus.load(file))

    def long(self, minutes):
        """The same speech as .m4a and .wav."""
        m4a = self.scratch / f"talk-{minutes:g}min.m4a"
        if not m4a.exists():
            say(f"putting a recording of {minutes:g} min together")
            corpus.write_m4a(m4a, corpus.talk(self.sources(), minutes))
        return m4a

    def input(self, engine, file):
        return self.wav(file) if engine in NEEDS_WAV else file


def speed_of(bench, file, runs):
    """Interleaved rounds: every run once a round, each time in a new process that has transcribed half a minute before.
    @param runs {label: (engine, options, rounds)}"""
    seconds, rows = {}, {}
    warm = bench.long(0.5)
    for turn in range(max(rounds for _, _, rounds in runs.values())):
        for label, (engine, options, rounds) in runs.items():
            if turn >= rounds:
                continue
            line = bench.engines.run(engine, [bench.input(engine, file)], warm=bench.input(engine, warm), **options)[0]
            seconds.setdefault(label, []).append(line["seconds"])
            median = statistics.median(seconds[label])
            rows[label] = {
                "seconds": round(median, 2),
                "all_seconds": [round(s, 2) for s in seconds[label]],
                "audio_seconds": line["audio_seconds"],
                "x_real_time": round(line["audio_seconds"] / median, 1),
                "rss_mb": max(line["rss_mb"], rows.get(label, {}).get("rss_mb", 0)),
                "stages": line.get("stages"),
                "words_written": len(line["text"].split()),
            }
            say(f"{label}: {line['seconds']:.1f} s, {line['rss_mb']} MB")
    return rows


def speed(bench):
    """From the media file to the text, one language given, everybody's own voice activity detection."""
    file = bench.long(bench.minutes)
    runs = {name: (name, {}, bench.rounds if name in (OURS, FASTER_BATCHED) else 1) for name in bench.names}
    return speed_of(bench, file, runs)


def everything(bench, minutes=None):
    """Words on both sides, and ours with speakers too."""
    file = bench.long(minutes or bench.minutes)
    rounds = 1 if minutes else bench.rounds
    return speed_of(
        bench,
        file,
        {
            f"{OURS}, text and words": (OURS, {}, rounds),
            f"{OURS}, words and speakers": (OURS, {"speakers": True}, rounds),
            f"{FASTER_BATCHED}, text": (FASTER_BATCHED, {}, rounds),
            f"{FASTER_BATCHED}, words": (FASTER_BATCHED, {"words": True}, rounds),
        },
    )


def hour(bench):
    return everything(bench, 60)


def texts(bench, engine, files, language, **options):
    given = [bench.input(engine, file) for file in files]
    return bench.engines.run(engine, given, language=language, **options)


def wer(bench):
    """Each clip by itself."""
    clips = corpus.clips(bench.data)
    rows = {}
    for engine in bench.names:
        errors = {}
        for language in sorted({c.language for c in clips}):
            of = [c for c in clips if c.language == language]
            for clip, line in zip(of, texts(bench, engine, [c.file for c in of], language)):
                errors[clip.file.name] = score.errors(clip.reference, line["text"], language)
        rows[engine] = {"wer": score.rate(errors.values()), "clips": errors}
        say(f"{engine}: word error rate {rows[engine]['wer']:.4f}")
    return rows


def languages(bench):
    """Synthetic German, French and Spanish; the language is detected."""
    made = voices.espeak(bench.scratch)
    rows = {}
    for engine in [e for e in (OURS, FASTER_BATCHED, FASTER, WHISPER_CPP) if e in bench.names]:
        lines = texts(bench, engine, [file for _, file, _ in made], None)
        for (language, _, text), line in zip(made, lines):
            pairs = rows.setdefault(engine, {}).setdefault(language, [])
            pairs.append(score.errors(text, line["text"], language))
    return {engine: {lang: score.rate(p) for lang, p in found.items()} for engine, found in rows.items()}


def words(bench):
    """Word times against those that the voice was made with."""
    made = voices.festival(bench.scratch)
    rows = {}
    for engine in [e for e in (OURS, FASTER_BATCHED, FASTER) if e in bench.names]:
        starts, ends, known = [], [], 0
        lines = bench.engines.run(engine, [file for _, file, _ in made], words=True)
        for (_, _, truth), line in zip(made, lines):
            known += len(truth)
            s, e = score.word_time_errors(truth, line["words"])
            starts, ends = starts + s, ends + e
        rows[engine] = {
            "start": score.spread(starts),
            "end": score.spread(ends),
            "matched": len(starts),
            "known": known,
            "voices": [voice for voice, _, _ in made],
        }
    return rows


def turns(bench):
    """Recordings with speaker turns, as WAV files beside their RTTM files."""
    files = []
    for audio, rttm in corpus.conversations(bench.data):
        wav = bench.wav(audio)
        wav.with_suffix(".rttm").write_bytes(rttm.read_bytes())
        files.append(wav)
    return files


def turn_errors(lines):
    wrong = sum(line["missed"] + line["false_alarm"] + line["confused"] for line in lines)
    speech = sum(line["speech"] for line in lines)
    return {"der": wrong / speech if speech else None, "files": lines}


def der(bench):
    """Speaker turns of ours; the peers have none."""
    files = turns(bench)
    return turn_errors(bench.engines.turns(files) if files else [])


def speakers(bench):
    """The same over conversations put together from clips and synthetic voices as well, and once more with the number of
    speakers given."""
    # A clip is taken for one person's; the project's own sample is a meeting.
    clips = [] if bench.data == bench.scratch else corpus.clips(bench.data)
    files = turns(bench) + mixtures.make(bench.scratch, clips)
    return {
        "found": turn_errors(bench.engines.turns(files)),
        "given": turn_errors(bench.engines.turns(files, number_given=True)),
    }


def silence(bench):
    """Segments written where nobody speaks."""
    made = sounds.make(bench.scratch)
    runs = {name: (name, {}) for name in bench.names if name != OURS_GGML}
    if FASTER in bench.names:
        runs[f"{FASTER}, no voice activity"] = (FASTER, {"vad": False})
    rows = {}
    for label, (engine, options) in runs.items():
        lines = bench.engines.run(engine, [file for _, file in made], language=None, **options)
        wrote = [(kind, line["text"]) for (kind, _), line in zip(made, lines) if line["text"].strip()]
        rows[label] = {"clips": len(made), "clips_with_text": len(wrote), "examples": wrote[:8]}
        say(f"{label}: text in {len(wrote)} of {len(made)} clips")
    return rows


def memory(bench):
    """Ten minutes beside ten hours: an hour of speech is spread over ten, so that it is done in minutes."""
    import numpy as np

    ten_hours = bench.scratch / "ten-hours.m4a"
    if not ten_hours.exists():
        say("putting a recording of 10 h together")
        quiet = np.zeros(corpus.RATE * 10, np.float32)
        chance = np.random.default_rng(1)

        def blocks():
            for hour in range(10):
                spoken = 0.0
                for block in corpus.talk(bench.sources(), 6, seed=hour):
                    spoken += len(block) / corpus.RATE
                    yield block
                left = int((3600 - spoken) * corpus.RATE)
                while left > 0:
                    yield (quiet + chance.normal(0, 1e-4, len(quiet)).astype(np.float32))[:left]
                    left -= len(quiet)

        corpus.write_m4a(ten_hours, blocks())
    rows = {}
    for label, file in (("10 min", bench.long(10)), ("10 h", ten_hours)):
        curve = []
        line = bench.engines.run(OURS, [file], speakers=True, watch=lambda s, mb: curve.append((s, mb)))[0]
        rows[label] = {"rss_mb": line["rss_mb"], "seconds": line["seconds"], "curve": curve, "stages": line["stages"]}
        say(f"{label}: {line['rss_mb']} MB at most, {line['seconds']:.0f} s")
    return rows


def many(bench):
    """Two hundred recordings through one process."""
    files = [c.file for c in corpus.clips(bench.data)]
    files = (files * (200 // len(files) + 1))[:200]
    lines = bench.engines.run(OURS, files, speakers=True)
    return {"rss_mb": [line["rss_mb"] for line in lines], "seconds": sum(line["seconds"] for line in lines)}


def workers(bench):
    """One worker of one thread, then two at once that share the recording's halves as they would share its chunks: with a core
    each, and free to use all cores for what is not recognition."""
    whole = bench.long(bench.minutes)
    halves = [bench.scratch / f"half-{n}.m4a" for n in range(2)]
    samples = corpus.load(whole)
    for n, half in enumerate(halves):
        if not half.exists():
            size = len(samples) // 2
            corpus.write_m4a(half, [samples[i : i + 16000] for i in range(n * size, (n + 1) * size, 16000)])
    cores = sorted(os.sched_getaffinity(0))
    rows = {"a core each": shared(bench, whole, halves, [Engines(1, core) for core in (cores[0], cores[-1])])}
    rows["all cores"] = shared(bench, whole, halves, [Engines(1)] * 2)
    return rows


def shared(bench, whole, halves, engines):
    warm = bench.long(0.5)
    one = engines[0].run(OURS, [whole], warm=warm)[0]["seconds"]
    took = [0.0, 0.0]

    def work(n):
        took[n] = engines[n].run(OURS, [halves[n]], warm=warm)[0]["seconds"]

    both = [threading.Thread(target=work, args=(n,)) for n in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    return {"one": one, "two": max(took), "share": max(took) / one}


PARTS = {
    "wer": wer,
    "speed": speed,
    "der": der,
    "speakers": speakers,
    "everything": everything,
    "words": words,
    "languages": languages,
    "silence": silence,
    "workers": workers,
    "hour": hour,
    "memory": memory,
    "many": many,
}
