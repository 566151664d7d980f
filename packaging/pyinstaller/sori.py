"""The command `sori` of a package."""

from desktop import cli, packaged

packaged.start(cli.main)
