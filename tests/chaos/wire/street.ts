import { join } from "node:path";
import { type App, MIGRATIONS, startOn } from "../../../src/app.ts";
import { readConfig } from "../../../src/config.ts";
import type { Office } from "../../../src/conversation/index.ts";
import { type Clock, createLog, type Database, openSqlite } from "../../../src/platform/index.ts";
import { type Environment, OFFICE } from "../../fakes/running-app.ts";
import type { ZaloFake } from "../../fakes/zalo.ts";
import { type Life, mortalDatabase, newLife } from "./life.ts";
import { openLine, type Taken } from "./line.ts";
import type { SmsProvider } from "./people.ts";

/** Steps a life has at most; the first deaths come while it starts. */
const LONGEST_LIFE = 700;

/** The process while it lives, with the database as another process sees it. */
export interface House {
  readonly life: Life;
  readonly app: App;
  readonly db: Database;
  end(): Promise<void>;
}

export interface StreetOptions {
  readonly directory: string;
  readonly office: Office;
  readonly providers: { readonly zalo: ZaloFake; readonly sms: SmsProvider };
  readonly clock: Clock;
  readonly chance: () => number;
  readonly note: (line: string) => void;
}

/** One process after another on the same file, each until it dies. */
export function openStreet({ directory, office, providers, clock, chance, note }: StreetOptions) {
  const { zalo, sms } = providers;
  const granted = zalo.tokens();
  const taken = new Map<string, Taken>();
  let isCalm = false;
  let deaths = 0;
  let doubts = 0;
  let house: House | undefined;

  async function open(): Promise<House | undefined> {
    const steps = isCalm ? Number.POSITIVE_INFINITY : 1 + Math.floor(chance() ** 2 * LONGEST_LIFE);
    const life = newLife(`life ${deaths + 1}`, steps, note);
    const line = await openLine({
      providers: { zalo, sms: sms.url },
      life,
      chance,
      isCalm: () => isCalm,
      taken,
      trace: note,
      onDoubt: () => {
        doubts += 1;
      },
    });
    const db = await openSqlite(join(directory, "lang-nghe.db"), MIGRATIONS);
    const config = readConfig({ ...environmentOf(directory, granted, line.url), ...sms.environment(line.url) });
    const options = { clock, log: createLog("silent"), settleMs: 0 };
    const starting = startOn({ db: mortalDatabase(db, life), loaded: office }, config, options);
    const app = await Promise.race([starting, life.died]);
    const end = async () => {
      await line.close();
      const stopping = starting.then((one) => one.stop()).catch(() => undefined);
      // What a dead life leaves runs on in this process, where it reaches neither the file nor the wire.
      if (life.isAlive()) await stopping;
      else life.bury();
      await db.close();
    };
    if (app) return { life, app, db, end };
    deaths += 1;
    await end();
    return undefined;
  }

  async function restart(): Promise<void> {
    if (house && !house.life.isAlive()) deaths += 1;
    await house?.end();
    house = undefined;
  }

  /** A living process, started again as often as it dies on the way up. */
  async function alive(): Promise<House> {
    if (house && !house.life.isAlive()) await restart();
    while (!house) house = await open();
    return house;
  }

  return {
    taken,
    deaths: () => deaths,
    doubts: () => doubts,
    alive,
    restart,
    /** Until nothing more is due now, however many lives that takes. */
    async rest(): Promise<void> {
      for (let isOver = false; !isOver; ) {
        const { app, life } = await alive();
        await Promise.race([app.settle(), life.died]);
        isOver = life.isAlive();
      }
    },
    /** From now on nothing fails and nobody dies. */
    async calmDown(): Promise<void> {
      isCalm = true;
      await restart();
    },
  };
}

function environmentOf(directory: string, granted: ReturnType<ZaloFake["tokens"]>, line: string): Environment {
  return {
    PORT: "0",
    HOST: "127.0.0.1",
    LOG_LEVEL: "silent",
    DATA_DIR: directory,
    PUBLIC_URL: OFFICE.publicUrl,
    ZALO_APP_ID: OFFICE.appId,
    ZALO_OA_ID: OFFICE.oaId,
    ZALO_APP_SECRET: OFFICE.appSecret,
    ZALO_OA_SECRET_KEY: OFFICE.oaSecretKey,
    ZALO_ACCESS_TOKEN: granted.accessToken,
    ZALO_REFRESH_TOKEN: granted.refreshToken,
    ZALO_API_URL: line,
    ZALO_OAUTH_URL: line,
    ZNS_API_URL: line,
  };
}
