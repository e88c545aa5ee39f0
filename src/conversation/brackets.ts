import { fold, numberInWords } from "../text/index.ts";

/** What procedures are told apart by: how old somebody is, how many years somebody served. */
type Unit = "tuoi" | "nam";

interface Measure {
  readonly unit: Unit;
  readonly value: number;
}

/** `from` ≤ value < `below`. */
interface Bracket {
  readonly unit: Unit;
  readonly from: number;
  readonly below: number;
}

interface Choices {
  readonly codes: readonly string[];
  readonly labels: readonly string[];
}

/**
 * The choices that fit the ages and years told in a text ("bé 8 tuổi": "Dưới 14 tuổi"); where none fits by its label, those of other
 * brackets are left out. All of them where nothing is told, or where only one that says nothing of age would be left: being of
 * another age makes nobody's card a lost one.
 */
export function fitting<C extends Choices>(choices: C, text: string): C {
  const told = measuresIn(text);
  const fits = choices.labels.map((label) => fitOf(bracketOf(label), told));
  const best = fits.includes("fits") ? "fits" : "open";
  const kept = fits.flatMap((fit, at) => (fit === best ? [at] : []));
  if (kept.length === 0 || (kept.length === 1 && best === "open")) return choices;
  const those = (list: readonly string[]) => kept.map((at) => list[at] as string);
  return { ...choices, codes: those(choices.codes), labels: those(choices.labels) };
}

/**
 * The first of a procedure's siblings that fits the ages and years told, where its own label is of another bracket ("con 8 tuổi làm căn
 * cước": not that "từ 14 tuổi"); itself where its label fits or says nothing of it.
 */
export function bracketed(code: string, families: readonly Readonly<Record<string, string>>[], text: string): string {
  const told = measuresIn(text);
  if (told.length === 0) return code;
  const fitOfLabel = (label: string | undefined) => fitOf(bracketOf(label ?? ""), told);
  const others = families
    .filter((choices) => fitOfLabel(choices[code]) === "other")
    .flatMap((choices) => Object.keys(choices).filter((sibling) => fitOfLabel(choices[sibling]) === "fits"));
  return families.some((choices) => fitOfLabel(choices[code]) === "fits") ? code : (others[0] ?? code);
}

function fitOf(bracket: Bracket | undefined, told: readonly Measure[]): "fits" | "open" | "other" {
  const values = told.filter(({ unit }) => unit === bracket?.unit);
  if (!bracket || values.length === 0) return "open";
  return values.some(({ value }) => value >= bracket.from && value < bracket.below) ? "fits" : "other";
}

const BRACKET =
  /(?:(?<from>tu|tren)(?: du)? (?<low>\d+)(?: den| toi)?|)(?: ?duoi (?<high>\d+)|) (?<unit>tuoi|nam)(?![\p{L}\d])/u;

/** "từ 15 đến dưới 20 năm", "dưới 14 tuổi", "từ 14 tuổi trở lên"; "Trẻ em …", "Người lớn …". */
function bracketOf(label: string): Bracket | undefined {
  const [group] = AGE_GROUPS.filter(({ called }) => called.test(fold(label)));
  if (group) return { unit: "tuoi", from: group.from, below: group.below };
  const { low, high, unit } = BRACKET.exec(fold(label))?.groups ?? {};
  if (low === undefined && high === undefined) return undefined;
  return { unit: unit as Unit, from: Number(low ?? 0), below: Number(high ?? Number.POSITIVE_INFINITY) };
}

const OF_AGE = 18;
const AGE_GROUPS = [
  { called: /^tre em /, from: 0, below: OF_AGE },
  { called: /^nguoi lon(?![\p{L}\d])/u, from: OF_AGE, below: Number.POSITIVE_INFINITY },
] as const;

/** Numbers said in words, as far as ages and years of service go. */
const IN_WORDS = new Map(Array.from({ length: 100 }, (_, value) => [fold(numberInWords(value)), value] as const));
const LONGEST_NUMBER = 3;

/** "8 tuổi", "8t", "tám tuổi", "17 năm", "dưới 14 tuổi"; not "3 năm trước", "4 năm rồi", "năm 1975": those tell when. */
export function measuresIn(text: string): Measure[] {
  const said = fold(text)
    .replace(/(\d)\s*t(?:uoi)?(?![\p{L}\d])/gu, "$1 tuoi")
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean);
  return said.flatMap((unit, at): Measure[] => {
    if (unit !== "tuoi" && unit !== "nam") return [];
    if (unit === "nam" && WHEN.has(said[at + 1] ?? "")) return [];
    const number = numberBefore(said, at);
    if (number === undefined || number.value > MOST) return [];
    const isBelow = BELOW.test(` ${said.slice(0, at - number.length).join(" ")}`);
    return [{ unit, value: isBelow ? number.value - HALF_A_YEAR : number.value }];
  });
}
/** "dưới 14 tuổi", "chưa đủ 14 tuổi", "chưa tới 15 năm": somebody of less. */
const BELOW = / (?:duoi|chua|chua (?:du|toi|den|tron|day))$/;
const HALF_A_YEAR = 0.5;
const WHEN = new Set(["roi", "nay", "truoc", "qua", "sau", "nua"]);
const MOST = 120;

/** The number that stands before a word, and in how many words it is said. */
function numberBefore(said: readonly string[], at: number): { value: number; length: number } | undefined {
  const last = said[at - 1] ?? "";
  if (/^\d+$/.test(last)) return { value: Number(last), length: 1 };
  for (let length = LONGEST_NUMBER; length > 0; length--) {
    const value = at >= length ? IN_WORDS.get(said.slice(at - length, at).join(" ")) : undefined;
    if (value !== undefined) return { value, length };
  }
  return undefined;
}
