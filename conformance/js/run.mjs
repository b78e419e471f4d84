// The official JavaScript package, unmodified, against an emulator. See ../README.md.

import assert from "node:assert/strict";
import { Client, LogLevel, isFullPage } from "@notionhq/client";
import { check, finish } from "./checks.mjs";
import { agents } from "./agents.mjs";
import { blocks } from "./blocks.mjs";
import { comments } from "./comments.mjs";
import { everyMethod, watched } from "./coverage.mjs";
import { demo } from "./demo.mjs";
import { errors } from "./errors.mjs";
import { files } from "./files.mjs";
import { markdown } from "./markdown.mjs";
import { notionToMd } from "./notion-to-md.mjs";
import { oauth } from "./oauth.mjs";
import { rows } from "./rows.mjs";
import { tables } from "./tables.mjs";
import { views } from "./views.mjs";

const baseUrl = process.env.NOTION_BASE_URL ?? "http://127.0.0.1:8787";
const auth = process.env.NOTION_TOKEN;
if (!auth) {
  console.error("set NOTION_TOKEN to the token that the emulator printed");
  process.exit(1);
}
const notion = watched(new Client({ auth, baseUrl, logLevel: LogLevel.ERROR, retry: false }));

async function rootPage() {
  const told = process.env.NOTION_ROOT_PAGE_ID ?? process.env.ROOT_PAGE_ID;
  if (told) return told;
  const found = await notion.search({ filter: { property: "object", value: "page" } });
  const top = found.results.find((page) => page.parent.type === "workspace");
  assert.ok(top, "no page at the top of the workspace; set NOTION_ROOT_PAGE_ID");
  return top.id;
}

await check("users.me is a bot", async () => {
  const me = await notion.users.me({});
  assert.equal(me.object, "user");
  assert.equal(me.type, "bot");
  assert.equal(me.bot.owner.type, "workspace");
  const again = await notion.users.retrieve({ user_id: me.id });
  assert.equal(again.name, me.name);
});

await check("users.list has people and bots", async () => {
  const list = await notion.users.list({});
  assert.equal(list.type, "user");
  const types = new Set(list.results.map((user) => user.type));
  assert.ok(types.has("bot") && types.has("person"), [...types].join());
});

const home = await check("a page of its own", async () => {
  const page = await notion.pages.create({
    parent: { page_id: await rootPage() },
    properties: { title: { title: [{ text: { content: "Conformance (JavaScript)" } }] } },
    icon: { emoji: "🧪" },
  });
  assert.ok(isFullPage(page));
  assert.equal(page.icon.emoji, "🧪");
  return page.id;
});

if (home) {
  await rows(notion, home);
  await blocks(notion, home);
  await tables(notion, home);
  await comments(notion, home);
  await files(notion, home);
  await markdown(notion, home);
  await views(notion, home);
  await agents(notion, home);
  await oauth(notion);
  await notionToMd(notion, home);
  await errors(notion, home, { baseUrl, auth });
  await demo(notion);
  await check("the page goes to the trash with all below it", async () => {
    const gone = await notion.pages.update({ page_id: home, in_trash: true });
    assert.equal(gone.in_trash, true);
  });
  await everyMethod(notion);
}
process.exit(finish());
