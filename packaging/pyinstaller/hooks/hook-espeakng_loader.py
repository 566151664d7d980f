"""eSpeak NG comes as a library and a folder of voices, both found by path."""

from PyInstaller.utils.hooks import collect_data_files, collect_dynamic_libs

datas = collect_data_files("espeakng_loader", includes=["espeak-ng-data/**/*"])
binaries = collect_dynamic_libs("espeakng_loader")
