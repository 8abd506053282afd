"""Lets `python -m sousveil` do what the command `sousveil` does.

May do nothing else.
"""

from sousveil.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
