import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

SUPERVISE = Path(__file__).resolve().parent.parent / "supervise.sh"
PATIENCE = 20

# A worker that notes each start, and does what its start's number says.
WORKER = """
import os, signal, sys, time
starts = sys.argv[1]
def stop(*_):
    open(starts + ".graceful", "a").write(f"{number}\\n")
    sys.exit(0)
number = len(open(starts).read().split()) + 1 if os.path.exists(starts) else 1
signal.signal(signal.SIGTERM, stop)
with open(starts, "a") as file:
    file.write(f"{os.getpid()}\\n")
exec(sys.argv[2])
signal.pause()
"""


class SuperviseTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.starts = Path(folder.name) / "starts"
        self.graceful = Path(folder.name) / "starts.graceful"

    def supervise(self, does, limit_mb=10_000, **settings):
        environment = {**os.environ, "SUPERVISE_INTERVAL": "0.2", "SUPERVISE_GRACE": "5", **settings}
        process = subprocess.Popen(
            ["bash", SUPERVISE, str(limit_mb), sys.executable, "-c", WORKER, str(self.starts), does],
            env=environment, stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        process.terminate()
        process.communicate(timeout=PATIENCE)

    def wait_for(self, condition):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            self.assertLess(time.monotonic(), deadline, "it did not happen in time")
            time.sleep(0.05)

    def pids(self):
        return [int(pid) for pid in self.starts.read_text().split()] if self.starts.exists() else []

    def running(self, pid):
        try:
            os.kill(pid, 0)
            return True
        except ProcessLookupError:
            return False

    def test_what_crashes_is_started_again(self):
        self.supervise("if number == 1: os.kill(os.getpid(), signal.SIGKILL)")
        self.wait_for(lambda: len(self.pids()) == 2)
        self.assertTrue(self.running(self.pids()[1]))

    def test_temporary_files_of_one_that_was_killed_are_removed_before_the_next_start(self):
        scratch = self.starts.parent / "scratch"
        (scratch / "left" / "behind").mkdir(parents=True)
        self.supervise("open(os.environ['SUPERVISE_SCRATCH'] + '/mine', 'w')", SUPERVISE_SCRATCH=str(scratch))
        self.wait_for(lambda: [path.name for path in scratch.iterdir()] == ["mine"])

    def test_what_holds_too_much_memory_is_stopped_gracefully_and_started_again(self):
        self.supervise("ballast = bytearray(300_000_000) if number == 1 else b''", limit_mb=200)
        self.wait_for(lambda: len(self.pids()) == 2)
        self.assertEqual(self.graceful.read_text(), "1\n")
        self.assertFalse(self.running(self.pids()[0]))

    def test_a_stop_is_passed_on_and_waited_for(self):
        process = self.supervise("")
        self.wait_for(lambda: len(self.pids()) == 1)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=PATIENCE), 0)
        self.assertEqual(self.graceful.read_text(), "1\n")
        self.assertEqual(len(self.pids()), 1)

    def test_what_does_not_end_is_killed_after_the_grace_time(self):
        process = self.supervise("signal.signal(signal.SIGTERM, signal.SIG_IGN)", SUPERVISE_GRACE="1")
        self.wait_for(lambda: len(self.pids()) == 1)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)
        self.wait_for(lambda: not self.running(self.pids()[0]))

    def test_what_never_starts_is_given_up_and_says_so(self):
        process = self.supervise("sys.exit(3)", SUPERVISE_STARTS="2")
        output, _ = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 1)
        self.assertIn("ended 2 times within 15 s of its start (status 3) and is given up", output)


if __name__ == "__main__":
    unittest.main()
