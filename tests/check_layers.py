"""Compares every #include with the layers: a stage may use only the stages before it, a library belongs to one stage, the
command uses nothing but the public headers.

    check_layers.py ROOT

SPDX-License-Identifier: Apache-2.0
"""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "support"))
from tap import Tap, blank_comments, project_files

# Stage: the stages that it may include besides base, the public headers and itself. The order is that of the data.
LAYERS = {
    "base": set(),
    "text": set(),
    "store": set(),
    "input": set(),
    "xml": set(),
    "record": set(),
    "formats": {"xml", "record"},
    # Drafts a profile from documents that no profile knows: it writes the language of formats/ and uses none of it.
    "suggest": {"text", "input", "xml", "record"},
    "document": {"text", "input", "xml", "record"},
    "catalog": {"text", "xml", "record"},
    "policy": {"text", "xml", "record"},
    # Feeds documents through formats itself, hence input, text and formats.
    "screen": {"input", "text", "store", "xml", "record", "formats", "document", "catalog", "policy"},
    "ledger": {"store", "screen"},
    # Reads workbooks that come back itself, hence input and xml.
    "report": {"input", "xml", "record", "screen"},
    # A document of one record, where reports tell of a run.
    "dossier": {"record", "report"},
}
# Libraries, by the beginning of the header's name, and the stages that know them.
LIBRARIES = {
    "libxml/": {"xml"},
    "pcre2.h": {"text"},
    "hs.h": {"text"},
    "unicode/": {"text"},
    "sha256.h": {"base"},
    "zlib.h": {"input", "report"},
    "zstd.h": {"input"},
    "archive": {"input"},
    "sqlite3.h": {"store"},
    "minizip/": {"report", "dossier"},
    "xlsxwriter": {"report"},
    "yajl/": {"report"},
}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def problem_of(stage, quote, header):
    """Why a file of `stage` may not include `header`; None when it may."""
    folder = header.split("/")[0]
    if folder == "procscreen":
        return None
    if stage == "cli":
        # Its own headers are found beside the source: the command is built without a path to the engine's.
        own = quote == '"' and "/" not in header
        return None if quote == "<" or own else f"cli/ may use only the public headers, not {header}"
    if quote == "<":
        for beginning, owners in LIBRARIES.items():
            if header.startswith(beginning) and stage not in owners:
                return f"<{header}> belongs to {' and '.join(f'{owner}/' for owner in sorted(owners))} alone"
        return None
    if "/" not in header:
        return f'"{header}" must be written with its stage'
    if folder in (stage, "base") or folder in LAYERS[stage]:
        return None
    return f"{stage}/ may not include {folder}/"


def includes(root, path):
    source = blank_comments((root / path).read_text(encoding="utf-8"))
    for match in INCLUDE.finditer(source):
        yield source.count("\n", 0, match.start()) + 1, match.group(1), match.group(2)


def main(root):
    tap = Tap()
    by_stage = {stage: [] for stage in [*LAYERS, "cli"]}
    strangers = []
    files = [path for path in project_files(root, "*.c", "*.h", "*.inc") if path.parts[0] == "engine"]
    for path in files:
        if len(path.parts) != 3 or path.parts[1] not in by_stage:
            strangers.append(f"{path}: not in a folder of the table in check_layers.py")
            continue
        stage = path.parts[1]
        for line, quote, header in includes(root, path):
            problem = problem_of(stage, quote, header)
            if header.startswith("unicode/") and not path.name.endswith("_gen.c"):
                problem = f"<{header}> is for programs that run while building (*_gen.c)"
            if problem:
                by_stage[stage].append(f"{path}:{line}: {problem}")
    tap.check("every source belongs to a stage", strangers if files else ["no source was found"])
    for stage, problems in by_stage.items():
        if (root / "engine" / stage).is_dir():
            tap.check(f"{stage} includes only what it may", problems)
    public = []
    for path in project_files(root, "include/procscreen/*.h"):
        for line, _, header in includes(root, path):
            if header not in ("stddef.h", "stdint.h") and not header.startswith("procscreen/"):
                public.append(f"{path}:{line}: a public header may not include {header}")
    tap.check("public headers stand alone", public)
    tap.finish()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
