"""One peer in a process of its own: loads its model, then prints a line of JSON for each file, as SpeechRun does."""

import argparse
import json
import sys
import time


def peak_megabytes():
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) // 1024
    return 0


def words_of(segments):
    return [[w.word.strip(), w.start, w.end] for s in segments for w in s.words or []]


def faster_whisper(arguments):
    """Greedy like ours; its own voice activity detection; the file is decoded inside the measured time."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    model = WhisperModel(
        arguments.weights, device="cpu", compute_type=arguments.compute, cpu_threads=arguments.threads
    )
    options = {"beam_size": 1, "language": arguments.language, "word_timestamps": arguments.words}
    if arguments.engine == "faster-whisper-batched":
        pipeline = BatchedInferencePipeline(model)
        options |= {"batch_size": 8}
    else:
        pipeline = model
        options |= {"condition_on_previous_text": False, "vad_filter": arguments.vad}

    def run(file):
        segments, info = pipeline.transcribe(file, **options)
        segments = list(segments)
        return {
            "text": " ".join(s.text.strip() for s in segments),
            "segments": len(segments),
            "words": words_of(segments),
            "audio_seconds": info.duration,
        }

    return run


def whisper_cpp(arguments):
    """Greedy; decoding the file is done before and not counted."""
    from faster_whisper.audio import decode_audio
    from pywhispercpp.model import Model

    model = Model(
        arguments.ggml,
        n_threads=arguments.threads,
        print_progress=False,
        print_realtime=False,
        print_timestamps=False,
        redirect_whispercpp_logs_to=None,
    )

    def run(file):
        samples = decode_audio(file)
        begun = time.perf_counter()
        segments = model.transcribe(samples, language=arguments.language or "auto", no_context=True)
        return {
            "seconds": time.perf_counter() - begun,
            "text": " ".join(s.text.strip() for s in segments),
            "segments": sum(bool(s.text.strip()) for s in segments),
            "audio_seconds": len(samples) / 16000,
        }

    return run


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("engine", choices=["faster-whisper-batched", "faster-whisper", "pywhispercpp"])
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--language")
    parser.add_argument("--weights", required=True)
    parser.add_argument("--ggml", required=True)
    parser.add_argument("--compute", default="int8")
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--vad", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--warm")
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_intermixed_args()
    run = whisper_cpp(arguments) if arguments.engine == "pywhispercpp" else faster_whisper(arguments)
    if arguments.warm:
        run(arguments.warm)
    for file in arguments.files:
        begun = time.perf_counter()
        line = run(file)
        line.setdefault("seconds", time.perf_counter() - begun)
        line["file"] = file.rsplit("/", 1)[-1]
        line["rss_mb"] = peak_megabytes()
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
