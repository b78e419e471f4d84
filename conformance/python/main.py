"""The Python package, unmodified, against an emulator. See ../README.md."""

import logging
import os
import sys

from notion_client import Client

import blocks
import comments
import coverage
import demo
import files
import pages
import rows
import views
from checks import check, equal, finish, text


def root_page(notion):
    told = os.environ.get("NOTION_ROOT_PAGE_ID") or os.environ.get("ROOT_PAGE_ID")
    if told:
        return told
    found = notion.search(filter={"property": "object", "value": "page"})["results"]
    top = [page["id"] for page in found if page["parent"]["type"] == "workspace"]
    assert top, "no page at the top of the workspace; set NOTION_ROOT_PAGE_ID"
    return top[0]


def main():
    base_url = os.environ.get("NOTION_BASE_URL", "http://127.0.0.1:8787")
    token = os.environ.get("NOTION_TOKEN")
    if not token:
        print("set NOTION_TOKEN to the token that the emulator printed", file=sys.stderr)
        return 1
    logging.disable(logging.WARNING)  # the refusals below are meant
    notion = coverage.watched(Client(auth=token, base_url=base_url))

    @check("users.me, list and retrieve")
    def _():
        me = notion.users.me()
        equal(me["type"], "bot")
        everyone = notion.users.list()["results"]
        assert me["id"] in [user["id"] for user in everyone]
        equal(notion.users.retrieve(me["id"])["name"], me["name"])

    @check("a page of its own")
    def home():
        page = notion.pages.create(
            parent={"page_id": root_page(notion)},
            properties={"title": {"title": text("Conformance (Python)")}},
        )
        return page["id"]

    if home is not None:
        rows.run(notion, home)
        blocks.run(notion, home)
        blocks.errors(notion, home, base_url, token)
        comments.run(notion, home)
        files.run(notion, home)
        pages.run(notion, home)
        views.run(notion, home)
        demo.run(notion)

        @check("the page goes to the trash")
        def _():
            equal(notion.pages.update(home, in_trash=True)["in_trash"], True)

        coverage.every_method(notion)

    return finish()


if __name__ == "__main__":
    sys.exit(main())
