// The package notion-to-md, which reads a tree of blocks by the client.

import assert from "node:assert/strict";
import { NotionToMarkdown } from "notion-to-md";
import { check, text } from "./checks.mjs";

export async function notionToMd(notion, home) {
  await check("notion-to-md reads a page", async () => {
    const page = await notion.pages.create({
      parent: { page_id: home },
      properties: { title: { title: text("To Markdown") } },
      children: [
        { heading_2: { rich_text: text("Plan") } },
        {
          paragraph: {
            rich_text: [
              { text: { content: "Some " } },
              { text: { content: "bold" }, annotations: { bold: true } },
              { text: { content: " and a " } },
              { text: { content: "link", link: { url: "https://example.com/" } } },
            ],
          },
        },
        {
          bulleted_list_item: {
            rich_text: text("above"),
            children: [{ bulleted_list_item: { rich_text: text("below") } }],
          },
        },
        { to_do: { rich_text: text("done"), checked: true } },
        { code: { rich_text: text("let x = 1;"), language: "rust" } },
        {
          table: {
            table_width: 2,
            has_column_header: true,
            children: [
              { table_row: { cells: [text("a"), text("b")] } },
              { table_row: { cells: [text("1"), text("2")] } },
            ],
          },
        },
        { divider: {} },
      ],
    });
    const converter = new NotionToMarkdown({ notionClient: notion });
    const { parent } = converter.toMarkdownString(await converter.pageToMarkdown(page.id));
    for (const line of [
      /^## Plan$/m,
      /^Some \*\*bold\*\* and a \[link\]\(https:\/\/example\.com\/\)\s*$/m,
      /^- above$/m,
      /^ +- below$/m,
      /^- \[x\] done$/m,
      /^```rust\nlet x = 1;\n```$/m,
      /^\| 1 +\| 2 +\|$/m,
      /^---$/m,
    ]) {
      assert.match(parent, line);
    }
  });
}
