// Databases, data sources and rows of every property type.

import assert from "node:assert/strict";
import { collectPaginatedAPI, isFullPage } from "@notionhq/client";
import { check, plain, text } from "./checks.mjs";

const SCHEMA = {
  Name: { title: {} },
  Note: { rich_text: {} },
  Amount: { number: { format: "euro" } },
  Kind: { select: { options: [{ name: "Red", color: "red" }, { name: "Blue" }] } },
  Tags: { multi_select: { options: [] } },
  State: { status: {} },
  When: { date: {} },
  Who: { people: {} },
  Papers: { files: {} },
  Done: { checkbox: {} },
  Link: { url: {} },
  Mail: { email: {} },
  Phone: { phone_number: {} },
  Made: { created_time: {} },
  Edited: { last_edited_time: {} },
  Maker: { created_by: {} },
  Number: { unique_id: { prefix: "CF" } },
};

export async function rows(notion, home) {
  const made = await check("databases.create with a schema", async () => {
    const database = await notion.databases.create({
      parent: { type: "page_id", page_id: home },
      title: text("Things"),
      initial_data_source: { properties: SCHEMA },
    });
    assert.equal(database.object, "database");
    assert.equal(database.data_sources.length, 1);
    assert.equal(plain(database.title), "Things");
    return database;
  });
  if (!made) return;
  const source = made.data_sources[0].id;

  await check("databases.retrieve and update", async () => {
    const database = await notion.databases.update({
      database_id: made.id,
      description: text("Made by a script"),
    });
    assert.equal(plain(database.description), "Made by a script");
    const again = await notion.databases.retrieve({ database_id: made.id });
    assert.equal(again.data_sources[0].id, source);
  });

  await check("dataSources.retrieve shows the schema", async () => {
    const found = await notion.dataSources.retrieve({ data_source_id: source });
    assert.equal(found.object, "data_source");
    assert.deepEqual(Object.keys(found.properties).sort(), Object.keys(SCHEMA).sort());
    assert.equal(found.properties.Name.id, "title");
    assert.equal(found.properties.Amount.number.format, "euro");
    assert.deepEqual(
      found.properties.Kind.select.options.map(({ name, color }) => [name, color]),
      [["Red", "red"], ["Blue", "default"]],
    );
    assert.equal(found.parent.database_id, made.id);
  });

  const people = (await notion.users.list({})).results.filter((user) => user.type === "person");
  const ids = [];
  await check("pages.create with a value of every type", async () => {
    for (let n = 1; n <= 7; n += 1) {
      const page = await notion.pages.create({
        parent: { data_source_id: source },
        properties: {
          Name: { title: text(`Thing ${n}`) },
          Note: { rich_text: text(`note ${n} ü 🦀`) },
          Amount: { number: n * 1.5 },
          Kind: { select: { name: n % 2 ? "Red" : "Green" } },
          Tags: { multi_select: [{ name: "a" }, { name: `t${n}` }] },
          State: { status: { name: n > 5 ? "Done" : "In progress" } },
          When: { date: { start: `2026-02-0${n}`, end: null } },
          Who: { people: people.slice(0, 1).map(({ id }) => ({ id })) },
          Papers: { files: [{ name: "p", external: { url: "https://example.com/p.pdf" } }] },
          Done: { checkbox: n % 3 === 0 },
          Link: { url: `https://example.com/${n}` },
          Mail: { email: `n${n}@example.com` },
          Phone: { phone_number: `+49 30 ${n}` },
        },
      });
      assert.ok(isFullPage(page));
      assert.equal(page.parent.data_source_id, source);
      ids.push(page.id);
    }
  });
  if (ids.length < 7) return;

  await check("pages.retrieve reads every value back", async () => {
    const { properties } = await notion.pages.retrieve({ page_id: ids[2] });
    assert.equal(plain(properties.Name.title), "Thing 3");
    assert.equal(plain(properties.Note.rich_text), "note 3 ü 🦀");
    assert.equal(properties.Amount.number, 4.5);
    assert.equal(properties.Kind.select.name, "Red");
    assert.deepEqual(properties.Tags.multi_select.map(({ name }) => name), ["a", "t3"]);
    assert.equal(properties.State.status.name, "In progress");
    assert.equal(properties.When.date.start, "2026-02-03");
    assert.equal(properties.Who.people.length, Math.min(people.length, 1));
    assert.equal(properties.Papers.files[0].external.url, "https://example.com/p.pdf");
    assert.equal(properties.Done.checkbox, true);
    assert.equal(properties.Link.url, "https://example.com/3");
    assert.equal(properties.Mail.email, "n3@example.com");
    assert.equal(properties.Phone.phone_number, "+49 30 3");
    assert.match(properties.Made.created_time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/);
    assert.equal(properties.Maker.created_by.type, "bot");
    assert.equal(properties.Number.unique_id.prefix, "CF");
    assert.equal(properties.Number.unique_id.number, 3);
  });

  const names = (list) => list.map((page) => plain(page.properties.Name.title));
  const query = (args) => notion.dataSources.query({ data_source_id: source, ...args });
  const sorts = [{ property: "Amount", direction: "descending" }];
  const filters = {
    "number and sort": [{ property: "Amount", number: { greater_than: 6 } }, "7 6 5"],
    title: [{ property: "Name", title: { ends_with: "4" } }, "4"],
    select: [{ property: "Kind", select: { equals: "Green" } }, "6 4 2"],
    "multi-select": [{ property: "Tags", multi_select: { contains: "t2" } }, "2"],
    status: [{ property: "State", status: { equals: "Done" } }, "7 6"],
    date: [{ property: "When", date: { on_or_before: "2026-02-02" } }, "2 1"],
    checkbox: [{ property: "Done", checkbox: { equals: true } }, "6 3"],
    url: [{ property: "Link", url: { contains: "/5" } }, "5"],
    "unique id": [{ property: "Number", unique_id: { less_than: 2 } }, "1"],
    "and, or": [
      {
        and: [
          { property: "Kind", select: { equals: "Red" } },
          {
            or: [
              { property: "Amount", number: { equals: 1.5 } },
              { property: "Amount", number: { equals: 10.5 } },
            ],
          },
        ],
      },
      "7 1",
    ],
    timestamp: [
      { timestamp: "created_time", created_time: { on_or_after: "2020-01-01" } },
      "7 6 5 4 3 2 1",
    ],
  };
  for (const [name, [filter, expected]] of Object.entries(filters)) {
    await check(`dataSources.query by ${name}`, async () => {
      const list = await query({ filter, sorts });
      assert.deepEqual(names(list.results), expected.split(" ").map((n) => `Thing ${n}`));
      assert.equal(list.has_more, false);
    });
  }

  await check("dataSources.query page by page", async () => {
    const first = await query({ sorts, page_size: 3 });
    assert.equal(first.results.length, 3);
    assert.equal(first.has_more, true);
    const all = await collectPaginatedAPI(notion.dataSources.query, {
      data_source_id: source,
      sorts,
      page_size: 3,
    });
    assert.deepEqual(names(all), [7, 6, 5, 4, 3, 2, 1].map((n) => `Thing ${n}`));
  });

  await check("dataSources.query with filter_properties", async () => {
    const list = await query({ filter_properties: ["title"], page_size: 1 });
    assert.deepEqual(Object.keys(list.results[0].properties), ["Name"]);
  });

  await check("pages.update merges, clears and creates options", async () => {
    await notion.pages.update({
      page_id: ids[0],
      properties: {
        Amount: { number: null },
        Kind: { select: { name: "Violet" } },
        Tags: { multi_select: [] },
        Done: { checkbox: true },
      },
      icon: { emoji: "🌱" },
    });
    const page = await notion.pages.retrieve({ page_id: ids[0] });
    assert.equal(page.properties.Amount.number, null);
    assert.equal(page.properties.Kind.select.name, "Violet");
    assert.deepEqual(page.properties.Tags.multi_select, []);
    assert.equal(page.properties.Done.checkbox, true);
    assert.equal(plain(page.properties.Name.title), "Thing 1");
    assert.equal(page.icon.emoji, "🌱");
    const schema = await notion.dataSources.retrieve({ data_source_id: source });
    const options = schema.properties.Kind.select.options.map(({ name }) => name);
    assert.deepEqual(options.sort(), ["Blue", "Green", "Red", "Violet"]);
  });

  await check("pages.properties.retrieve for simple and listed values", async () => {
    const page = await notion.pages.retrieve({ page_id: ids[1] });
    const item = (name, more = {}) =>
      notion.pages.properties.retrieve({
        page_id: ids[1],
        property_id: page.properties[name].id,
        ...more,
      });
    const amount = await item("Amount");
    assert.equal(amount.object, "property_item");
    assert.equal(amount.number, 3);
    const title = await item("Name");
    assert.equal(title.object, "list");
    assert.equal(title.property_item.type, "title");
    assert.equal(title.results[0].title.plain_text, "Thing 2");
    const tags = await item("Tags");
    assert.deepEqual(tags.multi_select.map(({ name }) => name), ["a", "t2"]);
  });

  await check("relations, their mirror, and more than 25 of them", async () => {
    const changed = await notion.dataSources.update({
      data_source_id: source,
      properties: {
        Next: {
          relation: {
            data_source_id: source,
            type: "dual_property",
            dual_property: { synced_property_name: "Previous" },
          },
        },
      },
    });
    assert.equal(changed.properties.Next.relation.data_source_id, source);
    assert.ok(changed.properties.Previous, "the mirror property exists");
    const many = [];
    for (let n = 0; n < 30; n += 1) {
      const page = await notion.pages.create({
        parent: { data_source_id: source },
        properties: { Name: { title: text(`Many ${n}`) } },
      });
      many.push(page.id);
    }
    const one = await notion.pages.update({
      page_id: ids[0],
      properties: { Next: { relation: many.map((id) => ({ id })) } },
    });
    assert.equal(one.properties.Next.relation.length, 25);
    assert.equal(one.properties.Next.has_more, true);
    const mirror = await notion.pages.retrieve({ page_id: many[29] });
    assert.deepEqual(mirror.properties.Previous.relation, [{ id: ids[0] }]);
    const seen = [];
    let start_cursor;
    do {
      const list = await notion.pages.properties.retrieve({
        page_id: ids[0],
        property_id: one.properties.Next.id,
        page_size: 20,
        ...(start_cursor ? { start_cursor } : {}),
      });
      seen.push(...list.results.map(({ relation }) => relation.id));
      start_cursor = list.next_cursor;
    } while (start_cursor);
    assert.deepEqual(seen, many);
    const filtered = await query({
      filter: { property: "Previous", relation: { contains: ids[0] } },
    });
    assert.equal(filtered.results.length, 30);
  });

  await check("dataSources.update renames, adds and removes properties", async () => {
    const changed = await notion.dataSources.update({
      data_source_id: source,
      properties: { Note: { name: "Remark" }, Extra: { number: {} }, Phone: null },
    });
    assert.ok(changed.properties.Remark && changed.properties.Extra);
    assert.equal(changed.properties.Note, undefined);
    assert.equal(changed.properties.Phone, undefined);
    const page = await notion.pages.retrieve({ page_id: ids[3] });
    assert.equal(plain(page.properties.Remark.rich_text), "note 4 ü 🦀");
  });

  await check("pages.update trashes a row and brings it back", async () => {
    const gone = await notion.pages.update({ page_id: ids[6], in_trash: true });
    assert.equal(gone.in_trash, true);
    const filter = { property: "Name", title: { equals: "Thing 7" } };
    assert.equal((await query({ filter })).results.length, 0);
    assert.equal((await notion.pages.retrieve({ page_id: ids[6] })).in_trash, true);
    const back = await notion.pages.update({ page_id: ids[6], in_trash: false });
    assert.equal(back.in_trash, false);
    assert.equal((await query({ filter })).results.length, 1);
  });

  await check("search finds the data source and its rows", async () => {
    const sources = await notion.search({
      query: "Things",
      filter: { property: "object", value: "data_source" },
    });
    assert.ok(sources.results.some(({ id }) => id === source));
    assert.ok(sources.results.every(({ object }) => object === "data_source"));
    const pages = await notion.search({
      query: "Thing 4",
      filter: { property: "object", value: "page" },
    });
    assert.ok(pages.results.some(({ id }) => id === ids[3]));
  });
}
