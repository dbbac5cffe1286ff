"""Asks a served archive whatever its API's description allows and forbids, for half a minute (Schemathesis).

    .venv/bin/python .ci/fuzz_api.py [SECONDS]

Every answer has to be as described: status, content type, schema, and refusals of what the description rules
out. The inputs are the same each time. With 0 seconds only the edges of each parameter are tried.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.serving import served  # noqa: E402

#: How the archive, or the server before it, says that it was asked what the description rules out.
REFUSALS = [400, 404, 405]


def fuzz(seconds: int) -> int:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "var", API_RATE="0") as site:
        phases = "coverage,fuzzing,stateful" if seconds else "coverage"
        config = Path(folder, "schemathesis.toml")
        config.write_text(f"[checks.negative_data_rejection]\nexpected-statuses = {REFUSALS}\n", "utf-8")
        command = ["run", f"{site.address}/api/v1/openapi.json", "--checks=all", "--seed=1", "--warnings=off"]
        limits = [f"--phases={phases}", *([f"--max-time={seconds}"] if seconds else ["--max-examples=5"])]
        return subprocess.run(
            [Path(sys.executable).with_name("schemathesis"), f"--config-file={config}", *command, *limits],
            cwd=folder,
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(fuzz(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
