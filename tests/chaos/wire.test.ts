import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { officePaths, openDatabase, startOn } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { loadOffice } from "../../src/conversation/index.ts";
import { createLog, systemClock } from "../../src/platform/index.ts";
import { audit } from "./wire/audit.ts";
import { type Ground, run } from "./wire/run.ts";

/** DELIVERY_SEEDS runs from DELIVERY_SEED on. */
const SEEDS = Number(process.env["DELIVERY_SEEDS"] ?? 10);
const FIRST = Number(process.env["DELIVERY_SEED"] ?? 1);

describe("the whole app on the wire: providers fail, webhooks repeat, the clock jumps, the process dies anywhere", () => {
  let ground: Ground;
  const sums = { runs: 0, deaths: 0, acknowledged: 0, received: 0, doubts: 0, ms: 0 };

  beforeAll(async () => {
    const directory = mkdtempSync(join(tmpdir(), "lang-nghe-wire-ground-"));
    const config = readConfig({ DATA_DIR: directory, PORT: "0", HOST: "127.0.0.1", LOG_LEVEL: "silent" });
    const office = await loadOffice(officePaths(config), () => Date.parse("2026-11-23T08:00:00+07:00"));
    const app = await startOn({ db: await openDatabase(config), loaded: office }, config, {
      clock: systemClock,
      log: createLog("silent"),
    });
    await app.stop();
    ground = { office, directory };
  });

  afterAll(() => {
    rmSync(ground.directory, { recursive: true, force: true });
    process.stdout.write(
      `wire: ${sums.runs} runs in ${Math.round(sums.ms / 1000)} s; ${sums.deaths} deaths; ${sums.acknowledged} messages acknowledged; ` +
        `${sums.received} parts received; ${sums.doubts} calls cut off\n`,
    );
  });

  test.each(Array.from({ length: SEEDS }, (_, i) => FIRST + i))("seed %i", async (seed) => {
    const began = performance.now();
    const day = await run(seed, ground);
    const wrong = audit(day);
    sums.runs += 1;
    sums.ms += performance.now() - began;
    sums.deaths += day.deaths;
    sums.doubts += day.doubts;
    sums.acknowledged += day.acknowledged.size;
    sums.received += day.zalo.sent.length + day.sms.received().length;
    await day.close();
    if (wrong.length > 0) process.stdout.write(`seed ${seed}:\n${day.trace.join("\n")}\n`);
    expect(wrong).toEqual([]);
  });
});
