// Agents, their sessions, and meeting notes: for plans without them, refusals.

import assert from "node:assert/strict";
import { APIResponseError } from "@notionhq/client";
import { check } from "./checks.mjs";

const ID = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e112";

export async function agents(notion, home) {
  const calls = {
    "agents.retrieve": () => notion.agents.retrieve({ agent_id: ID }),
    "agents.query": () => notion.agents.query({}),
    "agents.retrieveInsights": () => notion.agents.retrieveInsights({ agent_id: ID }),
    "agents.updateCreditLimit": () =>
      notion.agents.updateCreditLimit({ agent_id: ID, credit_limit: 10 }),
    "agents.updateStatus": () => notion.agents.updateStatus({ agent_id: ID, status: "disabled" }),
    "agents.delete": () => notion.agents.delete({ agent_id: ID }),
    "agents.batch": () =>
      notion.agents.batch({ operations: [{ type: "delete_agent", agent_id: ID }] }),
    "sessions.retrieve": () => notion.sessions.retrieve({ session_id: ID }),
    "sessions.update": () => notion.sessions.update({ message: "Hello", agent_id: "notion_ai" }),
    "sessions.stream": async () => {
      const frames = [];
      const stream = notion.sessions.stream({ message: "Hello", agent_id: "notion_ai" });
      for await (const frame of stream) frames.push(frame);
      return frames;
    },
    "sessions.cancel": () => notion.sessions.cancel({ session_id: ID }),
    "sessions.query": () => notion.sessions.query({}),
    "sessions.queryEvents": () => notion.sessions.queryEvents({ session_id: ID }),
    "blocks.meetingNotes.create": () => notion.blocks.meetingNotes.create({ parent: { page_id: home } }),
    "blocks.meetingNotes.query": () => notion.blocks.meetingNotes.query({}),
  };
  for (const [name, call] of Object.entries(calls)) {
    await check(`${name} is answered, or refused as by a plan without it`, async () => {
      try {
        const answer = await call();
        assert.equal(typeof answer, "object");
      } catch (error) {
        if (!(error instanceof APIResponseError)) throw error;
        assert.ok(error.status >= 400 && error.status < 500, `${error.status}: ${error.message}`);
      }
    });
  }
}
