import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqlTokenStore } from "../../../src/channels/index.ts";
import { handBack, type Office } from "../../../src/conversation/index.ts";
import { type Address, laneOf } from "../../../src/messages/index.ts";
import { enqueue, giveFloorBack, takeFloor } from "../../../src/outbox/index.ts";
import { fixedClock, newId } from "../../../src/platform/index.ts";
import { OFFICE } from "../../fakes/running-app.ts";
import { startZaloFake, type ZaloFake } from "../../fakes/zalo.ts";
import { seeded } from "../seeded.ts";
import type { Taken } from "./line.ts";
import {
  PEOPLE,
  type Person,
  SENTENCES,
  type SignedCall,
  SMS_PROVIDERS,
  type SmsProvider,
  said,
  sharesNumber,
} from "./people.ts";
import { openStreet } from "./street.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse("2026-11-23T08:00:00+07:00");
const ROUNDS = 6;

/** Memory where there is such a folder: what is tested is not the disk. */
const FOLDER = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

export interface Ground {
  readonly office: Office;
  /** A data directory as a first start leaves it. */
  readonly directory: string;
}

/** A message on its way to us, until it is acknowledged. */
interface Letter {
  readonly id: string;
  readonly call: (now: number) => SignedCall;
}

export interface Run {
  readonly file: string;
  readonly zalo: ZaloFake;
  readonly sms: SmsProvider;
  readonly acknowledged: ReadonlySet<string>;
  readonly taken: ReadonlyMap<string, Taken>;
  /** Words of the bot that reached somebody while an officer had the floor. */
  readonly spokenOver: readonly string[];
  readonly deaths: number;
  /** Calls whose caller cannot know whether they arrived. */
  readonly doubts: number;
  readonly trace: readonly string[];
  close(): Promise<void>;
}

/** One seeded day of an office: what was said and what became of it, at rest in the end. */
export async function run(seed: number, ground: Ground): Promise<Run> {
  const chance = seeded(seed);
  const clock = fixedClock(START);
  const trace: string[] = [];
  const note = (line: string) => void trace.push(`${new Date(clock.now()).toISOString()} ${line}`);
  const directory = mkdtempSync(join(FOLDER, "lang-nghe-wire-"));
  cpSync(ground.directory, directory, { recursive: true });
  const file = join(directory, "lang-nghe.db");
  const { appId, appSecret, oaId } = OFFICE;
  const openSms = SMS_PROVIDERS[seed % SMS_PROVIDERS.length] ?? SMS_PROVIDERS[0];
  const [zalo, sms] = await Promise.all([startZaloFake({ appId, appSecret, oaId, now: () => clock.now() }), openSms()]);
  const providers = { zalo, sms };
  const street = openStreet({ directory, office: ground.office, providers, clock, chance, note });
  const { alive, rest, restart } = street;
  const acknowledged = new Set<string>();
  let waiting: Letter[] = [];
  const past: Letter[] = [];
  const floors = new Set<Person>();
  const spokenOver: string[] = [];

  async function post(letter: Letter): Promise<boolean> {
    const { life, app } = await alive();
    const { path, ...init } = letter.call(clock.now());
    const abort = new AbortController();
    const status = await Promise.race([
      fetch(app.url + path, { ...init, signal: abort.signal }).then(
        (response) => response.status,
        () => 0,
      ),
      life.died.then(() => 0),
    ]);
    abort.abort();
    note(`${life.name} answers ${letter.id}: ${status}`);
    return status === 200;
  }

  /** Everything not acknowledged yet, in any order, some of it twice. */
  async function deliverLetters(): Promise<void> {
    const open = shuffled(waiting, chance);
    waiting = [];
    for (const letter of open) {
      if (await post(letter)) acknowledged.add(letter.id);
      else waiting.push(letter);
      if (chance() < 0.3) await post(letter);
    }
    const [old] = shuffled(past, chance);
    if (old && chance() < 0.3) await post(old);
    past.push(...open);
  }

  const pick = <T>(all: readonly T[]): T => all[Math.floor(chance() * all.length)] as T;

  function write(who: Person, nth: number): void {
    const id = `${seed}-${nth}`;
    const text = pick(SENTENCES);
    note(`${who.name} writes ${id}: ${text}`);
    waiting.push({ id, call: said(who, text, id, clock.now(), sms) });
  }

  const addressOf = ({ zalo: id, phone }: Person): Address =>
    id === "" ? { channel: "sms", id: phone, account: sms.account } : { channel: "zalo", id, account: oaId };

  async function passFloor(who: Person): Promise<void> {
    const { db } = await alive();
    const to = addressOf(who);
    const at = clock.now();
    if (floors.delete(who)) {
      note(`the officer gives ${who.name} back`);
      await db.write(async (tx) => {
        await giveFloorBack(tx, laneOf(to), { officerId: "lan", summary: "", at });
        await handBack(tx, laneOf(to), "", at);
      });
      return;
    }
    // What was on the wire when it was taken cannot be called back: the officer is told of it. Here nothing is.
    await rest();
    listenIn();
    await takeFloor((await alive()).db, to, "lan", at);
    floors.add(who);
    note(`the officer talks to ${who.name}`);
  }

  async function officerWrites(who: Person): Promise<void> {
    const { db } = await alive();
    const id = newId(clock.now());
    const reply = { key: "can_bo", text: `Cán bộ: ${id}` };
    await db.write((tx) => enqueue(tx, { id, to: addressOf(who), reply, key: id, cause: "talk" }, clock.now()));
  }

  let heard = { zalo: 0, sms: 0 };
  function listenIn(): void {
    const zaloNow = zalo.sent.slice(heard.zalo).map(({ userId, text }) => ({ to: userId, text }));
    const smsNow = sms.received().slice(heard.sms);
    heard = { zalo: zalo.sent.length, sms: sms.received().length };
    const held = [...floors].flatMap((who) => [who.zalo, who.phone]);
    for (const { to, text } of [...zaloNow, ...smsNow.map(({ phone, text }) => ({ to: phone, text }))])
      if (held.includes(to) && !/(Cán bộ|Can bo): /.test(text)) spokenOver.push(text);
  }

  async function round(nth: number): Promise<void> {
    const who = pick(PEOPLE);
    write(who, nth * 10);
    if (chance() < 0.5) write(chance() < 0.5 ? who : pick(PEOPLE), nth * 10 + 1);
    await deliverLetters();
    if (chance() < 0.4) {
      await rest();
      listenIn();
      await passFloor(who);
    }
    for (const one of floors) if (chance() < 0.5) await officerWrites(one);
    await rest();
    listenIn();
    clock.advance(leap(chance));
    note("the clock moves");
  }

  for (const who of PEOPLE) {
    if (who.zalo) waiting.push({ id: `number-${who.name}`, call: () => sharesNumber(who, START) });
  }
  // Whoever has given no number when an answer cannot reach them is for a person to find: not what is counted here.
  while (waiting.length > 0) await deliverLetters();
  for (let nth = 0; nth < ROUNDS; nth++) await round(nth);
  listenIn();
  await street.calmDown();
  await restoreGrant();
  for (const who of [...floors]) await passFloor(who);
  while (waiting.length > 0) await deliverLetters();
  for (let day = 0; day < 4; day++) {
    await rest();
    clock.advance(12 * HOUR);
  }
  await rest();
  await restart();
  return {
    file,
    zalo,
    sms,
    acknowledged,
    taken: street.taken,
    spokenOver,
    deaths: street.deaths(),
    doubts: street.doubts(),
    trace,
    async close() {
      await Promise.all([zalo.close(), sms.close()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };

  /** A process that dies between Zalo's new refresh token and its own record of it has lost the grant; a person gives it again. */
  async function restoreGrant(): Promise<void> {
    const { db } = await alive();
    const store = sqlTokenStore(db, oaId);
    const kept = await store.load();
    const { accessToken, refreshToken } = zalo.tokens();
    if (!kept || kept.refreshToken === refreshToken) return;
    note("the grant is given again");
    await store.save({ accessToken, refreshToken, obtainedAt: clock.now(), expiresAt: clock.now() + 25 * HOUR });
    await restart();
  }
}

/** Minutes forward, hours forward, or back. */
function leap(chance: () => number): number {
  const dice = chance();
  if (dice < 0.6) return Math.round(chance() * 10 * MINUTE);
  return Math.round(dice < 0.85 ? chance() * 3 * HOUR : -chance() * 2 * HOUR);
}

function shuffled<T>(all: readonly T[], chance: () => number): T[] {
  return all
    .map((one) => ({ one, at: chance() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
