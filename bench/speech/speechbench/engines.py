"""Starts ours and the peers: each in a process of its own, the same files, the same threads, the same weights."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

OURS = "whisper-notes"
OURS_GGML = "whisper-notes-ggml"
FASTER_BATCHED = "faster-whisper-batched"
FASTER = "faster-whisper"
WHISPER_CPP = "pywhispercpp"
WHISPER_JNI = "whisper-jni"
ALL = [OURS, FASTER_BATCHED, FASTER, WHISPER_CPP, WHISPER_JNI, OURS_GGML]


class Failed(Exception):
    """A measured process ended with an error."""


def say(text):
    print(f"bench speech: {text}", file=sys.stderr, flush=True)


class Engines:
    """@param threads of each process
    @param core the only one that processes may use, as in a container limited to one; None: all"""

    def __init__(self, threads, core=None):
        self.threads = threads
        self.core = core
        self.environment = dict(os.environ, OMP_NUM_THREADS=str(threads))
        prepared = self._lines(self._java() + ["--prepare"], ["-"])[0]
        self.weights, self.ggml = prepared["weights"], prepared["ggml"]

    def _java(self):
        libraries = (ROOT / "bench/target/speech.classpath").read_text().strip()
        # By CLASSPATH: so the command line shows what is measured, not where the libraries lie.
        self.environment["CLASSPATH"] = f"{ROOT / 'bench/target/classes'}:{libraries}"
        java = os.path.join(os.environ["JAVA_HOME"], "bin/java") if os.environ.get("JAVA_HOME") else "java"
        options = os.environ["NOTES_JAVA_OPTS"].split()
        if self._java_version(java) >= 22:
            options.append("--enable-native-access=ALL-UNNAMED")
        return [
            java,
            *options,
            "org.whispernotes.bench.speech.SpeechRun",
            "--threads",
            str(self.threads),
            "--set",
            f"notes.models-dir={os.environ['NOTES_MODELS_DIR']}",
        ]

    @staticmethod
    def _java_version(java):
        shown = subprocess.run([java, "-XshowSettings:properties", "-version"], capture_output=True, text=True).stderr
        return int(shown.split("java.specification.version = ")[1].split()[0])

    def command(self, engine, language, words, speakers, vad, settings):
        if engine in (OURS, OURS_GGML, WHISPER_JNI):
            name = {OURS: "onnx", OURS_GGML: "ggml", WHISPER_JNI: "whisper-jni"}[engine]
            command = self._java() + ["--engine", name] + (["--speakers"] if speakers else [])
            for setting in settings:
                command += ["--set", setting]
        else:
            command = [sys.executable, "-m", "speechbench.peers", engine, "--threads", str(self.threads)]
            command += ["--weights", self.weights, "--ggml", self.ggml]
            command += (["--words"] if words else []) + ([] if vad else ["--no-vad"])
        return command + (["--language", language] if language else [])

    def run(
        self, engine, files, language="en", words=False, speakers=False, vad=True, warm=None, settings=(), watch=None
    ):
        """A dictionary for each file, in order. @param watch called with (seconds, resident MB) now and then"""
        command = self.command(engine, language, words, speakers, vad, settings)
        command += ["--warm", str(warm)] if warm else []
        return self._lines(command, files, watch)

    def turns(self, files, number_given=False):
        return self._lines(self._java() + ["--speakers", "--turns"] + (["--number-given"] if number_given else []), files)

    def _lines(self, command, files, watch=None):
        with tempfile.NamedTemporaryFile("w", suffix=".files", encoding="utf-8") as listed:
            # Ours reads the files' names from a file, for the same reason as the class path.
            listed.write("".join(f'"{file}"\n' for file in files))
            listed.flush()
            ours = "org.whispernotes.bench.speech.SpeechRun" in command
            return self._run(command + ([f"@{listed.name}"] if ours else [str(file) for file in files]), watch)

    def _run(self, command, watch):
        pinned = [] if self.core is None else ["taskset", "--cpu-list", str(self.core)]
        with subprocess.Popen(pinned + command, stdout=subprocess.PIPE, env=self.environment, text=True) as process:
            if watch:
                threading.Thread(target=watch_memory, args=(process, watch), daemon=True).start()
            lines = [json.loads(line) for line in process.stdout if line.startswith("{")]
        if process.returncode:
            raise Failed(f"{' '.join(command[:6])} … ended with {process.returncode}")
        return lines


def watch_memory(process, watch):
    begun = time.monotonic()
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
            watch(time.monotonic() - begun, int(status.split("VmRSS:")[1].split()[0]) / 1024)
        except (OSError, IndexError):
            return
        time.sleep(1)
