"""Airbyte's source, unmodified, through the emulator's proxy. See ../README.md."""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

TOKEN = os.environ["NOTION_TOKEN"]
HOME = os.environ["NOTION_ROOT_PAGE_ID"]
SOURCE = Path(sys.executable).with_name("source-notion")
STREAMS = ["users", "databases", "pages", "blocks", "comments"]

counts = {"passed": 0, "failed": 0}


def check(name, work):
    try:
        result = work()
    except Exception as error:  # every failure is a line, whatever its kind
        counts["failed"] += 1
        print(f"FAILED  {name}\n        {type(error).__name__}: {str(error)[:2000]}")
        return None
    counts["passed"] += 1
    print(f"ok      {name}")
    return result


def request(method, path, body=None):
    """A request by hand to the emulator itself: what the source is to find."""
    made = urllib.request.Request(
        os.environ["NOTION_BASE_URL"] + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {TOKEN}",
            "Notion-Version": "2022-06-28",
            "Content-Type": "application/json",
        },
    )
    # By hand means not through the proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(made, timeout=30) as answer:
        return json.load(answer)


def text(content):
    return [{"type": "text", "text": {"content": content}}]


def run(folder, *arguments):
    """Runs the source; its messages by type. It has the proxy from the environment."""
    ran = subprocess.run(
        [SOURCE, *arguments], cwd=folder, capture_output=True, text=True, timeout=240
    )
    found = {}
    for line in ran.stdout.splitlines():
        if line.startswith("{"):
            message = json.loads(line)
            found.setdefault(message["type"], []).append(message)
    if ran.returncode != 0:
        raise AssertionError(f"{arguments[0]}: {ran.returncode}: {ran.stdout[-1500:]}")
    return found


def fill():
    page = request(
        "POST",
        "/v1/pages",
        {
            "parent": {"page_id": HOME},
            "properties": {"title": {"title": text("Conformance (Airbyte)")}},
            "children": [
                {"paragraph": {"rich_text": text("one")}},
                {"toggle": {"rich_text": text("two"), "children": [
                    {"paragraph": {"rich_text": text("below two")}},
                ]}},
            ],
        },
    )
    database = request(
        "POST",
        "/v1/databases",
        {
            "parent": {"page_id": page["id"]},
            "title": text("Found by Airbyte"),
            "properties": {"Name": {"title": {}}, "Count": {"number": {}}},
        },
    )
    rows = [
        request(
            "POST",
            "/v1/pages",
            {
                "parent": {"database_id": database["id"]},
                "properties": {"Name": {"title": text(f"Row {n}")}, "Count": {"number": n}},
            },
        )["id"]
        # More than a page of the list.
        for n in range(120)
    ]
    comment = request(
        "POST", "/v1/comments", {"parent": {"page_id": page["id"]}, "rich_text": text("noted")}
    )
    return page["id"], database["id"], rows, comment["id"]


def main():
    page, database, rows, comment = fill()
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "config.json")
        credentials = {"auth_type": "token", "token": TOKEN}
        start = "2020-01-01T00:00:00.000Z"
        config.write_text(json.dumps({"credentials": credentials, "start_date": start}))

        def connection():
            found = run(folder, "check", "--config", config)
            status = found["CONNECTION_STATUS"][0]["connectionStatus"]
            assert status["status"] == "SUCCEEDED", status

        check("check: the connection works", connection)

        def refused():
            wrong = Path(folder, "wrong.json")
            other = {"auth_type": "token", "token": "ntn_wrong"}
            wrong.write_text(json.dumps({"credentials": other}))
            found = run(folder, "check", "--config", wrong)
            status = found["CONNECTION_STATUS"][0]["connectionStatus"]
            assert status["status"] == "FAILED", status

        check("check: a wrong token is refused", refused)

        def discover():
            found = run(folder, "discover", "--config", config)
            streams = found["CATALOG"][0]["catalog"]["streams"]
            assert sorted(stream["name"] for stream in streams) == sorted(STREAMS), streams
            return streams

        streams = check("discover: five streams", discover)
        if streams is None:
            return finish()

        catalog = Path(folder, "catalog.json")
        configured = [
            {"stream": stream, "sync_mode": "full_refresh", "destination_sync_mode": "overwrite"}
            for stream in streams
        ]
        catalog.write_text(json.dumps({"streams": configured}))

        def read():
            found = run(folder, "read", "--config", config, "--catalog", catalog)
            records = {}
            for message in found["RECORD"]:
                record = message["record"]
                records.setdefault(record["stream"], {})[record["data"]["id"]] = record["data"]
            return records

        records = check("read: all streams", read)
        if records is None:
            return finish()

        def users():
            kinds = {user["type"] for user in records["users"].values()}
            assert kinds == {"bot", "person"}, kinds

        def databases():
            found = records["databases"][database]
            names = sorted(entry["name"] for entry in found["properties"])
            assert names == ["Count", "Name"], found["properties"]

        def pages():
            missing = [row for row in [*rows, page] if row not in records["pages"]]
            assert not missing, missing
            values = {entry["name"]: entry["value"] for entry in records["pages"][rows[7]]["properties"]}
            assert values["Count"]["number"] == 7, values

        def blocks():
            texts = [
                "".join(part["plain_text"] for part in block[kind]["rich_text"])
                for block in records["blocks"].values()
                for kind in ("paragraph", "toggle")
                if block.get(kind)
            ]
            for wanted in ("one", "two", "below two"):
                assert wanted in texts, texts

        def comments():
            found = records["comments"][comment]
            assert found["rich_text"][0]["plain_text"] == "noted", found

        check("read: people and bots", users)
        check("read: a database with its schema", databases)
        check("read: every page of a long list, with its values", pages)
        check("read: blocks at every depth", blocks)
        check("read: comments", comments)
    return finish()


def finish():
    print(f"\n{counts['passed']} passed, {counts['failed']} failed")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
