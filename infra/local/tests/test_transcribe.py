import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from api_server import SESSION, TODOS, TRANSCRIPT, Server  # noqa: E402

import upload  # noqa: E402
from api import Api, ApiError  # noqa: E402


def in_turn(*answers):
    """Each call gets the next answer, and the last one again and again."""
    left = list(answers)
    return lambda body: (200, left.pop(0) if len(left) > 1 else left[0])


class TranscribeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "a.mp4"
        self.file.write_bytes(bytes(range(256)) * 10)

    def transcribe(self, server, *arguments):
        command = [sys.executable, str(HERE.parent / "transcribe.py"), "--url", server.url, *arguments, str(self.file)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    def routes(self, ended):
        return {
            ("POST", "/api/sessions"): lambda body: (201, {"batchId": "b", "sessions": [SESSION]}),
            ("GET", "/api/sessions/s1/progress"): in_turn(
                {"status": "PROCESSING", "stage": "transcribe", "percent": 40.0, "message": "Listening"},
                {"status": ended["status"], "stage": "done", "percent": 100},
            ),
            ("GET", "/api/sessions/s1"): ended,
            ("GET", "/api/sessions/s1/transcript.json"): TRANSCRIPT,
            ("GET", "/api/sessions/s1/todos"): TODOS,
        }

    def test_prints_transcript_and_todos_of_a_completed_session(self):
        with Server(self.routes({**SESSION, "status": "COMPLETED"})) as server:
            done = self.transcribe(server, "--language", "en")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"1:05  Anna  I will call\.")
        self.assertIn("[ ] 00:01:05  Call  (Anna, high)", done.stdout)
        self.assertIn("a.mp4: Listening, 40 %", done.stderr)
        form = server.sent("POST", "/api/sessions")[0]
        self.assertIn(b'name="language"\r\n\r\nen\r\n', form)
        self.assertIn(b'filename="a.mp4"', form)
        self.assertIn(self.file.read_bytes(), form)

    def test_says_why_a_session_failed_and_exits_with_an_error(self):
        failed = {**SESSION, "status": "FAILED", "errorCode": "no-audio", "errorMessage": "There is no sound in it."}
        with Server(self.routes(failed)) as server:
            done = self.transcribe(server)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, "")
        self.assertIn("a.mp4: There is no sound in it. (no-audio)", done.stderr)

    def test_says_what_the_api_said_when_it_refuses_the_file(self):
        refuse = {
            ("POST", "/api/sessions"): lambda body: (413, {"detail": "The file is too large.", "code": "too-large"})
        }
        with Server(refuse) as server:
            done = self.transcribe(server)
        self.assertEqual(done.returncode, 1)
        self.assertIn("The file is too large.", done.stderr)

    def test_keeps_the_transcript_when_there_are_no_todos(self):
        routes = self.routes({**SESSION, "status": "COMPLETED"})
        del routes[("GET", "/api/sessions/s1/todos")]
        with Server(routes) as server:
            done = self.transcribe(server)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("I will call.", done.stdout)
        self.assertIn("No todos: ", done.stdout)


class CommandTest(unittest.TestCase):
    """What ./notes does with the arguments before anything is started."""

    def notes(self, *arguments):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        home = Path(folder.name) / "home"
        done = subprocess.run(
            [HERE.parent.parent.parent / "notes", *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "NOTES_HOME": str(home)},
        )
        self.assertEqual([file.name for file in home.glob("run/*")], [], "started")
        return done

    def test_a_file_that_is_not_there_is_said_and_an_options_value_is_no_file(self):
        done = self.notes("transcribe", "--language", "en", "missing.mp4")
        self.assertEqual(done.returncode, 2)
        self.assertIn("there is no file missing.mp4", done.stderr)

    def test_help_of_a_command_starts_nothing(self):
        for command, words in (("transcribe", "--hotwords"), ("dlq", "replay"), ("up", "--workers"), ("test", "--faults")):
            for asked in ((command, "--help"), ("help", command)):
                done = self.notes(*asked)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(words, done.stdout)


class PartUploadTest(unittest.TestCase):
    """2560 bytes in parts of 1000, the first two with addresses of the store, the third's asked for later."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "long.mp4"
        self.file.write_bytes(bytes(range(256)) * 10)
        for name, value in (("FORM_LIMIT", 100), ("time.sleep", lambda seconds: None)):
            patch = mock.patch(f"upload.{name}", value)
            patch.start()
            self.addCleanup(patch.stop)
        self.bytes = 0

    def routes(self, store):
        return {
            ("POST", "/api/uploads"): lambda body: (
                201,
                {
                    "sessionId": "u1",
                    "partSize": 1000,
                    "partCount": 3,
                    "parts": [{"number": n, "url": f"{store.url}/part{n}"} for n in (1, 2)],
                },
            ),
            ("GET", "/api/uploads/u1"): {"parts": [{"number": 3, "url": f"{store.url}/part3"}]},
            ("POST", "/api/uploads/u1/complete"): SESSION,
            ("DELETE", "/api/uploads/u1"): lambda body: (204, None),
        }

    def count(self, sent):
        self.bytes += sent

    def send(self, api):
        return upload.upload(Api(api.url), self.file, {"speakers": "2"}, self.count)

    def test_sends_big_files_to_the_store_in_parts(self):
        parts = {("PUT", f"/part{n}"): lambda body: (200, None) for n in (1, 2, 3)}
        with Server(parts) as store, Server(self.routes(store)) as api:
            self.assertEqual(self.send(api), SESSION)
        stored = b"".join(store.sent("PUT", f"/part{n}")[0] for n in (1, 2, 3))
        self.assertEqual(stored, self.file.read_bytes())
        self.assertEqual(self.bytes, 2560)
        complete = api.sent("POST", "/api/uploads/u1/complete")[0]
        self.assertIn(b'{"number": 3, "etag": "\\"etag-of-560\\""}', complete)
        self.assertIn(b'"speakers": {"count": 2}', api.sent("POST", "/api/uploads")[0])

    def test_sends_parts_through_the_api_when_the_store_refuses(self):
        with Server({}) as store, Server(self.routes(store)) as api:
            for number in (1, 2, 3):
                api.routes[("PUT", f"/api/uploads/u1/parts/{number}")] = {"number": number}
            self.assertEqual(self.send(api), SESSION)
        self.assertEqual(len(api.sent("PUT", "/api/uploads/u1/parts/2")), 1)
        self.assertEqual(self.bytes, 2560)

    def test_completes_once_more_when_the_store_finished_in_between(self):
        parts = {("PUT", f"/part{n}"): lambda body: (200, None) for n in (1, 2, 3)}
        with Server(parts) as store, Server(self.routes(store)) as api:

            def joined_after_all(body):
                del api.routes[("GET", "/api/uploads/u1")]
                api.routes[("POST", "/api/uploads/u1/complete")] = SESSION
                return 409, {"detail": "Parts are missing.", "code": "upload-incomplete"}

            api.routes[("POST", "/api/uploads/u1/complete")] = joined_after_all
            self.assertEqual(self.send(api), SESSION)
        self.assertEqual(self.bytes, 2560)

    def test_sends_again_whatever_the_store_lost_though_one_answer_lists_two_parts(self):
        held = set()
        with Server({}) as store, Server(self.routes(store)) as api:

            def lose(body):
                held.clear()
                api.routes[("GET", "/api/uploads/u1")] = missing
                api.routes[("POST", "/api/uploads/u1/complete")] = complete
                return 409, {"detail": "Parts are missing.", "code": "upload-incomplete"}

            def complete(body):
                return (200, SESSION) if len(held) == 3 else (409, {"detail": "Parts are missing."})

            def missing(body):
                left = [n for n in (1, 2, 3) if n not in held][:2]
                return 200, {"parts": [{"number": n, "url": f"{store.url}/part{n}"} for n in left]}

            def put(number):
                return lambda body: (held.add(number), (200, None))[1]

            store.routes = {("PUT", f"/part{n}"): put(n) for n in (1, 2, 3)}
            api.routes[("POST", "/api/uploads/u1/complete")] = lose
            self.assertEqual(self.send(api), SESSION)
        self.assertEqual([len(store.sent("PUT", f"/part{n}")) for n in (1, 2, 3)], [2, 2, 2])

    def test_does_not_try_for_ever_what_can_not_be_sent_again(self):
        parts = {("PUT", f"/part{n}"): lambda body: (200, None) for n in (1, 2, 3)}
        with Server(parts) as store, Server(self.routes(store)) as api, self.assertRaises(ApiError) as refused:

            def lose(body):
                store.routes = {}
                return 409, {"detail": "Parts are missing.", "code": "upload-incomplete"}

            api.routes[("POST", "/api/uploads/u1/complete")] = lose
            self.send(api)
        self.assertEqual(str(refused.exception), "Parts are missing.")

    def test_gives_the_upload_up_when_a_part_can_not_be_sent(self):
        with Server({}) as store, Server(self.routes(store)) as api, self.assertRaises(ApiError):
            self.send(api)
        self.assertEqual(len(api.sent("DELETE", "/api/uploads/u1")), 1)


if __name__ == "__main__":
    unittest.main()
