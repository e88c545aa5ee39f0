import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Assignment,
  type AssignmentFacts,
  assign,
  type Directory,
  loadDirectory,
} from "../../src/departments/index.ts";
import { loadPlaces, type Places } from "../../src/places/index.ts";
import type { Table } from "./table.ts";

type Matter = AssignmentFacts["recordType"];

interface Case {
  readonly recordType: Matter;
  /** Any of these is right; "?": a person must choose; "!": another province. */
  readonly units: readonly string[];
  readonly text: string;
}

const TRIAGE = "?";
const ELSEWHERE = "!";

function ownCases(name: string): Case[] {
  const lines = readFileSync(join(import.meta.dirname, "questions", name), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const [recordType = "", unit = "", text = ""] = line.split("|");
    return { recordType: recordType as Matter, units: [unit], text };
  });
}

/** Labels of published feedback whose field one unit or two answer for; what is not here says too little of the unit. */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  "Môi trường": ["phong-kinh-te"],
  "Cấp nước": ["phong-kinh-te", "cap-nuoc"],
  "Tiếng ồn": ["phong-vh-xh", "phong-kinh-te"],
  "Trật tự đô thị": ["phong-kinh-te", "cong-an-xa"],
  "Hạ tầng": ["phong-kinh-te"],
  "Hạ tầng đô thị": ["phong-kinh-te"],
  "Giao thông": ["phong-kinh-te", "cong-an-xa", "so-xay-dung"],
  "Giao thông đô thị": ["phong-kinh-te", "cong-an-xa", "so-xay-dung"],
  "An ninh trật tự": ["cong-an-xa", "phong-vh-xh"],
  "Giáo dục": ["phong-vh-xh"],
  "Y tế": ["phong-vh-xh"],
  "Đất đai": ["phong-kinh-te", "cn-vpdkdd"],
  "Thủ tục hành chính - Đất đai": ["phong-kinh-te", "cn-vpdkdd"],
  "Nhà đất - Xây dựng": ["phong-kinh-te"],
  "Xây dựng": ["phong-kinh-te"],
};

function publishedCases(file: string): Case[] {
  const rows = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return rows.flatMap((row) => {
    const { text, label } = JSON.parse(row) as { text: string; label: string | null };
    const units = LABELS[label ?? ""];
    return units ? [{ recordType: "hien_truong" as const, units, text }] : [];
  });
}

interface Office {
  readonly directory: Directory;
  /** Absent: the texts come from everywhere, and only the unit is asked for. */
  readonly places?: Places;
}

const chosen = (assignment: Assignment): string =>
  assignment.to === "department"
    ? assignment.department
    : assignment.to === "transfer_out"
      ? assignment.agency
      : TRIAGE;

function routed({ recordType, text }: Case, { directory, places }: Office): string {
  const found = places?.find(text);
  if (found?.kind === "other_province") return ELSEWHERE;
  const place = found?.kind === "one" ? { commune: found.unit.name, province: found.unit.province } : null;
  return chosen(assign({ recordType, text, place }, directory));
}

interface Score {
  readonly cases: number;
  /** Texts whose unit is known. */
  readonly known: number;
  readonly right: number;
  readonly rightOrTriage: number;
  /** "right → chosen" → how often. */
  readonly confused: ReadonlyMap<string, number>;
}

/** What must be told the way to another province is right only when that is what happens. */
function scored(cases: readonly Case[], office: Office): Score {
  const all = cases.map((one) => ({ ...one, unit: routed(one, office) }));
  const isRight = ({ unit, units }: { unit: string; units: readonly string[] }) => units.includes(unit);
  const known = all.filter(({ units }) => !units.includes(TRIAGE));
  const confused = new Map<string, number>();
  for (const { unit, units } of all.filter((one) => !isRight(one))) {
    const pair = `${units.map(nameOf).join("/")} → ${nameOf(unit)}`;
    confused.set(pair, (confused.get(pair) ?? 0) + 1);
  }
  const isSafe = (one: (typeof all)[number]) => isRight(one) || one.unit === TRIAGE;
  return {
    cases: all.length,
    known: known.length,
    right: known.filter(isRight).length / known.length,
    rightOrTriage: all.filter(isSafe).length / all.length,
    confused,
  };
}

const nameOf = (unit: string): string => (unit === TRIAGE ? "triage" : unit === ELSEWHERE ? "another province" : unit);

/** Right unit where one is known, right unit or a person, and what was taken for what. */
export async function benchRouting(published: string | undefined): Promise<Table[]> {
  const directory = await loadDirectory("knowledge");
  const places = await loadPlaces("knowledge", { province: directory.province, commune: directory.commune });
  const sets: [string, Case[], Office][] = [
    ["own, words mended on it", ownCases("routing-fit.txt"), { directory, places }],
    ["own, only counted", ownCases("routing-counted.txt"), { directory, places }],
    ...(published && existsSync(published)
      ? [["published, noisy labels", publishedCases(published), { directory }] as [string, Case[], Office]]
      : []),
  ];
  const scores = sets.map(([name, cases, office]) => ({ name, score: scored(cases, office) }));
  const number = (value: number) => value.toFixed(3);
  return [
    {
      header: ["set", "texts", "unit known", "right unit", "right or triage"],
      rows: scores.map(({ name, score }) => [
        name,
        String(score.cases),
        String(score.known),
        number(score.right),
        number(score.rightOrTriage),
      ]),
    },
    {
      header: ["taken for another: set", "right → chosen", "times"],
      rows: scores.flatMap(({ name, score }) =>
        [...score.confused].map(([pair, times]) => [name, pair, String(times)]),
      ),
    },
  ];
}
