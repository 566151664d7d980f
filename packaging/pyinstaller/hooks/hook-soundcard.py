"""Soundcard reads what it tells cffi from files beside it; its own hook fails where no sound server runs."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("soundcard", includes=["*.h"])
