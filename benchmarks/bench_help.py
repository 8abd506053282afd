"""Asking for help is instant: `sousveil --help` beside `pip --help` of the same environment (claim: at most 0.3 s)."""

from _harness import PYTHON, About, compare_commands, read_versions, report

ABOUT = About(what="sousveil --help", peer_name="pip --help", versions=read_versions("sousveil", "pip"))

if __name__ == "__main__":
    OURS = [PYTHON, "-m", "sousveil", "--help"]
    PEER = [PYTHON, "-m", "pip", "--help"]
    raise SystemExit(report(compare_commands(OURS, PEER, n=15, about=ABOUT)))
