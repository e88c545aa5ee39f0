import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Assignment,
  type AssignmentFacts,
  assign,
  type Directory,
  loadDirectory,
} from "../../src/departments/index.ts";
import type { Table } from "./table.ts";

type Matter = AssignmentFacts["recordType"];

interface Case {
  readonly recordType: Matter;
  /** Any of these is right; none: a person must choose. */
  readonly units: readonly string[];
  readonly text: string;
}

const OWN = join(import.meta.dirname, "questions", "routing.txt");

/** The labelled texts, two by two: the first two mend the words, the next two are only counted, and so on. */
function ownCases(half: "tuned" | "held-out"): Case[] {
  const lines = readFileSync(OWN, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  return lines
    .filter((_, i) => (Math.floor(i / 2) % 2 === 0) === (half === "tuned"))
    .map((line) => {
      const [recordType = "", unit = "", text = ""] = line.split("|");
      return { recordType: recordType as Matter, units: unit === "?" ? [] : [unit], text };
    });
}

/** Labels of published feedback whose field one unit answers for; what is not here says too little of the unit. */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  "Môi trường": ["phong-kinh-te"],
  "Trật tự đô thị": ["phong-kinh-te", "cong-an-xa"],
  "Hạ tầng": ["phong-kinh-te"],
  "Hạ tầng đô thị": ["phong-kinh-te"],
  "Giao thông": ["phong-kinh-te", "cong-an-xa", "so-xay-dung"],
  "An ninh trật tự": ["cong-an-xa", "phong-vh-xh"],
  "Giáo dục": ["phong-vh-xh"],
  "Y tế": ["phong-vh-xh"],
  "Đất đai": ["phong-kinh-te", "cn-vpdkdd"],
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

const chosen = (assignment: Assignment): string =>
  assignment.to === "department" ? assignment.department : assignment.to === "transfer_out" ? assignment.agency : "?";

interface Score {
  readonly cases: number;
  readonly right: number;
  readonly rightOrTriage: number;
  readonly confused: ReadonlyMap<string, number>;
}

function scored(cases: readonly Case[], directory: Directory): Score {
  const routed = cases.map((one) => ({ ...one, unit: chosen(assign({ ...one }, directory)) }));
  const known = routed.filter(({ units }) => units.length > 0);
  const missed = known.filter(({ unit, units }) => !units.includes(unit));
  const confused = new Map<string, number>();
  for (const { unit, units } of missed) {
    const pair = `${units.join("/")} → ${unit === "?" ? "triage" : unit}`;
    confused.set(pair, (confused.get(pair) ?? 0) + 1);
  }
  const triaged = [...missed, ...routed.filter(({ units }) => units.length === 0)].filter(({ unit }) => unit === "?");
  const right = known.length - missed.length;
  return {
    cases: cases.length,
    right: right / known.length,
    rightOrTriage: (right + triaged.length) / cases.length,
    confused,
  };
}

/** Right unit where one is known, right unit or a person, and what was taken for what. */
export async function benchRouting(published: string | undefined): Promise<Table[]> {
  const directory = await loadDirectory("knowledge");
  const sets: [string, Case[]][] = [
    ["own, words mended on it", ownCases("tuned")],
    ["own, only counted", ownCases("held-out")],
    ...(published && existsSync(published)
      ? [["published, noisy labels", publishedCases(published)] as [string, Case[]]]
      : []),
  ];
  const scores = sets.map(([name, cases]) => ({ name, score: scored(cases, directory) }));
  const number = (value: number) => value.toFixed(3);
  return [
    {
      header: ["set", "texts", "right unit", "right or triage"],
      rows: scores.map(({ name, score }) => [
        name,
        String(score.cases),
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
