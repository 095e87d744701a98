"""Installs into a temporary prefix, moves the prefix, and uses what was installed there: the command with its packs, the
library by its pkg-config file, the man page.

    install_test.py ROOT BUILD

SPDX-License-Identifier: Apache-2.0
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from tap import Tap

HERE = pathlib.Path(__file__).resolve().parent


def run(command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=120, **options)


def failure(result, expected=(0,)):
    """What to show of a command that did not end as expected; nothing when it did."""
    if result.returncode in expected:
        return []
    return [f"{result.args} ended with {result.returncode}", result.stdout[-2000:], result.stderr[-2000:]]


def main(root, build):
    tap = Tap()
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
    with tempfile.TemporaryDirectory(prefix="procscreen-install-") as work:
        work = pathlib.Path(work)
        installed = run(["meson", "install", "--no-rebuild", "--quiet", "-C", build], env=environment | {"DESTDIR": str(work / "stage")})
        tap.check("meson installs", failure(installed))
        prefix = work / "moved to" / "here"
        prefix.parent.mkdir()
        programs = list((work / "stage").rglob("bin/procscreen"))
        if len(programs) != 1:
            tap.check("the command was installed", [f"found {programs}"])
            tap.finish()
        shutil.move(programs[0].parent.parent, prefix)
        program = prefix / "bin" / "procscreen"

        version = run([program, "--version"], env=environment)
        tap.check("the moved command runs", failure(version))
        screened = run([program, "screen", "-o", "ndjson", root / "tests/samples/night"], env=environment)
        problems = failure(screened, expected=(3,))  # the sample night has a broken file
        if '"type":"finding"' not in screened.stdout:
            problems.append("the sample night gave no finding")
        tap.check("it finds its packs and screens the sample night", problems)
        pages = [f"share/man/man5/procscreen-{name}.5" for name in ("catalog", "config", "operators", "policy", "profile")]
        for page in ("share/man/man1/procscreen.1", *pages, "share/bash-completion/completions/procscreen",
                     "share/zsh/site-functions/_procscreen", "share/fish/vendor_completions.d/procscreen.fish"):
            tap.check(f"{page} is installed", [] if (prefix / page).exists() else ["it is missing"])

        configs = list(prefix.rglob("procscreen.pc"))
        tap.check("there is a pkg-config file", [] if len(configs) == 1 else [f"found {configs}"])
        config_path = environment | {"PKG_CONFIG_PATH": str(configs[0].parent) if configs else ""}
        flags = run(["pkg-config", "--cflags", "--libs", "procscreen"], env=config_path)
        tap.check("pkg-config reads it", failure(flags))
        # The prefix holds a blank, which pkg-config writes with a backslash.
        words = flags.stdout.replace("\\ ", "\0").split()
        words = [word.replace("\0", " ") for word in words]
        client = work / "client"
        compiled = run(["cc", "-std=c99", "-Wall", "-Wextra", "-Werror", HERE / "client.c", "-o", client, *words], env=environment)
        tap.check("a program of others compiles against it", failure(compiled))
        library = next((path for path in prefix.rglob("libprocscreen.so")), None)
        ran = run([client, prefix / "share/procscreen", root / "tests/samples/night/01-order-control-room.xml"],
                  env=environment | {"LD_LIBRARY_PATH": str(library.parent) if library else ""}) if not compiled.returncode else None
        tap.check("it screens an order", failure(ran) if ran else ["it was not built"])
    tap.finish()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
