#!/usr/bin/env python3
"""Makes the man page of what `respawn help` prints.

    tools/man/make_man.py PROGRAM            writes tools/man/respawn.1
    tools/man/make_man.py PROGRAM --check    fails when that file is not what would be written
"""

import pathlib
import re
import subprocess
import sys

PAGE = pathlib.Path(__file__).with_name("respawn.1")

LAST_SECTIONS = r"""
.SH FILES
.TP
.I respawn.toml
the options of run, in the folder where it is run
.TP
.I .respawn/
what a session keeps there: the staged builds, and what they have printed
.SH SEE ALSO
.BR gdb (1),
.BR lldb (1),
.BR cmake (1)
"""

CONTINUED = re.compile(r"( {8,})\S.*")


def escaped(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def items(lines):
    """Terms with the lines that describe them, which begin where a line that goes on does; or nothing."""
    columns = {len(further[1]) for line in lines if (further := CONTINUED.fullmatch(line))}
    if len(columns) != 1:
        return []
    column = columns.pop()
    found = []
    for line in lines:
        is_whole = line[column - 1 : column].strip()
        term, description = (line, "") if is_whole else (line[:column], line[column:])
        if term.strip():
            found.append((term.strip(), []))
        if description:
            found[-1][1].append(description)
    return found


def indented(lines):
    listed = items(lines)
    for term, description in listed:
        yield from (".TP", ".B " + escaped(term), *map(escaped, description))
    if not listed:
        yield from (".PP", ".RS", ".nf", *(escaped(line.strip()) for line in lines), ".fi", ".RE")


def block(lines):
    """Lines between two empty ones: a paragraph, an example, or a list with its heading."""
    if lines[0].startswith(" "):
        yield from indented(lines)
    elif len(lines) > 1 and lines[1].startswith(" "):
        yield ".SH " + escaped(lines[0].rstrip(":").upper())
        yield from indented(lines[1:])
    else:
        yield from (".PP", *map(escaped, lines))


def page(text):
    version, _, summary, *rest = text.strip().split("\n")
    name, _, number = version.partition(" ")
    short = summary.split(":")[0]
    yield r".\" Made by tools/man/make_man.py of the help text: change that."
    yield f'.TH RESPAWN 1 "" "{name} {number}" "User Commands"'
    yield from (".SH NAME", f"{name} \\- {short[0].lower()}{escaped(short[1:])}", ".SH DESCRIPTION", escaped(summary))
    for each in "\n".join(rest).strip("\n").split("\n\n"):
        yield from block(each.split("\n"))
    yield LAST_SECTIONS.strip()


def main(program, *options):
    text = subprocess.run([program, "help"], check=True, capture_output=True, text=True).stdout
    made = "\n".join(page(text)) + "\n"
    if options != ("--check",):
        PAGE.write_text(made)
    elif PAGE.read_text() != made:
        sys.exit(f"{PAGE} is not what 'respawn help' says; make it anew with tools/man/make_man.py PROGRAM")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*sys.argv[1:])
