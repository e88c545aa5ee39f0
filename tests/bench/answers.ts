import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MIGRATIONS, officePaths } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { conversationPorts, loadOffice, runTurn } from "../../src/conversation/index.ts";

import { type InboundMessage, laneOf, receive, waitingIn } from "../../src/messages/index.ts";
import { newId, openSqlite } from "../../src/platform/index.ts";
import { percentiles } from "./load.ts";
import { decimal, row, type Table } from "./table.ts";

const QUESTIONS = 500;
const WARM_UP = 1000;
/** How people ask, once the name of the matter is put in. */
const ASKED = ["thủ tục {} cần giấy tờ gì", "{} hết bao nhiêu tiền", "cho hỏi {} làm ở đâu", "{} mất mấy ngày"];

/** Time of one whole turn (gather, decide, commit to disk) per question over a real catalogue; undefined without one. */
export async function benchAnswers(catalogue: string | undefined): Promise<Table | undefined> {
  if (!catalogue) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-answers-"));
  const db = await openSqlite(join(folder, "lang-nghe.db"), MIGRATIONS);
  try {
    const config = readConfig({ CATALOGUE: catalogue, DATA_DIR: folder });
    const office = await loadOffice(officePaths(config), Date.now);
    const ports = conversationPorts(office);
    const names = office.catalogue.codes().map((code) => office.catalogue.procedure(code)?.name ?? "");
    const times: number[] = [];
    const cpu: number[] = [];
    for (let nth = 0; nth < WARM_UP + QUESTIONS; nth++) {
      const message = asked(names[(nth * 7919) % names.length] ?? "", nth);
      await receive(db, message, newId(Date.now()), Date.now());
      const waiting = await waitingIn(db, laneOf(message.from));
      const began = performance.now();
      const before = process.cpuUsage();
      await runTurn(db, laneOf(message.from), waiting, ports, Date.now());
      const { user, system } = process.cpuUsage(before);
      if (nth < WARM_UP) continue;
      times.push(performance.now() - began);
      cpu.push((user + system) / 1000);
    }
    const { p50, p99 } = percentiles(times);
    const title = `${QUESTIONS} questions over ${names.length} procedures`;
    const used = percentiles(cpu);
    const cells = [p50, p99, used.p50, used.p99].map((ms) => decimal(ms, 1));
    // Processor time holds what the collector and the compiler do beside the turn; a busy machine changes it less.
    const header = ["one turn, alone", "p50 ms", "p99 ms", "p50 of processor ms", "p99 of processor ms"];
    return { header, rows: [row(title, ...cells)] };
  } finally {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function asked(name: string, nth: number): InboundMessage {
  const pattern = ASKED[nth % ASKED.length] ?? "{}";
  return {
    providerId: `answer-${nth}`,
    from: { channel: "zalo", id: String(7_800_000_000_000 + nth) },
    sentAt: Date.now(),
    text: pattern.replace("{}", name),
    attachments: [],
  };
}
