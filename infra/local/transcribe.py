"""./notes transcribe: uploads recordings, follows them, prints transcripts and todos.

Progress goes to standard error (one moving line on a terminal), results to standard output.
"""

import argparse
import sys
import time
from pathlib import Path

from api import Api, ApiError
from show import clock, print_results
from upload import upload

TERMINAL = ("COMPLETED", "FAILED", "CANCELLED")
POLL_SECONDS = 0.5
ASK_SESSION_SECONDS = 3
AWAY_SECONDS = 60


class Line:
    """One line that moves on a terminal; in a file, a new line whenever the words change."""

    def __init__(self):
        self.moving = sys.stderr.isatty()
        self.last = ""

    def show(self, text, words=None):
        if self.moving:
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
        elif (words or text) != self.last:
            print(text, file=sys.stderr, flush=True)
        self.last = words or text

    def end(self):
        if self.moving and self.last:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
        self.last = ""


def send(api, file, options, line):
    total, sent, started = file.stat().st_size, [0], time.monotonic()

    def progress(count):
        sent[0] += count
        speed = sent[0] / max(time.monotonic() - started, 0.001)
        percent = 100 * sent[0] // max(total, 1)
        line.show(f"{file.name}: uploading {percent} % ({speed / 1e6:.1f} MB/s)", f"{file.name} upload {percent // 25}")

    session = upload(api, file, options, progress)
    line.end()
    return session


class Follower:
    """Asks how far a session is; the session itself, which is the truth, every few seconds and at the end."""

    def __init__(self, api, session):
        self.api, self.session = api, session
        self.state, self.asked, self.away_since = {}, time.monotonic(), None

    def look(self):
        try:
            self.state = self.progress()
            due = time.monotonic() - self.asked > ASK_SESSION_SECONDS
            if due or not self.state or self.state.get("status") in TERMINAL:
                self.session = self.api.get(f"/api/sessions/{self.session['id']}")
                self.asked = time.monotonic()
            self.away_since = None
        except ApiError as problem:
            if problem.status is not None and problem.status < 500:
                raise
            self.away_since = self.away_since or time.monotonic()
            if time.monotonic() - self.away_since > AWAY_SECONDS:
                raise

    def progress(self):
        try:
            return self.api.get(f"/api/sessions/{self.session['id']}/progress") or {}
        except ApiError as problem:
            if problem.status == 404:
                return {}
            raise

    @property
    def ended(self):
        return self.session["status"] in TERMINAL

    def words(self):
        state = {**self.session, **self.state}
        text = f"{self.session['filename']}: {state.get('message') or state.get('stage') or state['status'].lower()}"
        if state.get("queuePosition") and state["status"] == "QUEUED":
            text += f", number {state['queuePosition']} in the queue"
        return text

    def text(self):
        state = {**self.session, **self.state}
        text = f"{self.words()}, {state.get('percent') or 0:.0f} %"
        if state.get("etaSeconds"):
            text += f", about {clock(state['etaSeconds'])} left"
        return text


def follow(api, sessions, line):
    """Yields each session when it has ended."""
    waiting = [Follower(api, session) for session in sessions]
    while waiting:
        for follower in waiting:
            follower.look()
        for follower in [f for f in waiting if f.ended]:
            waiting.remove(follower)
            line.end()
            yield follower.session
        if waiting:
            first = max(waiting, key=lambda f: f.state.get("percent") or 0)
            others = f" (and {len(waiting) - 1} more)" if len(waiting) > 1 else ""
            line.show(first.text() + others, first.words())
            time.sleep(POLL_SECONDS)


def existing(name):
    file = Path(name)
    if not file.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {name}")
    return file


def arguments():
    parser = argparse.ArgumentParser(prog="./notes transcribe", description="Recordings in; transcript and todos out.")
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--language", help="of the speech, for example de (detected when not given)")
    parser.add_argument("--task", choices=["transcribe", "translate"], help="translate: to English")
    parser.add_argument("--speakers", type=int, metavar="N", help="how many people speak, when known")
    parser.add_argument("--prompt", help="a text that sets spelling and style")
    parser.add_argument("--hotwords", metavar="A,B", help="names and terms that are likely to be said")
    parser.add_argument("files", nargs="+", type=existing, metavar="FILE")
    return parser.parse_args()


def main():
    given = arguments()
    if given.url is None:  # asked only whether these can be carried out
        return 0
    names = ("language", "task", "speakers", "prompt", "hotwords")
    options = {name: str(getattr(given, name)) for name in names if getattr(given, name) is not None}
    api, line, failed, sessions = Api(given.url), Line(), 0, []
    try:
        for file in given.files:
            try:
                sessions.append(send(api, file, options, line))
            except ApiError as problem:
                line.end()
                print(f"{file}: {problem}", file=sys.stderr)
                failed += 1
        for session in follow(api, sessions, line):
            if session["status"] == "COMPLETED":
                print_results(api, session)
            else:
                reason = session.get("errorMessage") or session["status"].lower()
                print(f"{session['filename']}: {reason} ({session.get('errorCode') or session['id']})", file=sys.stderr)
                failed += 1
    except KeyboardInterrupt:
        line.end()
        print(f"the recordings that were uploaded go on: {given.url}", file=sys.stderr)
        return 130
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ApiError as failure:
        sys.exit(f"notes: {failure}. './notes status' shows what runs.")
    except BrokenPipeError:
        sys.exit(1)
