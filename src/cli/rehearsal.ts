import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { heardOn } from "../app/senders.ts";
import { MIGRATIONS } from "../app.ts";
import { type Config, readConfig } from "../config.ts";
import {
  type Committed,
  type ConversationPorts,
  conversationPorts,
  loadOffice,
  runTurn,
} from "../conversation/index.ts";
import { type Address, cleanText, laneOf, receive, waitingIn } from "../messages/index.ts";
import { importedPlacesFile } from "../places/index.ts";
import { type Database, fixedClock, newId, openSqlite } from "../platform/index.ts";
import { loadOfficeKey } from "../tickets/index.ts";

/** The real path from inbox to outbox over a store that is thrown away: no network, no waiting, a clock that stands still. */
export interface Rehearsal {
  say(from: Address, text: string): Promise<Committed & { readonly ms: number }>;
  readonly hasProcedure: (code: string) => boolean;
  /** Somebody who has never written before. */
  newPerson(): string;
  close(): Promise<void>;
}

export interface RehearsalOptions {
  readonly catalogueFile?: string | undefined;
  readonly catalogueCodes?: string | undefined;
  /** Epoch milliseconds at which everything happens. */
  readonly now?: number;
}

/** Where a rehearsal is held. */
export interface Stage {
  readonly db: Database;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly ports: ConversationPorts;
}

export async function openRehearsal(options: RehearsalOptions): Promise<Rehearsal> {
  const config: Config = readConfig(process.env);
  const catalogueFile = options.catalogueFile ?? config.catalogueFile;
  if (options.catalogueCodes && !catalogueFile) throw new Error("--codes chỉ dùng cùng --catalogue");
  const directory = mkdtempSync(join(tmpdir(), "lang-nghe-"));
  const clock = fixedClock(options.now ?? Date.now());
  const db: Database = await openSqlite(join(directory, "store.db"), MIGRATIONS);
  const paths = {
    ...config,
    cacheDirectory: join(tmpdir(), "lang-nghe-catalogue"),
    importedPlaces: importedPlacesFile(config.dataDirectory),
    catalogueFile,
    catalogueCodes: options.catalogueCodes ?? config.catalogueCodes,
  };
  const office = { ...(await loadOffice(paths, () => clock.now())), officeKey: await loadOfficeKey(directory) };
  const ports = { ...conversationPorts(office), tellsOfOthers: false };
  let people = 0;
  return {
    ...rehearse({ db, clock, ports }),
    newPerson() {
      people += 1;
      return `person-${people}`;
    },
    hasProcedure: (code) => ports.catalogue.procedure(code) !== undefined,
    async close() {
      await db.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Talks as in a terminal: each message is taken in, decided and answered at once. */
export function rehearse({ db, clock, ports }: Stage): Pick<Rehearsal, "say"> {
  let count = 0;
  return {
    async say(from, text) {
      const started = performance.now();
      clock.advance(1);
      const now = clock.now();
      count += 1;
      const message = heardOn({
        providerId: `rehearsal-${count}`,
        from,
        sentAt: now,
        text: cleanText(text),
        attachments: [],
      });
      await receive(
        db,
        from.channel === "transcript" ? { ...message, call: callOf(text, count) } : message,
        newId(now),
        now,
      );
      const committed = await runTurn(db, laneOf(from), await waitingIn(db, laneOf(from)), ports, now);
      return { ...committed, ms: performance.now() - started };
    },
  };
}

const callOf = (text: string, count: number) => ({
  callId: `rehearsal-${count}`,
  callerNumber: null,
  turns: [{ index: 0, speaker: "caller" as const, text, startMs: 0, confidence: null }],
});
