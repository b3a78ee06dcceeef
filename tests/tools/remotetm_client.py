"""Exchanges of RemoteTM over TLS, as Swordfish makes them: python3 remotetm_client.py PORT TOKEN CERTIFICATE

The certificate that the server has made is the only one that is trusted, and the name in it is checked.
"""

import base64
import http.client
import io
import json
import socket
import ssl
import sys
import urllib.parse
import xml.etree.ElementTree as xml
import zipfile

port, token, certificate = int(sys.argv[1]), sys.argv[2], sys.argv[3]
trust = ssl.create_default_context(cafile=certificate)


def check(is_right, *told):
    if not is_right:
        sys.exit(f"wrong: {told}")


def send(method, path, headers=None, body=None):
    connection = http.client.HTTPSConnection("localhost", port, context=trust, timeout=60)
    connection.request(method, "/remotetm" + path, body, headers or {})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def basic(password):
    pair = base64.b64encode(f"anyone:{password}".encode()).decode()
    return {"Authorization": "BASIC " + pair, "Accept": "application/json"}


status, content = send("GET", "/remote", basic("wrong"))
check(status == 401, status)
status, content = send("GET", "/remote", basic(token))
ticket = json.loads(content)["ticket"]
session = {"Session": ticket, "Content-Type": "application/json"}

status, content = send("GET", "/memories", session)
check([memory["id"] for memory in json.loads(content)["memories"]] == ["house"], content)


def command(name, **more):
    body = json.dumps({"command": name, "memory": "house", **more}, indent=2).encode()
    status, content = send("POST", "/memories", session, body)
    answer = json.loads(content)
    check(status == 200 and answer["status"] == "OK", name, answer)
    return answer


def text_of(element, lang):
    name = "{http://www.w3.org/XML/1998/namespace}lang"
    for tuv in [element] if element.tag == "tuv" else element.iter("tuv"):
        if tuv.get(name) == lang:
            return "".join(tuv.find("seg").itertext())
    return None


command("openMemory")
found = command(
    "searchTranslation",
    searchStr="The meeting began on Monday.",
    srcLang="en",
    tgtLang="ar",
    similarity=70,
    caseSensitive=False,
)["matches"]
check(found[0]["similarity"] == 100, found)
check(text_of(xml.fromstring(found[0]["target"]), "ar") == "بدأ الاجتماع يوم الاثنين.", found)
check(all(isinstance(value, str) for value in found[0]["properties"].values()), found)

tus = command(
    "concordanceSearch", searchStr="meeting", srcLang="en", limit=9, isRegexp=False, caseSensitive=True
)["tus"]
unit = xml.fromstring(tus[0])
check(text_of(unit, "ar") == "بدأ الاجتماع يوم الاثنين.", tus)
check(command("getTu", tuid=unit.get("tuid"))["tu"] == tus[0])

command(
    "storeTu",
    tu='<tu tuid="k1"><tuv xml:lang="en"><seg>It rained &amp; rained.</seg></tuv>'
    '<tuv xml:lang="ar"><seg>أمطرت ثم أمطرت.</seg></tuv></tu>',
)
command("commit")
segments = [
    {"file": "1", "unit": "1", "segment": "1", "pure": "It rained & rained."},
    {"file": "1", "unit": "2", "segment": "1", "pure": "The meeting began on Sunday."},
    {"file": "1", "unit": "3", "segment": "1", "pure": "nothing that is there"},
]
batch = command(
    "batchTranslate", srcLang="en", tgtLang="ar", segments=segments, caseSensitiveMatches=False
)["matches"]
check([segment["unit"] for segment in batch] == ["1", "2", "3"], batch)
check([len(segment["matches"]) for segment in batch] == [1, 1, 0], batch)

status, content = send("POST", "/memories", session, json.dumps({"command": "exportMemory", "memory": "house", "srcLang": "en"}))
file = json.loads(content)["file"]
query = urllib.parse.urlencode({"session": ticket, "file": file})
status, tmx = send("GET", "/download?" + query)
check(status == 200 and len(xml.fromstring(tmx).findall("body/tu")) == 2, status, tmx)

archive = io.BytesIO()
with zipfile.ZipFile(archive, "w") as zipped:
    zipped.writestr("new.tmx", tmx.decode().replace("rained", "snowed"))
status, content = send("POST", "/upload", {"Session": ticket, "Content-Type": "application/zip"}, archive.getvalue())
command("importTMX", file=json.loads(content)["file"], project="p1", subject="", client="c1", close=False)
check(command("memoryClients")["clients"] == ["c1"])
check("p1" in command("memoryProjects")["projects"])
check(command("memoryLanguages")["languages"] == ["ar", "en"])
command("removeTu", tuid=unit.get("tuid"))
command("closeMemory")

# Swordfish's tickets are worth nothing elsewhere, and nothing is answered in plain text.
status, _ = send("GET", "/memories", {"Session": "0" * 32})
check(status == 401, status)
with socket.create_connection(("localhost", port), timeout=20) as plain:
    plain.sendall(b"GET /remotetm/remote HTTP/1.1\r\nHost: localhost\r\n\r\n")
    try:
        check(b"ticket" not in plain.recv(4096))
    except ConnectionError:
        pass
print("ok")
