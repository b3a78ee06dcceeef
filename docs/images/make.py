#!/usr/bin/env python3
"""Makes the pictures of README.md from the program as it is:

    python3 docs/images/make.py target/release/muwazi

It needs a browser of the Chromium family (or BROWSER in the environment) and, for Arabic, a font
such as Noto Sans Arabic. The pages are written to a temporary folder first; --pages FOLDER keeps
them and takes no picture.
"""

import argparse, html, os, re, shutil, subprocess, sys, tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NEWS = Path("examples/news")
DOCUMENTS = Path("examples/documents")
COLOURS = {"31": "#c33", "32": "#1a7f37", "33": "#9a6700", "36": "#0a7ea4"}

# What is typed, and how many lines of the answer are shown; the rest is "…".
TYPED = [
    (["align", NEWS / "article.ar.txt", NEWS / "article.en.txt", "-o", "{tmp}/news.tmx"], 4),
    (["import", "-m", "{tmp}/news.muwazi", "{tmp}/news.tmx"], 3),
    (["align", NEWS / "article.ar.txt", NEWS / "article.en.txt"], 5),
    (["lookup", "-m", "{tmp}/news.muwazi", "--min", "60", "{query}"], 12),
]
TYPED_OF_DOCUMENTS = [
    (["read", DOCUMENTS / "offer.ar.html"], 12),
    (["align", DOCUMENTS / "film.ar.srt", DOCUMENTS / "film.en.srt"], 7),
]

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><style>
body {{ margin: 0; padding: 20px 24px; background: #fbfbfa; width: 1052px;
       font: 15px/1.55 "DejaVu Sans Mono", "Noto Sans Arabic", monospace; color: #222; }}
p {{ margin: 0; white-space: pre-wrap; direction: ltr; tab-size: 4; }}
.typed {{ margin-top: 12px; font-weight: bold; }} .typed:first-child {{ margin-top: 0; }}
</style></head><body>{body}</body></html>"""


def to_html(line):
    """A line of the terminal, with its colours. Its parts keep to themselves, as on a terminal, for
    which the program isolates them."""
    if "\x1b" not in line:
        parts = re.split(r"(\t|  +)", line)
        return "".join(part if at % 2 else f"<bdi>{html.escape(part)}</bdi>"
                       for at, part in enumerate(parts))
    out, open_spans = [], 0
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        code = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
        if not code:
            out.append(html.escape(part))
            continue
        for number in (code[1] or "0").split(";"):
            style = {"1": "font-weight:bold", "2": "opacity:.6"}.get(number)
            style = style or (f"color:{COLOURS[number]}" if number in COLOURS else None)
            if style:
                out.append(f'<span style="{style}">')
                open_spans += 1
            elif number == "0":
                out.append("</span>" * open_spans)
                open_spans = 0
    return "".join(out) + "</span>" * open_spans


def terminal(program, tmp, typed=TYPED):
    """The page of a session at the terminal."""
    query = "Jordan, Iraq and Syria agree rail link between Aqaba port and Baghdad"
    lines = []
    for args, most in typed:
        args = [str(arg).replace("{tmp}", str(tmp)).replace("{query}", query) for arg in args]
        shown = ["'%s'" % arg if " " in arg else arg.replace(f"{tmp}/", "") for arg in args]
        lines.append(f'<p class="typed">$ muwazi {html.escape(" ".join(shown))}</p>')
        done = subprocess.run([program, "--color", "always", *args], cwd=ROOT, text=True,
                              encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        answer = done.stdout.replace(f"{tmp}/", "").splitlines()
        answer = answer[:most] + (["…"] if len(answer) > most else [])
        lines += [f"<p>{to_html(line)}</p>" for line in answer]
    return PAGE.format(body="\n".join(lines))


def documents(program, tmp):
    """The page of a session with a web page and subtitles."""
    return terminal(program, tmp, TYPED_OF_DOCUMENTS)


def report(program, tmp):
    """The page of the report."""
    page = tmp / "report.html"
    texts = [NEWS / "article.ar.txt", NEWS / "article.en.txt"]
    subprocess.run([program, "-q", "align", *map(str, texts), "-o", str(tmp / "r.tmx"),
                    "--report", str(page)], cwd=ROOT, check=True)
    return page.read_text(encoding="utf-8")


def browser():
    names = ["chromium", "chromium-browser", "google-chrome", "chrome", "microsoft-edge"]
    found = os.environ.get("BROWSER") or next(filter(None, map(shutil.which, names)), None)
    return found or sys.exit("no browser was found; name one in BROWSER")


def picture(page, out, size):
    subprocess.run([browser(), "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu",
                    "--force-device-scale-factor=1", f"--window-size={size[0]},{size[1]}",
                    f"--screenshot={out}", page.as_uri()], check=True)


def main():
    parser = argparse.ArgumentParser(description="Makes the pictures of README.md")
    parser.add_argument("program", type=lambda path: str(Path(path).resolve()))
    parser.add_argument("--pages", type=Path, help="write the pages there, and take no picture")
    args = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = "1771488000"
    with tempfile.TemporaryDirectory() as folder:
        tmp = Path(folder)
        for name, make, size in [("terminal", terminal, (1100, 780)), ("report", report, (1280, 900)),
                                 ("documents", documents, (1100, 520))]:
            page = (args.pages or tmp) / f"{name}.page.html"
            page.write_text(make(args.program, tmp), encoding="utf-8")
            if not args.pages:
                picture(page.resolve(), HERE / f"{name}.png", size)


if __name__ == "__main__":
    main()
