"""A stand-in for a server of language models, of the standard library alone.

Usage: model_server.py FILE
Writes its port to standard output, and each request as a line of JSON to FILE.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Model(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def note(self, body):
        with open(sys.argv[1], "a", encoding="utf-8") as log:
            line = {"path": self.path, "key": self.headers.get("Authorization"), "body": body}
            log.write(json.dumps(line, ensure_ascii=False) + "\n")

    def reply(self, status, value):
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        self.note(None)
        model = {"id": "stand-in", "object": "model", "created": 0, "owned_by": "test"}
        self.reply(200, {"object": "list", "data": [model]})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.note(body)
        if self.headers.get("Authorization") != "Bearer sk-test":
            error = {"message": "wrong key", "type": "invalid_request_error", "code": "key"}
            return self.reply(401, {"error": error})
        frame = {"id": "c1", "created": 0, "model": body["model"]}
        if not body.get("stream"):
            message = {"role": "assistant", "content": "from the model"}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            return self.reply(200, frame | {"object": "chat.completion", "choices": [choice]})
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for part in ("from ", "the ", "model"):
            choice = {"index": 0, "delta": {"content": part}, "finish_reason": None}
            chunk = frame | {"object": "chat.completion.chunk", "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.flush()
        self.wfile.write(b"data: [DONE]\n\n")


server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
print(server.server_port, flush=True)
server.serve_forever()
