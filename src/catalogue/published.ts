import { z } from "zod";
import { fold } from "../text/index.ts";
import {
  type Defect,
  isTornAtPapers,
  judgeAgency,
  judgeLegalBasis,
  judgeLines,
  judgeTime,
  namesAbolishedBody,
  squeeze,
  standingLevels,
  withheld,
} from "./defects.ts";
import { type ChannelRow, judgeFee } from "./fees.ts";
import { formNames } from "./file-names.ts";
import { type Fact, FIELDS, type Level, type Procedure } from "./procedure.ts";

const text = z.string().nullish();
const ChannelEntry = z.object({ channel: z.string(), time: text, fee: text, note: text });

/** One line of a published catalogue (JSON Lines), as crawled from the national portal, defects and all. */
export const PublishedRow = z.object({
  code: text,
  name: z.string().trim().min(1),
  field: text,
  agency: text,
  level: text,
  papers: text,
  steps: text,
  time_limit: text,
  fee: text,
  place: text,
  conditions: text,
  legal_basis: text,
  forms: z.union([z.array(z.string()), z.string()]).nullish(),
  channels: z.union([z.array(ChannelEntry), z.string()]).nullish(),
  result: text,
  applicant: text,
  decision: text,
  publisher: text,
  scope: text,
  as_of: text,
  review_by: text,
  status: text,
  url: text,
  flags: z.array(z.string()).nullish(),
});
export type PublishedRow = z.infer<typeof PublishedRow>;

export type Imported =
  | { readonly kind: "procedure"; readonly procedure: Procedure; readonly defects: readonly Defect[] }
  | { readonly kind: "rejected"; readonly defects: readonly Defect[] };

const CODE = /^\d{1,2}\.\d{5,6}$/;

/** Turns a published row into a record whose every value may be said, with the reasons for those that may not. */
export function importRow(row: PublishedRow): Imported {
  const flags = row.flags ?? [];
  const code = row.code ?? "";
  const name = withoutCode(squeeze(row.name), code);
  const unfit = unfitness(code, name, flags, row.status);
  if (unfit) return { kind: "rejected", defects: [unfit] };
  const facts = factsOf(row, flags);
  const procedure: Procedure = {
    code,
    version: squeeze(row.decision ?? row.as_of ?? ""),
    name,
    field: squeeze(row.field ?? ""),
    levels: levelsOf(row.level),
    ...namedOf(row),
    checkedOn: row.as_of ?? "",
    scope: row.scope ?? "national",
    facts,
    notes: [],
    related: [],
  };
  return { kind: "procedure", procedure, defects: defectsOf(row, facts) };
}

/** What some sources leave out. */
function namedOf(row: PublishedRow): Pick<Procedure, "levelText" | "applicant" | "decision" | "url" | "reviewBy"> {
  const levelText = standingLevels(row.level);
  return {
    ...(levelText ? { levelText } : {}),
    ...(row.applicant ? { applicant: squeeze(row.applicant) } : {}),
    ...(row.decision ? { decision: squeeze(row.decision) } : {}),
    ...(row.url && /^https?:\/\//.test(row.url) ? { url: row.url } : {}),
    ...(row.review_by ? { reviewBy: row.review_by } : {}),
  };
}

/** Some sources repeat the code behind the name; every answer shows it beside the name already. */
const withoutCode = (name: string, code: string) =>
  code !== "" && name.endsWith(`(${code})`) ? name.slice(0, -`(${code})`.length).trimEnd() : name;

/** Why a row as a whole is no record to answer from. */
function unfitness(code: string, name: string, flags: readonly string[], status: PublishedRow["status"]) {
  const isOver = OVER.test(fold(status ?? "")) || OVER_IN_NAME.test(fold(name));
  if (isOver) return { code, field: "status", rule: "out_of_force", detail: squeeze(status || name) } as const;
  return codeFault(code, name, flags);
}
const OVER = /^(?:da )?(?:bi )?(?:bai bo|huy bo|het hieu luc|het hieu luc toan bo|huy cong khai|ngung hieu luc)/;
/** "Cấp thẻ (đã bị bãi bỏ)"; "Bãi bỏ đường ngang" is a procedure. */
const OVER_IN_NAME = /[([](?:thu tuc |tthc )?(?:da )?(?:bi )?(?:bai bo|huy bo|het hieu luc)[^)\]]*[)\]]\s*$/;

function codeFault(code: string, name: string, flags: readonly string[]): Defect | undefined {
  if (!CODE.test(code)) return { code, field: "code", rule: "no_code", detail: name.slice(0, 120) };
  const isOld = flags.some((flag) => flag.startsWith("outdated"));
  return isOld ? { code, field: "as_of", rule: "outdated", detail: flags.join(", ") } : undefined;
}

function factsOf(row: PublishedRow, flags: readonly string[]): Procedure["facts"] {
  const channels = channelRows(row.channels);
  const elsewhere = [row.steps, row.papers, row.conditions, row.legal_basis, ...channels.map((c) => c.note)]
    .filter(Boolean)
    .join("\n");
  const isTorn = isTornAtPapers(row.steps);
  const papers = isTorn ? withheld("not_readable") : judgeLines(row.papers, false);
  const notCaptured = flags.includes("fee_not_captured");
  return {
    agency: agencyOf(row),
    place: judgeLines(row.place, true),
    papers,
    time_limit: judgeTime(row.time_limit, flags),
    fee: judgeFee(row.fee, { channels, elsewhere, notCaptured, field: squeeze(row.field ?? ""), name: row.name ?? "" }),
    steps: isTorn ? withheld("not_readable") : judgeLines(row.steps, true),
    conditions: judgeLines(row.conditions, false),
    forms: formsOf(judgeLines(typeof row.forms === "string" ? row.forms : row.forms?.join("\n"), false), papers),
    legal_basis: judgeLegalBasis(row.legal_basis),
    channels: judgeLines(channelNames(row.channels, channels), false),
    result: judgeLines(row.result, false),
  };
}

/** Where only the level could say who, and it names the districts alone, that is the reason for silence. */
function agencyOf({ agency, level, scope }: PublishedRow): Fact {
  const judged = judgeAgency(agency, (scope ?? "national") === "national");
  const isSilent = judged.state === "withheld" && judged.reason === "not_published";
  return isSilent && level && standingLevels(level) === "" ? withheld("abolished_level") : judged;
}

/** A form stands under its file's own name, and where the list cuts that short, under what stands behind its paper. */
function formsOf(forms: Fact, papers: Fact): Fact {
  if (forms.state !== "stated") return forms;
  return { ...forms, lines: formNames(forms.lines, papers.state === "stated" ? papers.lines : []) };
}

function channelRows(channels: PublishedRow["channels"]): ChannelRow[] {
  if (!Array.isArray(channels)) return [];
  return channels.map((c) => ({ channel: c.channel, time: c.time ?? null, fee: c.fee ?? null, note: c.note ?? null }));
}

function channelNames(raw: PublishedRow["channels"], rows: readonly ChannelRow[]): string {
  return typeof raw === "string" ? raw : [...new Set(rows.map((row) => row.channel))].join("\n");
}

const LEVELS: readonly (readonly [string, Level])[] = [
  ["Cấp xã", "xã"],
  ["Cấp tỉnh", "tỉnh"],
  ["Cấp bộ", "bộ"],
];

function levelsOf(level: string | null | undefined): Level[] {
  const found = LEVELS.filter(([word]) => level?.includes(word)).map(([, name]) => name);
  return found.length > 0 ? found : ["khác"];
}

function defectsOf(row: PublishedRow, facts: Procedure["facts"]): Defect[] {
  const code = row.code ?? "";
  const unsaid = FIELDS.flatMap((field) => {
    const fact: Fact = facts[field];
    if (fact.state === "stated" || fact.reason === "not_published") return [];
    const raw = row[field] || (field === "agency" ? row.level : "");
    return [{ code, field, rule: fact.reason, detail: squeeze(String(raw ?? "")).slice(0, 160) }];
  });
  const notNfc = [row.name, row.papers, row.steps].some((value) => value && value !== value.normalize("NFC"));
  const stale = [row.steps, row.papers].some((value) => value && namesAbolishedBody(value));
  return [
    ...unsaid,
    ...(row.flags?.includes("code_padded")
      ? [{ code, field: "code", rule: "code_padded" as const, detail: code }]
      : []),
    ...(notNfc ? [{ code, field: "name", rule: "not_nfc" as const, detail: squeeze(row.name).slice(0, 80) }] : []),
    ...(stale && facts.steps.state === "stated"
      ? [
          {
            code,
            field: "papers",
            rule: "abolished_level" as const,
            detail: "giấy tờ hoặc các bước còn nhắc cấp huyện",
          },
        ]
      : []),
  ];
}
