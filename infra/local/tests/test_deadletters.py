import json
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

from api_server import Server  # noqa: E402

LETTER = {
    "id": "d1",
    "receivedAt": "2026-01-02T03:04:05.678Z",
    "queue": "transcriber.chunks",
    "attempts": 5,
    "loops": 2,
    "exceptionClass": "StoreException",
    "exceptionMessage": "the store is away\nat line 1",
}
OUTCOME = {"id": "d1", "result": "SENT", "detail": "sent to chunk.ready"}


class DeadLettersTest(unittest.TestCase):
    def dlq(self, server, *arguments):
        command = [sys.executable, str(HERE.parent / "deadletters.py"), "--url", server.url, *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    def test_lists_open_ones_with_their_cause(self):
        page = {"deadLetters": [LETTER], "total": 7}
        with Server({("GET", "/api/admin/dead-letters?status=OPEN&limit=100"): page}) as server:
            done = self.dlq(server, "ls")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("transcriber.chunks, 5 attempts, replayed in vain 2 times", done.stdout)
        self.assertIn("StoreException: the store is away\n", done.stdout)
        self.assertIn("1 of 7", done.stderr)

    def test_replays_a_group_at_a_rate(self):
        answer = {"outcomes": [OUTCOME], "left": 3}
        with Server({("POST", "/api/admin/dead-letters/replay"): answer}) as server:
            done = self.dlq(server, "replay", "--group", "g", "--rate", "10")
            sent = json.loads(server.sent("POST", "/api/admin/dead-letters/replay")[0])
        self.assertEqual(sent, {"group": "g", "dryRun": False, "reason": None, "rate": 10})
        self.assertIn("d1  sent  sent to chunk.ready", done.stdout)
        self.assertIn("3 are still open", done.stderr)

    def test_does_not_guess_which_ones_are_meant(self):
        with Server({}) as server:
            done = self.dlq(server, "replay")
            both = self.dlq(server, "discard", "--all", "d1", "--reason", "old")
            self.assertEqual(server.requests, [])
        self.assertEqual((done.returncode, both.returncode), (1, 1))
        self.assertIn("say which", done.stderr)


if __name__ == "__main__":
    unittest.main()
