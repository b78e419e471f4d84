// Comments and their discussions.

import assert from "node:assert/strict";
import { collectPaginatedAPI } from "@notionhq/client";
import { check, plain, refused, text } from "./checks.mjs";

export async function comments(notion, home) {
  const page = await check("comments.create opens discussions and answers them", async () => {
    const made = await notion.pages.create({
      parent: { page_id: home },
      properties: { title: { title: text("Comments") } },
      children: [{ paragraph: { rich_text: text("to be discussed") } }],
    });
    const first = await notion.comments.create({
      parent: { page_id: made.id },
      rich_text: text("first"),
    });
    assert.equal(first.object, "comment");
    const answer = await notion.comments.create({
      discussion_id: first.discussion_id,
      rich_text: text("answer"),
    });
    assert.equal(answer.discussion_id, first.discussion_id);
    const block = (await notion.blocks.children.list({ block_id: made.id })).results[0].id;
    const other = await notion.comments.create({
      parent: { block_id: block },
      rich_text: text("on a block"),
    });
    assert.notEqual(other.discussion_id, first.discussion_id);
    assert.equal(other.parent.block_id, block);
    return made.id;
  });
  if (!page) return;

  await check("comments.list page by page", async () => {
    const all = await collectPaginatedAPI(notion.comments.list, { block_id: page, page_size: 1 });
    assert.deepEqual(all.map(({ rich_text }) => plain(rich_text)), ["first", "answer"]);
  });

  await check("comments.retrieve, update and delete", async () => {
    const { results } = await notion.comments.list({ block_id: page });
    const id = results[1].id;
    assert.equal(plain((await notion.comments.retrieve({ comment_id: id })).rich_text), "answer");
    const changed = await notion.comments.update({ comment_id: id, rich_text: text("better") });
    assert.equal(plain(changed.rich_text), "better");
    await notion.comments.delete({ comment_id: id });
    await refused(() => notion.comments.retrieve({ comment_id: id }), 404, "object_not_found");
    assert.equal((await notion.comments.list({ block_id: page })).results.length, 1);
  });
}
