"""The report: Markdown of whatever has been measured, and its plots."""

from speechbench import plot

HEAD = """\
# Speech: speed, memory, words, times, speakers

Made by `./notes bench speech`; `--help` names the parts. `./notes bench speech --data DIR --json` measures any folder with
`manifest.tsv` and `.rttm` files in this form and prints one JSON line last. All engines run on the same weights (Whisper
base) and threads, each in a process of its own that has loaded its model and transcribed half a minute before; peers come
from PyPI, decode greedily and use their own voice activity detection.
"""


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join("" if c is None else str(c) for c in row) + " |" for row in rows]
    return "\n".join(lines)


def number(value, digits=3):
    return "–" if value is None else f"{value:.{digits}f}"


def where(results, part):
    by = results.get(f"{part} by")
    if not by:
        return ""
    versions = ", ".join(f"{name} {v}" for name, v in by["versions"].items())
    return f"{by['processor']}, {by['cores']} cores, {by['threads']} threads; {versions}.\n"


def turn_errors(found, given):
    """@param given the same files with the number of speakers told beforehand, or None"""
    rows = []
    for n, file in enumerate(found["files"]):
        shares = [number(file[kind] / file["speech"], 2) for kind in ("missed", "false_alarm", "confused")]
        rows.append([file["file"], number(file["der"]), *shares, f"{file['found']} / {file['speakers']}"])
        if given:
            rows[-1].append(number(given["files"][n]["der"]))
    rows.append(["**all**", f"**{number(found['der'])}**", "", "", "", ""] + ([f"**{number(given['der'])}**"] if given else []))
    head = ["", "DER", "missed", "false", "confused", "speakers found / true"] + (["DER, number given"] if given else [])
    told = "Diarisation error without collar, overlap scored, number of speakers found"
    told += "; then with their number given. `clips*` and `flite*` are put together from clips and synthetic voices" if given else ""
    told += ". Which recordings helped to choose the settings: [speakers](../speakers.md).\n"
    return ["## Speakers\n", told, table(head, rows) + "\n"]


def speeds(found, minutes):
    rows = [
        (label, row["seconds"], row["x_real_time"], row["rss_mb"], row["words_written"], ", ".join(f"{s:.1f}" for s in row["all_seconds"]))
        for label, row in found.items()
    ]
    shown = table(["", "seconds (median)", "x real time", "resident MB at most", "words written", "rounds, s"], rows)
    stages = [(label, row["stages"]) for label, row in found.items() if row.get("stages")]
    told = "\n".join(
        f"- {label}: " + ", ".join(f"{name} {s:.1f} s" for name, s in spent.items()) for label, spent in stages
    )
    note = "Seconds of our own stages; they overlap, and those of chunks recognised at once add up:"
    return f"{shown}\n\n{note}\n\n{told}\n"


def ratio(found, ours, peer):
    if ours in found and peer in found:
        return f"{peer} takes {found[peer]['seconds'] / found[ours]['seconds']:.2f} times as long as {ours}.\n"
    return ""


def text(results):
    parts = [HEAD]
    if "speed" in results:
        minutes = results["speed by"]["minutes"]
        parts += [f"## Speed and memory: {minutes:g} min of speech, text\n", where(results, "speed")]
        parts += [speeds(results["speed"], minutes), "![](speech-speed.svg)\n"]
        parts += [ratio(results["speed"], "whisper-notes", "faster-whisper-batched")]
    for part, title in (("everything", "The same with words and speakers"), ("hour", "One hour")):
        if part in results:
            found = results[part]
            parts += [f"## {title}\n", where(results, part), speeds(found, 60), f"![](speech-{part}.svg)\n"]
            parts += [ratio(found, "whisper-notes, text and words", "faster-whisper-batched, text")]
            parts += [ratio(found, "whisper-notes, text and words", "faster-whisper-batched, words")]
            parts += [ratio(found, "whisper-notes, words and speakers", "faster-whisper-batched, words")]
    if "wer" in results:
        parts += ["## Word error rate\n", where(results, "wer"), "Whisper's English normaliser on both sides; each clip by itself.\n"]
        files = sorted({name for row in results["wer"].values() for name in row["clips"]})
        rows = [
            [name, *(f"{row['clips'][name][0]}/{row['clips'][name][1]}" for row in results["wer"].values())]
            for name in files
        ]
        rows.append(["**all**", *(f"**{number(row['wer'], 4)}**" for row in results["wer"].values())])
        parts += [table(["errors / words", *results["wer"]], rows) + "\n"]
    if "languages" in results:
        parts += ["## German, French, Spanish\n", where(results, "languages"), "espeak-ng, two voices each, six sentences; language detected.\n"]
        found = results["languages"]
        parts += [table(["WER", "de", "fr", "es"], [[e, *(number(r.get(c)) for c in ("de", "fr", "es"))] for e, r in found.items()]) + "\n"]
    if "words" in results:
        parts += ["## Word times\n", where(results, "words")]
        found = results["words"]
        rows = [
            [e, *(number(r[w][k]) for w in ("start", "end") for k in ("median", "p90")), f"{r['matched']} of {r['known']}"]
            for e, r in found.items()
        ]
        names = ", ".join(next(iter(found.values()))["voices"]) if found else ""
        parts += [f"Against what festival made the speech with ({names}; eight sentences each), seconds:\n"]
        parts += [table(["", "start median", "start 90 %", "end median", "end 90 %", "words heard"], rows) + "\n"]
        parts += ["![](speech-words.svg)\n"]
    if "speakers" in results:
        found = results["speakers"]
        parts += turn_errors(found["found"], found["given"])
    elif "der" in results:
        parts += turn_errors(results["der"], None)
    if "silence" in results:
        parts += ["## Where nobody speaks\n", where(results, "silence"), "Silence, noise of four colours, hum, music, breath, clicks, chirps: 10 clips each.\n"]
        parts += [table(["", "clips with text"], [[e, f"{r['clips_with_text']} of {r['clips']}"] for e, r in results["silence"].items()]) + "\n"]
    if "workers" in results:
        rows = [[k, f"{w['one']:.1f}", f"{w['two']:.1f}", f"{100 * w['share']:.0f} %"] for k, w in results["workers"].items()]
        parts += ["## Two workers of one thread\n", where(results, "workers"), f"A recording of {results['workers by']['minutes']:g} min; two have half each.\n"]
        parts += [table(["they may use", "one, seconds", "two, seconds", "share"], rows) + "\n"]
    if "memory" in results:
        found = results["memory"]
        parts += ["## Ten hours\n", where(results, "memory"), "An hour of speech spread over ten hours, words and speakers:\n"]
        parts += [table(["", "resident MB at most", "seconds"], [[k, r["rss_mb"], f"{r['seconds']:.0f}"] for k, r in found.items()]) + "\n"]
        parts += ["![](speech-memory.svg)\n"]
    if "many" in results:
        rss = results["many"]["rss_mb"]
        parts += ["## Two hundred recordings through one process\n", where(results, "many")]
        parts += [f"Resident memory at most, MB, after 20: {rss[19]}, after 100: {rss[99]}, after 200: {rss[-1]}.\n"]
    return "\n".join(p for p in parts if p).rstrip() + "\n"


BY_HAND = "<!-- by hand -->"


def sections(report):
    """{heading: text with the heading}, in order; the first has none."""
    return {part.split("\n", 1)[0]: part for part in report.split("\n## ")}


def merged(old, new):
    """The new sections in the places of the old ones; what was not measured again stays, and says by which machine it was."""
    measured = sections(new)
    kept = {heading: measured.pop(heading, part).rstrip() for heading, part in sections(old).items()}
    return "\n\n## ".join([*kept.values(), *(part.rstrip() for part in measured.values())]) + "\n"


def write(results, file):
    """@param file may hold sections that these results lack, and words of people's own behind BY_HAND: both stay"""
    new, by_hand = text(results), ""
    if file.exists():
        old, line, rest = file.read_text(encoding="utf-8").partition(BY_HAND)
        new, by_hand = merged(old, new), f"\n{line}{rest}" if line else ""
    file.write_text(new + by_hand, encoding="utf-8")
    for part, title in (("speed", "Text, x real time"), ("everything", "x real time"), ("hour", "One hour, x real time")):
        if part in results:
            rows = [(label, row["x_real_time"]) for label, row in results[part].items()]
            plot.bars(file.parent / f"speech-{part}.svg", title, rows, "x")
    if "words" in results:
        rows = [
            (f"{engine}, {edge} {name}", row[edge][key])
            for edge in ("start", "end")
            for key, name in (("median", "median"), ("p90", "90 %"))
            for engine, row in results["words"].items()
        ]
        plot.bars(file.parent / "speech-words.svg", "Word time errors, seconds", rows, "s")
    if "memory" in results:
        series = {
            label: [(s / row["curve"][-1][0], mb) for s, mb in row["curve"]] for label, row in results["memory"].items()
        }
        plot.curves(file.parent / "speech-memory.svg", "Resident memory", series, "share of the run", "MB")
