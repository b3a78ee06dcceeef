"""Learns how readily a sentence begins between two words, for texts without stops.

python3 tm/borders/learn.py LANG [LEAST] < paragraphs.txt > tm/borders/LANG.tsv

Needs numpy, scipy and scikit-learn. Reads plain text, one paragraph a line; its stops tell where sentences begin and
are then removed. Prints one feature a line and its weight in nats, of those that weigh LEAST or more;
src/align/recut/begins.rs computes the same features.
"""
import array, collections, re, sys

STOPS = ".!?؟…۔"
# A word of two letters or more, a number of two digits or a closed bracket, with a stop at its end.
LAST = re.compile(r"([^\W\d_]{2,}|\d{2,}|[)»\"”\]])[\"»”)\]]*[.!?؟…]+[\"»”)\]]*$")
SHORT = re.compile(r"\b(Mr|Mrs|Ms|Dr|St|Jr|Sr|vs|No|Lt|Col|Gen|Capt|Rev|Prof|Sgt|Inc|Co|Ltd|Mt|Vol|pp|ca|al|etc)\.$")
ARTICLE = {"ar": "ال"}
# Paragraphs of fewer words are captions and items of lists; sentences of more are lists too.
FEWEST, MOST = 25, 90
LEAST_COUNT = {"ar": 10, "en": 4}
STRENGTH = {"ar": 0.1, "en": 0.3}
# As the matching view folds them.
MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
FOLDED = str.maketrans("أإآٱؤئىةیک", "ااااوييهيك")


def sentences(paragraph):
    """The sentences of a paragraph; none if it has only one, or one that is no sentence."""
    found, words = [], []
    for word in paragraph.split():
        words.append(word)
        if LAST.search(word):
            found.append(words)
            words = []
    out = []
    for words in found:
        if out and (words[0][0].islower() or SHORT.search(out[-1][-1])):
            out[-1] += words
        else:
            out.append(words)
    return out if len(out) > 1 and all(len(words) <= MOST for words in out) else []


def clean(line):
    line = re.sub(r"\(\s*[،,;:؛ ]*\)", "", line.strip())
    line = re.sub(r"\s+([،,؛;:.!؟?»)])", r"\1", line)
    return re.sub(r"([.!؟?])(?=[^\W\d_])", r"\1 ", line)


def bare(words, commas):
    """Words without the stops at their ends, and without commas if those are asked for."""
    for word in words:
        core = re.sub(r"[\W_]*$", "", word)
        tail = "".join(c for c in word[len(core):] if c not in STOPS and not (commas and c in ",،"))
        if core + tail:
            yield core + tail


def read(lang, lines):
    """Paragraphs as words, and the words with which sentences begin."""
    number = 0
    for line in lines:
        line = clean(line)
        found = sentences(line) if len(line.split()) >= FEWEST else []
        words, begins = [], set()
        for sentence in found:
            begins.add(len(words))
            words += bare(sentence, number % 2)
        if words:
            number += 1
            small = lang != "ar" and number % 4 == 0
            yield [word.lower() for word in words] if small else words, begins


class Form:
    """A word as the features see it."""

    def __init__(self, word):
        self.core = "".join(c for c in MARKS.sub("", word).translate(FOLDED).lower() if c.isalnum())
        letter = next((c for c in word if c.isalnum()), " ")
        self.capital = int(letter.isupper())
        self.first, self.last = word[:1] or " ", word[-1:] or " "


def features(lang, around, capitals):
    two_before, before, here, after, two_after = around
    p, a, b, c = two_before.core, before.core, here.core, after.core
    sign = lambda c: "" if c.isalnum() else c
    article = ARTICLE.get(lang)
    has_article = lambda word: article is not None and word.startswith(article)
    out = [
        "", f"b={b}", f"a={a}", f"c={c}", f"d={two_after.core}", f"e={p}", f"ea={p}|{a}", f"ab={a}|{b}", f"bc={b}|{c}",
        f"b2={b[:2]}", f"b3={b[:3]}", f"b4={b[:4]}", f"a2={a[:2]}", f"a3={a[:3]}", f"c2={c[:2]}", f"c3={c[:3]}",
        f"az={a[-2:]}", f"az3={a[-3:]}", f"bz={b[-2:]}", f"bz3={b[-3:]}", f"cz={c[-2:]}", f"ez={p[-2:]}",
        f"bl={min(len(b), 7)}", f"al={min(len(a), 7)}", f"p={sign(before.last)}", f"q={sign(here.first)}",
        f"sh={a[:2]}{a[-1:]}|{b[:2]}{b[-1:]}",
        f"aal={article if has_article(a) else ''}{article if has_article(b) else b[:1]}",
    ]
    if capitals:
        out += [f"cap={before.capital}{here.capital}{after.capital}", f"capb={here.capital}{b}"]
    # Stands for the rare words of a corpus that hides them.
    return [feature for feature in out if "unkunk" not in feature]


def examples(lang, texts):
    none = Form("")
    for words, begins in texts:
        forms = [none] + [Form(word) for word in words] + [none, none]
        capitals = sum(form.capital for form in forms) * 40 > len(words)
        for at in range(1, len(words)):
            yield features(lang, forms[at - 1:at + 4], capitals), at in begins


def learn(lang, texts):
    import numpy
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = collections.Counter()
    for found, _ in examples(lang, texts):
        counts.update(found)
    known = [feature for feature, count in counts.items() if count >= LEAST_COUNT[lang] and feature]
    index = {feature: at for at, feature in enumerate(known)}
    columns, rows, begins = array.array("i"), array.array("q", [0]), []
    for found, begin in examples(lang, texts):
        columns.extend(index[feature] for feature in found if feature in index)
        rows.append(len(columns))
        begins.append(begin)
    matrix = csr_matrix((numpy.ones(len(columns)), columns, rows), shape=(len(begins), len(known)))
    model = LogisticRegression(C=STRENGTH[lang], max_iter=120, tol=1e-5).fit(matrix, begins)
    return {"": model.intercept_[0], **dict(zip(known, model.coef_[0]))}


if __name__ == "__main__":
    lang, least = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 0.12
    weights = learn(lang, list(read(lang, sys.stdin)))
    for feature in sorted(weights):
        if feature == "" or abs(weights[feature]) >= least:
            print(f"{feature}\t{weights[feature]:.2f}")
