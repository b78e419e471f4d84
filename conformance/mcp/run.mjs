// The official MCP server, unmodified, its tools called through an MCP client. See ../README.md.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { check, finish, plain, text } from "../js/checks.mjs";

const baseUrl = process.env.NOTION_BASE_URL ?? "http://127.0.0.1:8787";
const token = process.env.NOTION_TOKEN;
const root = process.env.NOTION_ROOT_PAGE_ID;
if (!token || !root) {
  console.error("set NOTION_TOKEN and NOTION_ROOT_PAGE_ID to what the emulator printed");
  process.exit(1);
}

const manifest = createRequire(import.meta.url).resolve("@notionhq/notion-mcp-server/package.json");

/** A client of a server of its own, which is told this by its environment. */
async function connect(env) {
  const client = new Client({ name: "recto-conformance", version: "1.0.0" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [path.join(path.dirname(manifest), "bin", "cli.mjs")],
      env: { ...process.env, BASE_URL: baseUrl, NOTION_TOKEN: token, ...env },
      stderr: "ignore",
    }),
  );
  return client;
}

const client = await connect({});
const called = new Set();

/** Calls a tool; a refusal of the API becomes an error with its status and body. */
async function call(tool, args = {}, server = client) {
  const name = `API-${tool}`;
  called.add(name);
  const { content } = await server.callTool({ name, arguments: args });
  const answer = JSON.parse(content[0].text);
  // The server hands a refusal on as it came, with the status as text: of the API, or its own.
  if (answer.object === "error" || answer.status === "error") {
    const status = Number(answer.status) || answer.status;
    const error = new Error(`${tool}: ${content[0].text}`);
    throw Object.assign(error, { status, code: answer.code, body: content[0].text });
  }
  return answer;
}

const tools = await check("the server lists its tools", async () => {
  const { tools } = await client.listTools();
  assert.equal(tools.length, 24);
  return tools.map(({ name }) => name);
});

const me = await check("get-self, get-users and get-user", async () => {
  const me = await call("get-self");
  assert.equal(me.type, "bot");
  const everyone = await call("get-users", { page_size: 100 });
  assert.ok(everyone.results.some(({ id }) => id === me.id));
  assert.equal((await call("get-user", { user_id: me.id })).name, me.name);
  return me;
});
assert.ok(me);

const page = await check("post-page, retrieve-a-page and patch-page", async () => {
  const made = await call("post-page", {
    parent: { page_id: root },
    properties: { title: [{ text: { content: "Conformance (MCP)" } }] },
  });
  const found = await call("retrieve-a-page", { page_id: made.id });
  assert.equal(plain(found.properties.title.title), "Conformance (MCP)");
  const changed = await call("patch-page", {
    page_id: made.id,
    icon: { emoji: "🔧" },
    properties: { title: { title: text("Conformance by MCP") } },
  });
  assert.equal(changed.icon.emoji, "🔧");
  return made.id;
});

await check("patch-block-children, get-block-children and the tools for one block", async () => {
  const made = await call("patch-block-children", {
    block_id: page,
    children: [1, 2, 3].map((n) => ({
      type: "paragraph",
      paragraph: { rich_text: text(`paragraph ${n}`) },
    })),
  });
  assert.equal(made.results.length, 3);
  const ids = [];
  let start_cursor;
  do {
    const list = await call("get-block-children", { block_id: page, page_size: 2, start_cursor });
    ids.push(...list.results.map(({ id }) => id));
    start_cursor = list.next_cursor ?? undefined;
  } while (start_cursor);
  assert.deepEqual(ids, made.results.map(({ id }) => id));
  const changed = await call("update-a-block", {
    block_id: ids[0],
    paragraph: { rich_text: text("changed") },
  });
  assert.equal(plain(changed.paragraph.rich_text), "changed");
  await call("delete-a-block", { block_id: ids[1] });
  const block = await call("retrieve-a-block", { block_id: ids[1] });
  assert.equal(block.in_trash ?? block.archived, true);
});

await check("create-a-comment and retrieve-a-comment", async () => {
  const comment = { parent: { page_id: page }, rich_text: [{ text: { content: "by MCP" } }] };
  // This tool alone sends no version (makenotion/notion-mcp-server, issue 328), and the service
  // refuses it. Its users set one for all tools.
  await assert.rejects(call("create-a-comment", comment), { status: 400, code: "missing_version" });
  const headers = { Authorization: `Bearer ${token}`, "Notion-Version": "2025-09-03" };
  const server = await connect({ OPENAPI_MCP_HEADERS: JSON.stringify(headers) });
  const made = await call("create-a-comment", comment, server);
  await server.close();
  const list = await call("retrieve-a-comment", { block_id: page });
  assert.deepEqual(list.results.map(({ id }) => id), [made.id]);
});

await check("data sources: create, retrieve, update, query", async () => {
  // The server has no tool that makes a database, so it is made by hand.
  const answer = await fetch(`${baseUrl}/v1/databases`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${token}`,
      "Notion-Version": "2025-09-03",
      "Content-Type": "application/json",
    },
    body: JSON.stringify({
      parent: { type: "page_id", page_id: page },
      title: text("By hand"),
      initial_data_source: { properties: { Name: { title: {} } } },
    }),
  });
  const database = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(database));
  const found = await call("retrieve-a-database", { database_id: database.id });
  assert.equal(found.data_sources.length, 1);
  const made = await call("create-a-data-source", {
    parent: { type: "database_id", database_id: database.id },
    title: text("Second"),
    properties: { Name: { title: {} }, Count: { number: {} } },
  });
  const source = await call("retrieve-a-data-source", { data_source_id: made.id });
  assert.deepEqual(Object.keys(source.properties).sort(), ["Count", "Name"]);
  const changed = await call("update-a-data-source", {
    data_source_id: made.id,
    properties: { Done: { checkbox: {} } },
  });
  assert.equal(changed.properties.Done.type, "checkbox");
  const rows = [];
  for (const n of [1, 2, 3]) {
    rows.push(
      await call("post-page", {
        parent: { data_source_id: made.id },
        properties: { Name: { title: text(`Row ${n}`) }, Count: { number: n } },
      }),
    );
  }
  const list = await call("query-data-source", {
    data_source_id: made.id,
    filter: { property: "Count", number: { greater_than: 1 } },
    sorts: [{ property: "Count", direction: "descending" }],
  });
  assert.deepEqual(list.results.map(({ id }) => id), [rows[2].id, rows[1].id]);
  const item = await call("retrieve-a-page-property", {
    page_id: rows[0].id,
    property_id: rows[0].properties.Count.id,
  });
  assert.equal(item.number, 1);
  await check("list-data-source-templates", async () => {
    const list = await call("list-data-source-templates", { data_source_id: made.id });
    assert.deepEqual(list.templates, []);
  });
});

await check("post-search finds the page", async () => {
  const list = await call("post-search", {
    query: "Conformance by MCP",
    filter: { property: "object", value: "page" },
  });
  assert.ok(list.results.some(({ id }) => id === page));
});

await check("retrieve-page-markdown", async () => {
  const read = await call("retrieve-page-markdown", { page_id: page });
  assert.match(read.markdown, /changed/);
});

await check("update-page-markdown", async () => {
  const changed = await call("update-page-markdown", {
    page_id: page,
    type: "insert_content",
    insert_content: { content: "Inserted by MCP." },
  });
  assert.match(changed.markdown, /Inserted by MCP\./);
});

await check("move-page", async () => {
  const make = (title) =>
    call("post-page", {
      parent: { page_id: page },
      properties: { title: [{ text: { content: title } }] },
    });
  const [from, to] = [await make("Moves"), await make("Stays")];
  const moved = await call("move-page", {
    page_id: from.id,
    parent: { type: "page_id", page_id: to.id },
  });
  assert.equal(moved.parent.page_id, to.id);
});

await check("a refusal comes through", async () => {
  await assert.rejects(call("retrieve-a-page", { page_id: "abc" }), (error) => {
    assert.equal(error.status, 400);
    assert.equal(error.code, "validation_error");
    return true;
  });
});

await check("every tool was called", async () => {
  assert.deepEqual(tools.filter((name) => !called.has(name)), []);
});

await client.close();
process.exit(finish());
