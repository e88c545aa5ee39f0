import { DatabaseSync } from "node:sqlite";
import { smsSize } from "../../../src/text/index.ts";
import type { Run } from "./run.ts";

interface Receipt {
  readonly channel: "zalo" | "sms";
  readonly text: string;
  readonly ids: readonly string[];
}

/** People served at once: so many parts a death can catch between a provider's yes and our record of it. */
const IN_HAND = 8;

/** What is wrong with the books once everything is at rest, against what the fakes counted; empty: nothing. */
export function audit(run: Run): string[] {
  const db = new DatabaseSync(run.file, { readOnly: true });
  const rows = <T>(query: string) => db.prepare(query).all() as unknown as T[];
  const receipts: Receipt[] = [
    ...run.zalo.sent.map(({ text, messageId }) => ({ channel: "zalo" as const, text, ids: [messageId] })),
    ...run.sms.received().map(({ text, ids }) => ({ channel: "sms" as const, text, ids })),
  ];
  const wrong = [
    ...kept(run, rows),
    ...promised(rows),
    ...carried(rows),
    ...counted(run, receipts, rows),
    ...billed(run, receipts, rows),
    ...run.spokenOver.map((text) => `said while an officer had the floor: ${text.slice(0, 60)}`),
  ];
  db.close();
  return wrong;
}

type Rows = <T>(query: string) => T[];

/** What was acknowledged is in the inbox once and was handled; a number that was shared is remembered. */
function kept({ acknowledged }: Run, rows: Rows): string[] {
  const inbox = rows<{ provider_id: string; handled_at: number | null }>("select provider_id, handled_at from inbox");
  const [messages, numbers] = [[...acknowledged].filter(isMessage), [...acknowledged].filter((id) => !isMessage(id))];
  const lost = messages.flatMap((id) => {
    const copies = inbox.filter(({ provider_id }) => provider_id === id || provider_id.endsWith(`:${id}`));
    if (copies.length !== 1) return [`${id} was acknowledged and is kept ${copies.length} times`];
    return copies[0]?.handled_at === null ? [`${id} was acknowledged and never handled`] : [];
  });
  const phones = rows("select phone from contacts where phone is not null").length;
  return phones < numbers.length ? [...lost, `${numbers.length} numbers were acknowledged, ${phones} are kept`] : lost;
}

const isMessage = (id: string): boolean => !id.startsWith("number-");

/** Every reply of every turn is promised, once. */
function promised(rows: Rows): string[] {
  const keys = new Set(rows<{ key: string }>("select key from deliveries").map(({ key }) => key));
  return rows<{ message_id: string; replies: string }>("select message_id, replies from turns").flatMap((turn) =>
    (JSON.parse(turn.replies) as unknown[])
      .map((_, index) => `turn:${turn.message_id}:${index}`)
      .filter((key) => !keys.has(key))
      .map((key) => `${key} was said and not promised`),
  );
}

/** Every promise was kept, or is a call an officer has to make. */
function carried(rows: Rows): string[] {
  return rows<{ id: string; state: string; way: string; last_reason: string }>(
    "select id, state, way, last_reason from deliveries where state <> 'delivered' and not (state = 'stuck' and way = 'call')",
  ).map(({ id, state, way, last_reason }) => `delivery ${id} is ${state} (${way}, ${last_reason})`);
}

interface Attempt {
  readonly delivery_id: string;
  readonly part: number;
  readonly provider_id: string;
}

/** The record holds what the fakes hold; what is missing in it is what nobody could know, and no part is known to be sent twice. */
function counted({ taken }: Run, receipts: readonly Receipt[], rows: Rows): string[] {
  const attempts = rows<Attempt>("select delivery_id, part, provider_id from delivery_attempts where outcome = 'sent'");
  const recorded = new Set(attempts.map(({ provider_id }) => provider_id));
  const unknown = receipts.filter(({ ids }) => !ids.some((id) => recorded.has(id)));
  const known = receipts.length - unknown.length;
  const unexplained = unknown.filter(({ ids }) => {
    const how = ids.map((id) => taken.get(id)).find((one) => one !== undefined);
    return !how || (!how.answerLost && how.life.isAlive());
  });
  const inHand = Map.groupBy(unknown, ({ ids }) => ids.map((id) => taken.get(id)?.life.name).find(Boolean));
  const twice = Map.groupBy(attempts, ({ delivery_id, part, provider_id }) => {
    const channel = receipts.find(({ ids }) => ids.includes(provider_id))?.channel;
    return `${delivery_id} part ${part} by ${channel}`;
  });
  return [
    ...(known === attempts.length ? [] : [`${attempts.length} sends recorded, ${known} of them known to the fakes`]),
    ...unexplained.map(
      ({ ids, text }) => `${ids[0]} arrived, could be known and is not recorded: ${text.slice(0, 40)}`,
    ),
    ...[...inHand]
      .filter(([, all]) => lostTo(all, taken) > IN_HAND)
      .map(([life]) => `${life} lost more than it had in hand`),
    ...[...twice].filter(([, all]) => all.length > 1).map(([what]) => `${what} was sent twice though it was known`),
  ];
}

const lostTo = (all: readonly Receipt[], taken: Run["taken"]): number =>
  all.filter(({ ids }) => ids.every((id) => !taken.get(id)?.answerLost)).length;

interface Charge {
  readonly provider_id: string | null;
  readonly units: number;
  readonly certain: number;
}

/** The ledger of money: a row for each SMS that is known, with its segments, and one apart for each whose fate is not. */
function billed({ doubts, deaths }: Run, receipts: readonly Receipt[], rows: Rows): string[] {
  const charges = rows<Charge>("select provider_id, units, certain from delivery_charges where channel = 'sms'");
  const certain = charges.filter((row) => row.certain === 1);
  const uncertain = charges.length - certain.length;
  const bySms = receipts.filter(({ channel }) => channel === "sms");
  const known = bySms.filter(({ ids }) => certain.some(({ provider_id }) => ids.includes(provider_id ?? "")));
  const units = (sum: number, value: number) => sum + value;
  const ledger = certain.map((row) => row.units).reduce(units, 0);
  const fakes = known.map(({ text }) => smsSize(text).segments).reduce(units, 0);
  return [
    ...(certain.length === known.length ? [] : [`${certain.length} SMS charged, ${known.length} of them sent`]),
    ...(ledger === fakes ? [] : [`${ledger} segments charged, ${fakes} sent`]),
    ...(uncertain >= bySms.length - known.length
      ? []
      : [`${bySms.length - known.length} SMS of unknown fate, ${uncertain} in the ledger`]),
    ...(uncertain <= doubts + deaths * IN_HAND
      ? []
      : [`${uncertain} SMS in doubt after ${doubts} broken calls and ${deaths} deaths`]),
  ];
}
