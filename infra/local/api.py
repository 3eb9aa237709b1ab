"""A small client of the HTTP API, for the command line: standard library only."""

import http.client
import json
import urllib.parse
import uuid

BLOCK = 1 << 18


class ApiError(Exception):
    """The API refused or could not be reached; the text is for the person at the terminal."""

    def __init__(self, text, status=None):
        super().__init__(text)
        self.status = status


def problem_text(status, body):
    """The sentence of an RFC 9457 problem."""
    try:
        problem = json.loads(body)
        return problem.get("detail") or problem.get("title") or f"HTTP {status}"
    except ValueError:
        return f"HTTP {status}"


class Api:
    def __init__(self, url):
        self.url = urllib.parse.urlsplit(url)

    def get(self, path):
        return self.call("GET", path)

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Accept": "application/json, application/problem+json"}
        if data is not None:
            headers["Content-Type"] = "application/json"
        status, answer, _ = self.send(method, path, data, headers)
        if status >= 400:
            raise ApiError(problem_text(status, answer), status)
        return json.loads(answer) if answer else None

    def send(self, method, path, body, headers):
        """One request to the API's own address or, for an absolute URL, to that one."""
        target = urllib.parse.urlsplit(path)
        base = target if target.scheme else self.url
        kind = http.client.HTTPSConnection if base.scheme == "https" else http.client.HTTPConnection
        connection = kind(base.hostname, base.port, timeout=300)
        try:
            place = urllib.parse.urlunsplit(("", "", target.path, target.query, ""))
            connection.request(method, place, body, headers)
            response = connection.getresponse()
            return response.status, response.read(), response.headers
        except (OSError, http.client.HTTPException) as failure:
            raise ApiError(f"{base.hostname}:{base.port} does not answer ({failure})") from failure
        finally:
            connection.close()

    def send_form(self, path, fields, file, content_type, progress):
        """multipart/form-data with one file, streamed; progress is told the bytes that are on their way."""
        boundary = uuid.uuid4().hex
        head = b"".join(form_field(boundary, name, value) for name, value in fields.items())
        name = file.name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        head += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            f"Content-Type: {content_type}\r\n\r\n"
        ).encode()
        tail = f"\r\n--{boundary}--\r\n".encode()
        size = file.stat().st_size

        def body():
            yield head
            with file.open("rb") as source:
                yield from blocks(source, size, progress)
            yield tail

        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(len(head) + size + len(tail)),
            "Accept": "application/json, application/problem+json",
        }
        status, answer, _ = self.send("POST", path, body(), headers)
        if status >= 400:
            raise ApiError(problem_text(status, answer), status)
        return json.loads(answer)


def form_field(boundary, name, value):
    return f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def blocks(source, size, progress):
    """Exactly size bytes of source, in blocks; a file that shrinks meanwhile is an error, not a hanging request."""
    left = size
    while left:
        block = source.read(min(BLOCK, left))
        if not block:
            raise ApiError(f"{source.name} became shorter while it was read")
        left -= len(block)
        yield block
        progress(len(block))
