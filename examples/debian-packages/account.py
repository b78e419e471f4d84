#!/usr/bin/env python3
"""Holds a report of `recto push` against the database it came from.

    echo "packages 707" | ./account.py report.json writes=0

Reads "table rows" lines. Every row must have exactly one outcome, none may have failed, and members
named on the command line must have the values given there.
"""

import json
import sys

OUTCOMES = [
    "created", "updated", "unchanged", "adopted", "failed", "key_collision", "ambiguous_key",
    "detached", "in_trash", "skipped",
]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        report = json.load(file)
    rows = {name: int(count) for name, count in (line.split() for line in sys.stdin)}
    tables = {table["table"]: table for table in report["tables"]}
    wrong = []
    if set(tables) != set(rows):
        wrong.append(f"tables {sorted(tables)} are not {sorted(rows)}")
    for name, count in rows.items():
        outcomes = sum(tables[name][outcome] for outcome in OUTCOMES)
        if outcomes != count:
            wrong.append(f"{name} has {count} rows, the report accounts for {outcomes}")
    if report["problems"]:
        wrong.append(f"problems: {report['problems']}")
    for expectation in sys.argv[2:]:
        member, _, value = expectation.partition("=")
        if report[member] != int(value):
            wrong.append(f"{member} is {report[member]}, not {value}")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"\nall {sum(rows.values())} rows accounted for: " +
          ", ".join(f"{count} {name}" for name, count in rows.items()))


if __name__ == "__main__":
    main()
