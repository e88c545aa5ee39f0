import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { PublishedRow } from "../published.ts";
import { type ImportReport, judgeRows } from "../report.ts";

/** Reads a published catalogue (JSON Lines, plain or gzipped) and judges every value in it. `codes` keeps a subset. */
export async function importJsonl(file: string, codes?: ReadonlySet<string>): Promise<ImportReport> {
  const rows: { row: PublishedRow }[] = [];
  const broken: { line: number; what: string }[] = [];
  let read = 0;
  for await (const line of linesOf(file)) {
    read += 1;
    const row = parseRow(line);
    if (typeof row === "string") broken.push({ line: read, what: row });
    else if (!codes || (row.code && codes.has(row.code))) rows.push({ row });
  }
  return { read, ...judgeRows(rows), broken };
}

/** Lines that hold anything. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const raw = createReadStream(file);
  const input = file.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) if (line.trim()) yield line;
}

function parseRow(line: string): PublishedRow | string {
  try {
    const parsed = PublishedRow.safeParse(JSON.parse(line));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    return `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`;
  } catch {
    return "không phải JSON";
  }
}
