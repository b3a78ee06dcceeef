"""A served memory over time: python3 soak.py PROGRAM SECONDS [RATE]

Sends requests of all kinds at an even rate on connections that are kept, samples the resident memory
of the server, and compares it at the end with what it was half-way: it must not grow. The memory is
written all the time and keeps about as many units as it had. Everything stays on loopback, in a
folder that is removed at the end. Prints one JSON object.
"""

import collections
import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

program, seconds = os.path.realpath(sys.argv[1]), float(sys.argv[2])
rate = float(sys.argv[3]) if len(sys.argv) > 3 else 100.0
CLIENTS = 8
UNITS = 5000
# Units that were added here and not yet removed.
KEPT = 500
# Growth over the second half of the time, as fitted: more fails.
MOST_GROWTH = 0.05
MOST_BYTES = 8 << 20

chance = random.Random(19)
EN = ["meeting", "minister", "house", "river", "door", "council", "report", "city", "water", "book",
      "opened", "left", "began", "signed", "wrote", "the", "a", "new", "old", "large", "on", "with"]
AR = ["اجتماع", "وزير", "بيت", "نهر", "باب", "مجلس", "تقرير", "مدينة", "ماء", "كتاب", "فتح", "غادر",
      "بدأ", "وقع", "كتب", "جديد", "قديم", "كبير", "على", "مع"]


def sentence(words, source=chance):
    return " ".join(source.choice(words) for _ in range(source.randint(4, 14)))


class Client(threading.Thread):
    """One connection, with a pace of its own."""

    def __init__(self, number, server):
        super().__init__(daemon=True)
        self.chance = random.Random(number)
        self.number, self.server = number, server
        self.connection, self.is_new = None, True
        self.mine = collections.deque()
        self.counts, self.times, self.faults = collections.Counter(), [], []

    def send(self, kind, method, path, body=None, headers=None, expected=(200,)):
        server = self.server
        headers = {"Authorization": f"Bearer {server.token}", **(headers or {})}
        if isinstance(body, (dict, list)):
            body = json.dumps(body, ensure_ascii=False)
        body = body.encode() if isinstance(body, str) else body
        start = time.perf_counter()
        try:
            answer, content = self.exchange(method, path, body, headers)
        except (http.client.RemoteDisconnected, ConnectionError):
            if self.is_new:
                raise
            # The server ends connections that were idle for ten seconds.
            self.connection = None
            answer, content = self.exchange(method, path, body, headers)
        if answer.will_close:
            self.connection.close()
            self.connection = None
        self.times.append(time.perf_counter() - start)
        self.counts[kind] += 1
        if answer.status not in expected:
            self.faults.append((kind, answer.status, content[:300].decode(errors="replace")))
        return content

    def exchange(self, method, path, body, headers):
        self.is_new = self.connection is None
        if self.is_new:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer, answer.read()

    def json(self, *args, **more):
        return json.loads(self.send(*args, **more))

    def text(self):
        known = self.server.texts
        if self.chance.random() < 0.3:
            return sentence(EN if self.chance.random() < 0.5 else AR, self.chance)
        words = self.chance.choice(known).split()
        words[self.chance.randrange(len(words))] = self.chance.choice(EN)
        return " ".join(words)

    def lookup(self):
        self.send("look-up", "POST", "/api/v1/lookup", {"query": self.text(), "min": 60})

    def batch(self):
        queries = [self.text() for _ in range(10)]
        self.send("batch", "POST", "/api/v1/lookup/batch", {"queries": queries, "in_order": True})

    def concordance(self):
        self.send("concordance", "POST", "/api/v1/concordance",
                  {"text": self.chance.choice(EN), "from": "en"})

    def add(self):
        text = f"{sentence(EN, self.chance)} {self.number} {self.chance.randrange(10**9)}"
        unit = {"source": text, "target": sentence(AR, self.chance), "source_lang": "en",
                "target_lang": "ar", "domain": "soak"}
        added = self.json("add", "POST", "/api/v1/memories/house/units", {"units": [unit]})
        self.mine.append(added["units"][0]["unit"])
        if len(self.mine) > KEPT / CLIENTS:
            oldest = self.mine.popleft()
            self.send("remove", "DELETE", f"/api/v1/memories/house/units/{oldest}")

    def edit(self):
        if self.mine:
            unit = self.chance.choice(self.mine)
            text = {"lang": "ar", "text": f"{sentence(AR, self.chance)} {self.chance.randrange(10**9)}"}
            self.send("edit", "PUT", f"/api/v1/memories/house/units/{unit}", text)

    def history(self):
        self.send("history", "GET", "/api/v1/memories/house/history?limit=20")
        self.send("stats", "GET", "/api/v1/memories/house/stats")

    def tools(self):
        text = self.text()
        quoted = urllib.parse.quote(text, safe="")
        what = self.chance.randrange(4)
        if what == 0:
            self.send("tmserver", "GET", f"/tmserver/en/ar/unit/{quoted}")
        elif what == 1:
            self.send("Apertium", "GET", f"/translate?q={quoted}&langpair=en|ar")
        elif what == 2:
            self.send("finder", "GET", f"/find?q={quoted}")
        else:
            self.send("Weblate's memory", "POST",
                      "/api/memory/lookup/?source_language=en&target_language=ar",
                      {"strings": [text, self.text()], "exact": False},
                      {"Content-Type": "application/json"})

    def remotetm(self):
        ticket = self.json("RemoteTM", "GET", "/remotetm/remote")["ticket"]
        session = {"Session": ticket, "Content-Type": "application/json"}
        self.send("RemoteTM", "GET", "/remotetm/memories", None, session)
        self.send("RemoteTM", "GET", "/remotetm/logout", None, session)

    def assistant(self):
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
                "params": {"name": "look_up", "arguments": {"text": self.text()}}}
        self.send("assistant", "POST", "/mcp", call, {
            "Content-Type": "application/json", "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": "2025-06-18",
        })

    def page(self):
        for name in ("", "app.js", "app.css"):
            self.send("page", "GET", f"/t/{self.server.token}/{name}")

    def wrong(self):
        path, body = self.chance.choice([
            ("/api/v1/lookup", b"{\"query\": \xff}"), ("/api/v1/nothing", b"{}"),
            ("/api/v1/lookup", b"[" * 500), ("/api/v1/memories/none/units", b"{\"units\": []}"),
        ])
        self.send("refused", "POST", path, body, expected=(400, 404, 422))

    def file(self):
        """A file in, and the memory as a file out."""
        lines = "".join(f"imported {n} {EN[n % len(EN)]}\tمستورد {n}\n" for n in range(200))
        path = "/api/v1/memories/house/import?name=soak.tsv&from=en&to=ar"
        self.job("import", path, lines.encode())
        job = self.job("export", "/api/v1/memories/house/export", b'{"format": "tmx"}')
        self.send("file", "GET", f"/api/v1/jobs/{job}/file")
        self.send("job", "DELETE", f"/api/v1/jobs/{job}")

    def job(self, kind, path, body):
        job = self.json(kind, "POST", path, body, expected=(202,))["job"]
        while True:
            state = self.json("job", "GET", f"/api/v1/jobs/{job}")
            if state["state"] != "running":
                break
            time.sleep(0.05)
        if state["state"] != "done":
            self.faults.append((kind, 0, str(state)))
        return job

    # Out of 1000 turns.
    TURNS = [(lookup, 480), (batch, 50), (concordance, 60), (add, 90), (edit, 60), (history, 20),
             (tools, 120), (remotetm, 15), (assistant, 30), (page, 30), (wrong, 43), (file, 2)]

    def run(self):
        turns = [turn for turn, weight in self.TURNS for _ in range(weight)]
        sent, due = 0, time.monotonic() + self.number * CLIENTS / rate / CLIENTS
        while not self.server.ended.is_set():
            wait = due - time.monotonic()
            if wait > 0:
                self.server.ended.wait(wait)
            try:
                self.chance.choice(turns)(self)
            except (OSError, http.client.HTTPException) as error:
                self.connection = None
                if not self.server.ended.is_set():
                    self.faults.append(("connection", 0, repr(error)))
            count = sum(self.counts.values())
            # A turn of several requests is followed by a longer pause; what is late is not made up for.
            due = max(due + (count - sent) * CLIENTS / rate, time.monotonic() - 1)
            sent = count


class Served:
    def __init__(self, folder):
        self.texts = [sentence(EN) for _ in range(UNITS)]
        table = os.path.join(folder, "units.tsv")
        with open(table, "w", encoding="utf-8") as out:
            out.writelines(f"{text}\t{sentence(AR)} {n}\n" for n, text in enumerate(self.texts))
        environment = {**os.environ, "XDG_DATA_HOME": folder, "XDG_CACHE_HOME": folder}
        how = {"cwd": folder, "env": environment}
        subprocess.run([program, "import", "-q", "-m", "house.muwazi", "--from", "en", "--to", "ar",
                        table], check=True, **how)
        self.log = open(os.path.join(folder, "log"), "wb")
        self.child = subprocess.Popen(
            [program, "serve", "-m", "house.muwazi", "--port", "0", "--json"],
            stdout=subprocess.PIPE, stderr=self.log, **how)
        address = json.loads(self.child.stdout.readline())
        self.port, self.token = urllib.parse.urlsplit(address["url"]).port, address["token"]
        self.ended = threading.Event()

    def resident(self):
        with open(f"/proc/{self.child.pid}/status", encoding="utf-8") as lines:
            fields = dict(line.split(":", 1) for line in lines)
        return int(fields["VmRSS"].split()[0]) * 1024, int(fields["Threads"])

    def open_files(self):
        return len(os.listdir(f"/proc/{self.child.pid}/fd"))


def slope(samples):
    """Bytes a second, by least squares."""
    n = len(samples)
    mean_t, mean_b = sum(t for t, _ in samples) / n, sum(b for _, b in samples) / n
    above = sum((t - mean_t) * (b - mean_b) for t, b in samples)
    return above / sum((t - mean_t) ** 2 for t, _ in samples)


def main():
    folder = tempfile.mkdtemp()
    served = Served(folder)
    clients = [Client(number, served) for number in range(CLIENTS)]
    try:
        start = time.monotonic()
        for client in clients:
            client.start()
        samples, pause = [], min(10.0, seconds / 30)
        while time.monotonic() - start < seconds and served.child.poll() is None:
            time.sleep(pause)
            samples.append((time.monotonic() - start, served.resident()[0]))
            # Lines of what came so far, for whoever watches.
            if len(samples) % 30 == 0:
                print(f"{samples[-1][0]:.0f} s, {samples[-1][1] >> 10} KiB", file=sys.stderr, flush=True)
        files, threads = served.open_files(), served.resident()[1]
        served.ended.set()
        for client in clients:
            client.join(60)
        # Not by SIGINT, which shells switch off for what runs in the background.
        served.child.send_signal(signal.SIGTERM)
        exit_status = served.child.wait(120)
        report(samples, clients, {"open_files": files, "threads": threads, "exit": exit_status})
    finally:
        served.child.kill()
        shutil.rmtree(folder)


def report(samples, clients, more):
    half = samples[len(samples) // 2:]
    took = half[-1][0] - half[0][0]
    growth = slope(half) * took
    counts, times = sum((c.counts for c in clients), collections.Counter()), []
    for client in clients:
        times += client.times
    times.sort()
    faults = [fault for client in clients for fault in client.faults]
    mib = lambda value: round(value / (1 << 20), 2)
    at = lambda part: round(times[int(len(times) * part)] * 1000, 2)
    print(json.dumps({
        "seconds": round(samples[-1][0]), "requests": sum(counts.values()), "kinds": counts,
        "resident_mib": {"first": mib(samples[0][1]), "half": mib(half[0][1]), "last": mib(samples[-1][1]),
                         "most": mib(max(b for _, b in samples))},
        "growth_of_second_half_mib": mib(growth),
        "ms": {"median": at(0.5), "p99": at(0.99), "most": round(times[-1] * 1000, 2)},
        "faults": faults[:20], "faults_count": len(faults), **more,
    }, indent=2, ensure_ascii=False))
    most = max(MOST_GROWTH * half[0][1], MOST_BYTES)
    # It ends by the signal, as shells expect.
    if faults or more["exit"] not in (0, -signal.SIGTERM) or growth > most:
        sys.exit(f"{len(faults)} faults, exit status {more['exit']}, growth {mib(growth)} MiB of {mib(most)}")


main()
