"""How what ships in `resources/` was made: run by developers, never shipped."""
