import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openSite, postTo, spawnMain, zaloWebhook } from "../fakes/running-app.ts";

const DISK = new URL("../fakes/broken-disk.ts", import.meta.url).href;

const says = (id: string) =>
  zaloWebhook({ person: "8170236945512070033", text: "Đăng ký khai sinh cần giấy tờ gì?", id });

test("a disk that loses the log ends the process with 1, its log untouched; nothing was acknowledged, and the next start goes on", async () => {
  const site = await openSite();
  const sign = join(site.dataDirectory, "disk-is-broken");
  const environment = {
    ...site.environment,
    NODE_OPTIONS: `--import=${DISK}`,
    DISK_IS_BROKEN: sign,
    LOG_LEVEL: "fatal",
  };
  const child = spawnMain(environment);
  let printed = "";
  child.output.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const first = await child.ready;
  expect((await postTo(first.url, says("d1"))).status).toBe(200);
  expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
  const file = readFileSync(site.databaseFile);
  writeFileSync(sign, "");
  expect((await postTo(first.url, says("d2"))).status).toBe(503);
  const [health, ready, again] = await Promise.all([
    fetch(`${first.url}/healthz`),
    fetch(`${first.url}/readyz`),
    postTo(first.url, says("d3")),
  ]);
  expect([health.status, ready.status, again.status]).toEqual([503, 503, 503]);
  expect(await ready.json()).toMatchObject({ ready: false, database: { keeping: false, broken: true } });
  expect(await first.gone).toBe(1);
  expect(printed).toContain("the disk did not keep what was written");
  expect(readFileSync(site.databaseFile).equals(file)).toBe(true);
  expect(statSync(`${site.databaseFile}-wal`).size).toBeGreaterThan(0);

  // Started while the disk is still broken it does not come up, and tidies nothing up either.
  const early = spawnMain(environment);
  await expect(early.ready).rejects.toThrow("EIO");
  expect(await early.gone).toBe(1);
  expect(readFileSync(site.databaseFile).equals(file)).toBe(true);

  rmSync(sign);
  const second = await spawnMain(environment).ready;
  for (const id of ["d2", "d3"]) expect((await postTo(second.url, says(id))).status).toBe(200);
  await second.kill("SIGTERM");
  const db = new DatabaseSync(site.databaseFile);
  const kept = db.prepare("SELECT provider_id FROM inbox ORDER BY provider_id").all();
  db.close();
  expect(kept.map((row) => row["provider_id"])).toEqual(["d1", "d2", "d3"]);
  await site.close();
}, 60_000);
