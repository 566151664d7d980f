"""Every string a person sees or hears, in their language (gettext, no Qt).

`from engines.words import _` translates into the interface language, chosen once by `use`.
Where the language belongs to a call, such as the language of a description, take a catalogue:
`words = catalogue("ko")`, then `words.gettext(...)`. Give gettext whole sentences with named
fields, never glued fragments: `_("Reading text, {done} of {total} lines").format(...)`.
"""

import gettext as _gettext
import locale
import os
import sys
from functools import cache
from typing import Final

from engines import resource

LANGUAGES: Final = ("en", "ko")
"""The languages Sori speaks, the fallback first."""

Catalogue = _gettext.NullTranslations
_interface: Catalogue = _gettext.NullTranslations()
_interface_language = "en"


@cache
def catalogue(language: str) -> Catalogue:
    """Return the strings of one of `LANGUAGES`; English stands in the code itself."""
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("sori", resource.path("translations"), [language])


def use(language: str) -> None:
    """Choose the interface language for `_`, `ngettext` and `pgettext`; call it before any work."""
    global _interface, _interface_language
    _interface, _interface_language = catalogue(language), language


def interface_language() -> str:
    """Return the language chosen by `use`."""
    return _interface_language


def system_language() -> str:
    """Return the language of `LANGUAGES` that the system's settings ask for."""
    asked = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    first = next((value for value in asked if value), "") or _chosen_in_the_system()
    code = first.replace("Korean", "ko")[:2].lower()
    return code if code in LANGUAGES else LANGUAGES[0]


def _chosen_in_the_system() -> str:
    """Return the language of the system's own settings, such as `ko_KR`; empty where it tells none.

    On Windows the locale is the region's, which decides about dates; a bundle of macOS has none at all.
    """
    if sys.platform == "win32":
        import ctypes

        # The low ten bits name the language; 0x12 is Korean.
        return "ko" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x12 else "en"
    if sys.platform == "darwin":
        try:
            from Foundation import NSLocale

            return str(NSLocale.preferredLanguages()[0])
        except (ImportError, IndexError):
            pass
    return locale.getlocale()[0] or ""


def _(message: str) -> str:
    """Translate into the interface language."""
    return _interface.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate into the interface language by number."""
    return _interface.ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Translate into the interface language a word that means several things."""
    return _interface.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a string for translation that is translated later."""
    return message
