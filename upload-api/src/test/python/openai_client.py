"""OpenAI's own client against this server: every form of an answer that it knows."""

import os

from openai import BadRequestError, OpenAI

client = OpenAI()
name = os.environ["NAME"]


def ask(request, **options):
    return client.audio.transcriptions.create(
        model="whisper-1", file=(f"{name}-{request}.mp3", b"some sound"), **options
    )


assert ask("json").text == "Good morning. Let us begin."

verbose = ask("verbose", response_format="verbose_json", timestamp_granularities=["word", "segment"])
assert verbose.language == "english" and verbose.duration == 4.5, verbose
assert [word.word for word in verbose.words] == ["Good", "morning.", "Let us", "begin."], verbose
assert [segment.start for segment in verbose.segments] == [0.5, 2.0], verbose

assert ask("vtt", response_format="vtt").startswith("WEBVTT\n\n00:00:00.500 --> "), "vtt"

events = list(ask("stream", stream=True))
assert "".join(event.delta for event in events[:-1]) == "Good morning. Let us begin.", events
assert events[-1].type == "transcript.text.done", events
assert events[-1].text == "Good morning. Let us begin.", events

try:
    ask("wrong", response_format="pdf")
    raise AssertionError("a wrong format is refused")
except BadRequestError as refused:
    assert refused.code == "invalid-request" and "response_format" in str(refused), refused
