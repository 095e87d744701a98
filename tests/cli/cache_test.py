"""The cache of compiled packs: it makes a start shorter and changes nothing else, whatever is in it.

    cache_test.py PROGRAM ROOT

SPDX-License-Identifier: Apache-2.0
"""

import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from tap import Tap

NIGHT = ("screen", "--fail-on", "never", "-o", "ndjson", "-q")


class Bench:
    """A home of its own, a copy of the packs, and what is said without a cache."""

    def __init__(self, program, root):
        self.program = pathlib.Path(program).resolve()
        self.root = pathlib.Path(root).resolve()

    def __enter__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="procscreen-cache-"))
        self.data = self.home / "data"
        self.folder = self.home / ".cache" / "procscreen"
        for name in ("catalogs", "policies"):
            shutil.copytree(self.root / name, self.data / name)
        self.plain = self.screen("--no-cache")
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.home, ignore_errors=True)

    def environment(self, **more):
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS") if name in os.environ}
        return {**kept, "LC_ALL": "C.UTF-8", "HOME": str(self.home), "PROCSCREEN_DATA": str(self.data), "PROCSCREEN_TODAY": "2026-11-25", **more}

    def command(self, *options):
        return [self.program, *NIGHT, *options, self.root / "tests" / "samples" / "night"]

    def screen(self, *options, **more):
        done = subprocess.run(self.command(*options), capture_output=True, env=self.environment(**more), timeout=120, check=False)
        return done.returncode, done.stdout, done.stderr

    def files(self):
        return sorted(self.folder.iterdir()) if self.folder.exists() else []

    def image(self):
        """The only file that the cache holds."""
        (image,) = self.files()
        return image

    def differences(self, what, **more):
        if self.screen(**more) != self.plain:
            yield f"{what}: another report than without a cache"

    def keep(self, what="the first start", folder=None, **more):
        """Start until something new is kept: now and then a number in it looks like an address of that process, and it is not."""
        folder = folder or self.folder
        before = marks_of(folder)
        for _ in range(20):
            yield from self.differences(what, **more)
            if marks_of(folder) != before:
                return
        yield f"{what}: nothing was kept"


def is_sanitized(program):
    """Then the addresses of an image are taken, and none is ever kept."""
    library = program.parent / "libprocscreen.so.0"
    return b"asan" in subprocess.run(["ldd", library if library.exists() else program], capture_output=True, check=False).stdout


def marks_of(folder):
    return [(path.name, path.lstat().st_ino, path.lstat().st_mtime_ns) for path in sorted(folder.glob("*"))]


def kept_once_and_used(b):
    yield from b.keep()
    marks = marks_of(b.folder)
    if stat.S_IMODE(b.image().stat().st_mode) != 0o600 or stat.S_IMODE(b.folder.stat().st_mode) != 0o700:
        yield "others can read it"
    for _ in range(3):
        yield from b.differences("a later start")
    if marks_of(b.folder) != marks:
        yield "it was written again"


def other_commands(b):
    for arguments in (("pack", "list"), ("pack", "test"), ("formats",), ("explain", str(b.root / "tests/samples/night/01-orders-ubl.xml"), "1"),
                      ("pack", "show", "cii")):
        said = [subprocess.run([b.program, *arguments], capture_output=True, env=b.environment(PROCSCREEN_CACHE=cache), timeout=120, check=False)
                for cache in ("no", "yes", "yes")]
        if len({(one.returncode, one.stdout, one.stderr) for one in said}) != 1:
            yield f"{arguments}: not the same with a cache"


def a_changed_pack(b):
    yield from b.keep()
    policy = b.data / "policies" / "cii.xml"
    text = policy.read_text(encoding="utf-8")
    declaration, rest = text.split("<policy", 1)
    policy.write_text(declaration + "<policy" + rest.replace("version=\"", "version=\"9.", 1), encoding="utf-8")
    plain, b.plain = b.plain, b.screen("--no-cache")
    if plain == b.plain:
        yield "the change does not show at all"
    yield from b.keep("after a change")
    policy.write_text(text, encoding="utf-8")
    b.plain = plain
    yield from b.keep("after the change was taken back")
    policy.write_text("<nothing/>", encoding="utf-8")
    if b.screen()[0] != 2:
        yield "a pack that is wrong is no error any more"


def a_new_pack(b):
    yield from b.keep()
    shutil.copy(b.data / "catalogs" / "formats" / "native.xml", b.data / "catalogs" / "formats" / "zz.xml")
    if b.screen()[0] != 2:
        yield "a profile that is there twice is no error"


def damaged(b):
    def cut(image):
        os.truncate(image, image.stat().st_size // 2)

    def flip(image):
        with image.open("r+b") as file:
            file.seek(image.stat().st_size // 3)
            byte = file.read(1)[0]
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte ^ 1]))

    def empty(image):
        image.write_bytes(b"")

    def other(image):
        image.write_bytes(b"\xff" * image.stat().st_size)

    def open_to_all(image):
        image.chmod(0o666)

    def linked(image):
        image.rename(b.home / "elsewhere")
        image.symlink_to(b.home / "elsewhere")

    yield from b.keep()
    for damage in (cut, flip, empty, other, open_to_all, linked):
        damage(b.image())
        yield from b.keep(damage.__name__)
        marks = marks_of(b.folder)
        yield from b.differences(f"after {damage.__name__}")
        if b.image().is_symlink() or marks_of(b.folder) != marks:
            yield f"{damage.__name__}: no good one took its place"


def in_the_way(b):
    b.folder.mkdir(parents=True)
    b.folder.chmod(0o777)
    yield from b.differences("a folder that others can write to")
    if b.files():
        yield "something was put into a folder that others can write to"
    b.folder.rmdir()
    b.folder.write_text("a file\n")
    yield from b.differences("a file in the place of the folder")
    b.folder.unlink()
    (b.folder / "packs-0").mkdir(parents=True)
    for digit in "123456789abcdef":
        (b.folder / f"packs-{digit}").mkdir()
    yield from b.differences("a folder in the place of the file")
    if len(b.files()) != 16:
        yield f"left behind: {b.files()}"
    for place in ("/dev/null", "/proc/self", "relative", "/" + "x" * 5000):
        yield from b.differences(place[:20], XDG_CACHE_HOME=place)
    yield from b.differences("no home", HOME="")


def not_wanted(b):
    if b.screen("--no-cache") != b.plain or b.screen(PROCSCREEN_CACHE="no") != b.plain or b.folder.exists():
        yield "something was kept"


def where_it_is(b):
    yield from b.keep("XDG_CACHE_HOME", b.home / "xdg" / "procscreen", XDG_CACHE_HOME=str(b.home / "xdg"))
    if b.folder.exists():
        yield "it is in the home too"


def many_at_once(b):
    started = [subprocess.Popen(b.command(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=b.environment()) for _ in range(8)]
    for process in started:
        out, err = process.communicate(timeout=120)
        if (process.returncode, out, err) != b.plain:
            yield "one of many gave another report"
    if len(b.files()) > 1:
        yield f"left behind: {b.files()}"


TESTS = [
    ("what is kept is used, and not written again", kept_once_and_used),
    ("every command says the same", other_commands),
    ("a pack that changed is compiled, and one that is wrong is an error", a_changed_pack),
    ("a pack that came is compiled", a_new_pack),
    ("what is damaged, or could be from others, is ignored and replaced", damaged),
    ("what is in the way of a cache is left alone", in_the_way),
    ("nothing is kept where none is wanted", not_wanted),
    ("XDG_CACHE_HOME says where it is", where_it_is),
    ("many may start at once", many_at_once),
]


def main(program, root):
    tap = Tap()
    if is_sanitized(pathlib.Path(program).resolve()):
        print("1..0 # SKIP the addresses of an image are the sanitizer's")
        return
    tap.run(TESTS, lambda: Bench(program, root))
    tap.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
