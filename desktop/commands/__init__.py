"""The commands of `sori`, one file each: `add(commands)` describes its arguments, `run(args)` does it.

`run` returns the exit code; an `EngineError` it raises is printed as one sentence by `desktop.cli`.
Results go to stdout, everything else to stderr.
"""
