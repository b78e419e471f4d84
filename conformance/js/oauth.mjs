// Tokens by OAuth. A code needs a person who clicks; what can be checked without is.

import assert from "node:assert/strict";
import { isNotionClientError } from "@notionhq/client";
import { check } from "./checks.mjs";

const client = { client_id: "no-such-client", client_secret: "no-such-secret" };

export async function oauth(notion) {
  const calls = {
    "oauth.token": () =>
      notion.oauth.token({
        ...client,
        grant_type: "authorization_code",
        code: "no-such-code",
        redirect_uri: "http://127.0.0.1/callback",
      }),
    "oauth.introspect": () => notion.oauth.introspect({ ...client, token: "ntn_unknown" }),
    "oauth.revoke": () => notion.oauth.revoke({ ...client, token: "ntn_unknown" }),
  };
  for (const [name, call] of Object.entries(calls)) {
    await check(`${name} refuses a client that it does not know`, async () => {
      let answer;
      try {
        answer = await call();
      } catch (error) {
        if (error.status === 501) throw error;
        assert.ok(isNotionClientError(error), String(error));
        assert.ok([400, 401].includes(error.status), `${error.status}: ${error.message}`);
        return;
      }
      assert.fail(JSON.stringify(answer));
    });
  }
}
