// Which methods of the package were called.

import assert from "node:assert/strict";
import { check } from "./checks.mjs";

const called = new Set();

/** The same client; each call of a method is noted by its name, such as `pages.create`. */
export function watched(client) {
  for (const [path, owner, name] of methods(client)) {
    const original = owner[name];
    owner[name] = (...args) => {
      called.add(path);
      return original(...args);
    };
  }
  return client;
}

/** Every method of the package must have been called by some check. */
export async function everyMethod(client) {
  await check("every method of the package was called", async () => {
    const all = [...methods(client)].map(([path]) => path);
    assert.ok(all.length >= 60, `only ${all.length} methods were found`);
    assert.deepEqual(
      all.filter((path) => !called.has(path)),
      [],
    );
    console.log(`        ${all.length} methods`);
  });
}

/** Path, owner and name of each method that makes a request. */
function* methods(client) {
  yield ["search", client, "search"];
  for (const [group, value] of Object.entries(client)) {
    // The package's own state is no group of methods.
    if (value && typeof value === "object") yield* inside(group, value);
  }
}

function* inside(path, group) {
  for (const [name, value] of Object.entries(group)) {
    if (typeof value === "function") yield [`${path}.${name}`, group, name];
    else if (value && Object.getPrototypeOf(value) === Object.prototype) {
      yield* inside(`${path}.${name}`, value);
    }
  }
}
