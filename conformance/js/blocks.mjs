// Blocks of a page.

import assert from "node:assert/strict";
import { collectPaginatedAPI, isFullBlock } from "@notionhq/client";
import { check, plain, text } from "./checks.mjs";

const paragraph = (content) => ({ paragraph: { rich_text: text(content) } });

export async function blocks(notion, home) {
  const page = await check("pages.create with children", async () => {
    const made = await notion.pages.create({
      parent: { page_id: home },
      properties: { title: { title: text("Blocks") } },
      children: [
        { heading_1: { rich_text: text("Heading") } },
        { to_do: { rich_text: text("To do"), checked: true, children: [paragraph("below")] } },
      ],
    });
    const list = await notion.blocks.children.list({ block_id: made.id });
    assert.deepEqual(list.results.map(({ type }) => type), ["heading_1", "to_do"]);
    assert.equal(list.results[1].to_do.checked, true);
    assert.equal(list.results[1].has_children, true);
    return made.id;
  });
  if (!page) return;

  const types = await check("blocks.children.append of many types", async () => {
    const children = [
      paragraph("one"),
      { heading_2: { rich_text: text("two") } },
      { heading_3: { rich_text: text("three"), is_toggleable: true } },
      { bulleted_list_item: { rich_text: text("four"), children: [paragraph("nested")] } },
      { numbered_list_item: { rich_text: text("five") } },
      { toggle: { rich_text: text("six") } },
      { quote: { rich_text: text("seven") } },
      { callout: { rich_text: text("eight"), icon: { emoji: "💬" } } },
      { code: { rich_text: text("let nine = 9;"), language: "rust" } },
      { equation: { expression: "e = mc^2" } },
      { divider: {} },
      { bookmark: { url: "https://example.com/" } },
      { image: { type: "external", external: { url: "https://example.com/i.png" } } },
      {
        table: {
          table_width: 2,
          has_column_header: true,
          children: [{ table_row: { cells: [text("a"), text("b")] } }],
        },
      },
      {
        column_list: {
          children: [
            { column: { children: [paragraph("left")] } },
            { column: { children: [paragraph("right")] } },
          ],
        },
      },
    ];
    const made = await notion.blocks.children.append({ block_id: page, children });
    assert.deepEqual(
      made.results.map(({ type }) => type),
      children.map((child) => Object.keys(child)[0]),
    );
    assert.ok(made.results.every(isFullBlock));
    return made.results;
  });
  if (!types) return;

  await check("blocks.children.list page by page and level by level", async () => {
    const all = await collectPaginatedAPI(notion.blocks.children.list, {
      block_id: page,
      page_size: 4,
    });
    assert.equal(all.length, 17);
    const columns = await notion.blocks.children.list({ block_id: types[14].id });
    assert.deepEqual(columns.results.map(({ type }) => type), ["column", "column"]);
    const right = await notion.blocks.children.list({ block_id: columns.results[1].id });
    assert.equal(plain(right.results[0].paragraph.rich_text), "right");
  });

  await check("blocks.children.append after a block", async () => {
    const made = await notion.blocks.children.append({
      block_id: page,
      children: [paragraph("between")],
      after: types[0].id,
    });
    assert.equal(plain(made.results[0].paragraph.rich_text), "between");
    const list = await notion.blocks.children.list({ block_id: page });
    const index = list.results.findIndex(({ id }) => id === types[0].id);
    assert.equal(list.results[index + 1].id, made.results[0].id);
  });

  await check("blocks.update changes text and flags", async () => {
    const updated = await notion.blocks.update({
      block_id: types[7].id,
      callout: { rich_text: text("changed"), color: "blue_background" },
    });
    assert.equal(plain(updated.callout.rich_text), "changed");
    assert.equal(updated.callout.color, "blue_background");
    assert.equal(updated.callout.icon.emoji, "💬");
  });

  await check("blocks.delete and blocks.retrieve", async () => {
    const gone = await notion.blocks.delete({ block_id: types[6].id });
    assert.equal(gone.in_trash, true);
    assert.equal(gone.archived, true);
    assert.equal((await notion.blocks.retrieve({ block_id: types[6].id })).in_trash, true);
    const list = await notion.blocks.children.list({ block_id: page });
    assert.ok(!list.results.some(({ id }) => id === types[6].id));
  });

  await check("a page is a child_page block", async () => {
    const block = await notion.blocks.retrieve({ block_id: page });
    assert.equal(block.type, "child_page");
    assert.equal(block.child_page.title, "Blocks");
    const list = await notion.blocks.children.list({ block_id: home });
    assert.ok(list.results.some(({ id, type }) => id === page && type === "child_page"));
  });
}
