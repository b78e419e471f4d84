"""Views of a database and their rows."""

from checks import check, equal, refused, text


def run(notion, home):
    database = notion.databases.create(
        parent={"type": "page_id", "page_id": home},
        title=text("Views"),
        initial_data_source={"properties": {"Name": {"title": {}}, "Count": {"number": {}}}},
    )
    source = database["data_sources"][0]["id"]
    for n in range(1, 6):
        notion.pages.create(
            parent={"data_source_id": source},
            properties={"Name": {"title": text(f"Row {n}")}, "Count": {"number": n}},
        )

    @check("views.list, create, retrieve and update")
    def view():
        before = notion.views.list(database_id=database["id"])["results"]
        made = notion.views.create(
            database_id=database["id"],
            data_source_id=source,
            name="Large",
            type="table",
            filter={"property": "Count", "number": {"greater_than": 2}},
            sorts=[{"property": "Count", "direction": "descending"}],
        )
        after = notion.views.list(database_id=database["id"])["results"]
        equal(len(after), len(before) + 1)
        equal(notion.views.retrieve(made["id"])["name"], "Large")
        equal(notion.views.update(made["id"], name="Larger")["name"], "Larger")
        return made["id"]

    if view is None:
        # What the emulator does not have is still called, so that it says so.
        for call in (notion.views.retrieve, notion.views.update, notion.views.delete):
            check("a view")(lambda call=call: call(source))
        check("a view")(lambda: notion.views.create(name="x", type="table", data_source_id=source))

    view = view or source

    @check("views.queries.create, results and delete")
    def queried():
        query = notion.views.queries.create(view, page_size=2)
        equal(query["total_count"], 3)
        rest = notion.views.queries.results(view, query["id"], start_cursor=query["next_cursor"])
        ids = [page["id"] for page in query["results"] + rest["results"]]
        counts = [notion.pages.retrieve(id)["properties"]["Count"]["number"] for id in ids]
        equal(counts, [5, 4, 3])
        equal(notion.views.queries.delete(view, query["id"])["deleted"], True)
        refused(lambda: notion.views.queries.results(view, query["id"]), 404, "object_not_found")
        return True

    if queried is None:
        for call in (notion.views.queries.results, notion.views.queries.delete):
            check("a query")(lambda call=call: call(view, source))
        return

    @check("views.delete")
    def _():
        notion.views.delete(view)
        equal(len(notion.views.list(database_id=database["id"])["results"]), 1)
