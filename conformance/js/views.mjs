// Views of a database and their rows.

import assert from "node:assert/strict";
import { check, refused, text } from "./checks.mjs";

export async function views(notion, home) {
  const database = await check("a database for views", async () => {
    const made = await notion.databases.create({
      parent: { type: "page_id", page_id: home },
      title: text("Views"),
      initial_data_source: {
        properties: { Name: { title: {} }, Count: { number: {} }, Done: { checkbox: {} } },
      },
    });
    for (let n = 1; n <= 5; n += 1) {
      await notion.pages.create({
        parent: { data_source_id: made.data_sources[0].id },
        properties: {
          Name: { title: text(`Row ${n}`) },
          Count: { number: n },
          Done: { checkbox: n % 2 === 1 },
        },
      });
    }
    return made;
  });
  if (!database) return;
  const database_id = database.id;
  const data_source_id = database.data_sources[0].id;

  await check("views.list shows the view that a database begins with", async () => {
    const list = await notion.views.list({ database_id });
    assert.equal(list.type, "view");
    assert.equal(list.results.length, 1);
    const first = await notion.views.retrieve({ view_id: list.results[0].id });
    assert.equal(first.type, "table");
  });

  const view = await check("views.create with filter and sort", async () => {
    const made = await notion.views.create({
      database_id,
      data_source_id,
      name: "Done, largest first",
      type: "table",
      filter: { property: "Done", checkbox: { equals: true } },
      sorts: [{ property: "Count", direction: "descending" }],
    });
    assert.equal(made.object, "view");
    assert.equal(made.name, "Done, largest first");
    assert.equal((await notion.views.list({ database_id })).results.length, 2);
    return made;
  });
  // What the emulator does not have is still called, so that it says so.
  const view_id = view?.id ?? data_source_id;

  const queried = await check("views.queries.create and results", async () => {
    const query = await notion.views.queries.create({ view_id, page_size: 2 });
    assert.equal(query.object, "view_query");
    assert.equal(query.total_count, 3);
    const rest = await notion.views.queries.results({
      view_id,
      query_id: query.id,
      start_cursor: query.next_cursor,
    });
    const ids = [...query.results, ...rest.results].map(({ id }) => id);
    const names = await Promise.all(
      ids.map(async (page_id) => {
        const page = await notion.pages.retrieve({ page_id });
        return page.properties.Count.number;
      }),
    );
    assert.deepEqual(names, [5, 3, 1]);
    return query.id;
  });
  const query_id = queried ?? data_source_id;
  if (!queried) await notion.views.queries.results({ view_id, query_id }).catch(() => {});

  await check("views.queries.delete forgets a query", async () => {
    const gone = await notion.views.queries.delete({ view_id, query_id });
    assert.equal(gone.deleted, true);
    await refused(
      () => notion.views.queries.results({ view_id, query_id }),
      404,
      "object_not_found",
    );
  });

  await check("views.update and delete", async () => {
    const changed = await notion.views.update({ view_id, name: "Renamed", sorts: null });
    assert.equal(changed.name, "Renamed");
    assert.equal(changed.sorts, null);
    await notion.views.delete({ view_id });
    assert.equal((await notion.views.list({ database_id })).results.length, 1);
  });
  if (!view) {
    for (const call of [notion.views.retrieve, notion.views.update, notion.views.delete]) {
      await check("a view", () => call({ view_id }));
    }
  }
}
