import type { Field, Procedure, Receipt } from "../catalogue/index.ts";
import type { Reply, Wording } from "../messages/index.ts";
import { type Answer, REASON_OF_SILENCE, type RefusalReason } from "./answer.ts";
import { type FactContext, fieldsFor, OVERVIEW, partOf, receiptOf, type StatedPart } from "./facts.ts";
import { type Aside, ended, formsOf, joined, type ShownPart, shown } from "./forms.ts";
import { dayInWords, SMS_NAME, shortName } from "./names.ts";
import { SHORT, SHORT_ALONE } from "./screen.ts";

export interface ComposeContext extends FactContext {
  /** What the record says of a practical question. */
  readonly aside?: Aside;
}

/** Words the asked parts of the found procedures: short for SMS, speakable for the phone, structured elsewhere. */
export function compose(
  procedures: readonly [Procedure, ...Procedure[]],
  facets: readonly Field[],
  wording: Wording,
  context: ComposeContext,
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

function tell(procedure: Procedure, facets: readonly Field[], wording: Wording, context: ComposeContext): Told {
  const { aside, page } = context;
  const asked = askedOf(facets, aside);
  const fields = [...new Set(asked.flatMap((field) => fieldsFor(procedure, field)))];
  const parts = fields.map((field) => shown(partOf(procedure, field, context)));
  const silent = parts.find((part) => part.kind === "withheld");
  const source = sourceOf(procedure, wording);
  const locals = localSources(procedure, parts, page, wording);
  const isOverview = asked === OVERVIEW && page === 0;
  const notes = isOverview ? procedure.notes.map((note) => wording.text("tra_loi.luu_y", { luu_y: note })) : [];
  const lastSilent = parts.findLast((part) => part.kind === "withheld");
  const size = parts.length > 1 ? SHORT : SHORT_ALONE;
  const { long, short, spoken } = formsOf(parts, { procedure, page, wording, lastSilent, size }, aside);
  const charge =
    saysFeeOfCharge(procedure, parts) && page === 0 ? wording.say("tra_loi.khong_phai_so_phai_nop") : undefined;
  return {
    reply: {
      key: "tra_loi",
      text: joined("\n\n", [
        wording.text("tra_loi.dau", { ten: procedure.name, ma: procedure.code }),
        charge?.text ?? "",
        ...long,
        ...notes,
        ...locals.map(({ text }) => text),
        source.text,
      ]),
      short: joined(" ", [ended(shortName(procedure.name, SMS_NAME)), charge?.short ?? "", ...short, source.short]),
      spoken: joined(" ", [
        wording.text("tra_loi.dau_noi", { ten: shortName(procedure.name) }),
        charge?.spoken ?? "",
        ...spoken,
      ]),
    },
    receipts: [
      receiptOf(procedure, "name", procedure.name),
      ...(aside?.passages ?? []).map(({ field, text }) => receiptOf(procedure, field, text)),
      ...parts.flatMap((part) => (part.kind === "stated" ? part.receipts : [])),
      ...locals.map(({ receipt }) => receipt),
      ...source.receipts,
    ],
    ...(silent?.kind === "withheld" ? { reason: REASON_OF_SILENCE[silent.reason] } : {}),
  };
}

/** "Khai lệ phí trước bạ: Miễn phí": making the declaration is free, what is declared is not. */
const saysFeeOfCharge = ({ name }: Procedure, parts: readonly ShownPart[]): boolean =>
  CHARGE.test(name) && parts.some((part) => part.field === "fee" && part.kind === "stated");
const CHARGE =
  /lệ phí (?:trước bạ|môn bài)|thuế|đóng.{0,30}(?:BHXH|BHYT|bảo hiểm)|phí (?:bảo vệ môi trường|sử dụng)|tiền (?:thuê|sử dụng) (?:đất|nhà|khu)/iu;

function askedOf(facets: readonly Field[], aside: Aside | undefined): readonly Field[] {
  if (facets.length > 0) return facets;
  return aside?.isAlone ? [] : OVERVIEW;
}

function sourceOf(
  procedure: Procedure,
  wording: Wording,
): { text: string; short: string; receipts: readonly Receipt[] } {
  const decision = procedure.decision?.replace(/^quyết định (?:công bố )?số\s+/iu, "");
  const values = {
    quyet_dinh: decision ? wording.text("tra_loi.quyet_dinh", { so: decision }) : "",
    doi_chieu: procedure.checkedOn ? wording.text("tra_loi.doi_chieu", { ngay: dayInWords(procedure.checkedOn) }) : "",
    lien_ket: procedure.url ?? "",
    ma: procedure.code,
  };
  return {
    text: wording.text(NATIONAL.test(procedure.url ?? "") ? "tra_loi.nguon" : "tra_loi.nguon_danh_muc", values),
    short: wording.text("tra_loi.nguon_ngan", values),
    receipts: decision ? [receiptOf(procedure, "decision", decision)] : [],
  };
}

/** Where the national record of a procedure stands; a record with no such link came with a list of the office's or of a ministry's. */
const NATIONAL = /^https?:\/\/(?:[\w-]+\.)?dichvucong\.gov\.vn\//;

/** Whose decision stands behind a part that differs here from the national record. */
function localSources(
  procedure: Procedure,
  parts: readonly StatedPart[],
  page: number,
  wording: Wording,
): { text: string; receipt: Receipt }[] {
  if (page > 0) return [];
  return parts.flatMap((part) => {
    if (part.kind !== "stated") return [];
    return (part.local ?? []).map(({ decision, source, checkedOn }) => ({
      text: wording.text("tra_loi.rieng", {
        phan: wording.text(`phan.${part.field}`),
        so: decision,
        nguon: source,
        ngay: dayInWords(checkedOn),
      }),
      receipt: { text: decision, code: procedure.code, version: decision, field: part.field },
    }));
  });
}
