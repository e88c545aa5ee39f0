import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sqlTokenStore, type TokenStore, zaloMigrations } from "../../src/channels/index.ts";
import { type ZaloClientConfig, zaloClient } from "../../src/channels/zalo/client.ts";
import { type Database, fixedClock, openSqlite } from "../../src/platform/index.ts";
import { startZaloFake, type ZaloFake } from "../fakes/zalo.ts";
import { ZALO } from "./vectors.ts";

const TO = { channel: "zalo", id: ZALO.userId } as const;
const LIFE = 90_000_000;

describe("the Zalo access token", () => {
  let folder: string;
  let db: Database;
  let fake: ZaloFake;
  let clock: ReturnType<typeof fixedClock>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "zalo-tokens-"));
    db = await openSqlite(join(folder, "t.db"), zaloMigrations);
    clock = fixedClock(1_793_318_700_000);
    fake = await startZaloFake({ appId: ZALO.appId, appSecret: "app-secret", now: clock.now });
  });
  afterEach(async () => {
    await fake.close();
    await db.close();
    rmSync(folder, { recursive: true });
  });

  const store = () => sqlTokenStore(db, ZALO.oaId);
  const client = (more: Partial<ZaloClientConfig> = {}) =>
    zaloClient({
      apiUrl: fake.url,
      oauthUrl: fake.url,
      appId: ZALO.appId,
      appSecret: "app-secret",
      tokens: store(),
      refreshToken: "refresh-1",
      clock,
      timeoutMs: 300,
      ...more,
    });
  const say = (from: ReturnType<typeof client>, text: string) =>
    from.sendPart(TO, { kind: "text", text }).then(({ outcome }) => outcome);
  const send = (from: ReturnType<typeof client>) => say(from, "Xin chào").then((outcome) => outcome.kind);

  test("comes from the configured refresh token at the first message, and is in the database afterwards", async () => {
    expect(await send(client())).toBe("sent");
    expect(fake.presented).toEqual(["refresh-1"]);
    expect(await store().load()).toEqual({
      accessToken: "access-2",
      refreshToken: "refresh-2",
      obtainedAt: clock.now(),
      expiresAt: clock.now() + LIFE,
    });
  });

  test("is used as configured, without a refresh, when it still works", async () => {
    expect(await send(client({ accessToken: "access-1" }))).toBe("sent");
    expect(fake.presented).toEqual([]);
  });

  test("of an earlier run is preferred to the configured one", async () => {
    await send(client());
    expect(await send(client())).toBe("sent");
    expect(fake.presented).toEqual(["refresh-1"]);
  });

  test("is renewed once for twenty messages at the same moment, even without the database's lease", async () => {
    const { load, save } = store();
    const one = client({ tokens: { load, save } });
    expect(await Promise.all(Array.from({ length: 20 }, () => send(one)))).toEqual(Array(20).fill("sent"));
    expect(fake.presented).toEqual(["refresh-1"]);
  });

  test("is renewed once by two servers on one database", async () => {
    const [one, other] = [client(), client()];
    expect(await Promise.all([send(one), send(other)])).toEqual(["sent", "sent"]);
    expect(fake.presented).toEqual(["refresh-1"]);
  });

  test("is renewed after four fifths of its life, not before", async () => {
    const one = client();
    await send(one);
    clock.advance(0.8 * LIFE - 1);
    await send(one);
    expect(fake.presented).toEqual(["refresh-1"]);
    clock.advance(1);
    expect(await send(one)).toBe("sent");
    expect(fake.presented).toEqual(["refresh-1", "refresh-2"]);
  });

  test.each([
    ["expires early", () => fake.expireAccess()],
    ["is refused once", () => fake.failNext(-216)],
  ])("that %s is renewed, and the message sent again", async (_, spoil) => {
    const one = client();
    await send(one);
    spoil();
    expect(await send(one)).toBe("sent");
    expect(fake.presented).toEqual(["refresh-1", "refresh-2"]);
    expect(fake.sent).toHaveLength(2);
  });

  test("is not renewed twice for one message", async () => {
    const one = client();
    await send(one);
    fake.failNext(-216, 2);
    expect(await say(one, "x")).toEqual({ kind: "operator", reason: "zalo: a new access token is refused" });
    expect(fake.presented).toHaveLength(2);
  });

  test("goes on serving while the token server is away", async () => {
    const one = client();
    await send(one);
    clock.advance(0.9 * LIFE);
    fake.hangNextRefresh();
    expect(await send(one)).toBe("sent");
    expect(await send(one)).toBe("sent");
    expect(fake.presented).toHaveLength(2);
  });

  test("waits for a token server that answers with an outage", async () => {
    fake.failNextRefresh(502);
    const one = client();
    expect(await send(one)).toBe("retry");
    expect(await send(one)).toBe("sent");
  });

  test("needs a person when the refresh token is dead", async () => {
    const one = client();
    await send(one);
    fake.revoke();
    expect(await say(one, "x")).toEqual({ kind: "operator", reason: "zalo: token refused (-14014)" });
  });

  test("comes back when the operator has configured a fresh refresh token", async () => {
    await send(client());
    fake.revoke();
    expect(await send(client({ refreshToken: fake.tokens().refreshToken }))).toBe("sent");
  });

  test("is not renewed while another server holds the right to, and is taken from the database when that is done", async () => {
    const other = store();
    await other.save({ accessToken: "", refreshToken: "refresh-1", obtainedAt: 0, expiresAt: 0 });
    expect([await other.claim?.(clock.now(), 30_000), await other.claim?.(clock.now(), 30_000)]).toEqual([true, false]);
    const sending = send(client());
    await new Promise((resolve) => setTimeout(resolve, 100));
    await other.save({ ...fake.tokens(), obtainedAt: clock.now(), expiresAt: clock.now() + LIFE });
    expect(await sending).toBe("sent");
    expect(fake.presented).toEqual([]);
  });

  test("is not out of reach for hours because who held the right died and the clock was set back", async () => {
    const other = store();
    await other.save({ accessToken: "", refreshToken: "refresh-1", obtainedAt: 0, expiresAt: 0 });
    expect(await other.claim?.(clock.now(), 30_000)).toBe(true);
    expect(await other.claim?.(clock.now() - 3 * 3_600_000, 30_000)).toBe(true);
  });

  test("is never used before it is in the database", async () => {
    let full = true;
    const real = store();
    const seed = { accessToken: "", refreshToken: "refresh-1", obtainedAt: 0, expiresAt: 0 };
    await real.save(seed);
    const tokens: TokenStore = {
      load: real.load,
      async save(pair) {
        if (full) throw new Error("disk full");
        await real.save(pair);
      },
    };
    const one = client({ tokens });
    expect(await say(one, "x")).toEqual({ kind: "retry", reason: "zalo: the token store failed" });
    expect(fake.calls.count).toBe(0);
    full = false;
    expect(await send(one)).toBe("sent");
    expect(fake.presented).toEqual(["refresh-1"]);
    expect((await real.load())?.refreshToken).toBe("refresh-2");
  });

  test.each([
    ["no token at all", { refreshToken: "" }],
    ["no app secret", { appSecret: "" }],
  ])("cannot be had with %s, and an operator is told", async (_, less) => {
    expect(await send(client(less))).toBe("operator");
  });
});
