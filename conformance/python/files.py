"""File uploads: made, sent, attached, read back."""

import io

import httpx
from notion_client.helpers import collect_paginated_api

from checks import check, equal


def run(notion, home):
    @check("file_uploads.create, send and retrieve")
    def upload():
        made = notion.file_uploads.create(
            mode="single_part", filename="notes.txt", content_type="text/plain"
        )
        equal(made["status"], "pending")
        file = ("notes.txt", io.BytesIO(b"some notes"), "text/plain")
        equal(notion.file_uploads.send(made["id"], file=file)["status"], "uploaded")
        equal(notion.file_uploads.retrieve(made["id"])["content_length"], 10)
        return made["id"]

    if upload is None:
        return

    @check("an uploaded file is attached and can be read")
    def _():
        child = {"file": {"type": "file_upload", "file_upload": {"id": upload}}}
        block = notion.blocks.children.append(home, children=[child])["results"][0]
        answer = httpx.get(block["file"]["file"]["url"])
        equal((answer.status_code, answer.content), (200, b"some notes"))

    @check("file_uploads.complete ends an upload in parts")
    def _():
        part = 5 * 1024 * 1024
        made = notion.file_uploads.create(
            mode="multi_part", filename="parts.txt", content_type="text/plain", number_of_parts=2
        )
        for number, size in ((1, part), (2, 10)):
            file = ("parts.txt", io.BytesIO(b"x" * size), "text/plain")
            notion.file_uploads.send(made["id"], file=file, part_number=str(number))
        done = notion.file_uploads.complete(made["id"])
        equal((done["status"], done["content_length"]), ("uploaded", part + 10))

    @check("file_uploads.list page by page")
    def _():
        listed = collect_paginated_api(notion.file_uploads.list, page_size=1)
        assert upload in [one["id"] for one in listed]
