"""The databases that `recto demo` fills."""

from notion_client.helpers import collect_paginated_api

from checks import check, equal, plain, skip, text, title_of

ROWS = {"People": 30, "Projects": 12, "Tasks": 280, "Meetings": 40, "Documents": 60}


def run(notion):
    found = collect_paginated_api(
        notion.search, filter={"property": "object", "value": "data_source"}
    )
    sources = {plain(source["title"]): source["id"] for source in found}
    if not set(ROWS) <= set(sources):
        skip("the demo's databases", "this workspace has none; run `recto demo --data FILE` first")
        return

    for title, count in ROWS.items():

        @check(f"{title} has {count} rows")
        def _(title=title, count=count):
            rows = collect_paginated_api(
                notion.data_sources.query, data_source_id=sources[title]
            )
            equal(len({row["id"] for row in rows}), count)
            assert all(title_of(row) for row in rows), "every row has a title"

    @check("Tasks by priority and estimate")
    def _():
        tasks = sources["Tasks"]
        everything = collect_paginated_api(notion.data_sources.query, data_source_id=tasks)
        number = lambda row: row["properties"]["Estimate (h)"]["number"]
        expected = {row["id"] for row in everything if (number(row) or 0) > 4}
        some = collect_paginated_api(
            notion.data_sources.query,
            data_source_id=tasks,
            filter={"property": "Estimate (h)", "number": {"greater_than": 4}},
            sorts=[{"property": "Estimate (h)", "direction": "ascending"}],
        )
        equal({row["id"] for row in some}, expected)
        hours = [number(row) for row in some]
        equal(hours, sorted(hours))

    @check("a document is made, changed and trashed")
    def _():
        documents = sources["Documents"]
        page = notion.pages.create(
            parent={"data_source_id": documents},
            properties={"Title": {"title": text("Made by a script")}},
        )
        changed = notion.pages.update(
            page["id"], properties={"URL": {"url": "https://example.com/made"}}
        )
        equal(changed["properties"]["URL"]["url"], "https://example.com/made")
        query = {"property": "Title", "title": {"equals": "Made by a script"}}
        equal(len(notion.data_sources.query(documents, filter=query)["results"]), 1)
        notion.pages.update(page["id"], in_trash=True)
        equal(len(notion.data_sources.query(documents, filter=query)["results"]), 0)
