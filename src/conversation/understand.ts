import { z } from "zod";
import { fold, isAccented, words } from "../text/index.ts";

/** knowledge/intents.yaml: in order of urgency, how each intent is recognised. */
export const IntentsFile = z.array(
  z.strictObject({
    intent: z.string(),
    say: z.array(z.coerce.string()).min(1),
    unless: z.array(z.coerce.string()).optional(),
  }),
);
export type IntentsFile = z.infer<typeof IntentsFile>;

/** One intent found in a text; `at` is the first word of its cue. */
export interface Sighting {
  readonly intent: string;
  readonly cue: string;
}

export interface Understanding {
  /** Everything the text asks for, most urgent first; empty when only a question can be meant. */
  readonly sightings: readonly Sighting[];
}

/** Recognises intents in a citizen's words, with or without accents. */
export type Understand = (text: string) => Understanding;

interface Cue {
  readonly shown: string;
  readonly accented: string;
  readonly folded: string;
}

const padded = (list: readonly string[]) => ` ${list.join(" ")} `;
const cue = (phrase: string): Cue => ({ shown: phrase, accented: padded(words(phrase)), folded: padded(words(fold(phrase))) });

export function createUnderstanding(file: IntentsFile, standardise: (text: string) => readonly string[]): Understand {
  const rules = file.map(({ intent, say, unless }) => ({ intent, say: say.map(cue), unless: (unless ?? []).map(cue) }));
  return (text) => {
    const accented = isAccented(text);
    const standard = standardise(text);
    const haystacks = [padded(words(text)), padded(standard)].map((hay) => (accented ? hay : fold(hay)));
    const has = (c: Cue) => haystacks.some((hay) => hay.includes(accented ? c.accented : c.folded));
    const sightings = rules.flatMap(({ intent, say, unless }): Sighting[] => {
      const found = say.find(has);
      return found && !unless.some(has) ? [{ intent, cue: found.shown }] : [];
    });
    return { sightings };
  };
}

const EMERGENCY = /^(khan_cap\.|tu_hai$)/;
export const isEmergency = (intent: string): boolean => EMERGENCY.test(intent);

/** Intents that become a ticket, and the record type each suggests. */
export const FEEDBACK_RECORD: Readonly<Record<string, string>> = {
  ho_so_tre: "ho_so_tre",
  pakn_hanh_vi: "pakn_hanh_vi",
  kien_nghi: "kien_nghi",
  pakn_quy_dinh: "pakn_quy_dinh",
  loi_ky_thuat: "pakn_quy_dinh",
  hien_truong: "hien_truong",
  phan_anh: "hien_truong",
  khen_gop_y: "khen_gop_y",
};

const SEPARATOR = /(?<=[.!?…])\s+|\n+|;\s+|\s*[,.]?\s+(?=(?:ngoài ra|tiện thể|nhân tiện|với lại|còn nữa|thêm nữa|ngoai ra|tien the|nhan tien|voi lai)\b)/iu;

/** Cuts a message where one matter may end and another begin. */
export function segmentsOf(text: string): string[] {
  return text
    .split(SEPARATOR)
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
}
