import type { Field, Procedure, Receipt } from "../catalogue/index.ts";
import type { Reply, Wording } from "../messages/index.ts";
import { type Answer, REASON_OF_SILENCE, type RefusalReason } from "./answer.ts";
import { type FactContext, fieldsFor, OVERVIEW, partOf, receiptOf, type StatedPart } from "./facts.ts";

/** Words the asked parts of the found procedures: short for SMS, speakable for the phone, structured elsewhere. */
export function compose(
  procedures: readonly [Procedure, ...Procedure[]],
  facets: readonly Field[],
  wording: Wording,
  context: FactContext,
): Answer {
  const told = procedures.map((procedure) => tell(procedure, facets, wording, context));
  const [first, ...others] = procedures.map((procedure) => procedure.code);
  const receipts = told.flatMap((one) => one.receipts);
  const reason = told.map((one) => one.reason).find((found) => found !== undefined);
  return {
    outcome: "answered",
    codes: [first as string, ...others],
    facets: facets.length > 0 ? facets : OVERVIEW,
    receipts: receipts as [Receipt, ...Receipt[]],
    ...(reason && facets.length > 0 ? { reason } : {}),
    replies: told.map((one) => one.reply),
  };
}

interface Told {
  readonly reply: Reply;
  readonly receipts: readonly Receipt[];
  readonly reason?: RefusalReason;
}

function tell(procedure: Procedure, facets: readonly Field[], wording: Wording, context: FactContext): Told {
  const asked = facets.length > 0 ? facets : OVERVIEW;
  const parts = [...new Set(asked.flatMap((field) => fieldsFor(procedure, field)))].map((field) =>
    partOf(procedure, field, context),
  );
  const silent = parts.find((part) => part.kind === "withheld");
  const name = receiptOf(procedure, "name", procedure.name);
  const source = sourceOf(procedure, wording);
  const notes =
    facets.length === 0 ? procedure.notes.map((note) => wording.text("tra_loi.luu_y", { luu_y: note })) : [];
  return {
    reply: {
      key: "tra_loi",
      text: [
        wording.text("tra_loi.dau", { ten: procedure.name, ma: procedure.code }),
        ...parts.map((part) => longForm(part, wording)),
        ...notes,
        source.text,
      ]
        .filter(Boolean)
        .join("\n\n"),
      short: [shortName(procedure.name), ...parts.map((part) => shortForm(part, wording)), source.short]
        .filter(Boolean)
        .join(" "),
      spoken: [
        wording.text("tra_loi.dau_noi", { ten: shortName(procedure.name) }),
        ...parts.map((part) => spokenForm(part, wording)),
      ].join(" "),
    },
    receipts: [name, ...parts.flatMap((part) => (part.kind === "stated" ? part.receipts : [])), ...source.receipts],
    ...(silent?.kind === "withheld" ? { reason: REASON_OF_SILENCE[silent.reason] } : {}),
  };
}

function longForm(part: StatedPart, wording: Wording): string {
  const title = wording.text(`phan.${part.field}`);
  if (part.kind === "withheld") return `${title}: ${silence(part, wording)}`;
  const [only] = part.receipts;
  if (part.receipts.length === 1) return `${title}: ${only.text}${omitted(part, wording)}`;
  return [
    `${title}:`,
    ...part.receipts.map((receipt) => `- ${withoutBullet(receipt.text)}`),
    omitted(part, wording).trim(),
  ]
    .filter(Boolean)
    .join("\n");
}

/** A list item may bring its own dash; two would look careless. */
const withoutBullet = (line: string) => line.replace(/^[-+*•]\s*/, "");

const SHORT_LINES = 3;
const SHORT_CHARACTERS = 160;

function shortForm(part: StatedPart, wording: Wording): string {
  const title = wording.text(`phan.${part.field}`);
  if (part.kind === "withheld") return `${title}: ${wording.text(`im_lang_ngan.${part.reason}`)}.`;
  const lines = part.receipts.slice(0, SHORT_LINES).map((receipt) => withoutBullet(receipt.text));
  const fitting = lines.filter((_, i) => i === 0 || lines.slice(0, i + 1).join("; ").length <= SHORT_CHARACTERS);
  const left = part.receipts.length + part.omitted - fitting.length;
  const more = left > 0 ? wording.text("tra_loi.con_nua_ngan", { so: String(left) }) : "";
  return `${title}: ${ended(fitting.join("; "))}${more ? ` ${more}` : ""}`;
}

function spokenForm(part: StatedPart, wording: Wording): string {
  const title = wording.text(`phan.${part.field}`);
  if (part.kind === "withheld") return `${title}: ${silence(part, wording)}`;
  return `${title}: ${ended(
    part.receipts
      .slice(0, SHORT_LINES)
      .map((receipt) => withoutBullet(receipt.text))
      .join("; "),
  )}`;
}

const ended = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);

function omitted(part: StatedPart & { kind: "stated" }, wording: Wording): string {
  return part.omitted > 0 ? `\n${wording.text("tra_loi.con_nua", { so: String(part.omitted) })}` : "";
}

function silence(part: StatedPart & { kind: "withheld" }, wording: Wording): string {
  return [wording.text(`im_lang.${part.reason}`), part.note].filter(Boolean).join(" ");
}

function sourceOf(
  procedure: Procedure,
  wording: Wording,
): { text: string; short: string; receipts: readonly Receipt[] } {
  const decision = procedure.decision;
  const values = {
    quyet_dinh: decision ? wording.text("tra_loi.quyet_dinh", { so: decision }) : "",
    ngay: procedure.checkedOn,
    lien_ket: procedure.url ?? "",
    ma: procedure.code,
  };
  return {
    text: wording.text("tra_loi.nguon", values),
    short: wording.text("tra_loi.nguon_ngan", values),
    receipts: decision ? [receiptOf(procedure, "decision", decision)] : [],
  };
}

/** Official names run on after the first few words; on the phone the head is enough. */
export function shortName(name: string): string {
  const plain = name.replace(/^\s*thủ tục\s+/i, "");
  const head = plain.split(/[;(]/)[0]?.trim() ?? plain;
  const cut = head.length > 110 ? `${head.slice(0, 107).replace(/\s+\S*$/, "")}…` : head;
  return cut.charAt(0).toUpperCase() + cut.slice(1);
}
