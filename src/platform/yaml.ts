import { CORE_SCHEMA, load } from "js-yaml";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";

/** A mistake in a file an editor wrote: `line` counts from 1. */
export class FileMistake extends Error {
  readonly file: string;
  readonly line: number;

  constructor(file: string, line: number, what: string) {
    super(`${file}:${line} ${what}`);
    this.file = file;
    this.line = line;
  }
}

/**
 * Reads YAML text against a schema; a mistake names file, line and field. Throws FileMistake. js-yaml reads several times as fast,
 * but knows no lines of what it has read: what it cannot read, or the schema refuses, is read again to be told where.
 */
export function parseYaml<T>(file: string, text: string, schema: z.ZodType<T>): T {
  const found = quickly(text);
  const right = found && schema.safeParse(found.value);
  return right?.success ? right.data : parseSlowly(file, text, schema);
}

function quickly(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: load(text, { schema: CORE_SCHEMA }) };
  } catch {
    return undefined;
  }
}

function parseSlowly<T>(file: string, text: string, schema: z.ZodType<T>): T {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const [broken] = document.errors;
  if (broken) throw new FileMistake(file, broken.linePos?.[0].line ?? 1, broken.message.split("\n")[0] ?? "");
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map((part) => (typeof part === "symbol" ? String(part) : part));
  throw new FileMistake(
    file,
    lineOf(document, counter, path),
    `${path.join(" › ")}: ${issue?.message ?? "không đúng mẫu"}`,
  );
}

/** The line of the deepest part of `path` that exists: for a missing key, that of the record it is missing from. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  counter: LineCounter,
  path: readonly (string | number)[],
): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    const range = (node as { range?: [number, number, number] } | undefined)?.range;
    if (range) return counter.linePos(range[0]).line;
  }
  return 1;
}
