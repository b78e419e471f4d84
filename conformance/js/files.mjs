// File uploads: made, sent, attached, read back.

import assert from "node:assert/strict";
import { collectPaginatedAPI } from "@notionhq/client";
import { check, refused } from "./checks.mjs";

export async function files(notion, home) {
  const upload = await check("fileUploads.create, send and retrieve", async () => {
    const made = await notion.fileUploads.create({
      mode: "single_part",
      filename: "naïve.txt",
      content_type: "text/plain",
    });
    assert.equal(made.status, "pending");
    const sent = await notion.fileUploads.send({
      file_upload_id: made.id,
      file: { filename: "naïve.txt", data: new Blob(["once only"], { type: "text/plain" }) },
    });
    assert.equal(sent.status, "uploaded");
    const found = await notion.fileUploads.retrieve({ file_upload_id: made.id });
    assert.equal(found.status, "uploaded");
    assert.equal(found.content_length, 9);
    return made.id;
  });
  if (!upload) return;

  await check("an uploaded file is attached and can be read", async () => {
    const { results } = await notion.blocks.children.append({
      block_id: home,
      children: [{ file: { type: "file_upload", file_upload: { id: upload } } }],
    });
    assert.equal(results[0].file.type, "file");
    const answer = await fetch(results[0].file.file.url);
    assert.equal(answer.status, 200);
    assert.equal(await answer.text(), "once only");
  });

  await check("fileUploads.complete ends an upload in parts", async () => {
    const part = 5 * 1024 * 1024;
    const made = await notion.fileUploads.create({
      mode: "multi_part",
      filename: "parts.txt",
      content_type: "text/plain",
      number_of_parts: 2,
    });
    for (const [part_number, size] of [["1", part], ["2", 10]]) {
      await notion.fileUploads.send({
        file_upload_id: made.id,
        part_number,
        file: { filename: "parts.txt", data: new Blob(["x".repeat(size)], { type: "text/plain" }) },
      });
    }
    const done = await notion.fileUploads.complete({ file_upload_id: made.id });
    assert.equal(done.status, "uploaded");
    assert.equal(done.content_length, part + 10);
  });

  await check("fileUploads.list page by page", async () => {
    const all = await collectPaginatedAPI(notion.fileUploads.list, { page_size: 1 });
    assert.ok(all.length >= 2);
    assert.ok(all.some(({ id }) => id === upload));
    const pending = await notion.fileUploads.list({ status: "pending" });
    assert.ok(pending.results.every(({ status }) => status === "pending"));
  });

  await check("an upload that was not sent cannot be attached", async () => {
    const made = await notion.fileUploads.create({ mode: "single_part", filename: "a.txt" });
    await refused(
      () =>
        notion.blocks.children.append({
          block_id: home,
          children: [{ file: { type: "file_upload", file_upload: { id: made.id } } }],
        }),
      400,
      "validation_error",
    );
  });
}
