/**
 * What our webhook is measured against: express, the same signature check, one row of the same table made durable by group
 * commit, 200. Nothing else: no request id, no security headers, no metrics, no conversation.
 * `node reference.ts FILE` prints its address and listens until it is killed.
 */
import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import express from "express";
import { OFFICE } from "../fakes/running-app.ts";

interface Event {
  readonly timestamp: string;
  readonly sender: { readonly id: string };
  readonly message: { readonly msg_id: string };
}

const [file = ":memory:"] = process.argv.slice(2);
const db = new DatabaseSync(file);
db.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
db.exec(
  `create table inbox (seq integer primary key autoincrement, id text not null unique, channel text not null,
   provider_id text not null, lane text not null, message text not null, received_at bigint not null, handled_at bigint,
   attempts integer not null default 0, unique (channel, provider_id))`,
);
db.exec("create index inbox_waiting on inbox (lane, seq) where handled_at is null");
const insert = db.prepare(
  `insert into inbox (id, channel, provider_id, lane, message, received_at) values (?, 'zalo', ?, ?, ?, ?)
   on conflict (channel, provider_id) do nothing`,
);

let waiting: { readonly values: readonly (string | number)[]; readonly done: () => void }[] = [];

function keep(values: readonly (string | number)[]): Promise<void> {
  return new Promise((done) => {
    if (waiting.length === 0) setImmediate(commit);
    waiting.push({ values, done });
  });
}

function commit(): void {
  const batch = waiting;
  waiting = [];
  db.exec("BEGIN IMMEDIATE");
  for (const { values } of batch) insert.run(...values);
  db.exec("COMMIT");
  for (const { done } of batch) done();
}

function isGenuine(raw: Buffer, timestamp: string, header: string | undefined): boolean {
  const stated = /^mac=([0-9a-f]{64})$/.exec(header ?? "")?.[1];
  if (!stated) return false;
  const hash = createHash("sha256").update(OFFICE.appId).update(raw).update(timestamp).update(OFFICE.oaSecretKey);
  return timingSafeEqual(hash.digest(), Buffer.from(stated, "hex"));
}

const app = express();
app.post("/webhooks/zalo", express.raw({ type: () => true, limit: "256kb" }), async (request, response) => {
  const raw = request.body as Buffer;
  const event = JSON.parse(raw.toString("utf8")) as Event;
  if (!isGenuine(raw, event.timestamp, request.get("x-zevent-signature"))) return void response.status(401).send("");
  await keep([randomUUID(), event.message.msg_id, event.sender.id, raw.toString("utf8"), Date.now()]);
  response.status(200).send("");
});
app.get("/healthz", (_request, response) => void response.send("up"));
const server = app.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
