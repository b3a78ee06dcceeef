"""Learns how readily a sentence begins between two words, for texts without stops.

python3 tm/borders/learn.py LANG FOLDER... > tm/borders/LANG.tsv

Begins with the words of LANG.txt. Reads *.LANG of the folders, one sentence a line, without the marks that end sentences. The table has one
feature a line and its weight in nats; src/align/recut/begins.rs computes the same features.
"""
import collections, glob, math, random, re, sys

STOPS = ".!?؟…۔"
ROUNDS, RATE, PULL, SHARE = 8, 0.15, 2e-3, 0.6
LEAST_COUNT, LEAST_WEIGHT = 3, 0.12


def bare(line, commas):
    words = []
    for word in line.split():
        core = re.sub(r"[\W_]*$", "", word)
        tail = "".join(c for c in word[len(core):] if c not in STOPS and not (commas and c in ",،"))
        if core + tail:
            words.append(core + tail)
    return words


def core(word):
    word = re.sub("[\u064b-\u0652\u0640]", "", word.lower())
    return re.sub("[أإآ]", "ا", "".join(c for c in word if c.isalnum()))


def sign(c):
    return "" if c.isalnum() else c


def capital(word):
    letters = [c for c in word if c.isalnum()]
    return bool(letters) and letters[0].isupper()


def features(words, at, capitals):
    a, b = core(words[at - 1]), core(words[at])
    c = core(words[at + 1]) if at + 1 < len(words) else ""
    out = ["", "b=" + b, "a=" + a, "b2=" + b[:2], "b3=" + b[:3], "a2=" + a[:2], "az=" + a[-2:], "bz=" + b[-2:],
           "c2=" + c[:2], f"bl={min(len(b), 7)}", f"al={min(len(a), 7)}", "c=" + c]
    out += ["p=" + sign(words[at - 1][-1]), "q=" + sign(words[at][0])]
    out.append(f"aal={a[:2] if a[:2] == 'ال' else ''}{b[:2] if b[:2] == 'ال' else b[:1]}")
    if capitals:
        out.append(f"cap={int(capital(words[at - 1]))}{int(capital(words[at]))}{int(capital(words[at + 1]) if at + 1 < len(words) else 0)}")
        out.append(f"capb={int(capital(words[at]))}{b}")
    return out


def read(lang, folders):
    texts = []
    for folder in folders:
        for number, path in enumerate(sorted(glob.glob(f"{folder}/*.{lang}"))):
            words, begins = [], set()
            for line in open(path, encoding="utf-8"):
                more = bare(line, number % 2)
                if more:
                    begins.add(len(words))
                    words += more
            if lang != "ar" and number % 4 == 3:
                words = [word.lower() for word in words]
            texts.append((path, words, begins))
    return texts


def has_capitals(words):
    return sum(map(capital, words)) * 40 > len(words)


def known(path):
    """The weights from which learning starts: words that a person listed."""
    weights = {}
    for line in open(path, encoding="utf-8"):
        parts = line.split()
        if parts and parts[0] in ("begin", "end"):
            for word in parts[2:]:
                weights.setdefault("ba"[parts[0] == "end"] + "=" + core(word), SHARE * float(parts[1]))
    return weights


def learn(texts, start):
    examples, counts = [], collections.Counter()
    for _, words, begins in texts:
        capitals = has_capitals(words)
        for at in range(1, len(words)):
            found = features(words, at, capitals)
            counts.update(found)
            examples.append((found, at in begins))
    examples = [([f for f in found if counts[f] >= LEAST_COUNT], y) for found, y in examples]
    weights = collections.defaultdict(float, start)
    random.seed(1)
    for turn in range(ROUNDS):
        random.shuffle(examples)
        rate = RATE / (1 + turn)
        for found, y in examples:
            p = 1 / (1 + math.exp(-sum(weights[f] for f in found)))
            for f in found:
                weights[f] += rate * (y - p) - rate * PULL * (weights[f] - start.get(f, 0))
    return {f: w for f, w in weights.items() if f == "" or abs(w) >= LEAST_WEIGHT}


if __name__ == "__main__":
    start = known(f"{sys.path[0]}/{sys.argv[1]}.txt")
    weights = learn(read(sys.argv[1], sys.argv[2:]), start)
    for feature in sorted(weights):
        print(f"{feature}\t{weights[feature]:.2f}")
