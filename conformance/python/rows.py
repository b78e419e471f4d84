"""Databases, data sources and rows."""

from notion_client.helpers import collect_paginated_api

from checks import check, equal, plain, text, title_of

SCHEMA = {
    "Name": {"title": {}},
    "Note": {"rich_text": {}},
    "Amount": {"number": {"format": "number"}},
    "Kind": {"select": {"options": [{"name": "Red", "color": "red"}]}},
    "Tags": {"multi_select": {"options": []}},
    "State": {"status": {}},
    "When": {"date": {}},
    "Done": {"checkbox": {}},
    "Link": {"url": {}},
    "Mail": {"email": {}},
    "Phone": {"phone_number": {}},
    "Edited": {"last_edited_time": {}},
}


def run(notion, home):
    @check("databases.create with a schema")
    def made():
        database = notion.databases.create(
            parent={"type": "page_id", "page_id": home},
            title=text("Items"),
            initial_data_source={"properties": SCHEMA},
        )
        equal(plain(database["title"]), "Items")
        equal(notion.databases.retrieve(database["id"])["id"], database["id"])
        return database

    if made is None:
        return
    source = made["data_sources"][0]["id"]

    @check("data_sources.retrieve shows the schema")
    def _():
        found = notion.data_sources.retrieve(source)
        equal(sorted(found["properties"]), sorted(SCHEMA))
        equal(found["parent"]["database_id"], made["id"])

    @check("pages.create with values of many types")
    def ids():
        made = []
        for n in range(1, 6):
            page = notion.pages.create(
                parent={"type": "data_source_id", "data_source_id": source},
                properties={
                    "Name": {"title": text(f"Item {n}")},
                    "Note": {"rich_text": text(f"naïve {n} 🐍")},
                    "Amount": {"number": n * n},
                    "Kind": {"select": {"name": "Red" if n % 2 else "Blue"}},
                    "Tags": {"multi_select": [{"name": f"t{n}"}]},
                    "State": {"status": {"name": "In progress"}},
                    "When": {"date": {"start": f"2026-03-0{n}T09:00:00.000+02:00"}},
                    "Done": {"checkbox": n == 3},
                    "Link": {"url": "https://example.com"},
                    "Mail": {"email": "a@example.com"},
                    "Phone": {"phone_number": "123"},
                },
            )
            made.append(page["id"])
        return made

    if ids is None:
        return

    @check("pages.retrieve reads them back")
    def _():
        values = notion.pages.retrieve(ids[1])["properties"]
        equal(plain(values["Note"]["rich_text"]), "naïve 2 🐍")
        equal(values["Amount"]["number"], 4)
        equal(values["Kind"]["select"]["name"], "Blue")
        equal(values["State"]["status"]["name"], "In progress")
        equal(values["When"]["date"]["start"], "2026-03-02T09:00:00.000+02:00")
        equal(values["Done"]["checkbox"], False)

    @check("data_sources.query with filter, sort and cursor")
    def _():
        rows = notion.data_sources.query(
            source,
            filter={
                "or": [
                    {"property": "Amount", "number": {"greater_than_or_equal_to": 16}},
                    {"property": "Done", "checkbox": {"equals": True}},
                ]
            },
            sorts=[{"property": "Amount", "direction": "ascending"}],
        )
        equal([title_of(page) for page in rows["results"]], ["Item 3", "Item 4", "Item 5"])
        rows = collect_paginated_api(
            notion.data_sources.query,
            data_source_id=source,
            page_size=2,
            sorts=[{"property": "Name", "direction": "descending"}],
        )
        equal([title_of(page) for page in rows], [f"Item {n}" for n in (5, 4, 3, 2, 1)])

    @check("pages.update and pages.properties.retrieve")
    def _():
        page = notion.pages.update(
            ids[0], properties={"Amount": {"number": None}, "Note": {"rich_text": []}}
        )
        equal(page["properties"]["Amount"]["number"], None)
        equal(page["properties"]["Note"]["rich_text"], [])
        item = notion.pages.properties.retrieve(ids[1], page["properties"]["Amount"]["id"])
        equal((item["object"], item["number"]), ("property_item", 4))
        title = notion.pages.properties.retrieve(ids[1], "title")
        equal(title["results"][0]["title"]["plain_text"], "Item 2")

    @check("data_sources.update adds a property")
    def _():
        changed = notion.data_sources.update(source, properties={"Extra": {"checkbox": {}}})
        equal(changed["properties"]["Extra"]["type"], "checkbox")

    @check("pages.update trashes a row and brings it back")
    def _():
        def count():
            return len(notion.data_sources.query(source)["results"])

        equal(notion.pages.update(ids[4], in_trash=True)["in_trash"], True)
        equal(count(), 4)
        equal(notion.pages.update(ids[4], in_trash=False)["in_trash"], False)
        equal(count(), 5)

    @check("search finds the data source")
    def _():
        found = notion.search(
            query="Items", filter={"property": "object", "value": "data_source"}
        )
        assert source in [one["id"] for one in found["results"]]
