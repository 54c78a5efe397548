#!/usr/bin/env python3
"""Writes docs/reference/layouts.md: what supervisor and workers share in memory, and say to each other.

    tools/reference/layouts.py           writes the file
    tools/reference/layouts.py --check   fails if it is not what the headers say

Reads the headers that define it. Offsets are computed as the x86-64 and AArch64 System V ABIs lay structures out, and
compared with the static_asserts beside the structures.
"""
import ast
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "docs/reference/layouts.md"
HEADERS = [
    ("Messages", "shared/protocol/messages.hpp"),
    ("Rebinding", "shared/protocol/rebinding.hpp"),
    ("Sounds", "shared/sounds/layout.hpp"),
    ("The control region", "shared/control/layout.hpp"),
    ("The input region", "shared/input/layout.hpp"),
    ("The frames region", "shared/pictures/layout.hpp"),
    ("The journal region", "shared/journal/layout.hpp"),
    ("The state region", "shared/state/layout.hpp"),
    ("Schemas", "shared/schema/layout.hpp"),
    ("State files", "supervisor/state_file/layout.hpp"),
]
SIZES = {"char": 1, "float": 4, "double": 8}
for bits in (8, 16, 32, 64):
    SIZES[f"std::uint{bits}_t"] = SIZES[f"std::int{bits}_t"] = bits // 8
PREAMBLE = """# Layouts

What supervisor and workers share in memory, and say to each other; made from the headers by `tools/reference/layouts.py`.
All numbers are as the machine stores them. Offsets and sizes are bytes. [architecture.md](../architecture.md) says how it is used.
"""


class Header:
    """One header, read from its first line to its last."""

    def __init__(self, title, path, known):
        self.title, self.path, self.known = title, path, known
        self.text = (ROOT / path).read_text()
        self.namespace = re.search(r"namespace respawn::(\w+)", self.text).group(1)
        self.parts = []
        self.sizes = {}
        self.read()
        self.check()

    def read(self):
        lines = self.text.splitlines()
        comment, at = [], 0
        while at < len(lines):
            line = lines[at].strip()
            if line.startswith("///") and not line.startswith("///<"):
                comment.append(line[3:].strip())
            elif begins := re.match(r"(enum class|enum|struct) (\w+).*\{$", line):
                body, at = self.body(lines, at + 1)
                add = self.add_struct if begins[1] == "struct" else self.add_enum
                add(begins[2], " ".join(comment), body)
                comment = []
            elif line.startswith("namespace respawn"):
                self.parts.append(("text", "\n".join(comment)))
                comment = []
            else:
                if constant := re.match(r"inline constexpr [\w:]+ (\w+)(?:\[\d+\])? =? ?(.*);", self.joined(lines, at)):
                    self.parts.append(("constant", constant[1], constant[2], " ".join(comment)))
                comment = []
            at += 1

    @staticmethod
    def joined(lines, at):
        text = re.sub(r"\s*//.*", "", lines[at]).strip()
        while text.startswith("inline constexpr") and not text.endswith(";") and "(" not in text.split("=")[0]:
            at += 1
            text += " " + re.sub(r"\s*//.*", "", lines[at]).strip()
        return text

    @staticmethod
    def body(lines, at):
        """The entries between the braces, each with its comment, and the line of the closing one."""
        entries, comment, declared = [], [], ""
        while not lines[at].strip().startswith("};"):
            line = lines[at].strip()
            code, _, behind = line.partition("///<")
            if line.startswith("///") and not behind:
                comment.append(line[3:].strip())
            elif line.startswith("//"):
                pass
            elif code.strip() or behind:
                declared += " " + re.sub(r"//.*", "", code).strip()
                if behind:
                    comment.append(behind.strip())
                if re.search(r"[;,]\s*$", declared) and not declared.rstrip().endswith("<"):
                    following = lines[at + 1].strip()
                    while following.startswith("///<"):
                        at += 1
                        comment.append(following[4:].strip())
                        following = lines[at + 1].strip()
                    entries.append((declared.strip(" ;,"), " ".join(comment)))
                    comment, declared = [], ""
            at += 1
        if declared.strip():
            entries.append((declared.strip(" ;,"), " ".join(comment)))
        return entries, at

    def add_enum(self, name, comment, body):
        rows, value = [], -1
        for declared, said in body:
            for each in re.split(r",\s*", declared):
                entry, _, number = (part.strip() for part in each.partition("="))
                value = int(number, 0) if number else value + 1
                rows.append((str(value), f"`{entry}`", said))
        self.parts.append(("enum", name, comment, rows))

    def add_struct(self, name, comment, body):
        rows, offset, alignment = [], 0, 1
        for declared, said in body:
            if "constexpr" in declared:
                continue
            kind, names = re.match(r"(std::atomic<.*?>|[\w:]+)\s+(.+)$", declared).groups()
            for field in names.split(","):
                field = field.strip()
                size, each_alignment = self.size_of(kind)
                count = 1
                if array := re.match(r"(\w+)\[(.*)\]$", field):
                    field, count = array[1], self.number(array[2])
                offset = -(-offset // each_alignment) * each_alignment
                shown = kind.replace("std::", "") + (f"[{count}]" if array else "")
                rows.append((str(offset), str(size * count), f"`{shown}`", f"`{field}`", said))
                offset += size * count
                alignment = max(alignment, each_alignment)
        size = -(-offset // alignment) * alignment
        self.sizes[name] = self.known[f"{self.namespace}::{name}"] = (size, alignment)
        self.parts.append(("struct", name, comment, rows, size))

    def size_of(self, kind):
        if inner := re.match(r"std::atomic<(.*)>$", kind):
            kind = inner[1]
        if kind in SIZES:
            return SIZES[kind], SIZES[kind]
        if kind in self.sizes:
            return self.sizes[kind]
        if kind in self.known:
            return self.known[kind]
        raise SystemExit(f"{self.path}: the size of {kind} is not known to tools/reference/layouts.py")

    def number(self, text):
        constants = dict(re.findall(r"constexpr [\w:]+ (\w+) = ([^;]+);", self.text))
        while names := re.findall(r"[A-Za-z_]\w*", text):
            for name in names:
                if name not in constants:
                    raise SystemExit(f"{self.path}: the number {text} is not known to tools/reference/layouts.py")
                text = re.sub(rf"\b{name}\b", f"({constants[name]})", text)
        return int(eval(compile(ast.parse(text.replace("'", "").replace("/", "//"), mode="eval"), self.path, "eval")))

    def check(self):
        for name, text in re.findall(r"static_assert\(sizeof\((\w+)\) == (\d+)\)", self.text):
            if self.sizes[name][0] != int(text):
                raise SystemExit(f"{self.path}: {name} has {text} bytes, and {self.sizes[name][0]} by tools/reference/layouts.py")
        offsets = {(part[1], row[3].strip("`")): row[0] for part in self.parts if part[0] == "struct" for row in part[3]}
        for name, field, text in re.findall(r"static_assert\(offsetof\((\w+), (\w+)\) == (\d+)\)", self.text):
            if offsets[name, field] != text:
                raise SystemExit(f"{self.path}: {name}::{field} is at {text}, and {offsets[name, field]} by tools/reference/layouts.py")

    def written(self):
        out = [f"## {self.title}\n", f"`{self.path}`, namespace `respawn::{self.namespace}`\n"]
        constants = [part[1:] for part in self.parts if part[0] == "constant"]
        for part in self.parts:
            if part[0] == "text" and part[1]:
                out.append(part[1] + "\n")
            elif part[0] == "enum":
                out += [f"### {part[1]}\n", part[2] + "\n" if part[2] else "", table(["value", "name", ""], part[3])]
            elif part[0] == "struct":
                out += [f"### {part[1]}, {part[4]} bytes\n", part[2] + "\n" if part[2] else "",
                        table(["offset", "bytes", "type", "name", ""], part[3])]
        if constants:
            out += ["### Constants\n", table(["name", "value", ""], [(f"`{n}`", f"`{v}`", c) for n, v, c in constants])]
        return "\n".join(each for each in out if each)


def table(head, rows):
    shown = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines = [head, ["---"] * len(head), *shown]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def main():
    known = {}
    text = PREAMBLE + "".join("\n" + Header(title, path, known).written() for title, path in HEADERS)
    if sys.argv[1:] == ["--check"]:
        if not OUTPUT.exists() or OUTPUT.read_text() != text:
            sys.exit(f"{OUTPUT.relative_to(ROOT)} is not what the headers say; run tools/reference/layouts.py")
    elif sys.argv[1:]:
        sys.exit(f"tools/reference/layouts.py: unknown argument {sys.argv[1]}; there is only --check")
    else:
        OUTPUT.parent.mkdir(parents=True, exist_ok=True)
        OUTPUT.write_text(text)


if __name__ == "__main__":
    main()
