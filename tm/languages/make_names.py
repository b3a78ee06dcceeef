"""Writes the names of languages, regions and scripts, from the data of CLDR in JSON.

Call: make_names.py FOLDER, where FOLDER holds the unpacked npm packages `cldr-localenames-full` and
`cldr-core`, each in a folder of its name. The files are written beside this script.

Each line is a code, a tab, and names with ` | ` between: the standard English name first, then other
English names, Arabic names, and the language's own name. Codes of two letters come first: if two codes
share a name, the first line has it.
"""

import json
import re
import sys
import unicodedata
from pathlib import Path

# Names of our own, which CLDR does not have: old names, other spellings, and forms without a region.
MORE_LANGUAGES = {
    "ar": ["MSA", "Standard Arabic", "Fusha", "العربية الفصحى", "الفصحى"],
    "acm": ["Iraqi Arabic", "Mesopotamian Arabic", "العراقية", "العربية العراقية"],
    "afb": ["Gulf Arabic", "الخليجية", "العربية الخليجية"],
    "apc": ["Levantine Arabic", "الشامية", "العربية الشامية"],
    "ary": ["Darija", "العربية المغربية", "الدارجة المغربية"],
    "arz": ["Masri", "العربية المصرية", "العامية المصرية"],
    "az": ["الأذربيجانية"],
    "bn": ["Bengali"],
    "ckb": ["Sorani", "Kurdish (Sorani)", "السورانية", "سۆرانی"],
    "en": ["الإنكليزية"],
    "en-GB": ["الإنجليزية البريطانية"],
    "en-US": ["الإنجليزية الأمريكية"],
    "es": ["Castilian", "castellano", "الاسبانيولية"],
    "fa": ["Farsi", "Western Persian", "الإيرانية"],
    "fa-AF": ["دری"],
    "fil": ["Pilipino"],
    "fr": ["الفرنساوية"],
    "he": ["Ivrit", "Modern Hebrew", "عبرانية"],
    "id": ["Bahasa Indonesia"],
    "ku": ["Kurdish", "Kurmanji", "Kurdish (Kurmanji)", "Northern Kurdish", "الكردية"],
    "ms": ["Bahasa Melayu"],
    "my": ["Myanmar", "بورمي"],
    "nb": ["Norwegian Bokmal", "Bokmal"],
    "nn": ["Nynorsk"],
    "ur": ["الأردو", "أوردو", "الأوردية", "الأردية"],
    "zh": ["Mandarin", "Putonghua", "普通话", "汉语", "漢語", "الماندرين"],
    "zh-Hans": ["简体中文"],
    "zh-Hant": ["繁體中文", "正體中文", "繁体中文"],
}
MORE_REGIONS = {
    "AE": ["UAE", "الإمارات"],
    "GB": ["Great Britain", "Britain", "England", "بريطانيا"],
    "KR": ["Korea", "Republic of Korea", "كوريا"],
    "RU": ["Russian Federation", "روسيا الاتحادية"],
    "SA": ["KSA", "Kingdom of Saudi Arabia", "السعودية"],
    "SY": ["Syrian Arab Republic"],
    "TW": ["Republic of China"],
    "US": ["USA", "America", "United States of America", "أمريكا", "الولايات المتحدة الأمريكية"],
    "CN": ["PRC", "People's Republic of China", "Mainland China"],
    "VN": ["Viet Nam"],
    "419": ["LATAM", "Latin American"],
}
MORE_SCRIPTS = {
    "Hans": ["简体"],
    "Hant": ["繁體", "繁体"],
    "Latn": ["Roman"],
}

# Languages that have a profile: their names are listed in each of these languages, and the own names
# of their regions.
PROFILES = "ar en fr de es fa ur he tr ru zh ja".split()
# Codes that stand for no language.
NONE = {"und", "mul", "zxx", "root"}
# Codes whose names mean the language itself here: whoever writes `Modern Standard Arabic` means `ar`.
PLAIN = {"ar-001": "ar"}
CODE = re.compile(r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?$")


def table(main, locale, kind):
    """Returns the names of a kind in a locale: code -> names, the standard name first."""
    path = main / locale / f"{kind}.json"
    if not path.exists():
        return {}
    names = json.loads(path.read_text("utf-8"))["main"][locale]["localeDisplayNames"][kind]
    found = {}
    for full, name in names.items():
        code, _, form = full.partition("-alt-")
        # The parts of `Kurdish (Central)` in menus are no names.
        if "-menu-" in full or name == code or form == "chagos":
            continue
        found.setdefault(code, []).insert(len(found.get(code, [])) if form else 0, name)
    return found


def join(*lists):
    """Returns the names of all lists, each spelling once."""
    seen, names = set(), []
    for name in (name for list_ in lists for name in list_):
        name = unicodedata.normalize("NFC", name).replace("|", "/").strip()
        if name.casefold() not in seen:
            seen.add(name.casefold())
            names.append(name)
    return names


def write(path, rows):
    two_first = sorted(rows, key=lambda code: ("-" in code, len(code), code))
    text = "".join(f"{code}\t{' | '.join(rows[code])}\n" for code in two_first)
    path.write_text(text, "utf-8", newline="\n")
    print(path.name, len(rows), "lines", len(text.encode()), "bytes")


def languages(main, core):
    aliases = json.loads((core / "supplemental/aliases.json").read_text("utf-8"))
    aliases = aliases["supplemental"]["metadata"]["alias"]["languageAlias"]
    english, arabic = table(main, "en", "languages"), table(main, "ar", "languages")
    rows = {}
    for code in english:
        if CODE.match(code) and code not in NONE and code not in aliases:
            own = table(main, code, "languages").get(code, [])
            if code in PROFILES:
                own += [n for other in PROFILES for n in table(main, other, "languages").get(code, [])]
            rows[code] = join(english[code], MORE_LANGUAGES.get(code, []), arabic.get(code, []), own)
    for code, plain in PLAIN.items():
        rows[plain] = join(rows[plain], rows.pop(code))
    # Own names in another script than the usual one: `srpski`, `پنجابی`.
    for folder in sorted(main.iterdir()):
        code, _, script = folder.name.partition("-")
        if len(script) == 4 and code in rows:
            rows[code] = join(rows[code], table(main, folder.name, "languages").get(code, []))
    for code in MORE_LANGUAGES.keys() - rows.keys():
        rows[code] = MORE_LANGUAGES[code]
    return rows


def regions(main, core):
    english, arabic = table(main, "en", "territories"), table(main, "ar", "territories")
    info = json.loads((core / "supplemental/territoryInfo.json").read_text("utf-8"))
    info = info["supplemental"]["territoryInfo"]
    rows = {}
    for code in english:
        if code in ("ZZ", "QO", "EZ", "XA", "XB") or (code.isdigit() and code not in ("001", "150", "419")):
            continue
        own = []
        for language in PROFILES:
            population = info.get(code, {}).get("languagePopulation", {}).get(language, {})
            if population.get("_officialStatus", "").startswith("official"):
                own.extend(table(main, language, "territories").get(code, []))
        rows[code] = join(english[code], MORE_REGIONS.get(code, []), arabic.get(code, []), own)
    return rows


def scripts(main, core):
    english, arabic = table(main, "en", "scripts"), table(main, "ar", "scripts")
    usage = json.loads((core / "scriptMetadata.json").read_text("utf-8"))["scriptMetadata"]
    alive = {code for code, row in usage.items() if row["idUsage"] in ("RECOMMENDED", "LIMITED_USE")}
    alive = alive - {"Zyyy", "Zinh", "Zzzz"} | {"Hans", "Hant", "Jpan", "Kore"}
    return {
        code: join(english[code], MORE_SCRIPTS.get(code, []), arabic.get(code, []))
        for code in english
        if code in alive
    }


def run(folder):
    main, core = Path(folder) / "cldr-localenames-full/main", Path(folder) / "cldr-core"
    here = Path(__file__).parent
    write(here / "names.tsv", languages(main, core))
    write(here / "regions.tsv", regions(main, core))
    write(here / "scripts.tsv", scripts(main, core))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    run(sys.argv[1])
