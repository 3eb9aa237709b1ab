"""./notes bench speech: the command line."""

import argparse
import json
import os
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from speechbench import engines, report
from speechbench.engines import ROOT, Engines, Failed, say
from speechbench.parts import PARTS, Bench

#: What a folder of the user's own is measured by.
OWN_DATA = ["wer", "speed", "der"]


def arguments():
    parser = argparse.ArgumentParser(
        prog="./notes bench speech",
        description="Transcripts, speed and memory beside faster-whisper, whisper.cpp and whisper-jni, on the same "
        "weights and threads, in one run.",
    )
    parser.add_argument("--data", type=Path, help="a folder with manifest.tsv and .rttm files (../shared/data/speech)")
    parser.add_argument("--json", action="store_true", help="one line of JSON last: {engine: {wer, x_real_time, rss_mb, der}}")
    parser.add_argument("--only", help=f"parts, by comma: {', '.join(PARTS)} (wer,speed,der)")
    parser.add_argument("--engines", help=f"by comma: {', '.join(engines.ALL)} (all)")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)), help="of each engine (all cores)")
    parser.add_argument("--minutes", type=float, default=5, help="of speech to measure speed on (5)")
    parser.add_argument("--rounds", type=int, default=1, help="of ours and the fastest peer; the median counts (1)")
    parser.add_argument("--results", type=Path, default=ROOT / "bench/target/speech.json", help="where results gather")
    parser.add_argument("--report", type=Path, help="writes the report of all gathered results, with plots, here")
    return parser.parse_args()


def folder(given):
    if given:
        found = Path(os.environ.get("NOTES_BENCH_FROM", "."), given).resolve()
        if not (found / "manifest.tsv").is_file():
            sys.exit(f"bench speech: there is no {found}/manifest.tsv")
        return found
    shared = ROOT.parent / "shared/data/speech"
    return shared if (shared / "manifest.tsv").is_file() else None


def own_sample(scratch):
    """Where no data is at hand: the project's own meeting, spoken by synthetic voices."""
    lines = (ROOT / "docs/samples/standup.txt").read_text(encoding="utf-8").splitlines()
    text = " ".join(line.split("\t")[3] for line in lines if not line.startswith("#") and line.count("\t") == 3)
    (scratch / "standup.mp4").write_bytes((ROOT / "docs/samples/standup.mp4").read_bytes())
    (scratch / "manifest.tsv").write_text(f"file\tseconds\treference\tsource\nstandup.mp4\t0\t{text}\town\n")
    return scratch


def machine(threads):
    names = ["faster-whisper", "ctranslate2", "pywhispercpp", "whisper-normalizer"]
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "?"
    processor = next(
        (line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "unknown processor",
    )
    return {"processor": processor, "cores": os.cpu_count(), "threads": threads, "versions": found}


def summary(results, names):
    rates, speeds, turns = (results.get(part, {}) for part in ("wer", "speed", "der"))
    return {
        name: {
            "wer": rates.get(name, {}).get("wer"),
            "x_real_time": speeds.get(name, {}).get("x_real_time"),
            "rss_mb": speeds.get(name, {}).get("rss_mb"),
            "der": turns.get("der") if name == engines.OURS else None,
        }
        for name in names
    }


def main():
    options = arguments()
    chosen = options.only.split(",") if options.only else OWN_DATA
    names = options.engines.split(",") if options.engines else engines.ALL
    unknown = [n for n in chosen if n not in PARTS] + [n for n in names if n not in engines.ALL]
    if unknown:
        sys.exit(f"bench speech: there is no {', '.join(unknown)}; see --help")
    gathered = json.loads(options.results.read_text()) if options.results.is_file() and not options.json else {}
    with tempfile.TemporaryDirectory(prefix="speech-bench-") as temporary:
        scratch = Path(temporary)
        data = folder(options.data) or own_sample(scratch)
        say(f"data: {data}")
        bench = Bench(Engines(options.threads), names, data, scratch, options.minutes, options.rounds)
        for part in chosen:
            say(f"{part} …")
            gathered[part] = PARTS[part](bench)
            gathered[f"{part} by"] = {**machine(options.threads), "minutes": options.minutes, "rounds": options.rounds}
            if not options.json:
                options.results.parent.mkdir(parents=True, exist_ok=True)
                options.results.write_text(json.dumps(gathered))
    if options.report:
        report.write(gathered, Path(os.environ.get("NOTES_BENCH_FROM", "."), options.report))
    if options.json:
        print(json.dumps(summary(gathered, names)))
    else:
        print(report.text(gathered))


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"bench speech: {failure}")
