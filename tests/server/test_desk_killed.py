"""A desk that is killed while it writes: the case holds the old record or the new one, and nothing else is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sousveil.case.load import load_case
from sousveil.workbench.desk.changes import Standing, read_journal, tell_standing, undo_step
from tests.server.desk_client import put_case

ROUNDS = 40
WRITER = """
import sys
from pathlib import Path
from sousveil.workbench.desk.changes import Change, apply_step, make_step, read_piece
folder, path = Path(sys.argv[1]), "events/2024.yaml"
print("ready", flush=True)
for number in range(10**6):
    before = read_piece(folder, path, "e-order")
    after = f"- id: e-order\\n  date: '2024'\\n  title: {'word ' * 2000}{number}\\n  kind: law\\n"
    change = Change(path=path, record="e-order", before=before, after=after)
    apply_step(folder, make_step("change", ["e-order"], [change]))
"""


@pytest.mark.trial
def test_killed_at_any_moment_a_record_is_old_or_new_and_the_journal_knows(tmp_path: Path) -> None:
    folder = put_case(tmp_path / "case")
    others = {
        path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "2024.yaml"
    }
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    stood = back = 0
    for _ in range(ROUNDS):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0.0, 0.15))
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        case, problems = load_case(folder)
        assert [one for one in problems if one.severity.rank == 0] == []
        assert "e-order" in case.events
        if steps := read_journal(folder):
            standing = tell_standing(folder, steps[0])
            assert standing in (Standing.STANDS, Standing.BACK)
            stood, back = stood + (standing is Standing.STANDS), back + (standing is Standing.BACK)
    assert stood
    last = next(one for one in read_journal(folder) if tell_standing(folder, one) is Standing.STANDS)
    undo_step(folder, last)
    assert tell_standing(folder, last) is Standing.BACK
    assert {path: path.read_bytes() for path in others} == others
