"""Interface strings in English and Korean, from the message catalogues of Debian packages."""

import gettext
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator
from functools import cache as remember
from pathlib import Path
from typing import Final, Literal

from training import packages

_NAMES: Final = """
    0ad-data-common abiword-common adduser aisleriot akregator anjuta appstream apt aptitude-common
    ark atril-common audacious-plugins-data audacity-data backintime-common balsa baobab bash
    binutils-common bleachbit bluedevil bluez brasero-common caja-common calligra-libs
    calligrasheets-data calligrawords-data cantor catfish cheese-common cinnamon-l10n
    claws-mail-i18n clementine coreutils cups-browsed darktable dconf-editor debconf-i18n deja-dup
    deluge-common desktop-file-utils dia-common diffutils digikam-data dolphin dpkg dragonplayer
    e2fsprogs elisa engrampa-common eog eom-common epiphany-browser-data evince-common
    evolution-common evolution-data-server-common exo-utils fcitx5-data file-roller filelight
    filezilla-common findutils firefox-esr-l10n-ko five-or-more flatpak four-in-a-row gawk gbrainy
    gcc-12-locales gcr gdm3 geary gedit-common gettext gftp-common ghex gimp-data git gitg glade
    gnome-bluetooth-3-common gnome-boxes gnome-builder gnome-calculator gnome-calendar
    gnome-characters gnome-chess gnome-clocks gnome-contacts gnome-control-center-data
    gnome-disk-utility gnome-font-viewer gnome-initial-setup gnome-keyring gnome-klotski gnome-logs
    gnome-mahjongg gnome-maps gnome-mines gnome-music gnome-nibbles gnome-online-accounts
    gnome-photos gnome-remote-desktop gnome-robots gnome-screenshot gnome-session-common
    gnome-settings-daemon-common gnome-shell-common gnome-software-common gnome-sudoku
    gnome-system-monitor gnome-taquin gnome-terminal-data gnome-tetravex gnome-text-editor
    gnome-tweaks gnome-user-docs gnome-weather gnote gnucash-common gnumeric-common gnupg-l10n
    gparted granatier grep grilo-plugins-0.3 grsync gstreamer1.0-plugins-bad
    gstreamer1.0-plugins-base gstreamer1.0-plugins-good gtkhash gucharmap gvfs-common gwenview
    handbrake hexchat-common hitori homebank hugin-data hunspell-ko iagno ibus ibus-hangul im-config
    iso-codes juk k3b-data kaddressbook kanagram kapman kate kate5-data katomic kblocks kbreakout
    kbruch kcalc kcharselect kde-cli-tools-data kdeconnect kdenlive-data kdevelop-data kdiamond
    kfind kget kgoldrunner khangman kile kinfocenter kio kiten klines kmag kmahjongg kmail kmines
    kmousetool kolourpaint kompare konsole konsole-kpart kontact konversation-data korganizer kpat
    krdc kreversi krfb krita-l10n kruler kscreen kshisen ksquares ksudoku kteatime ktexteditor-data
    ktimer ktorrent-data ktouch-data kturtle kwalletmanager kwin-data kwrite labplot libdolphinvcs5
    libglib2.0-0 libgoa-1.0-common libgstreamer1.0-0 libgtk-3-common libgtk-4-common
    libgtk2.0-common libgtksourceview-4-common libgtksourceview-5-common libkf5baloo5
    libkf5completion-data libkf5configwidgets-data libkf5coreaddons-data libkf5i18n-data
    libkf5kiowidgets5 libkf5notifyconfig-data libkf5purpose-bin libkf5service-data libkf5solid5-data
    libkf5texteditor5 libkf5wallet-data libkf5widgetsaddons-data libkf5xmlgui-data libpulse0
    libreoffice-l10n-ko libuser libxfce4ui-common liferea-data light-locker lightdm-gtk-greeter
    lightsoff lokalize lxappearance lximage-qt-l10n lxpanel-data lxtask lxterminal man-db
    marco-common mate-control-center-common mate-desktop-common mate-media-common mate-panel-common
    mate-power-manager-common mate-session-manager mate-system-monitor-common mate-terminal-common
    mate-utils-common meld minetest-data mousepad mutt nano nautilus-data nemo-data network-manager
    network-manager-gnome okular onboard-common orage orca packagekit palapeli parley parole parted
    passwd pavucontrol pcmanfm pidgin-data pitivi planner-data plasma-desktop-data
    plasma-discover-common plasma-nm plasma-systemmonitor pluma-common polari policykit-1
    powerdevil-data pulseaudio qbittorrent quadrapassel quodlibet remmina-common rhythmbox-data
    ristretto seahorse sed shared-mime-info shotwell-common simple-scan slick-greeter
    software-properties-gtk sound-juicer speech-dispatcher step sweeper swell-foop sylpheed-i18n
    synaptic system-config-printer-common systemsettings tali tar terminator thunar thunar-data
    thunderbird-l10n-ko tilix-common tomboy-ng totem-common tracker-extract tracker-miner-fs
    transmission-common tuxpaint umbrello util-linux-locales vim-common vino virt-manager vlc-l10n
    wget wireplumber xdg-user-dirs xfburn xfce4-appfinder xfce4-notifyd xfce4-panel
    xfce4-power-manager-data xfce4-screenshooter xfce4-session xfce4-settings xfce4-taskmanager
    xfce4-terminal xfce4-weather-plugin xfce4-whiskermenu-plugin xfdesktop4-data xfwm4 xkb-data
    xscreensaver yad yelp zenity-common
"""
PACKAGES: Final = tuple(_NAMES.split())
"""Those of Debian 12 that carry Korean messages, but for games of 100 MB."""

Language = Literal["en", "ko"]

_LONGEST: Final = 160
_ACCELERATOR: Final = re.compile(r"\(\s*[_&~]\w\s*\)|\(~?[A-Z]\)(?=\.*$)")
_TAG: Final = re.compile(r"<[^>]*>")
_ENTITY: Final = re.compile(r"&(?:lt|gt|amp|quot|apos|#\d+);")
_MARKED_WORD: Final = re.compile(r"(^|\s)[_&~](\w)")
_MARKED_LETTER: Final = re.compile(r"(\w)[_&~](?=[A-Za-z])")
_FIELD: Final = re.compile(r"%(?:\d+\$)?[-+ 0#]*\d*(?:\.\d+)?l*[sdiufxgcq]|%\d|\{[^}]*\}|\$\w+|%[A-Za-z]+")
_HANGUL: Final = re.compile("[가-힣]")
_STANDS_FOR: Final = ("1", "3", "12", "25", "100", "1,024", "0.5", "2024", "Untitled", "report.txt", "Photos")


def fetch() -> Path:
    """Fetch the catalogues' packages, unless they are here, and return the folder they are unpacked in."""
    return packages.unpacked(PACKAGES, "catalogues")


@remember
def strings(language: Language) -> tuple[str, ...]:
    """Return every string once, sorted: one line each, no tags, no accelerator marks, fields filled in."""
    return tuple(_read()[language])


def _read() -> dict[str, list[str]]:
    root = fetch()
    store = root / "strings.json"
    if not store.is_file():
        english: set[str] = set()
        korean: set[str] = set()
        for path in sorted(root.glob("*/usr/share/**/ko*/LC_MESSAGES/*.mo")):
            for source, translation in _messages(path):
                english.update(line for line in _lines(source) if not _HANGUL.search(line))
                korean.update(line for line in _lines(translation) if _HANGUL.search(line))
        store.write_text(json.dumps({"en": sorted(english), "ko": sorted(korean)}, ensure_ascii=False))
    found: dict[str, list[str]] = json.loads(store.read_text())
    return found


def _messages(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # has no public way
    except (OSError, UnicodeDecodeError, ValueError):
        return
    for key, translation in catalogue.items():
        source = key[0] if isinstance(key, tuple) else key
        if source and isinstance(translation, str):
            yield source.rpartition("\x04")[2], translation


def _lines(message: str) -> Iterator[str]:
    text = _ACCELERATOR.sub("", unicodedata.normalize("NFC", message))
    text = _ENTITY.sub(" ", _TAG.sub("", text))
    text = _MARKED_LETTER.sub(r"\1", _MARKED_WORD.sub(r"\1\2", text))
    for line in text.split("\n"):
        filled = " ".join(_FIELD.sub(_filled, line).split())
        if 0 < len(filled) < _LONGEST and any(letter.isalpha() for letter in filled):
            yield filled


def _filled(field: re.Match[str]) -> str:
    """Put something in a field's place: the same each time for the same message."""
    place = zlib.crc32(f"{field.string}{field.start()}".encode())
    return _STANDS_FOR[place % len(_STANDS_FOR)]
