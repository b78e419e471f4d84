// The official command line, unmodified: what it prints and how it ends. See ../README.md.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { check, finish, plain } from "../js/checks.mjs";

const baseUrl = process.env.NOTION_BASE_URL ?? "http://127.0.0.1:8787";
const token = process.env.NOTION_TOKEN;
const root = process.env.NOTION_ROOT_PAGE_ID;
if (!token || !root) {
  console.error("set NOTION_TOKEN and NOTION_ROOT_PAGE_ID to what the emulator printed");
  process.exit(1);
}

const program = fileURLToPath(new URL("node_modules/.bin/ntn", import.meta.url));
const home = mkdtempSync(path.join(tmpdir(), "recto-ntn-"));
const env = {
  PATH: process.env.PATH,
  HOME: home,
  NOTION_HOME: home,
  NOTION_KEYRING: "0",
  NOTION_API_BASE_URL: baseUrl,
  // Where it asks for /openapi.json, and by that for the newest version.
  NOTION_API_DOCS_BASE_URL: baseUrl,
  NOTION_API_TOKEN: token,
};

/** Runs it to its end. */
function ntn(args, { input = "", more = {} } = {}) {
  const ran = spawnSync(program, args, { env: { ...env, ...more }, input, encoding: "utf8" });
  if (ran.error) throw ran.error;
  return ran;
}

/** What it prints when it ends well. */
function said(args, options) {
  const { status, stdout, stderr } = ntn(args, options);
  if (status === 0) return stdout;
  throw Object.assign(new Error(`ntn ${args.join(" ")}: ${status}: ${stderr}`), { stderr });
}

/** The answer of a request by `ntn api`. */
const api = (...args) => JSON.parse(said(["api", ...args]));

await check("ntn api v1/users/me asks for the newest version", () => {
  const { status, stderr, stdout } = ntn(["-v", "api", "v1/users/me"]);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /notion-version: 2026-03-11/);
  assert.equal(JSON.parse(stdout).type, "bot");
});

await check("ntn api ls lists every endpoint", () => {
  const all = JSON.parse(said(["api", "ls", "--json"]));
  assert.ok(all.length > 50, `${all.length}`);
  const create = all.find(({ method, path }) => method === "POST" && path === "/v1/pages");
  assert.equal(create.operation_id, "create-page");
  assert.match(said(["api", "ls"]), /GET +\/v1\/users\/me +The bot of the token\./);
});

await check("ntn api --spec shows one endpoint", () => {
  const spec = JSON.parse(said(["api", "v1/pages", "--spec", "-X", "POST"]));
  assert.deepEqual(Object.keys(spec.paths), ["/v1/pages"]);
});

const page = await check("ntn api makes a page from inline inputs", () => {
  const made = api(
    "v1/pages",
    `parent[page_id]=${root}`,
    "properties[title][title][0][text][content]=Conformance (ntn)",
    "icon[emoji]=⌨️",
  );
  assert.equal(made.object, "page");
  assert.equal(made.in_trash, false);
  return made.id;
});

await check("ntn api changes and reads it", () => {
  const body = { properties: { title: { title: [{ text: { content: "By ntn" } }] } } };
  api(`v1/pages/${page}`, "-X", "PATCH", "-d", JSON.stringify(body));
  const found = api(`v1/pages/${page}`);
  assert.equal(plain(found.properties.title.title), "By ntn");
});

await check("ntn api takes a body from standard input", () => {
  const children = [1, 2, 3].map((n) => ({
    paragraph: { rich_text: [{ text: { content: `line ${n}` } }] },
  }));
  const answer = said(["api", `v1/blocks/${page}/children`, "-X", "PATCH"], {
    input: JSON.stringify({ children }),
  });
  assert.equal(JSON.parse(answer).results.length, 3);
});

await check("ntn api reads a list page by page", () => {
  const texts = [];
  let cursor = [];
  do {
    const list = api(`v1/blocks/${page}/children`, "page_size==2", ...cursor);
    texts.push(...list.results.map(({ paragraph }) => plain(paragraph.rich_text)));
    cursor = list.has_more ? [`start_cursor==${list.next_cursor}`] : undefined;
  } while (cursor);
  assert.deepEqual(texts, ["line 1", "line 2", "line 3"]);
});

await check("ntn api with a typed body, and with an older version", () => {
  const found = api("v1/search", "query=By ntn", "page_size:=10");
  assert.ok(found.results.some(({ id }) => id === page));
  const old = api("v1/search", "page_size:=1", "--notion-version", "2022-06-28");
  assert.equal(old.type, "page_or_database");
});

await check("ntn files create, list and get", () => {
  said(["files", "create", "--filename", "notes.txt"], { input: "some notes" });
  const line = said(["files", "list"])
    .split("\n")
    .find((line) => line.includes("notes.txt"));
  assert.match(line, /uploaded +text\/plain +10/);
  const id = line.split(" ")[0];
  assert.match(said(["files", "get", id]), /notes\.txt/);
});

await check("a refusal is told with its code, and ends with an error", () => {
  const { status, stderr } = ntn(["api", "v1/pages/abc"]);
  assert.notEqual(status, 0);
  assert.match(stderr, /400 Bad Request validation_error/);
  const wrong = ntn(["api", "v1/users/me"], { more: { NOTION_API_TOKEN: "ntn_wrong" } });
  assert.notEqual(wrong.status, 0);
  assert.match(wrong.stderr, /API token is invalid/);
});

await check("the page goes to the trash", () => {
  assert.equal(api(`v1/pages/${page}`, "-X", "PATCH", "in_trash:=true").in_trash, true);
});

rmSync(home, { recursive: true, force: true });
process.exit(finish());
