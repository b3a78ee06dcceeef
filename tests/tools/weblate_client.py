"""Weblate's own class for tmserver against a running server: python3 weblate_client.py URL

Its modules `machinery.base`, `machinery.tmserver` and `utils.requests` are the real ones. What they
import beside Django and requests needs a database or a whole Weblate, and is replaced by what they use
of it.
"""

import sys
import types

from django.conf import settings

settings.configure(
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    USE_I18N=False,
)


def stub(name, **members):
    module = types.ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module


class Form:
    pass


stub("weblate.utils.celery", app=None)
stub("weblate.checks.utils", highlight_string=lambda *_, **__: [])
stub("weblate.lang.models", Language=object, PluralMapper=object)
stub("weblate.machinery.forms", BaseMachineryForm=Form, URLMachineryForm=Form)
stub("weblate.utils.errors", report_error=lambda *_, **__: None)
stub(
    "weblate.utils.hash",
    calculate_dict_hash=str,
    calculate_hash=hash,
    hash_to_checksum=str,
)
stub("weblate.utils.similarity", Comparer=object)
stub("weblate.utils.site", get_site_url=lambda *_: "http://weblate.example/")
stub("weblate.utils.version", USER_AGENT="Weblate/5.14.3")

from requests.exceptions import HTTPError  # noqa: E402

from weblate.machinery.tmserver import TMServerTranslation  # noqa: E402

machine = TMServerTranslation({"url": sys.argv[1]})


def find(text, source="en", target="ar"):
    return list(machine.download_translations(source, target, text, None, None))


def check(is_right, *told):
    if not is_right:
        sys.exit(f"wrong: {told}")


# The form of the settings is saved only if this passes.
machine.validate_settings()

languages = set(machine.download_languages())
check(("en", "ar") in languages and ("ar", "en") in languages, languages)
check(machine.is_supported("en", "ar"), machine.supported_languages)
check(not machine.is_supported("en", "fr"), machine.supported_languages)
check(machine.map_language_code("en-US") == "en_us")

found = find("The meeting began on Monday.")
check(found[0]["quality"] == 100 and found[0]["text"] == "بدأ الاجتماع يوم الاثنين.", found)
found = find("The meeting began on Tuesday.")
check(75 <= found[0]["quality"] < 100, found)
check(find("The meeting began on Monday.", source="en_us") != [])
check(find("nothing that is in any memory") == [])
for text, target in [
    ("a/b and/or c//d", "أ/ب"),
    ("Salt & pepper? Yes: 100 % + #1;x=y", "ملح وفلفل؟ نعم: ١٠٠٪"),
    ('He said "no" <b>twice</b> \\ here', "قال «لا» مرتين"),
    ("Line one\nand line two\tof it", "السطر الأول\nوالثاني"),
]:
    found = find(text)
    check(found and found[0]["text"] == target, text, found)
    back = find(target, source="ar", target="en")
    check(back and back[0]["text"] == text, target, back)
# Longer than 500 characters, and a line end of Windows: cut and replaced on the way.
check(find("x" * 2000) == [])
check(find("The meeting\rbegan on Monday.")[0]["quality"] >= 75)
try:
    find("x", source="en", target="fr")
    sys.exit("a language that is not there was found")
except HTTPError as error:
    check(error.response.status_code == 404, error)
print("ok")
