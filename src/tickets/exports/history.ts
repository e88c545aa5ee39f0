import { z } from "zod";
import { BEGINNING, type Break, type EventRow, type Followed, follow, isMisfit } from "../history/chain.ts";

/** The first line of a file, so that nobody takes another for one. */
export const FORMAT = "lang-nghe/history/1";

/** One line: a ticket, and after it each of its events. */
export const HistoryLine = z.union([
  z.strictObject({ format: z.literal(FORMAT), at: z.number() }),
  z.strictObject({ ticket: z.string(), code: z.string(), events: z.int(), head: z.string() }),
  z.strictObject({
    seq: z.int(),
    ticket_id: z.string(),
    nth: z.int(),
    at: z.number(),
    actor_role: z.string(),
    actor_id: z.string(),
    kind: z.string(),
    from_status: z.string().nullable(),
    to_status: z.string().nullable(),
    data: z.string(),
    previous: z.string(),
    hash: z.string(),
  }),
]);
export type HistoryLine = z.infer<typeof HistoryLine>;

export interface ExportedTicket {
  readonly code: string;
  readonly events: number;
  /** Hash of the opening event. */
  readonly opening: string;
  /** Null when the whole chain fits. */
  readonly broken: { readonly nth: number; readonly why: Break } | null;
}

interface Open {
  readonly id: string;
  readonly code: string;
  readonly events: number;
  readonly head: string;
  so: Followed;
  opening: string;
  broken: ExportedTicket["broken"];
}

const begun = (line: Extract<HistoryLine, { ticket: string }>): Open => ({
  id: line.ticket,
  code: line.code,
  events: line.events,
  head: line.head,
  so: BEGINNING,
  opening: "",
  broken: null,
});

function step(open: Open, row: EventRow): void {
  if (open.broken) return;
  const next = row.ticket_id === open.id ? follow(open.so, row) : ({ nth: open.so.events + 1, why: "gap" } as const);
  if (isMisfit(next)) {
    open.broken = next;
    return;
  }
  if (next.events === 1) open.opening = next.head;
  open.so = next;
}

function ended({ code, events, head, so, opening, broken }: Open): ExportedTicket {
  const isWhole = so.events === events && so.head === head;
  const end = isWhole ? null : ({ nth: so.events + 1, why: "cut_off" } as const);
  const isOwn = so.code === code;
  return { code, events: so.events, opening, broken: broken ?? end ?? (isOwn ? null : { nth: 1, why: "code" }) };
}

/** Reads a file's lines in order; gives each ticket when it is complete. Throws on a line of another kind. */
export function historyReader() {
  let open: Open | undefined;
  let isOurs = false;
  const close = (): ExportedTicket | undefined => {
    const done = open && ended(open);
    open = undefined;
    return done;
  };
  return {
    line(text: string): ExportedTicket | undefined {
      const line = HistoryLine.parse(JSON.parse(text));
      if ("format" in line) {
        isOurs = true;
        return undefined;
      }
      if (!isOurs) throw new Error(`the file does not begin with ${FORMAT}`);
      if ("ticket" in line) {
        const done = close();
        open = begun(line);
        return done;
      }
      if (!open) throw new Error("an event stands before any ticket");
      step(open, line);
      return undefined;
    },
    end: close,
  };
}
