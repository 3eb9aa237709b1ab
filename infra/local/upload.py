"""Uploads a recording: small ones as a form, big ones in parallel parts straight to the object store."""

import concurrent.futures
import contextlib
import mimetypes
import threading
import time

from api import ApiError, blocks, problem_text

FORM_LIMIT = 100_000_000
PARALLEL_PARTS = 4
ATTEMPTS = 4
NOT_FOUND = 404
CONFLICT = 409


def content_type(file):
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def upload(api, file, options, progress):
    """Returns the session. progress is called with numbers of bytes as they leave, negative ones when sent again."""
    if file.stat().st_size <= FORM_LIMIT:
        return api.send_form("/api/sessions", options, file, content_type(file), progress)["sessions"][0]
    return PartUpload(api, file, progress).run(options)


def json_options(fields):
    """The form's fields as the JSON that starts an upload in parts."""
    options = {name: value for name, value in fields.items() if name not in ("speakers", "hotwords")}
    if "speakers" in fields:
        options["speakers"] = {"count": int(fields["speakers"])}
    if "hotwords" in fields:
        options["hotwords"] = [word.strip() for word in fields["hotwords"].split(",")]
    return options


class PartUpload:
    def __init__(self, api, file, progress):
        self.api, self.file, self.progress = api, file, progress
        self.size = file.stat().st_size
        self.lock = threading.Lock()

    def run(self, options):
        start = {
            "filename": self.file.name,
            "sizeBytes": self.size,
            "contentType": content_type(self.file),
            "options": json_options(options),
        }
        started = self.api.call("POST", "/api/uploads", start)
        self.session, self.part_size = started["sessionId"], started["partSize"]
        self.urls = {part["number"]: part["url"] for part in started["parts"]}
        pool = concurrent.futures.ThreadPoolExecutor(PARALLEL_PARTS)
        try:
            etags = list(pool.map(self.put_part, range(1, started["partCount"] + 1)))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            with contextlib.suppress(ApiError):  # what made the upload fail is what the person must see
                self.api.call("DELETE", f"/api/uploads/{self.session}")
            raise
        pool.shutdown()
        parts = [{"number": number, "etag": etag} for number, etag in enumerate(etags, 1)]
        try:
            return self.complete({"parts": parts})
        except ApiError as problem:
            if problem.status != CONFLICT:
                raise
        return self.complete_again()

    def complete_again(self):
        """A store that is killed while it puts the parts together may lose some: they are sent once more."""
        tried = set()
        while lost := {number: url for number, url in self.lost().items() if number not in tried}:
            self.urls = lost
            tried.update(lost)
            for number in lost:
                with contextlib.suppress(ApiError):  # completing says what is still missing
                    self.put_part(number)
        return self.complete({})

    def lost(self):
        """What is missing; nothing when the store has put the parts together meanwhile: there is no upload any more."""
        try:
            return self.missing()
        except ApiError as problem:
            if problem.status != NOT_FOUND:
                raise
            return {}

    def complete(self, body):
        return self.api.call("POST", f"/api/uploads/{self.session}/complete", body)

    def missing(self):
        """Where the next parts go that the store does not have, by number."""
        return {part["number"]: part["url"] for part in self.api.get(f"/api/uploads/{self.session}")["parts"]}

    def address(self, number):
        """Where the part goes. A long recording's later addresses are asked for when their turn comes."""
        with self.lock:
            if number not in self.urls:
                self.urls.update(self.missing())
        return self.urls.get(number)

    def put_part(self, number):
        for attempt in range(1, ATTEMPTS + 1):
            sent = [0]
            try:
                # The last tries go through the API, for stores that this machine can't reach.
                return self.send(number, self.address(number) if attempt <= ATTEMPTS // 2 else None, sent)
            except ApiError:
                self.progress(-sent[0])
                if attempt == ATTEMPTS:
                    raise
                time.sleep(2 ** (attempt - 1))
        raise AssertionError("unreachable")

    def send(self, number, url, sent):
        start = (number - 1) * self.part_size
        length = min(self.part_size, self.size - start)

        def count(n):
            sent[0] += n
            self.progress(n)

        with self.file.open("rb") as source:
            source.seek(start)
            path = url or f"/api/uploads/{self.session}/parts/{number}"
            status, answer, headers = self.api.send(
                "PUT", path, blocks(source, length, count), {"Content-Length": str(length)}
            )
        if status >= 400:
            raise ApiError(problem_text(status, answer), status)
        return headers["ETag"]
