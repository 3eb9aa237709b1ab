"""A server that speaks as much of the HTTP API as the command line uses, on a free port of 127.0.0.1."""

import http.server
import json
import threading

SESSION = {"id": "s1", "filename": "a.mp4", "status": "QUEUED", "stage": "queue", "percent": 0, "warnings": []}
TRANSCRIPT = {
    "duration": 75.2,
    "language": "en",
    "speakers": [{"id": "SPEAKER_00", "label": "Anna"}],
    "segments": [{"id": 0, "start": 65.0, "end": 67.0, "text": "I will call.", "speaker": "SPEAKER_00"}],
}
TODO = {"id": "t1", "task": "Call", "priority": "high", "timestamp": "00:01:05", "completed": False, "assignee": "Anna"}
TODOS = {"todos": [TODO], "summary": "A call."}


class Server:
    """Answers with routes[(method, path)]: a value, or a function of the request's body; keeps what it was sent."""

    def __init__(self, routes):
        self.routes, self.requests, server = routes, [], self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                server.requests.append((self.command, self.path, body, dict(self.headers)))
                route = server.routes.get((self.command, self.path))
                status, content = route(body) if callable(route) else (200, route)
                if route is None:
                    status, content = 404, {"detail": f"no {self.path}"}
                answer = b"" if content is None else json.dumps(content).encode()
                self.send_response(status)
                self.send_header("ETag", f'"etag-of-{len(body)}"')
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, format, *arguments):
                """Tests have an output of their own."""

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def __enter__(self):
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *failure):
        self.http.shutdown()
        self.http.server_close()

    def sent(self, method, path):
        return [body for m, p, body, _ in self.requests if (m, p) == (method, path)]
