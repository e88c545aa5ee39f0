import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  sqlAccountMemory,
  sqlTokenStore,
  type ZaloConfig,
  zaloChannel,
  zaloMigrations,
} from "../../src/channels/index.ts";
import { alarmsOf } from "../../src/channels/zalo/health.ts";
import { type Database, fixedClock } from "../../src/platform/index.ts";
import { ENGINES } from "../fakes/databases.ts";
import { startZaloFake, type ZaloFake } from "../fakes/zalo.ts";
import { zaloPortsOf } from "../fakes/zalo-memory.ts";
import { ZALO } from "./vectors.ts";

const NOW = 1_793_318_700_000;
const DAY = 24 * 3_600_000;
const CALLBACK = "https://bot.example.vn/console/zalo/ve";
const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const TO = { channel: "zalo", id: ZALO.userId } as const;

describe.each(ENGINES)("the desk of an Official Account on $kind", (engine) => {
  let db: Database;
  let fake: ZaloFake;
  let clock: ReturnType<typeof fixedClock>;
  beforeAll(() => engine.start(), 60_000);
  afterAll(() => engine.stop(), 30_000);
  beforeEach(async () => {
    db = await engine.open(await engine.place(), zaloMigrations);
    clock = fixedClock(NOW);
    fake = await startZaloFake({ appId: ZALO.appId, appSecret: "app-secret", now: clock.now });
  }, 60_000);
  afterEach(async () => {
    await fake.close();
    await db.close();
  });

  function office(config: Partial<ZaloConfig> = {}) {
    const ports = zaloPortsOf(clock, {
      tokens: (oaId) => sqlTokenStore(db, oaId),
      memory: (oaId) => sqlAccountMemory(db, oaId),
    });
    const hosts = { apiUrl: fake.url, oauthUrl: fake.url, znsUrl: fake.url, timeoutMs: 500 };
    const channel = zaloChannel({ ...ZALO, appSecret: "app-secret", ...hosts, ...config }, ports);
    if ("off" in channel) throw new Error(channel.off);
    const say = () => channel.sender?.send(TO, "Chào", "k").then(({ kind }) => kind);
    return { ...channel, say };
  }
  const challengeIn = (url = "") => new URL(url).searchParams.get("code_challenge") ?? "";

  test("asks for a consent with a fresh challenge each time, and trades its code for tokens that then work", async () => {
    const one = office();
    expect(await one.alarms?.()).toEqual(["no_token"]);
    expect(await one.say()).toBe("operator");
    const first = challengeIn(await one.desk.consentUrl(CALLBACK));
    const url = await one.desk.consentUrl(CALLBACK);
    expect(challengeIn(url)).not.toBe(first);
    expect(url).toContain(`/v4/oa/permission?app_id=${ZALO.appId}&redirect_uri=${encodeURIComponent(CALLBACK)}`);
    expect(await one.desk.exchange(fake.consent(challengeIn(url)), ZALO.oaId)).toEqual({ kind: "kept" });
    expect(await sqlTokenStore(db, ZALO.oaId).load()).toMatchObject(fake.tokens());
    expect(await one.say()).toBe("sent");
    expect(await one.alarms?.()).toEqual([]);
  });

  test("a second server goes on with what the first was given", async () => {
    const [one, other] = [office(), office()];
    const url = await one.desk.consentUrl(CALLBACK);
    await other.desk.exchange(fake.consent(challengeIn(url)), "");
    expect([await one.say(), await other.say()]).toEqual(["sent", "sent"]);
  });

  test("a challenge fixed in Zalo's console is used as it is", async () => {
    const one = office({ codeVerifier: VERIFIER });
    const url = await one.desk.consentUrl(CALLBACK);
    expect(challengeIn(url)).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    expect(await one.desk.exchange(fake.consent(challengeIn(url)), ZALO.oaId)).toEqual({ kind: "kept" });
  });

  describe("the tokens a code brings are asked whose they are", () => {
    /** As when Zalo's console holds the challenge: every account's code fits the one verifier. */
    async function consentOf(oaId: string) {
      const one = office({ codeVerifier: VERIFIER });
      const code = fake.consent(challengeIn(await one.desk.consentUrl(CALLBACK)), oaId);
      const kept = async () => (await sqlTokenStore(db, ZALO.oaId).load()) !== undefined;
      return { ...one, code, kept };
    }

    test.each(["", ZALO.oaId])("another account's are not kept, though the browser says %j", async (said) => {
      const { desk, code, kept } = await consentOf("111");
      expect(await desk.exchange(code, said)).toEqual({ kind: "other_account" });
      expect(await kept()).toBe(false);
    });

    test("ours are, though the browser says nothing", async () => {
      const { desk, code, say } = await consentOf(ZALO.oaId);
      expect(await desk.exchange(code, "")).toEqual({ kind: "kept" });
      expect(await say()).toBe("sent");
    });

    test("an outage between the two costs no consent", async () => {
      const { desk, code, kept, say } = await consentOf(ZALO.oaId);
      fake.failNext(502);
      expect([await desk.exchange(code, ""), await kept()]).toEqual([{ kind: "unreached" }, false]);
      expect(await desk.exchange(code, "")).toEqual({ kind: "kept" });
      expect(await say()).toBe("sent");
    });

    test("where the app may not ask, the browser has to name our account", async () => {
      const { desk, code, kept } = await consentOf(ZALO.oaId);
      fake.hideAccount();
      expect([await desk.exchange(code, ""), await kept()]).toEqual([{ kind: "refused", reason: "zalo -223" }, false]);
      const again = await consentOf(ZALO.oaId);
      expect(await again.desk.exchange(again.code, ZALO.oaId)).toEqual({ kind: "kept" });
    });
  });

  test("a code of another account is not taken, nor one twice", async () => {
    const one = office();
    const code = fake.consent(challengeIn(await one.desk.consentUrl(CALLBACK)));
    expect(await one.desk.exchange(code, "111")).toEqual({ kind: "other_account" });
    expect(await one.desk.exchange(code, ZALO.oaId)).toEqual({ kind: "kept" });
    expect(await one.desk.exchange(code, ZALO.oaId)).toEqual({ kind: "other_consent" });
    await one.desk.consentUrl(CALLBACK);
    expect((await one.desk.exchange(code, ZALO.oaId)).kind).toBe("refused");
  });

  test("an answer to another question is not taken to Zalo, and the one under way stays", async () => {
    const one = office();
    const [first, second] = [await one.desk.consentUrl(CALLBACK), await one.desk.consentUrl(CALLBACK)];
    const stateIn = (url = "") => new URL(url).searchParams.get("state") ?? "";
    expect(stateIn(first)).not.toBe(stateIn(second));
    const code = fake.consent(challengeIn(second));
    expect(await one.desk.exchange(code, ZALO.oaId, stateIn(first))).toEqual({ kind: "other_consent" });
    expect(await one.desk.exchange(code, ZALO.oaId, "somebody-elses")).toEqual({ kind: "other_consent" });
    expect(fake.presented).toEqual([]);
    expect(await one.desk.exchange(code, ZALO.oaId, stateIn(second))).toEqual({ kind: "kept" });
  });

  test("an outage of Zalo costs no consent: the same code is taken afterwards", async () => {
    const one = office();
    const code = fake.consent(challengeIn(await one.desk.consentUrl(CALLBACK)));
    fake.failNextRefresh(502);
    expect(await one.desk.exchange(code, ZALO.oaId)).toEqual({ kind: "unreached" });
    expect(await one.desk.exchange(code, ZALO.oaId)).toEqual({ kind: "kept" });
  });

  test("a code older than ten minutes, or of somebody else's making, is not taken", async () => {
    const one = office();
    const code = fake.consent(challengeIn(await one.desk.consentUrl(CALLBACK)));
    clock.advance(600_001);
    expect((await one.desk.exchange(code, ZALO.oaId)).kind).toBe("refused");
    expect((await one.desk.exchange(fake.consent("their-own-challenge"), ZALO.oaId)).kind).toBe("refused");
    expect(await sqlTokenStore(db, ZALO.oaId).load()).toBeUndefined();
  });

  test("without the app's secret there is nothing to ask with", async () => {
    expect(await office({ appSecret: "" }).desk.consentUrl(CALLBACK)).toBeUndefined();
  });

  test("a refused renewal rings until a consent mends it; an outage does not", async () => {
    const one = office({ refreshToken: "refresh-1" });
    fake.failNextRefresh(502);
    expect(await one.say()).toBe("retry");
    expect(await one.alarms?.()).toEqual([]);
    fake.revoke();
    expect(await one.say()).toBe("operator");
    expect(await one.alarms?.()).toEqual(["token_refused"]);
    expect(await one.desk.health()).toMatchObject({
      tokenTrouble: "zalo: token refused (-14014)",
      tokenTroubleAt: NOW,
    });
    const url = await one.desk.consentUrl(CALLBACK);
    await one.desk.exchange(fake.consent(challengeIn(url)), ZALO.oaId);
    expect(await one.alarms?.()).toEqual([]);
    expect(await one.say()).toBe("sent");
  });

  test("holds back what would go out, templates too, until it is let go", async () => {
    const one = office({ refreshToken: "refresh-1" });
    const held = { kind: "operator", reason: "zalo: held back in the console" };
    await one.desk.hold(true);
    expect(await one.sender?.send(TO, "Chào", "k")).toEqual(held);
    expect(await one.sender?.template?.send(TO, { key: "k", text: "" }, "k")).toEqual(held);
    expect([await one.alarms?.(), fake.calls.count, fake.presented]).toEqual([["no_token", "held"], 0, []]);
    await one.desk.hold(false);
    expect(await one.say()).toBe("sent");
  });

  test("tells of no secret", async () => {
    const one = office({ refreshToken: "refresh-1" });
    await one.say();
    await one.desk.consentUrl(CALLBACK);
    const told = JSON.stringify(await one.desk.health());
    const { accessToken, refreshToken } = fake.tokens();
    for (const secret of [accessToken, refreshToken, "app-secret", ZALO.oaSecretKey])
      expect(told).not.toContain(secret);
    expect(told).not.toContain("verifier");
  });

  test("knows how many template messages are left, where Zalo says so", async () => {
    expect(await office({ refreshToken: "refresh-1" }).desk.templateQuota()).toEqual({ daily: 500, left: 499 });
    expect(
      await office({ apiUrl: "http://127.0.0.1:1", znsUrl: "http://127.0.0.1:1" }).desk.templateQuota(),
    ).toBeUndefined();
  });

  test("keeps the latest of each notice, and takes buttons back into use", async () => {
    const memory = sqlAccountMemory(db, ZALO.oaId);
    await memory.notice("change_template_status", 5);
    await memory.notice("change_template_status", 3);
    await memory.notice("change_oa_daily_quota", 4);
    await memory.note({ buttonsRefusedAt: NOW });
    const { desk } = office();
    expect(await desk.health()).toMatchObject({
      buttonsRefusedAt: NOW,
      notices: [
        { name: "change_template_status", at: 5 },
        { name: "change_oa_daily_quota", at: 4 },
      ],
    });
    await desk.offerButtons();
    expect((await memory.read()).buttonsRefusedAt).toBeNull();
  });
});

describe("alarms", () => {
  const calm = {
    lastWebhookAt: NOW,
    missedAt: null,
    refusedSince: null,
    buttonsRefusedAt: null,
    tokenTrouble: null,
    tokenTroubleAt: null,
    heldAt: null,
    verifier: null,
  };
  const pair = { accessToken: "a", refreshToken: "r", obtainedAt: NOW, expiresAt: NOW + 1 };
  test.each([
    ["nothing", calm, pair, NOW, []],
    ["no token", calm, undefined, NOW, ["no_token"]],
    ["60 days without a renewal", calm, pair, NOW + 60 * DAY + 1, ["token_old"]],
    ["60 days to the moment", calm, pair, NOW + 60 * DAY, []],
    ["messages the webhook did not bring", { ...calm, missedAt: NOW + 1 }, pair, NOW, ["webhook_silent"]],
    ["and the webhook back since", { ...calm, missedAt: NOW - 1 }, pair, NOW, []],
    ["what is held back", { ...calm, heldAt: NOW }, pair, NOW, ["held"]],
    ["a refusal", { ...calm, tokenTrouble: "x" }, pair, NOW, ["token_refused"]],
  ])("for %s", (_, state, tokens, now, rung) => expect(alarmsOf(state, tokens, now)).toEqual(rung));
});
