// What a client tells apart when something goes wrong.

import assert from "node:assert/strict";
import { APIErrorCode, Client, LogLevel, isNotionClientError } from "@notionhq/client";
import { check, refused, text } from "./checks.mjs";

const NOWHERE = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

export async function errors(notion, home, { baseUrl, auth }) {
  await check("an unknown token is unauthorized", async () => {
    const other = new Client({ auth: "ntn_wrong", baseUrl, logLevel: LogLevel.ERROR });
    const error = await refused(() => other.users.me({}), 401, APIErrorCode.Unauthorized);
    assert.ok(isNotionClientError(error));
    assert.equal(error.message, "API token is invalid.");
  });

  await check("what is not there is not found", async () => {
    for (const call of [
      () => notion.pages.retrieve({ page_id: NOWHERE }),
      () => notion.databases.retrieve({ database_id: NOWHERE }),
      () => notion.dataSources.retrieve({ data_source_id: NOWHERE }),
      () => notion.blocks.retrieve({ block_id: NOWHERE }),
      () => notion.users.retrieve({ user_id: NOWHERE }),
    ]) {
      await refused(call, 404, APIErrorCode.ObjectNotFound);
    }
  });

  await check("a malformed id is a validation error", async () => {
    const error = await refused(
      () => notion.pages.retrieve({ page_id: "abc" }),
      400,
      APIErrorCode.ValidationError,
    );
    assert.match(error.message, /path\.page_id should be a valid uuid/);
  });

  await check("a malformed body is a validation error with its path", async () => {
    const error = await refused(
      () =>
        notion.blocks.children.append({
          block_id: home,
          children: [{ paragraph: { rich_text: text("a".repeat(2001)) } }],
        }),
      400,
      APIErrorCode.ValidationError,
    );
    assert.match(error.message, /body\.children\[0\]\.paragraph\.rich_text\[0\]\.text\.content/);
    assert.match(error.message, /2000/);
  });

  await check("an unknown property is a validation error", async () => {
    const database = await notion.databases.create({
      parent: { page_id: home },
      title: text("Errors"),
      initial_data_source: { properties: { Name: { title: {} } } },
    });
    const source = database.data_sources[0].id;
    const create = () =>
      notion.pages.create({
        parent: { data_source_id: source },
        properties: { Nope: { number: 1 } },
      });
    const error = await refused(create, 400, APIErrorCode.ValidationError);
    assert.match(error.message, /Nope is not a property that exists/);
    await refused(
      () =>
        notion.dataSources.query({
          data_source_id: source,
          filter: { property: "Nope", number: { equals: 1 } },
        }),
      400,
      APIErrorCode.ValidationError,
    );
  });

  await check("an old version is served in its own shape", async () => {
    const old = new Client({
      auth,
      baseUrl,
      notionVersion: "2022-06-28",
      logLevel: LogLevel.ERROR,
    });
    const list = await old.search({ filter: { property: "object", value: "database" } });
    assert.equal(list.type, "page_or_database");
    assert.ok(list.results.length > 0);
    assert.ok(list.results.every(({ object, properties }) => object === "database" && properties));
    const rows = await old.request({
      path: `databases/${list.results[0].id}/query`,
      method: "post",
      body: { page_size: 1 },
    });
    assert.equal(rows.object, "list");
    await refused(
      () => old.request({ path: `data_sources/${NOWHERE}`, method: "get" }),
      400,
      "invalid_request_url",
    );
  });
}
