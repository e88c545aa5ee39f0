/**
 * Questions that ask by name for a part of a record that its source spoils, with the reason an honest answer must give.
 * The reading of the raw record here is written without src/catalogue/defects.ts and fees.ts, to disagree with them when
 * they are wrong.
 */
import type { Rehearsal } from "../../src/cli/rehearsal.ts";
import type { RawRecord } from "./published.ts";
import { auditReply } from "./truth.ts";

export type Reason = "record_silent" | "set_by_province" | "defective_source" | "out_of_force" | "abolished_level";

export interface Trap {
  readonly kind: string;
  readonly record: RawRecord;
  readonly facet: string;
  readonly expected: Reason;
}

const squeeze = (text: string) => text.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();
const trap = (kind: string, record: RawRecord, facet: string, expected: Reason): Trap => ({
  kind,
  record,
  facet,
  expected,
});

const CHANNELS = /(?:^|;)\s*(?:trực tuyến|trực tiếp|dịch vụ bưu chính)\s*:/;

function timeTraps(record: RawRecord): Trap[] {
  const time = squeeze(record.fields["time_limit"] ?? "");
  if (time === "" || time === "n/a") return [trap("thời hạn để trống", record, "time_limit", "record_silent")];
  if (record.flags.includes("time_limit_conflict"))
    return [trap("thời hạn mâu thuẫn", record, "time_limit", "defective_source")];
  if (record.flags.includes("time_unit_missing"))
    return [trap("thời hạn không đơn vị", record, "time_limit", "defective_source")];
  const values = new Set(
    time
      .split(";")
      .map((part) => part.replace(/^[^:]*:/, "").trim())
      .filter(Boolean),
  );
  if (CHANNELS.test(time) && values.size > 1)
    return [trap("thời hạn mỗi cách nộp một khác", record, "time_limit", "defective_source")];
  return /^[\d.,]+$/.test(time) ? [trap("thời hạn không đơn vị", record, "time_limit", "defective_source")] : [];
}

const MONEY = /(\d[\d.,]*)\s*(?:đồng|vnđ|đ(?!\p{L})|việt nam đồng)|(\d[\d.,]*)\s*usd/gu;
const moneyOf = (text: string): string[] =>
  [...text.matchAll(MONEY)]
    .map(([, a, b]) => (a ?? b ?? "").replace(/[.,]/g, ""))
    .filter((digits) => Number(digits) > 0);

/** "20 VNĐ (20.000 đ/tờ khai)", "0 VNĐ (20.000đ)", "Miễn phí (từ 20.000 đồng …)", and free under a circular that sets rates. */
function amountsDisagree(fee: string): boolean {
  return fee.split(/;\s*(?=trực|dịch vụ)/).some((cell) => {
    const [head = "", ...rest] = cell.split("(");
    const stated = moneyOf(head);
    const noted = moneyOf(rest.join("("));
    const isFree = /miễn phí|(?<!\d)0 vnđ/.test(head);
    const hasTariff = /mức thu|mức phí/.test(cell) && !/miễn (?!phí)|không thu/.test(rest.join("("));
    const isTiny = stated.some((digits) => Number(digits) < 1000 && !head.includes("usd"));
    return (isFree && (noted.length > 0 || hasTariff)) || isTiny;
  });
}

/** The last day the text says it holds, as yyyymmdd, is over. */
function isOver(text: string, today: number): boolean {
  return [...text.matchAll(/đến hết (?:ngày )?(\d{1,2})\/(\d{1,2})\/(\d{4})/g)].some(
    ([, day, month, year]) => Number(year) * 10_000 + Number(month) * 100 + Number(day) < today,
  );
}

function feeTraps(record: RawRecord, today: number): Trap[] {
  const fee = squeeze(record.fields["fee"] ?? "");
  if (fee === "" || fee === "n/a") {
    const kind = record.flags.includes("fee_not_captured") ? "phí không lấy được" : "phí để trống";
    return [trap(kind, record, "fee", "record_silent")];
  }
  if (/hội đồng nhân dân|hđnd/.test(fee)) return [trap("miễn phí cạnh HĐND tỉnh", record, "fee", "set_by_province")];
  if (isOver(fee, today)) return [trap("phí hết hiệu lực", record, "fee", "out_of_force")];
  if (amountsDisagree(fee)) return [trap("phí mâu thuẫn", record, "fee", "defective_source")];
  return /^(?:phí|lệ phí) ?: ?đồng/.test(fee) ? [trap("phí mất con số", record, "fee", "defective_source")] : [];
}

const GONE = /(?<!\p{L})(?:huyện|quận|thị xã|phòng tư pháp|phòng nội vụ)(?!\p{L})/u;

function placeTraps(record: RawRecord): Trap[] {
  const agency = squeeze(record.fields["agency"] ?? "");
  const place = squeeze(record.fields["place"] ?? "");
  const steps = squeeze(record.fields["steps"] ?? "");
  const isTorn = /(?:\(|(?:tại|theo) (?:[^.;]{0,30} )?mục)$/.test(steps);
  const where = (GONE.test(agency) && (place === "" || GONE.test(place))) || (agency === "" && GONE.test(place));
  return [
    ...(GONE.test(agency) ? [trap("cơ quan cấp huyện", record, "agency", "abolished_level")] : []),
    ...(where ? [trap("nơi nộp cấp huyện", record, "place", "abolished_level")] : []),
    ...(isTorn ? ["steps", "papers"].map((part) => trap("các bước bị cắt", record, part, "defective_source")) : []),
    ...(GONE.test(steps) && !isTorn ? [trap("các bước qua cấp huyện", record, "steps", "abolished_level")] : []),
  ];
}

/** No number of a law stands whole between two breaks of the crawl. */
function lawTraps(record: RawRecord): Trap[] {
  const laws = (record.fields["legal_basis"] ?? "").normalize("NFC");
  if (laws.trim() === "") return [trap("căn cứ để trống", record, "legal_basis", "record_silent")];
  const whole =
    /\d+(?:\.\d+)?\/(?:\d{4}\/)?(?:NĐ-CP|NQ-CP|NQ-HĐND|QĐ-TTg|QĐ-UBND|QĐ-CT|CT-TTg|UBTVQH\d+|QH\d+|TTLT-[A-ZĐ]{3}|(?:TT|QĐ|VBHN)-[A-ZĐ]{3})/;
  return whole.test(laws) ? [] : [trap("căn cứ vỡ chữ", record, "legal_basis", "defective_source")];
}

/** Every trap the records hold; `today` as yyyymmdd. */
export function trapsOf(records: readonly RawRecord[], today: number): Trap[] {
  return records.flatMap((record) => [
    ...timeTraps(record),
    ...feeTraps(record, today),
    ...placeTraps(record),
    ...lawTraps(record),
  ]);
}

const STARTER_REASONS: Readonly<Record<string, Reason>> = {
  not_published: "record_silent",
  unverified: "record_silent",
  set_by_province: "set_by_province",
  conflicting: "defective_source",
  no_unit: "defective_source",
  expired: "out_of_force",
};

/** The silences an editor wrote into the starter knowledge, for the parts asked about here. */
export function silencesOf(records: readonly RawRecord[]): Trap[] {
  return records.flatMap((record) =>
    Object.entries(record.silences).flatMap(([field, why]) => {
      const expected = STARTER_REASONS[why];
      return expected && field in QUESTIONS && field !== "place" && field !== "agency"
        ? [trap(why, record, field, expected)]
        : [];
    }),
  );
}

const QUESTIONS: Readonly<Record<string, string>> = {
  time_limit: "mất bao lâu",
  fee: "lệ phí bao nhiêu",
  agency: "cơ quan nào giải quyết",
  place: "nộp ở đâu",
  papers: "cần giấy tờ gì",
  steps: "các bước làm thế nào",
  legal_basis: "căn cứ pháp lý",
};

export interface TrapFigures {
  asked: number;
  /** The named record was answered about; the others are asked back or go elsewhere, and state nothing. */
  reached: number;
  /** Of those reached. */
  rightReason: number;
  stated: string[];
  disagreements: string[];
  byKind: Record<string, number>;
}

/** Asks each trap's question by the exact name. `records`: everything the catalogue holds. */
export async function springTraps(
  traps: readonly Trap[],
  records: readonly RawRecord[],
  rehearsal: Rehearsal,
): Promise<TrapFigures> {
  const figures: TrapFigures = { asked: 0, reached: 0, rightReason: 0, stated: [], disagreements: [], byKind: {} };
  for (const one of traps) await spring(one, records, rehearsal, figures);
  return figures;
}

async function spring(
  { kind, record, facet, expected }: Trap,
  records: readonly RawRecord[],
  rehearsal: Rehearsal,
  figures: TrapFigures,
): Promise<void> {
  figures.asked += 1;
  figures.byKind[kind] = (figures.byKind[kind] ?? 0) + 1;
  const text = `${record.name} ${QUESTIONS[facet] ?? ""}`;
  const { trace, replies } = await rehearsal.say(
    { channel: "zalo", id: `trap-${figures.asked}`, account: "audit" },
    text,
  );
  const shown = `${record.code} ${facet} [${kind}] "${(record.fields[facet] ?? "").replace(/\s+/g, " ").slice(0, 90)}"`;
  const fields = facet === "place" ? ["place", "agency"] : [facet];
  const said = (trace.receipts ?? []).filter(
    (receipt) => receipt.code === record.code && fields.includes(receipt.field),
  );
  const spokenOf = records.filter(({ code }) => trace.codes?.includes(code));
  figures.stated.push(...said.map((receipt) => `${shown}: states "${receipt.text.slice(0, 80)}"`));
  figures.stated.push(...replies.flatMap((reply) => auditReply(reply, trace.facets ?? [], spokenOf).violations));
  if (trace.outcome !== "answered" || trace.codes?.[0] !== record.code) return;
  figures.reached += 1;
  if (trace.reason === expected) figures.rightReason += 1;
  else figures.disagreements.push(`${shown}: ${trace.reason ?? "no reason"}, not ${expected}`);
}
