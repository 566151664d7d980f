"""PocketSphinx brings its English model in its package."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("pocketsphinx", includes=["model/**/*"])
