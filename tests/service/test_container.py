"""What the container file promises, as far as it can be tried without an engine for containers."""

import json
import re
import subprocess
import sys
from pathlib import Path

FILE = Path(__file__).parents[2] / "Dockerfile"
INSTRUCTIONS = FILE.read_text().replace("\\\n", " ")


def arguments(instruction: str) -> list[str]:
    found = re.findall(rf"^{instruction} .*?(\[.*\])$", INSTRUCTIONS, re.MULTILINE)
    return json.loads(found[-1])


def health(port: int) -> int:
    program, option, script = arguments("HEALTHCHECK")
    assert (program, option) == ("python", "-c")
    script = script.replace(":8000/", f":{port}/")
    return subprocess.run([sys.executable, "-c", script], stderr=subprocess.DEVNULL).returncode


def test_the_health_check_tells_a_service_that_is_ready_from_one_that_is_not(start) -> None:
    running = start()
    assert health(running.port) == 0
    running.stop()
    assert health(running.port) != 0


def test_its_command_starts_the_service(start, tmp_path) -> None:
    (program,), options = arguments("ENTRYPOINT"), arguments("CMD")
    assert program == "credscore"
    assert options[0] == "serve"
    assert start(*options[1:]).get("/readyz").status == 200


def test_it_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\S+)$", INSTRUCTIONS, re.MULTILINE)
    assert users
    assert users[-1] not in ("0", "root")
