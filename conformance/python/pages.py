"""Pages as Markdown, pages that move, templates, emojis, meeting notes, OAuth."""

from notion_client.errors import HTTPResponseError

from checks import check, equal, refused, text

UNKNOWN = {"client_id": "no-such-client", "client_secret": "no-such-secret"}


def run(notion, home):
    def make(title):
        return notion.pages.create(
            parent={"page_id": home}, properties={"title": {"title": text(title)}}
        )["id"]

    page = make("Markdown")

    @check("pages.retrieve_markdown")
    def _():
        paragraph = {"paragraph": {"rich_text": text("A line.")}}
        notion.blocks.children.append(page, children=[paragraph])
        read = notion.pages.retrieve_markdown(page)
        equal(read["object"], "page_markdown")
        assert "A line." in read["markdown"], read

    @check("pages.update_markdown")
    def _():
        changed = notion.pages.update_markdown(
            page, type="insert_content", insert_content={"content": "## Heading"}
        )
        assert "## Heading" in changed["markdown"], changed
        last = notion.blocks.children.list(page)["results"][-1]
        equal(last["type"], "heading_2")

    @check("pages.move takes a page below another")
    def _():
        source, target = make("Moves"), make("Stays")
        moved = notion.pages.move(source, parent={"type": "page_id", "page_id": target})
        equal(moved["parent"]["page_id"], target)
        below = notion.blocks.children.list(target)["results"]
        equal([block["id"] for block in below], [source])

    @check("databases.update, data_sources.create and list_templates")
    def _():
        database = notion.databases.create(
            parent={"type": "page_id", "page_id": home},
            title=text("Two"),
            initial_data_source={"properties": {"Name": {"title": {}}}},
        )
        second = notion.data_sources.create(
            parent={"type": "database_id", "database_id": database["id"]},
            title=text("Second"),
            properties={"Name": {"title": {}}},
        )
        equal(second["parent"]["database_id"], database["id"])
        changed = notion.databases.update(database["id"], is_inline=True)
        equal((changed["is_inline"], len(changed["data_sources"])), (True, 2))
        equal(notion.data_sources.list_templates(second["id"])["templates"], [])

    @check("custom_emojis.list")
    def _():
        equal(notion.custom_emojis.list()["object"], "list")

    @check("blocks.meeting_notes.query is answered, or refused as by a plan without it")
    def _():
        try:
            assert isinstance(notion.blocks.meeting_notes.query(), dict)
        except HTTPResponseError as error:
            if error.status >= 500:
                raise

    for name, call in {
        "token": lambda: notion.oauth.token(
            **UNKNOWN,
            grant_type="authorization_code",
            code="no-such-code",
            redirect_uri="http://127.0.0.1/callback",
        ),
        "introspect": lambda: notion.oauth.introspect(**UNKNOWN, token="ntn_unknown"),
        "revoke": lambda: notion.oauth.revoke(**UNKNOWN, token="ntn_unknown"),
    }.items():

        @check(f"oauth.{name} refuses a client that it does not know")
        def _(call=call):
            try:
                answer = call()
            except HTTPResponseError as error:
                if error.status >= 500:
                    raise
                assert error.status in (400, 401), str(error)
                return
            raise AssertionError(f"expected a refusal, got {answer}")

    @check("a page that is not there cannot move")
    def _():
        nowhere = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e113"
        parent = {"type": "page_id", "page_id": home}
        refused(lambda: notion.pages.move(nowhere, parent=parent), 404, "object_not_found")
