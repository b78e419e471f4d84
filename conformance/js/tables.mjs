// Databases with several data sources, templates, emojis.

import assert from "node:assert/strict";
import { check, plain, text } from "./checks.mjs";

export async function tables(notion, home) {
  const database = await check("databases.update and a further data source", async () => {
    const made = await notion.databases.create({
      parent: { type: "page_id", page_id: home },
      title: text("Two sources"),
      initial_data_source: { properties: { Name: { title: {} } } },
    });
    const second = await notion.dataSources.create({
      parent: { type: "database_id", database_id: made.id },
      title: text("Second"),
      properties: { Key: { title: {} }, Count: { number: { format: "number" } } },
    });
    assert.equal(second.object, "data_source");
    assert.equal(second.parent.database_id, made.id);
    const changed = await notion.databases.update({
      database_id: made.id,
      title: text("Two sources, renamed"),
      icon: { type: "emoji", emoji: "🗂️" },
      is_inline: true,
    });
    assert.equal(plain(changed.title), "Two sources, renamed");
    assert.equal(changed.is_inline, true);
    const again = await notion.databases.retrieve({ database_id: made.id });
    assert.equal(again.data_sources.length, 2);
    assert.equal(again.icon.emoji, "🗂️");
    return made;
  });

  await check("dataSources.listTemplates", async () => {
    const list = await notion.dataSources.listTemplates({
      data_source_id: database.data_sources[0].id,
    });
    assert.deepEqual(list.templates, []);
    assert.equal(list.has_more, false);
  });

  await check("customEmojis.list", async () => {
    const list = await notion.customEmojis.list({});
    assert.equal(list.object, "list");
    assert.equal(list.type, "custom_emoji");
    assert.ok(Array.isArray(list.results));
  });
}
