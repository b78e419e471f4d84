// A tiny test harness: named checks, one line each, a count at the end.

import assert from "node:assert/strict";

let passed = 0;
let failed = 0;
const unbuilt = [];

/** Runs one check. Later checks run even if it fails; what it returns is handed on. */
export async function check(name, work) {
  try {
    const result = await work();
    passed += 1;
    console.log(`ok      ${name}`);
    return result;
  } catch (error) {
    const missing = notBuilt(error);
    if (missing) {
      unbuilt.push(missing);
      console.log(`unbuilt ${name}: ${missing}`);
      return undefined;
    }
    failed += 1;
    const reason = String(error?.message ?? error).replaceAll("\n", "\n        ");
    console.log(`FAILED  ${name}\n        ${reason}`);
    return undefined;
  }
}

/** What the emulator says it does not have: it answers 501 and names it, and never guesses. */
function notBuilt(error) {
  if (error?.status !== 501) return undefined;
  const { code, message } = JSON.parse(error.body ?? "{}");
  return code === "not_implemented" && message.startsWith("The emulator does not have ")
    ? message
    : undefined;
}

export function skip(name, reason) {
  console.log(`skipped ${name}: ${reason}`);
}

/** Prints the sum; the exit code of the process. */
export function finish() {
  console.log(`\n${passed} passed, ${unbuilt.length} not built, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** The call must be refused with this status and code; hands the error on. */
export async function refused(call, status, code) {
  let answer;
  try {
    answer = await call();
  } catch (error) {
    assert.equal(error.code, code, `code of: ${error.message}`);
    assert.equal(error.status, status);
    return error;
  }
  assert.fail(`expected ${status} ${code}, got ${JSON.stringify(answer).slice(0, 200)}`);
}

export const text = (content) => [{ type: "text", text: { content } }];

export const plain = (items) => items.map((item) => item.plain_text).join("");
