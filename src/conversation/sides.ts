import { fold, isSyllable, words } from "../text/index.ts";
import { clausesIn, segmentsOf, turnsAway } from "./segments.ts";
import type { SortShares } from "./sorts.ts";
import { isReport, type Understand, type Understanding } from "./understand.ts";

/** From these shares on a clause is taken to ask, or to tell of something to be put right. */
const ASKS = 0.8;
const TELLS = 0.75;
/** Cut short, what is told of something dangerous may be half a call for help; it has to tell at least so much. */
const LEAST_SHARE = 0.15;
const LEAST_TOLD = 5;
const MOST_CLAUSES = 8;

type Side = "asks" | "tells" | "either";
interface Half {
  readonly text: string;
  readonly side: Side;
}

/**
 * The sentences of a message, each cut where it turns from asking to telling or back ("khai sinh cần gì, mà cái trạm bơm hư từ trước
 * tết"). Empty where no sentence surely does both.
 */
export function sidesOf(text: string, understand: Understand): string[] {
  const cut = segmentsOf(text).map((sentence) => halvesOf(sentence, understand));
  return cut.some((halves) => halves.length > 1) ? cut.flat() : [];
}

function halvesOf(sentence: string, understand: Understand): string[] {
  const clauses = clausesIn(sentence);
  if (clauses.length > MOST_CLAUSES || !clauses.slice(1).some(turnsAway)) return [sentence];
  const halves = clauses.map((text) => ({ text, side: sideOf(text, understand(text)) })).reduce(joined, []);
  if (halves.length < 2) return [sentence];
  return halves.map(({ text }) => text.replace(/[\s,–-]+$/u, "").trim());
}

/**
 * What is on neither side belongs to what stands before it, and at the beginning to what follows. Nor is it cut where nothing says
 * that another matter begins: "bão quật đổ hết rừng, xin hỗ trợ làm sao" asks, and tells why.
 */
function joined(halves: readonly Half[], { text, side }: Half): readonly Half[] {
  const last = halves.at(-1);
  const isTurn = last && side !== last.side && side !== "either" && last.side !== "either";
  if (!last || (isTurn && turnsAway(text))) return [...halves, { text, side }];
  const both = isTurn ? "asks" : last.side === "either" ? side : last.side;
  return [...halves.slice(0, -1), { text: last.text + text, side: both }];
}

function sideOf(clause: string, understood: Understanding): Side {
  const { sort, asks, seeks } = understood;
  if (!sort) return "either";
  if (sort.question >= ASKS) return "asks";
  const isWhole = words(fold(clause)).filter(isSyllable).length >= LEAST_TOLD;
  return isWhole && !asks && !seeks && tells(sort, isReport(understood)) ? "tells" : "either";
}

/** `isSaid`: a phrase of a report stands there. */
function tells({ report, propose, late, praise, denounce, emergency }: SortShares, isSaid: boolean): boolean {
  const told = report + propose + late + praise + denounce;
  return told >= LEAST_SHARE && (isSaid || told + emergency >= TELLS);
}
