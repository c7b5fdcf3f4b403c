"""Tools that are no part of the tests' environment: installed, as locked, into `.local/<tool>` when first asked for."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def site(tool: str) -> Path:
    """The directory of packages of `requirements/<tool>.txt`. Raises `CalledProcessError` where no registry answers."""
    home, locked = ROOT / ".local" / tool, ROOT / "requirements" / f"{tool}.txt"
    stamp = home / "locked.txt"
    if not stamp.exists() or stamp.read_text() != locked.read_text():
        uv = subprocess.run([ROOT / "scripts" / "uv"], check=True, capture_output=True, text=True).stdout.strip()
        install = [uv, "pip", "install", "--quiet", "--require-hashes", "--python", sys.executable]
        subprocess.run([*install, "--target", home / "site", "-r", locked], check=True)
        stamp.write_text(locked.read_text())
    return home / "site"
