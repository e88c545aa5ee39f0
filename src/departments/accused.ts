import type { Directory } from "./directory.ts";
import { findPhrases, wordsOf } from "./phrases.ts";

/** The unit a complaint is about; `head` when it is about the one who leads it. */
export interface Accused {
  readonly department: string;
  readonly head: boolean;
}

/** Titles that make a unit's name the name of its head. */
const HEADS = [
  "chủ tịch",
  "phó chủ tịch",
  "trưởng phòng",
  "phó phòng",
  "giám đốc",
  "chánh văn phòng",
  "trưởng công an",
  "trưởng trạm",
  "lãnh đạo",
  "chỉ huy trưởng",
  "bí thư",
];
/** Words before a unit's name that say its people, not only its place, are spoken of. */
const PEOPLE = [
  "cán bộ",
  "nhân viên",
  "công chức",
  "chuyên viên",
  "người của",
  "anh",
  "chị",
  "ông",
  "bà",
  "mấy người",
  "đồng chí",
  "thái độ",
];

const REACH = 4;

/** The unit whose people the text complains about, as far as its words say so; undefined when they do not. */
export function accusedIn(text: string, directory: Directory): Accused | undefined {
  const words = wordsOf(text);
  const named = findPhrases(text, directory.unitNames)
    .filter((match) => match.weight >= 2)
    .map((match) => {
      const around = ` ${words.slice(Math.max(0, match.from - REACH), match.to + 1).join(" ")} `;
      const says = (list: readonly string[]) => list.some((word) => around.includes(` ${word} `));
      return { department: match.id, head: says(HEADS), spokenOf: says(HEADS) || says(PEOPLE), weight: match.weight };
    })
    .sort((a, b) => Number(b.spokenOf) - Number(a.spokenOf) || b.weight - a.weight);
  const [first] = named;
  return first?.spokenOf ? { department: first.department, head: first.head } : undefined;
}
