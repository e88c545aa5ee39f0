import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import express from "express";
import { afterEach, expect, test } from "vitest";
import { type ChannelPorts, frontDoor, type Webhook } from "../../src/channels/index.ts";
import { createLog } from "../../src/platform/index.ts";
import { type Listening, listen } from "../fakes/listen.ts";

const open: Listening[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const PATH = "/webhooks/bell";
const LIMIT_BYTES = 100;

/** One webhook behind the front door; what the routes see instead is answered 404 with "routes". */
async function house(more: Partial<Pick<Webhook, "answer" | "method">> = {}, isOff = false) {
  const rejected: string[] = [];
  const lines: string[] = [];
  const ports: ChannelPorts = {
    accept: async () => "new",
    now: () => 0,
    isOff: () => isOff,
    reject: (channel, why) => rejected.push(`${channel} ${why}`),
  };
  const hook: Webhook = {
    channel: "zalo",
    path: "/bell",
    limitBytes: LIMIT_BYTES,
    publicUrl: "https://bot.example.vn/",
    ports,
    answer: async ({ method, url, from, body }) => ({ status: 200, body: [method, url, from, body].join(" ") }),
    ...more,
  };
  const server = await listen(
    frontDoor({
      web: express().use((_request, response) => void response.status(404).send("routes")),
      hooks: new Map([[PATH, hook]]),
      now: () => 0,
      log: createLog("error", { write: (line) => void lines.push(line) }),
    }),
  );
  open.push(server);
  const call = async (init: RequestInit, path = PATH) => {
    const response = await fetch(server.url + path, { method: "POST", ...init });
    return { status: response.status, id: response.headers.get("x-request-id"), text: await response.text() };
  };
  return { ...server, call, rejected, lines };
}

test("a call to the very address is answered with what the provider called, and from where", async () => {
  const { call } = await house();
  expect(await call({ body: "ế".repeat(20) })).toEqual({
    status: 200,
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    text: `POST https://bot.example.vn${PATH} 127.0.0.1 ${"ế".repeat(20)}`,
  });
});

test.each([
  ["with a query", { body: "x" }, `${PATH}?x=1`, {}],
  ["spelt otherwise", { body: "x" }, "/webhooks/Bell/", {}],
  ["by another method", { body: "x", method: "PUT" }, PATH, {}],
  ["without a body", {}, PATH, {}],
  ["whose body is too long", { body: "x".repeat(LIMIT_BYTES + 1) }, PATH, {}],
  ["whose body is packed", { body: "x", headers: { "content-encoding": "gzip" } }, PATH, {}],
  ["whose provider asks by GET", { body: "x" }, PATH, { method: "get" }],
] as const)("a call %s is the routes' affair", async (_, init, path, more) => {
  const { call } = await house(more);
  expect(await call(init, path)).toMatchObject({ status: 404, text: "routes" });
});

test("so is one of a channel that is switched off", async () => {
  const { call } = await house({}, true);
  expect(await call({ body: "x" })).toMatchObject({ status: 404, text: "routes" });
});

test("a body in pieces is put together; one that breaks off is counted, and never looked at", async () => {
  const seen: string[] = [];
  const { url, rejected } = await house({
    answer: async ({ body }) => {
      seen.push(body.toString());
      return { status: 200 };
    },
  });
  const begin = () => {
    const caller = connect(Number(new URL(url).port), "127.0.0.1");
    caller.write(`POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc`);
    return caller;
  };
  const whole = begin();
  await sleep(50);
  whole.write("def");
  await new Promise((resolve) => whole.once("data", resolve));
  whole.destroy();
  const broken = begin();
  await sleep(50);
  broken.destroy();
  while (rejected.length === 0) await sleep(5);
  expect([seen, rejected]).toEqual([["abcdef"], ["zalo unparsable"]]);
});

test("a fault of ours says nothing but an id, by which the log names it", async () => {
  const { call, lines } = await house({ answer: () => Promise.reject(new Error("a bug")) });
  const { status, id, text } = await call({ body: "x" });
  expect([status, JSON.parse(text)]).toEqual([500, { error: "internal", request: id }]);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: "http.failed", request: id, err: { message: "a bug" } },
  ]);
});
