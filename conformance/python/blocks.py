"""Blocks of a page, and what goes wrong."""

import logging

from notion_client import Client
from notion_client.helpers import collect_paginated_api

from checks import check, equal, plain, refused, text

NOWHERE = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111"


def paragraph(content):
    return {"object": "block", "type": "paragraph", "paragraph": {"rich_text": text(content)}}


def run(notion, home):
    @check("blocks.children.append and list")
    def made():
        sent = [paragraph(str(n)) for n in range(12)]
        sent.append({"toggle": {"rich_text": text("open"), "children": [paragraph("inside")]}})
        made = notion.blocks.children.append(home, children=sent)["results"]
        equal(len(made), 13)
        listed = collect_paginated_api(notion.blocks.children.list, block_id=home, page_size=5)
        mine = [block["id"] for block in made]
        equal([block["id"] for block in listed if block["id"] in mine], mine)
        inside = notion.blocks.children.list(made[12]["id"])["results"]
        equal(plain(inside[0]["paragraph"]["rich_text"]), "inside")
        return made

    if made is None:
        return

    @check("blocks.update and retrieve")
    def _():
        notion.blocks.update(made[0]["id"], paragraph={"rich_text": text("changed")})
        block = notion.blocks.retrieve(made[0]["id"])
        equal(plain(block["paragraph"]["rich_text"]), "changed")

    @check("blocks.delete")
    def _():
        equal(notion.blocks.delete(made[1]["id"])["in_trash"], True)
        listed = notion.blocks.children.list(home)["results"]
        assert made[1]["id"] not in [block["id"] for block in listed]


def errors(notion, home, base_url, token):
    @check("an unknown token is unauthorized")
    def _():
        other = Client(auth="ntn_wrong", base_url=base_url, log_level=logging.ERROR)
        refused(lambda: other.users.me(), 401, "unauthorized")

    @check("what is not there is not found")
    def _():
        refused(lambda: notion.pages.retrieve(NOWHERE), 404, "object_not_found")
        refused(lambda: notion.data_sources.query(NOWHERE), 404, "object_not_found")

    @check("malformed requests are validation errors")
    def _():
        refused(lambda: notion.blocks.retrieve("abc"), 400, "validation_error")
        too_long = [paragraph("a" * 2001)]
        error = refused(
            lambda: notion.blocks.children.append(home, children=too_long),
            400,
            "validation_error",
        )
        assert "2000" in str(error), str(error)

    @check("versions before data sources")
    def _():
        old = Client(auth=token, base_url=base_url, notion_version="2022-06-28")
        made = old.request(
            path="databases",
            method="POST",
            body={
                "parent": {"page_id": home},
                "title": text("Old"),
                "properties": {"Name": {"title": {}}, "Count": {"number": {}}},
            },
        )
        equal((made["object"], made["archived"]), ("database", False))
        equal(sorted(made["properties"]), ["Count", "Name"])
        page = old.pages.create(
            parent={"database_id": made["id"]},
            properties={"Name": {"title": text("row")}, "Count": {"number": 1}},
        )
        equal(page["parent"], {"type": "database_id", "database_id": made["id"]})
        rows = old.request(path=f"databases/{made['id']}/query", method="POST", body={})
        equal([row["id"] for row in rows["results"]], [page["id"]])
        equal(old.pages.update(page["id"], archived=True)["archived"], True)
        changed = old.request(
            path=f"databases/{made['id']}",
            method="PATCH",
            body={"title": text("Older"), "properties": {"Count": None}},
        )
        equal((plain(changed["title"]), list(changed["properties"])), ("Older", ["Name"]))
