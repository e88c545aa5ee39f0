/**
 * An auditor of answers that shares no code with src/answers: it takes a reply apart by the office's own wordings
 * (flows/messages) and holds every line, number and law in it against the raw published record.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import type { Reply } from "../../src/messages/index.ts";
import type { RawRecord } from "./published.ts";

const MESSAGES = resolve(import.meta.dirname, "../../flows/messages/vi.yaml");
const WORDINGS = parse(readFileSync(MESSAGES, "utf8")) as Record<string, string | Record<string, string | string[]>>;

const squeeze = (text: string) => text.normalize("NFC").replace(/\s+/g, " ").trim();
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const formsOf = (entry: string | Record<string, string | string[]>): string[] =>
  typeof entry === "string" ? [entry] : Object.values(entry).filter((form) => typeof form === "string");

/** What the bot may say of its own: every wording without a place to fill, longest first. */
const FIXED = Object.values(WORDINGS)
  .flatMap(formsOf)
  .flatMap((form) => form.split(/\{\{\s*[a-z_]+\s*\}\}/))
  .map(squeeze)
  .filter((part) => /\d/.test(part))
  .sort((a, b) => b.length - a.length);

const wording = (key: string): string => formsOf(WORDINGS[key] ?? "")[0] ?? "";
const SILENCES = Object.keys(WORDINGS)
  .filter((key) => /^im_lang(_ngan)?\.(?!hoi$|noi_hoi$)/.test(key))
  .map((key) => squeeze(wording(key)));
/** Who is asked where a record is silent: the office's own desk, or a body the record names. */
const ASKED_INSTEAD = ["im_lang.hoi", "im_lang.hoi_ngay", "im_lang_ngan.hoi"].map((key) => {
  const [before = "", after = ""] = squeeze(wording(key)).split(/\{\{\s*noi\s*\}\}/);
  return { before, after, desk: squeeze(wording(key.replace(/\.hoi.*$/, ".noi_hoi"))) };
});
const MORE = ["tra_loi.con_nua", "tra_loi.con_nua_ngan", "tra_loi.con_nua_noi"].map(
  (key) => new RegExp(escaped(squeeze(wording(key))).replace(/\\\{\\\{\s*so\s*\\\}\\\}/, "\\d+"), "g"),
);
const TITLES = Object.keys(WORDINGS)
  .filter((key) => key.startsWith("phan."))
  .map((key) => ({ field: key.slice("phan.".length), title: `${squeeze(wording(key))}:` }));

/** What an audit came to. `values`: numbers, amounts, dates, law numbers and list lines held against the record. */
export interface Audit {
  readonly values: number;
  readonly violations: readonly string[];
}

const NONE: Audit = { values: 0, violations: [] };
const together = (audits: readonly Audit[]): Audit => ({
  values: audits.reduce((sum, audit) => sum + audit.values, 0),
  violations: audits.flatMap((audit) => audit.violations),
});

/** Audits all forms of one reply against the one record it speaks of, or against the names of the records it offers. */
export function auditReply(reply: Reply, facets: readonly string[], records: readonly RawRecord[]): Audit {
  const about = records.find(({ code }) => reply.text.includes(code));
  const forms = [reply.text, reply.short, reply.spoken].filter((form) => form !== undefined);
  return together(forms.map((form) => (about ? auditForm(form, facets, about) : auditOffer(form, records))));
}

/** A question back or a refusal: names of records, choice numbers, fixed words; nothing else with a digit. */
function auditOffer(form: string, records: readonly RawRecord[]): Audit {
  const lines = form
    .normalize("NFC")
    .split("\n")
    .map(squeeze)
    .map((line) => line.replace(/^\d\. /, ""));
  const left = lines.filter((line) => !records.some(({ name }) => isHeadOf(line, name))).join(" ");
  return leftover(left, records);
}

/** A shortened name: its beginning, perhaps without "Thủ tục", perhaps cut with "…". */
function isHeadOf(line: string, name: string): boolean {
  const head = squeeze(line).replace(/…$/, "").toLowerCase();
  const whole = squeeze(name).toLowerCase();
  return head !== "" && (whole.startsWith(head) || whole.replace(/^thủ tục\s+/, "").startsWith(head));
}

interface Section {
  readonly field: string;
  readonly body: string;
}

function auditForm(form: string, facets: readonly string[], record: RawRecord): Audit {
  const text = form.normalize("NFC");
  const { head, sections } = sectionsOf(text, facets, record);
  return together([
    leftover(withoutHead(head, record), [record]),
    ...sections.map((section) => auditSection(section, record)),
  ]);
}

/** Cuts a reply at the titles of the asked parts, in order; what follows the last is the line that names the source. */
function sectionsOf(text: string, facets: readonly string[], record: RawRecord): { head: string; sections: Section[] } {
  const asked = facets.flatMap((facet) =>
    facet === "place" || facet === "agency" ? ["place", "agency", "level"] : [facet],
  );
  const fields = [...asked, QUOTED];
  const marks: { at: number; end: number; field: string }[] = [];
  for (const { field, title } of TITLES.filter((one) => fields.includes(one.field))) {
    const at = text.indexOf(title);
    if (at >= 0) marks.push({ at, end: at + title.length, field });
  }
  marks.sort((a, b) => a.at - b.at);
  const source = sourceStart(text, marks.at(-1)?.end ?? 0, record);
  const sections = marks.map(({ field, end }, i) => ({ field, body: text.slice(end, marks[i + 1]?.at ?? source) }));
  return { head: text.slice(0, marks[0]?.at ?? source) + text.slice(source), sections };
}

/** What is quoted on a practical question may stand in any part of the record. */
const QUOTED = "dieu_hoi";

function sourceStart(text: string, after: number, record: RawRecord): number {
  const lines = ["tra_loi.nguon", "tra_loi.nguon_danh_muc"].map((key) => wording(key).split("{{")[0] ?? "");
  const source = [...lines, `Ma ${record.code}`].map((start) => text.lastIndexOf(start.trim()));
  const asides = record.asides.map((aside) =>
    text.indexOf(wording("tra_loi.luu_y").replace(/\{\{.*\}\}/, aside.normalize("NFC")), after),
  );
  return Math.min(text.length, ...[...source, ...asides].filter((at) => at >= after));
}

function withoutHead(head: string, record: RawRecord): string {
  const lines = squeeze(head);
  const names = [record.name, record.name.replace(/^\s*thủ tục\s+/i, "")].map(squeeze);
  const whole = names.reduce((left, name) => left.replaceAll(name, " "), lines);
  return whole === lines ? withoutShortName(lines, names) : whole;
}

/** The longest beginning of the name that stands in the text, with either case of its first letter. */
function withoutShortName(text: string, names: readonly string[]): string {
  const lower = text.toLowerCase();
  for (const name of names.map((one) => one.toLowerCase())) {
    for (let size = name.length; size > 8; size--) {
      const at = lower.indexOf(name.slice(0, size));
      if (at >= 0) return `${text.slice(0, at)} ${text.slice(at + size)}`;
    }
  }
  return text;
}

/** Outside the asked parts no digit may be left once names, source and fixed wordings are taken out. */
function leftover(text: string, records: readonly RawRecord[]): Audit {
  const known = records
    .flatMap(({ identity, asides, name }) => [...identity, ...identity.flatMap(otherwiseSaid), ...asides, name])
    .map(squeeze)
    .sort((a, b) => b.length - a.length);
  const left = [...known, ...FIXED].reduce((rest, part) => rest.replaceAll(part, " "), squeeze(text));
  const numbers = left.match(/\S*\d\S*/g) ?? [];
  return { values: records.length, violations: numbers.map((number) => `"${number}" stands in no record`) };
}

/** "2026-07-18" as people write it; a decision's number without the words before it. */
function otherwiseSaid(iso: string): string[] {
  if (/^quyết định số /i.test(iso)) return [iso.replace(/^quyết định số\s+/i, "")];
  const [, year, month, day] = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(iso) ?? [];
  if (!year) return [];
  return [day ? `ngày ${Number(day)}/${Number(month)}/${year}` : `tháng ${Number(month)}/${year}`];
}

function auditSection({ field, body }: Section, record: RawRecord): Audit {
  const told = MORE.reduce((rest, pattern) => rest.replace(pattern, " "), body).trim();
  const silence = SILENCES.find((one) => squeeze(told).startsWith(one));
  if (silence) return auditSilence(squeeze(told).slice(silence.length), record);
  const items = told
    .split("\n")
    .map((line) => line.replace(/^- /, ""))
    .filter((item) => item.trim() !== "");
  return together(items.map((item) => auditItem(squeeze(item), field, record)));
}

function auditSilence(after: string, record: RawRecord): Audit {
  const rest = withoutWhoToAsk(after.replace(/^[\s.,]+|[\s.]+$/g, ""), record).replace(/[\s.]+$/, "");
  const isAside = record.asides.some((aside) => squeeze(aside).replace(/[\s.]+$/, "") === rest);
  if (rest === "" || isAside) return { values: 1, violations: [] };
  return { values: 1, violations: [`silence is followed by "${rest.slice(0, 80)}"`] };
}

function withoutWhoToAsk(text: string, record: RawRecord): string {
  const bodies = ["place", "agency"].map((field) => squeeze(record.fields[field] ?? ""));
  for (const { before, after, desk } of ASKED_INSTEAD) {
    const at = text.lastIndexOf(before);
    const end = after.replace(/[\s.]+$/, "");
    if (at < 0 || !text.endsWith(end)) continue;
    const body = text.slice(at + before.length, text.length - end.length).trim();
    if (body === desk || (body !== "" && bodies.some((said) => said.includes(body)))) return text.slice(0, at).trim();
  }
  return text;
}

function auditItem(shown: string, field: string, record: RawRecord): Audit {
  // A form may be named among the papers: where the source lists none, or cut its name short.
  const source = field === "forms" && !isMadeOfSpans(shown, squeeze(record.fields["forms"] ?? "")) ? "papers" : field;
  if (field !== QUOTED) return auditSpans(shown, source, record);
  const audits = Object.keys(record.fields).map((one) => auditSpans(shown, one, record));
  return audits.find(({ violations }) => violations.length === 0) ?? audits[0] ?? NONE;
}

/** One line of an answer: spans of the field, joined by "; " at most, and each number in it complete. */
function auditSpans(shown: string, field: string, record: RawRecord): Audit {
  const raw = withDots(squeeze(record.fields[field] ?? ""));
  const { item, counts } = field === "papers" ? countsApart(shown) : { item: shown, counts: [] };
  const where = `${record.code} ${field}`;
  const numbers = shown.match(/\d[\d.,/]*\d|\d/g) ?? [];
  const broken = numbers
    .filter((number) => !hasWhole(raw, number, field))
    .map((number) => `${where}: number "${number}"`);
  const laws =
    field === "legal_basis" ? item.split("; ").flatMap((law) => lawFault(law.replace(/\.$/, ""), record)) : [];
  const madeOf = [item, ...counts];
  const spans = madeOf
    .filter((piece) => !isMadeOfSpans(piece, raw))
    .map((piece) => `${where}: "${piece.slice(0, 100)}" is no span of the record`);
  return { values: numbers.length + 1, violations: [...spans, ...broken, ...laws] };
}

/** "7,000 Việt Nam Đồng" is said "7.000 đồng": the same amount as it is written here. */
const withDots = (raw: string) =>
  raw.replace(
    /(?<![\d.,])(\d{1,3}(?:,\d{3})+)( ?)(Việt Nam Đồng|VNĐ|VND|đồng)/gi,
    (_, amount: string, space: string, unit: string) =>
      amount.replace(/,/g, ".") + space + (/^việt nam/i.test(unit) ? "đồng" : unit),
  );

/**
 * A long paper may be named by its beginning ("…"), and how many copies are asked for stands behind it in brackets: the
 * record's "[1 bản chính,0 bản sao]" without noughts.
 */
function countsApart(shown: string): { item: string; counts: string[] } {
  const counts: string[] = [];
  const item = shown.replace(COUNTS, (_, list: string) => {
    counts.push(...list.split(", "));
    return "";
  });
  return { item: item.replace(/…(?=; |[.]?$)/g, ""), counts };
}

const COUNT = String.raw`(?:\d+ bản (?:chính|sao)|bản (?:chính|sao): \d+)`;
const COUNTS = new RegExp(` \\((${COUNT}(?:, ${COUNT})*)\\)(?=; |[.]?$)`, "gi");

/** A law's number may be glued to the name before it, so only its right side is held to be whole. */
function hasWhole(raw: string, number: string, field: string): boolean {
  const left = field === "legal_basis" ? "" : "(?<!\\d)(?<!\\d[.,/])";
  return new RegExp(`${left}${escaped(number)}(?![.,]?\\d)`).test(raw);
}

function isMadeOfSpans(item: string, raw: string): boolean {
  for (let from = 0; from < item.length; ) {
    const end = spanEnd(item, from, raw);
    if (end < 0) return false;
    from = end;
  }
  return true;
}

/** Where the longest span of `raw` from `from` ends that is followed by a joint or the end; -1 when there is none. */
function spanEnd(item: string, from: number, raw: string): number {
  const joints = [...item.slice(from).matchAll(/; |\.?$/g)].map((joint) => ({
    at: from + joint.index,
    size: joint[0].length,
  }));
  for (const { at, size } of joints.reverse()) {
    if (at > from && raw.includes(item.slice(from, at))) return at + Math.max(size, at === item.length ? 0 : 1);
  }
  return -1;
}

/** The crawl breaks lines inside numbers and glues numbers together: a stated law must be one that is really there. */
function lawFault(law: string, record: RawRecord): string[] {
  const mended = (record.fields["legal_basis"] ?? "").normalize("NFC").replace(/(\p{Lu})\n(?=\p{L})/gu, "$1");
  const places = [...mended.matchAll(new RegExp(escaped(law), "g"))].map(({ index }) => ({
    before: mended.slice(Math.max(0, index - 4), index),
    after: mended.slice(index + law.length, index + law.length + 2),
  }));
  const isReal = places.some(
    ({ before, after }) =>
      !/\d$/.test(before) &&
      !/QH$/.test(before) &&
      !/^\s?-/.test(after) &&
      !(/TTLT/.test(law) && /^\p{Lu}{2}/u.test(after)),
  );
  return isReal ? [] : [`${record.code} legal_basis: "${law}" is no law of the record`];
}

/** One receipt: a verbatim span of the field it names. */
export interface ReceiptLike {
  readonly text: string;
  readonly code: string;
  readonly field: string;
}

export function auditReceipts(receipts: readonly ReceiptLike[], records: readonly RawRecord[]): Audit {
  return together(
    receipts.map(({ text, code, field }): Audit => {
      const record = records.find((one) => one.code === code);
      if (!record) return { ...NONE, violations: [`receipt of ${code}, which the answer is not about`] };
      const source =
        field === "name"
          ? record.name
          : field === "decision"
            ? record.identity.join("\n")
            : (record.fields[field] ?? "");
      const isThere = text.trim() !== "" && squeeze(source).includes(squeeze(text));
      return { values: 1, violations: isThere ? [] : [`${code} ${field}: receipt "${text.slice(0, 80)}" is no span`] };
    }),
  );
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D");

/** Ways to ask for one part of a procedure by its exact name. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  papers: ["{} cần giấy tờ gì", "Thủ tục {} hồ sơ gồm những gì?", "làm {} thì chuẩn bị giấy tờ gì vậy"],
  fee: ["{} lệ phí bao nhiêu", "Thủ tục {} mất bao nhiêu tiền?", "làm {} có mất phí không"],
  time_limit: ["{} mất bao lâu", "Thủ tục {} thời hạn giải quyết bao lâu?", "làm {} mấy ngày có"],
  place: ["{} nộp ở đâu", "Thủ tục {} nộp hồ sơ ở đâu?", "muốn làm {} thì đến cơ quan nào"],
  steps: ["{} các bước làm", "Thủ tục {} trình tự thực hiện thế nào?", "hướng dẫn làm {} với"],
  conditions: ["{} cần điều kiện gì", "Thủ tục {} có điều kiện gì không?", "đối tượng nào được làm {}"],
  legal_basis: ["{} căn cứ pháp lý", "Thủ tục {} theo luật nào?", "{} quy định ở văn bản nào"],
  forms: ["{} dùng mẫu đơn nào", "Thủ tục {} tờ khai lấy ở đâu?", "xin mẫu đơn {}"],
  result: ["{} kết quả là gì", "Thủ tục {} làm xong được gì?", "làm {} thì nhận được gì"],
};
export const AUDITED_FACETS = ["papers", "fee", "time_limit", "place", "steps", "conditions", "legal_basis"] as const;

/** Five phrasings: three ways to say it, one without accents, one in capitals. */
export function phrasings(facet: string, name: string): string[] {
  const said = (ASKED[facet] ?? []).map((pattern) => pattern.replace("{}", squeeze(name)));
  return [...said, fold(said[0] ?? ""), (said[1] ?? "").toUpperCase()];
}
