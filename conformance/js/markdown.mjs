// Pages as Markdown, and pages that move.

import assert from "node:assert/strict";
import { check, text } from "./checks.mjs";

export async function markdown(notion, home) {
  const page = await check("pages.create from Markdown", async () => {
    const made = await notion.pages.create({
      parent: { page_id: home },
      properties: { title: { title: text("Markdown") } },
      markdown: "# One\n\nSome **bold** text.\n\n- first\n- second\n",
    });
    const { results } = await notion.blocks.children.list({ block_id: made.id });
    assert.deepEqual(
      results.map(({ type }) => type),
      ["heading_1", "paragraph", "bulleted_list_item", "bulleted_list_item"],
    );
    return made.id;
  });

  await check("pages.retrieveMarkdown", async () => {
    const read = await notion.pages.retrieveMarkdown({ page_id: page ?? home });
    assert.equal(read.object, "page_markdown");
    assert.equal(read.truncated, false);
    if (page) assert.match(read.markdown, /# One[\s\S]*Some \*\*bold\*\* text\.[\s\S]*- second/);
  });

  await check("pages.updateMarkdown", async () => {
    const made = page ?? home;
    const changed = await notion.pages.updateMarkdown({
      page_id: made,
      type: "insert_content",
      insert_content: { content: "A last line." },
    });
    assert.equal(changed.object, "page_markdown");
    assert.match(changed.markdown, /A last line\./);
    const { results } = await notion.blocks.children.list({ block_id: made });
    assert.equal(results.at(-1).paragraph.rich_text[0].plain_text, "A last line.");
  });

  await check("pages.move takes a page below another", async () => {
    const make = (title) =>
      notion.pages.create({
        parent: { page_id: home },
        properties: { title: { title: text(title) } },
      });
    const [from, to] = [await make("Moves"), await make("Stays")];
    const moved = await notion.pages.move({
      page_id: from.id,
      parent: { type: "page_id", page_id: to.id },
    });
    assert.equal(moved.parent.page_id, to.id);
    const below = await notion.blocks.children.list({ block_id: to.id });
    assert.deepEqual(below.results.map(({ id }) => id), [from.id]);
  });

  await check("asyncTasks.retrieve tells how far a task is", async () => {
    const made = await notion.pages.create({
      parent: { page_id: home },
      properties: { title: { title: text("Later") } },
      markdown: "later",
      allow_async: true,
    });
    // Done at once, or by a task that can be asked for.
    if (made.object === "page") {
      await notion.asyncTasks.retrieve({ task_id: "no-such-task" }).then(
        () => assert.fail("there is no such task"),
        (error) => {
          if (error.status === 501) throw error;
          assert.ok(error.status === 404 || error.status === 400, error.message);
        },
      );
      return;
    }
    const task = await notion.asyncTasks.retrieve({ task_id: made.id });
    assert.equal(task.object, "async_task");
    assert.ok(["queued", "running", "retrying", "succeeded"].includes(task.status), task.status);
  });
  await notion.asyncTasks.retrieve({ task_id: "no-such-task" }).catch(() => {});
}
