import type { SpokenTurn } from "../messages/index.ts";
import { fold, lower, words } from "../text/index.ts";

/** "xin cho biết họ tên", "anh tên gì", "cho em xin quý danh". */
const ASKS_NAME =
  /(?<!\p{L})(?:ho (?:va )?ten|quy danh|danh tinh|(?:xin|biet|cho|doc|hoi|goi) (?:\S+ ){0,3}ten|ten (?:\S+ ){0,2}(?:gi|la gi|chi|sao)|ten (?:anh|chi|bac|co|chu|minh|ong|ba|day du))(?!\p{L})/u;

const LEAD =
  /^(?:(?:dạ|vâng|à|ừ|ờ|thưa|rồi|vậy|ghi|tên|họ tên|là|tôi|em|tui|mình|cháu|con|bác|cô|chú|anh|chị|ông|bà)[\s,]+)*/iu;
const WRITTEN = /^\p{Lu}\p{Ll}*(?:\s\p{Lu}\p{Ll}*){1,4}(?![\p{L}])/u;

/** Family names of nearly everybody: a recogniser may write a name small. */
const FAMILY = new Set(
  "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn trịnh trương lâm mai đào cao hà lưu lương thái châu tạ phùng tô vương".split(
    " ",
  ),
);
const PLAIN_FAMILY = new Set([...FAMILY].map(fold));
const LONGEST_SMALL = 4;

/** It begins as most people's names do, with or without accents. */
export const mayBeFamily = (text: string): boolean => PLAIN_FAMILY.has(fold(words(text)[0] ?? ""));

export interface NameTold {
  readonly text: string;
  /** Of the turn. */
  readonly index: number;
}

/** The name somebody gave when asked for it, and the turn it stands in; undefined where nothing surely is one. */
export function nameAnswered(turns: readonly SpokenTurn[], said: readonly SpokenTurn[]): NameTold | undefined {
  for (const [at, turn] of turns.entries()) {
    const before = turns[at - 1];
    if (!before || !said.includes(turn) || before.speaker === "caller" || !ASKS_NAME.test(fold(before.text))) continue;
    const text = nameIn(turn.text);
    if (text) return { text, index: turn.index };
  }
  return undefined;
}

function nameIn(answer: string): string | undefined {
  const rest = answer.trim().replace(LEAD, "");
  const written = WRITTEN.exec(rest)?.[0];
  if (written) return written;
  // Up to a number or a pause.
  const [first = ""] = rest.split(/[,.;]|\s(?=số|sđt|điện thoại|\d|ạ|nhé|nha)/u);
  const small = words(lower(first));
  const isName = small.length >= 2 && small.length <= LONGEST_SMALL && FAMILY.has(small[0] ?? "");
  return isName ? small.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ") : undefined;
}
