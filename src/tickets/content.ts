import { z } from "zod";
import { findPhrases, indexPhrases, type PhraseIndex } from "../departments/index.ts";
import { CONTENT_CODES, type ContentCode, fits, type RecordType } from "./ticket.ts";

/** knowledge/contents.yaml */
export const ContentsFile = z.strictObject({
  contents: z
    .array(z.strictObject({ id: z.enum(CONTENT_CODES), words: z.array(z.string().min(2)).min(1) }))
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, "mỗi nội dung một dòng"),
});

/** How people speak of the contents of NĐ 20/2008/NĐ-CP Đ5. */
export type ContentCues = PhraseIndex;

export const contentCues = ({ contents }: z.infer<typeof ContentsFile>): ContentCues =>
  indexPhrases(contents.map(({ id, words }) => ({ id, phrases: words })));

/** One of the eight contents, and how sure the words make it: 0 to 1. Null: none of them, or not said. */
export interface ContentReading {
  readonly code: ContentCode | null;
  readonly confidence: number;
}

/** Below this a person should look; it is kept all the same, as the one most likely. */
export const CONTENT_SURE = 0.55;
/** A regulation is complained about, and the words do not say in which way: the article's "other problems" (Đ5.6). */
const REST: ContentReading = { code: "qd.khac", confidence: 0.3 };
const NONE: ContentReading = { code: null, confidence: 0 };

/** The codes that go with a kind of record, in the article's order. */
export const contentsFor = (recordType: RecordType): readonly ContentCode[] =>
  CONTENT_CODES.filter((code) => fits(recordType, code));

/** What a report's words make it. Behaviour has one content only; the others are told apart by how people speak of them. */
export function contentOf(recordType: RecordType, text: string, cues: ContentCues): ContentReading {
  const possible = contentsFor(recordType);
  const [only] = possible;
  if (only === undefined) return NONE;
  if (possible.length === 1) return { code: only, confidence: 1 };
  const [first, second] = scored(text, possible, cues);
  if (first === undefined) return recordType === "pakn_quy_dinh" ? REST : NONE;
  const share = first.score / (first.score + (second?.score ?? 0));
  return { code: first.code, confidence: share * (1 - 2 ** -first.score) };
}

function scored(text: string, possible: readonly ContentCode[], cues: ContentCues) {
  const found = findPhrases(text, cues);
  return possible
    .map((code) => ({ code, score: found.reduce((sum, { id, weight }) => sum + (id === code ? weight : 0), 0) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}
