import { fold, isAccented, lower } from "../text/index.ts";
import type { Typing } from "./cues.ts";

/** Who holds an office, in accented words. */
export const HOLDERS =
  "cán bộ|công chức|chủ tịch|bí thư|trưởng thôn|trưởng ấp|trưởng bản|trưởng xóm|trưởng khóm|trưởng khu|tổ trưởng|thôn trưởng|ấp trưởng|công an|cảnh sát|csgt|an ninh khu vực|an ninh cơ sở|dân phòng|bảo vệ dân phố|địa chính|tư pháp|văn thư|kế toán xã|kế toán phường|kế toán thôn|kế toán hợp tác xã|kế toán htx|kế toán trường|thủ quỹ|chi bộ|thanh tra|kiểm lâm|quản lý thị trường|quản lý đô thị|trật tự đô thị|đội trật tự|nhân viên thuế|thuế vụ|hiệu trưởng|hiệu phó|hội trưởng|dân quân|xã đội|biên phòng|hải quan|lãnh đạo xã|lãnh đạo phường|trưởng phòng|phó phòng|trạm trưởng|trưởng trạm|ông thôn|ông ấp|ông mặt trận|bà mặt trận|chủ nhiệm";
/** Who is told of it or only played has done nothing. */
const TOLD =
  "báo|gọi|trình|thưa|nhờ|kêu|mong|đề nghị|gửi|hỏi|với|giả|giả danh|mạo danh|tự xưng|xưng là|xưng|làm|thi|cho|lên|ra";

/** A list of words as a pattern of a text in words between spaces; "_" is at most four words, "__" at most ten. */
export const wordsAs =
  (spelt: (text: string) => string) =>
  (source: string): string =>
    spelt(source).replaceAll("__", "(?:\\S+ ){0,10}?").replaceAll("_", "(?:\\S+ ){0,4}?");
export type Words = ReturnType<typeof wordsAs>;

/** Somebody who holds an office, or one of `others`, and does it themselves. */
export function holderPattern(words: Words, others = ""): string {
  const before = `(?<! (?:${words(TOLD)})(?: (?:${words("ông|bà|anh|chị|bên|cho|các|mấy")}))? )`;
  return `${before}(?:${words(others ? `${HOLDERS}|${others}` : HOLDERS)})`;
}

/** A pattern for texts typed with accents and one for those without. */
export function inBothTypings<T>(patternsIn: (words: Words, typing: Typing) => T): (text: string) => T {
  const accented = patternsIn(
    wordsAs((text) => text),
    "accented",
  );
  const plain = patternsIn(wordsAs(fold), "folded");
  return (text) => (isAccented(text) ? accented : plain);
}

const namedIn = inBothTypings((words) => new RegExp(` (?:${words(HOLDERS)}) `, "u"));

/** Somebody who holds an office is spoken of. */
export function namesHolder(text: string): boolean {
  const named = namedIn(text);
  return sentencesIn(text).some((said) => named.test(said));
}

/** Each sentence as it is typed, in words between spaces. */
export function sentencesIn(text: string): readonly string[] {
  const typed = isAccented(text) ? lower(text) : fold(text);
  return typed.split(/[.;!?\n]+/u).map((one) => ` ${(one.match(/[\p{L}\p{N}]+/gu) ?? []).join(" ")} `);
}
