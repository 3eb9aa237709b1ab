"""Transcripts, speed and memory of Whisper Notes beside other tools, on the same weights and threads."""
