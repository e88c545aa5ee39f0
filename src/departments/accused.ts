import { fold, isAccented } from "../text/index.ts";
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

/** Words after a unit's name that tell how its people behaved. */
const CONDUCT = [
  "thái độ",
  "hách dịch",
  "cửa quyền",
  "quát",
  "mắng",
  "làm khó",
  "gây khó",
  "nhũng nhiễu",
  "sách nhiễu",
  "đòi",
  "vòi",
  "gợi ý",
  "đùn đẩy",
  "không tiếp",
  "không nghe máy",
  "thiếu trách nhiệm",
];
/** Who is written to is not who is complained about. */
const ADDRESSED = ["kính gửi", "gửi", "đề nghị", "mong", "nhờ", "kính mong", "kính nhờ"];

const REACH = 4;
/** A name of two syllables, somewhere in the text; "một cửa" is one. */
const LEAST = 1.9;

/** Typed without accents, single syllables mean too many things. */
const says = (words: readonly string[], list: readonly string[], isPlain: boolean) => {
  const text = ` ${words.join(" ")} `;
  const cues = isPlain ? list.filter((word) => word.includes(" ")).map(fold) : list;
  return cues.some((word) => text.includes(` ${word} `));
};

/** The unit whose people the text complains about, as far as its words say so; undefined when they do not. */
export function accusedIn(text: string, directory: Directory): Accused | undefined {
  const words = wordsOf(text);
  const isPlain = !isAccented(text);
  const named = findPhrases(text, directory.unitNames)
    .map((match) => {
      const before = words.slice(Math.max(0, match.from - REACH), match.from);
      const name = words.slice(match.from, match.to + 1);
      const after = words.slice(match.to + 1, match.to + 1 + REACH);
      const head = says([...before, ...name], HEADS, isPlain);
      const people = head || says([...before, ...name], PEOPLE, isPlain) || says(after, CONDUCT, isPlain);
      const addressed = says(before.slice(-2), ADDRESSED, isPlain);
      return { department: match.id, head, meant: people && !addressed, weight: match.weight };
    })
    .filter(({ meant, weight }) => meant && weight >= LEAST)
    .sort((a, b) => b.weight - a.weight);
  return named[0] && { department: named[0].department, head: named[0].head };
}
