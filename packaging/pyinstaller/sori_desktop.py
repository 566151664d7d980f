"""The window `sori-desktop` of a package, without a terminal."""

from desktop import packaged


def window() -> None:
    """Open the window; Qt is loaded no sooner."""
    from desktop.__main__ import main

    main()


packaged.start(window)
