import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Features, featuresOf } from "../../src/conversation/emergency-features.ts";
import { SORTS, type Sort, type SortShares, sharesByScores } from "../../src/conversation/sorts.ts";
import { scoresOf, type TextClasses } from "../../src/conversation/text-classes.ts";
import { fold } from "../../src/text/index.ts";
import { TUNED_PAIRS } from "../fakes/contrasts/pairs.ts";
import { CALM, KNOWN, MIXED, TRAINING } from "../fakes/emergencies/texts.ts";
import { TUNED } from "../fakes/intents/wordings.ts";
import type { Reader, Typed } from "./emergency-fitting.ts";
import { fitClasses, packed } from "./logistic.ts";

const FITTING = { epochs: 20, rate: 4, decay: 0.1 };
export const FOLDS = 5;

export interface Message {
  readonly text: string;
  readonly sort: Sort;
}
/** A message as it may be typed. */
export interface TypedMessage extends Message {
  readonly features: Features;
  readonly fold: number;
}

const QUESTIONS = join(import.meta.dirname, "questions");
const linesOf = (file: string) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

/** Every turn: what is asked in half, and what is none of the office's business, is a question all the same. */
const questionsIn = (file: string): Message[] =>
  linesOf(file).flatMap((line) => {
    const { turns, origin } = JSON.parse(line) as Case;
    if (origin === "llm") return [];
    return turns.flatMap(({ text, expect }): Message[] => {
      if (expect.outcome === "smalltalk") return [{ text, sort: "chat" }];
      return ASKED.has(expect.outcome) ? [{ text, sort: "question" }] : [];
    });
  });
interface Case {
  readonly origin: string;
  readonly turns: readonly { readonly text: string; readonly expect: { readonly outcome: string } }[];
}
const ASKED = new Set(["answered", "clarify", "refused"]);
const isSort = (label: string): label is Sort => label === "question" || (SORTS as readonly string[]).includes(label);
export const readingsIn = (name: string): Message[] =>
  linesOf(join(QUESTIONS, name)).flatMap((line) => {
    const [label = "", text = ""] = line.split("\t");
    return isSort(label) ? [{ text, sort: label }] : [];
  });
const SORT_OF: Readonly<Record<string, Sort>> = {
  hien_truong: "report",
  phan_anh: "report",
  than_phien: "report",
  pakn_hanh_vi: "report",
  kien_nghi: "propose",
  pakn_quy_dinh: "report",
  loi_ky_thuat: "report",
  ho_so_tre: "late",
  khen_gop_y: "praise",
  khen: "praise",
  tra_cuu_ho_so: "status",
  to_cao: "denounce",
  khieu_nai: "denounce",
  smalltalk: "chat",
  hoi: "question",
  tan_cong: "question",
  spam: "question",
  tu_van_phap_ly: "question",
  dat_lich: "question",
  xem_xoa_du_lieu: "question",
};
const labelled = (label: string, text: string): Message[] => {
  const sort = SORT_OF[label];
  return sort ? [{ text, sort }] : [];
};
const routedIn = (name: string): Message[] =>
  linesOf(join(QUESTIONS, name)).flatMap((line) => {
    const [type = "", , text = ""] = line.split("|");
    return labelled(type, text);
  });

/** What people write to an office, and what sort of message each is. `questionFiles`: more cases, as JSON Lines. */
export const messagesLearnt = (questionFiles: readonly string[]): Message[] => [
  ...readingsIn("readings-fit.txt"),
  ...routedIn("routing-fit.txt"),
  ...["fit.jsonl", "dialogues-fit.jsonl"].flatMap((name) => questionsIn(join(QUESTIONS, name))),
  ...questionFiles.flatMap(questionsIn),
  ...TUNED_PAIRS.filter(({ kind }) => kind === "report").flatMap(({ calm, pressing }): Message[] => [
    { text: calm, sort: "question" },
    { text: pressing, sort: "report" },
  ]),
  ...[...TRAINING, ...KNOWN, ...MIXED].flatMap(({ label, text }): Message[] =>
    label === "none" ? [] : [{ text, sort: "emergency" }],
  ),
  ...CALM.flatMap(({ label, text }) => (isSort(label) ? [{ text, sort: label }] : [])),
  ...TUNED.flatMap(({ group, text }) => labelled(group, text)),
];

/** Each message as written and without accents. */
export const typedMessages = (messages: readonly Message[], { kinds, cueOf }: Reader): TypedMessage[] =>
  messages.flatMap(({ text, sort }, i) =>
    [text, fold(text)].map((said) => ({
      text: said,
      sort,
      features: featuresOf(said, kinds, cueOf(said)),
      fold: i % FOLDS,
    })),
  );

/**
 * What people call procedures, as questions: short, and of words no message has ("hái mây tre trong rừng"). Those with a phrase of an emergency may
 * be calls.
 */
export const namesAsked = (names: readonly Typed[]): Features[] =>
  names.filter(({ cue }, i) => cue === undefined && i % EVERY === 0).map(({ features }) => features);
/** One in so many is enough of them. */
const EVERY = 3;
/** All of them together count for this share of the messages. */
const NAMES_SHARE = 0.05;

/** What is rare counts more, but not as much as all of it would need to be as frequent as questions. */
export function fittedSorts(some: readonly TypedMessage[], names: readonly Features[]) {
  const often = (sort: Sort) => some.filter((one) => one.sort === sort).length;
  const usual = new Map(
    ["question" as Sort, ...SORTS].map((sort) => [sort, (some.length / (SORTS.length + 1) / often(sort)) ** 0.4]),
  );
  const examples = some.map(({ features, sort }) => ({
    features,
    label: (SORTS as readonly Sort[]).indexOf(sort),
    weight: usual.get(sort) ?? 1,
  }));
  const asked = { label: -1, weight: (NAMES_SHARE * some.length) / names.length };
  const all = [...examples, ...names.map((features) => ({ features, ...asked }))];
  return fitClasses(all, SORTS.length, FITTING).map(({ bias, weights }, i) => ({
    intent: SORTS[i] as string,
    bias: Number(bias.toPrecision(6)),
    ...packed(weights),
  }));
}
export const sharesIn = (classes: TextClasses, { features }: Pick<TypedMessage, "features">): SortShares =>
  sharesByScores(scoresOf(classes, features));
