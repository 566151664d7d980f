"""Vosk's library lies beside its package and is opened by path."""

from PyInstaller.utils.hooks import collect_dynamic_libs

binaries = collect_dynamic_libs("vosk")
hiddenimports = ["cffi", "_cffi_backend"]
