#!/usr/bin/env python3
"""Reads this machine's package database and prints it as SQL for psql.

    ./load.py | psql "$DATABASE_URL"

Python 3 and dpkg-query are all it needs. Nothing is downloaded.
"""

import re
import subprocess
import sys

# Control characters that no Debian field may hold, so no field can be taken apart wrongly.
FIELD, RECORD = "\x1f", "\x1e"
FIELDS = [
    "binary:Package", "Version", "Architecture", "Section", "Maintainer", "Homepage",
    "Installed-Size", "Priority", "Essential", "Description", "Depends", "Pre-Depends", "Provides",
    "db:Status-Status",
]

SCHEMA = """
create table sections (
    name text primary key,
    area text not null
);
create table maintainers (
    id text primary key,
    name text not null,
    email text
);
create table packages (
    name text primary key,
    version text not null,
    architecture text not null,
    priority text,
    essential boolean not null,
    section text references sections (name),
    maintainer text not null references maintainers (id),
    homepage text,
    installed_kib integer,
    summary text not null,
    description text
);
create table dependencies (
    package text references packages (name),
    depends_on text references packages (name),
    primary key (package, depends_on)
);
"""


def installed():
    """Returns the installed packages, each as a dict of its fields."""
    pattern = FIELD.join("${%s}" % field for field in FIELDS) + RECORD
    output = subprocess.run(
        ["dpkg-query", "--show", "--showformat", pattern], check=True, stdout=subprocess.PIPE
    ).stdout.decode("utf-8", errors="replace")
    records = (record.split(FIELD) for record in output.split(RECORD) if record)
    packages = [dict(zip(FIELDS, record, strict=True)) for record in records]
    return [package for package in packages if package["db:Status-Status"] == "installed"]


def bare(name):
    """`libc6:amd64`, `libc6 (>= 2.36)` and `libc6` are one package here."""
    return re.split(r"[\s(:\[]", name.strip(), maxsplit=1)[0]


def clauses(text):
    """Splits `a (>= 1) | b, c` into [["a", "b"], ["c"]]."""
    return [[bare(part) for part in clause.split("|")] for clause in text.split(",") if clause.strip()]


def maintainer(text):
    """Splits `Name <address>`; the address, in lower case, tells maintainers apart."""
    match = re.fullmatch(r"\s*(.*?)\s*<([^<>\s]+)>\s*", text)
    if not match:
        return text.strip(), text.strip(), None
    name, email = match[1].strip('"'), match[2].lower()
    return email, name or email, email


def describe(text):
    """Splits a description into its first line and its paragraphs.

    In the package database a body line begins with a blank, and a lone dot stands for an empty
    line; a second blank marks a line that must not be re-wrapped.
    """
    summary, _, body = text.partition("\n")
    lines, open_paragraph = [], False
    for line in body.split("\n"):
        line = line[1:]
        if line.strip() in ("", "."):
            lines.append("")
            open_paragraph = False
        elif line.startswith(" ") or not open_paragraph:
            lines.append(line.rstrip())
            open_paragraph = not line.startswith(" ")
        else:
            lines[-1] += " " + line.strip()
    return summary.strip(), "\n".join(lines).strip() or None


def copy(table, columns, rows):
    """Prints rows in the text form of `copy`."""

    def cell(value):
        if value is None:
            return r"\N"
        if isinstance(value, bool):
            return "t" if value else "f"
        text = str(value).replace("\\", r"\\")
        return text.replace("\n", r"\n").replace("\t", r"\t").replace("\r", r"\r")

    print(f"copy {table} ({', '.join(columns)}) from stdin;")
    for row in rows:
        print("\t".join(cell(value) for value in row))
    print(r"\.")


def main():
    packages = installed()
    # One name may be installed for two architectures; then both are kept, by their full names.
    counts = {}
    for package in packages:
        counts[bare(package["binary:Package"])] = counts.get(bare(package["binary:Package"]), 0) + 1
    for package in packages:
        name = bare(package["binary:Package"])
        package["name"] = name if counts[name] == 1 else f"{name}:{package['Architecture']}"

    # What a dependency may be satisfied by: the package itself, or one that provides the name.
    real, provided = {}, {}
    for package in packages:
        real.setdefault(bare(package["binary:Package"]), package["name"])
    for package in packages:
        for clause in clauses(package["Provides"]):
            provided.setdefault(clause[0], package["name"])

    sections, maintainers, rows, links = {}, {}, [], set()
    unmet = 0
    for package in packages:
        section = package["Section"] or None
        if section:
            area, _, leaf = section.rpartition("/")
            sections[section] = (section, area or "main")
        key, person, email = maintainer(package["Maintainer"])
        maintainers.setdefault(key, (key, person, email))
        summary, description = describe(package["Description"])
        rows.append((
            package["name"], package["Version"], package["Architecture"],
            package["Priority"] or None, package["Essential"] == "yes", section, key,
            package["Homepage"] or None,
            int(package["Installed-Size"]) if package["Installed-Size"] else None,
            summary, description,
        ))
        for field in ("Depends", "Pre-Depends"):
            for alternatives in clauses(package[field]):
                found = next((real[a] for a in alternatives if a in real), None)
                found = found or next((provided[a] for a in alternatives if a in provided), None)
                if found:
                    links.add((package["name"], found))
                else:
                    unmet += 1

    print("\\set ON_ERROR_STOP on")
    print("begin;")
    print(SCHEMA)
    copy("sections", ["name", "area"], sorted(sections.values()))
    copy("maintainers", ["id", "name", "email"], sorted(maintainers.values()))
    copy(
        "packages",
        ["name", "version", "architecture", "priority", "essential", "section", "maintainer",
         "homepage", "installed_kib", "summary", "description"],
        sorted(rows),
    )
    copy("dependencies", ["package", "depends_on"], sorted(links))
    print("commit;")
    print(
        f"{len(packages)} packages, {len(sections)} sections, {len(maintainers)} maintainers, "
        f"{len(links)} dependencies ({unmet} not met by an installed package)",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
