import { open } from "node:fs/promises";
import { openDatabase } from "../app.ts";
import type { Config } from "../config.ts";
import { loadDirectory } from "../departments/index.ts";
import { type AuditAction, audit, nationalNames } from "../officers/index.ts";
import type { Database } from "../platform/index.ts";
import { allTickets, exportHistory, hidesReporter, loadNationalForm, nationalFields } from "../tickets/index.ts";

export interface Exported {
  readonly tickets: number;
  /** Tickets that no such file may hold. */
  readonly leftOut: number;
}

/** So many tickets are written down as given out at once. */
const BATCH = 200;

/**
 * Writes the history of tickets to a new file, readable by its owner alone. Which were given out is written down before they are, and
 * which were asked for by their code and refused. Throws when the file is there already.
 */
export async function writeHistory(
  config: Config,
  file: string,
  { codes, now }: { readonly codes: readonly string[]; readonly now: number },
): Promise<Exported> {
  const db = await openDatabase(config);
  const out = await open(file, "wx", 0o600);
  let tickets = 0;
  const leftOut: string[] = [];
  const onLeftOut = (code: string) => {
    leftOut.push(code);
  };
  let lines: string[] = [];
  let given: string[] = [];
  const flush = async () => {
    await noted(db, "history_exported", given, now);
    if (lines.length > 0) await out.write(`${lines.join("\n")}\n`);
    tickets += given.length;
    lines = [];
    given = [];
  };
  try {
    for await (const line of exportHistory(db.read, { codes, now, onLeftOut })) {
      if ("ticket" in line && given.length === BATCH) await flush();
      if ("ticket" in line) given.push(line.code);
      lines.push(JSON.stringify(line));
    }
    await flush();
    if (codes.length > 0) await noted(db, "export_refused", leftOut, now);
    return { tickets, leftOut: leftOut.length };
  } finally {
    await out.close();
    await db.close();
  }
}

/**
 * Writes what is to be keyed into the national system, one ticket a line, as CSV for a spreadsheet. Left out: kinds that system does not
 * take, what has a national code already, and those whose reporter stays hidden: the form on a ticket's page is for the desk alone.
 */
export async function writeNational(
  config: Config,
  file: string,
  { codes, now }: { readonly codes: readonly string[]; readonly now: number },
): Promise<Exported> {
  const form = loadNationalForm(config.knowledgeDirectory);
  const { departments } = await loadDirectory(config.knowledgeDirectory);
  const names = nationalNames((id) => departments.get(id)?.name ?? id);
  const { default: excel } = await import("exceljs");
  const book = new excel.Workbook();
  const sheet = book.addWorksheet("PAKN");
  sheet.addRow(form.fields.map(({ label }) => label));
  const db = await openDatabase(config);
  const written: string[] = [];
  let leftOut = 0;
  try {
    for await (const { ticket } of allTickets(db.read, codes)) {
      if (!form.recordTypes.includes(ticket.recordType) || ticket.nationalCode !== null) continue;
      if (hidesReporter(ticket)) {
        leftOut += 1;
        continue;
      }
      sheet.addRow(nationalFields(ticket, form, names).map(({ value }) => plain(value)));
      written.push(ticket.code);
    }
    // The mark in front tells spreadsheets that it is UTF-8.
    const text = `\uFEFF${Buffer.from(await book.csv.writeBuffer()).toString("utf8")}\n`;
    const out = await open(file, "wx", 0o600);
    try {
      // Who reads the file is known to nobody; that these were given out is, before they are.
      await noted(db, "national_exported", written, now);
      await out.writeFile(text);
    } finally {
      await out.close();
    }
    return { tickets: written.length, leftOut };
  } finally {
    await db.close();
  }
}

async function noted(db: Database, action: AuditAction, codes: readonly string[], at: number): Promise<void> {
  if (codes.length === 0) return;
  await db.write(async (tx) => {
    for (const subject of codes) await audit(tx, { at, officerId: null, action, subject });
  });
}

/** A spreadsheet must not take a citizen's words for a formula. */
const plain = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
