"""Comments and their discussions."""

from notion_client.helpers import collect_paginated_api

from checks import check, equal, plain, refused, text


def run(notion, home):
    @check("comments.create, answer and list page by page")
    def first():
        made = notion.comments.create(parent={"page_id": home}, rich_text=text("first"))
        answer = notion.comments.create(
            discussion_id=made["discussion_id"], rich_text=text("answer")
        )
        equal(answer["discussion_id"], made["discussion_id"])
        listed = collect_paginated_api(notion.comments.list, block_id=home, page_size=1)
        equal([plain(one["rich_text"]) for one in listed], ["first", "answer"])
        return made["id"]

    if first is None:
        return

    @check("comments.retrieve, update and delete")
    def _():
        equal(plain(notion.comments.retrieve(first)["rich_text"]), "first")
        changed = notion.comments.update(first, rich_text=text("better"))
        equal(plain(changed["rich_text"]), "better")
        notion.comments.delete(first)
        refused(lambda: notion.comments.retrieve(first), 404, "object_not_found")
