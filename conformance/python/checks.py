"""A tiny test harness: named checks, one line each, a count at the end."""

import json
import traceback

from notion_client import APIResponseError
from notion_client.errors import HTTPResponseError

_counts = {"passed": 0, "not built": 0, "failed": 0}


def check(name):
    """Runs the decorated function at once; its name then holds what it returned, or None."""

    def run(work):
        try:
            result = work()
        except Exception as error:  # every failure is a line, whatever its kind
            missing = not_built(error)
            if missing:
                _counts["not built"] += 1
                print(f"unbuilt {name}: {missing}")
                return None
            _counts["failed"] += 1
            where = traceback.extract_tb(error.__traceback__)[-1]
            reason = f"{type(error).__name__}: {error}".replace("\n", "\n        ")
            print(f"FAILED  {name}\n        {reason}\n        {where.filename}:{where.lineno}")
            return None
        _counts["passed"] += 1
        print(f"ok      {name}")
        return result

    return run


def not_built(error):
    """What the emulator says it does not have: it answers 501 and names it, and never guesses."""
    if not isinstance(error, HTTPResponseError) or error.status != 501:
        return None
    body = json.loads(error.body)
    named = body["message"].startswith("The emulator does not have ")
    return body["message"] if body["code"] == "not_implemented" and named else None


def skip(name, reason):
    print(f"skipped {name}: {reason}")


def finish():
    """Prints the sum; the exit code of the process."""
    print("\n" + ", ".join(f"{count} {kind}" for kind, count in _counts.items()))
    return 1 if _counts["failed"] else 0


def equal(left, right):
    assert left == right, f"{left!r} is not {right!r}"


def refused(call, status, code):
    """The call must be refused with this status and code; hands the error on."""
    try:
        answer = call()
    except APIResponseError as error:
        equal((error.status, str(getattr(error.code, "value", error.code))), (status, code))
        return error
    raise AssertionError(f"expected {status} {code}, got {str(answer)[:200]}")


def text(content):
    return [{"type": "text", "text": {"content": content}}]


def plain(items):
    return "".join(item["plain_text"] for item in items)


def title_of(page):
    values = page["properties"].values()
    return plain(next(value["title"] for value in values if value["type"] == "title"))
