// The databases that `recto demo` fills.

import assert from "node:assert/strict";
import { collectPaginatedAPI } from "@notionhq/client";
import { check, plain, skip, text } from "./checks.mjs";

const ROWS = { People: 30, Projects: 12, Tasks: 280, Meetings: 40, Documents: 60 };

export async function demo(notion) {
  const found = await collectPaginatedAPI(notion.search, {
    filter: { property: "object", value: "data_source" },
  });
  const byTitle = new Map(found.map((source) => [plain(source.title), source]));
  if (!Object.keys(ROWS).every((title) => byTitle.has(title))) {
    skip("the demo's databases", "this workspace has none; run `recto demo --data FILE` first");
    return;
  }
  const titleOf = (page) =>
    plain(Object.values(page.properties).find(({ type }) => type === "title").title);

  for (const [title, count] of Object.entries(ROWS)) {
    await check(`${title} has ${count} rows`, async () => {
      const rows = await collectPaginatedAPI(notion.dataSources.query, {
        data_source_id: byTitle.get(title).id,
      });
      assert.equal(rows.length, count);
      assert.equal(new Set(rows.map(({ id }) => id)).size, count);
      assert.ok(rows.every(titleOf), "every row has a title");
    });
  }

  const tasks = byTitle.get("Tasks").id;
  await check("Tasks by status, latest due first", async () => {
    const all = await collectPaginatedAPI(notion.dataSources.query, { data_source_id: tasks });
    const open = (page) => page.properties.Status.status?.name !== "Done";
    const due = (page) => page.properties.Due.date?.start;
    const some = await collectPaginatedAPI(notion.dataSources.query, {
      data_source_id: tasks,
      filter: {
        and: [
          { property: "Status", status: { does_not_equal: "Done" } },
          { property: "Due", date: { is_not_empty: true } },
        ],
      },
      sorts: [{ property: "Due", direction: "descending" }],
      page_size: 50,
    });
    const expected = all.filter((page) => open(page) && due(page));
    assert.ok(expected.length > 0);
    assert.deepEqual(some.map(({ id }) => id).sort(), expected.map(({ id }) => id).sort());
    const days = some.map(due).map((day) => day.slice(0, 10));
    assert.deepEqual(days, [...days].sort().reverse());
  });

  await check("a project lists its tasks, and each task its project", async () => {
    const projects = await notion.dataSources.query({
      data_source_id: byTitle.get("Projects").id,
    });
    let seen = 0;
    for (const project of projects.results) {
      const list = await notion.pages.properties.retrieve({
        page_id: project.id,
        property_id: project.properties.Tasks.id,
      });
      assert.equal(list.object, "list");
      if (list.results.length === 0) continue;
      const task = await notion.pages.retrieve({ page_id: list.results[0].relation.id });
      assert.deepEqual(task.properties.Project.relation, [{ id: project.id }]);
      seen += 1;
    }
    assert.ok(seen > 0, "no project has a task");
  });

  await check("a task is made, changed and trashed", async () => {
    const made = await notion.pages.create({
      parent: { data_source_id: tasks },
      properties: { Task: { title: text("Made by a script") }, "Estimate (h)": { number: 2 } },
    });
    const changed = await notion.pages.update({
      page_id: made.id,
      properties: { "Estimate (h)": { number: 3.5 }, Billable: { checkbox: true } },
    });
    assert.equal(changed.properties["Estimate (h)"].number, 3.5);
    const filter = { property: "Task", title: { equals: "Made by a script" } };
    const query = () => notion.dataSources.query({ data_source_id: tasks, filter });
    assert.equal((await query()).results.length, 1);
    await notion.pages.update({ page_id: made.id, in_trash: true });
    assert.equal((await query()).results.length, 0);
  });

  await check("search finds a person's page", async () => {
    const people = await notion.dataSources.query({
      data_source_id: byTitle.get("People").id,
      page_size: 1,
    });
    const name = titleOf(people.results[0]);
    const list = await notion.search({ query: name });
    assert.ok(list.results.some(({ id }) => id === people.results[0].id), name);
  });
}
