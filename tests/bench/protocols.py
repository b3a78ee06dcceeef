"""Milliseconds a request of each protocol: python3 protocols.py PROGRAM MEMORY QUERIES [COUNT]

MEMORY is a memory of English and Arabic, QUERIES a file of queries (kind, tab, query). Asks one request
after the other on a connection that is kept, so that what is told is the time of an answer and not of a
queue. The proxy stands before a model that answers at once, and its time is told without and with it.
"""

import http.client
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

program, memory, queries = map(os.path.realpath, sys.argv[1:4])
count = int(sys.argv[4]) if len(sys.argv) > 4 else 300


class Model(http.server.BaseHTTPRequestHandler):
    """Stands for a language model."""

    protocol_version = "HTTP/1.1"
    # Head and body in one packet.
    wbufsize = 1 << 16

    def log_message(self, *_):
        pass

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        content = b'{"object": "chat.completion", "choices": []}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def chat(text):
    return {"model": "m", "messages": [
        {"role": "system", "content": "Translate from English to Arabic."},
        {"role": "user", "content": text},
    ]}


def call(text):
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": "look_up", "arguments": {"text": text}}}


def quoted(text):
    return urllib.parse.quote(text, safe="")


MCP = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
KINDS = {
    "our API, a look-up": lambda t: ("POST", "/api/v1/lookup", {"query": t, "from": "en", "to": "ar"}, {}),
    "tmserver (Weblate)": lambda t: ("GET", f"/tmserver/en/ar/unit/{quoted(t)}", None, {}),
    "Weblate's memory": lambda t: (
        "POST", "/api/memory/lookup/?source_language=en&target_language=ar", {"strings": [t]}, {}),
    "Apertium (OmegaT)": lambda t: ("GET", f"/translate?q={quoted(t)}&langpair=en|ar", None, {}),
    "External Finder's page": lambda t: ("GET", f"/find?q={quoted(t)}", None, {}),
    "an assistant's look-up (MCP)": lambda t: ("POST", "/mcp", call(t), MCP),
    "the proxy, with its model": lambda t: ("POST", "/v1/chat/completions", chat(t), {}),
}


def measure(port, headers, make, texts):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times = []
    for text in texts:
        method, path, body, more = make(text)
        body = None if body is None else json.dumps(body)
        start = time.perf_counter()
        connection.request(method, path, body, {"Content-Type": "application/json", **headers, **more})
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - start) * 1000)
        if answer.status not in (200, 404):
            sys.exit(f"{path}: {answer.status}")
    times = sorted(times[len(times) // 4:])
    return times[len(times) // 2], times[int(len(times) * 0.9)]


def main():
    with open(queries, encoding="utf-8") as lines:
        texts = [line.split("\t")[1].strip() for line in lines][:count]
    texts = [text for text in texts if 0 < len(text) < 500]
    model = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=model.serve_forever, daemon=True).start()
    port = model.server_address[1]
    with tempfile.TemporaryDirectory() as folder:
        served = subprocess.Popen(
            [program, "serve", "-m", memory, "--read-only", "--port", "0", "--json", "--log", "off",
             "--proxy", f"http://127.0.0.1:{port}/v1"],
            stdout=subprocess.PIPE, env={**os.environ, "XDG_DATA_HOME": folder})
        try:
            address = json.loads(served.stdout.readline())
            own, token = urllib.parse.urlsplit(address["url"]).port, address["token"]
            # What is read of the index first is read once.
            measure(own, {"Authorization": f"Bearer {token}"}, KINDS["our API, a look-up"], texts)
            for kind, make in KINDS.items():
                headers = {} if "proxy" in kind else {"Authorization": f"Bearer {token}"}
                half, most = measure(own, headers, make, texts)
                print(f"{kind}: half within {half:.2f} ms, nine of ten within {most:.2f} ms", flush=True)
            half, most = measure(port, {}, KINDS["the proxy, with its model"], texts)
            print(f"the model alone: half within {half:.2f} ms, nine of ten within {most:.2f} ms")
        finally:
            served.terminate()
            served.wait(60)


main()
