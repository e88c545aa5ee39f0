import type { Wording } from "../messages/index.ts";
import { fold, isAccented, lower, words } from "../text/index.ts";
import { type Advance, answerFlow, type FlowContext, repeatQuestion, startFlow } from "./flow/advance.ts";
import type { Flow } from "./flow/schema.ts";
import type { FlowPosition } from "./state.ts";

/** Whoever chose it hears what it means. */
export function toldUnnamed<C>(advance: Advance<C>, { wording }: { readonly wording: Wording }): Advance<C> {
  return advance.position ? { ...advance, replies: [wording.say("da_ghi_an_danh"), ...advance.replies] } : advance;
}

/** As the question for name and telephone keeps it. */
export const UNNAMED = "ẩn danh";

export interface StayingUnnamed {
  /** What the message says besides; empty when it says nothing else. */
  readonly rest: string;
}

const HIDDEN = "(?:ẩn danh|giấu tên|nặc danh)";
const NAME = "(?:rõ )?(?:(?:họ )?tên(?: tuổi)?|danh tính)";
const SELF = "(?:tôi|em|mình|cháu|tui|chúng tôi|bà con)";
const TELL = "(?:nêu|nói|xưng|khai|tiết lộ|để lộ|lộ|cho biết|công khai|ghi|để|lưu|cần|hỏi|lấy|điền)(?: lại)?";
const NOT = "(?:không|ko|chẳng|đừng|k|khỏi|hông|hổng|miễn)";
/** Words that only lead up to it: "xin được gửi", "cho em". */
const LEADS = `(?:${SELF}|xin|muốn|cho|phép|được|gửi|báo|phản ánh|kiến nghị|góp ý|nhắn|ở chế độ)`;
const FILLER = "(?:dạ|vậy|thế|rứa|ạ|nhé|nha|nhe|giúp|thì|với|vì|à|ừ|vâng|thôi|khỏi|luôn|đi|đâu|anh|chị|bot)";

/** The whole of a clause ("…, ẩn danh nhé"). */
const OWN_CLAUSE = `^(?:${FILLER} |${LEADS} )*(?:${HIDDEN}|${NOT} (?:muốn |cần |xin |dám |phải )?${TELL} ${NAME}|khỏi ${NAME})(?: (?:${FILLER}|của|ra|có|được|không|ko|chứ|${SELF}))*$`;
/** Within a sentence only one's own wish is one: "số ẩn danh gọi lừa tôi" is none. */
const OWN_WISH = [
  `${SELF} (?:${LEADS} )*${HIDDEN}`,
  `(?:xin|muốn) (?:${LEADS} )*${HIDDEN}`,
  `^(?:phản ánh|gửi|báo|kiến nghị|góp ý) ${HIDDEN}`,
  `(?:${SELF} )?${NOT} (?:muốn|xin|dám|thích|tiện) ${TELL} ${NAME}`,
  // "đừng ghi tên tôi vào danh sách" is about a list.
  `(?:đừng|khỏi) ${TELL} ${NAME}(?: của)? ${SELF}(?! (?:vào|vô|trong|trên|ở))`,
].join("|");

const plain = (pattern: string) => pattern.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
const bounded = (pattern: string) => new RegExp(String.raw`(?<!\p{L})(?:${pattern})(?!\p{L})`, "u");
/** Why they wish it, and nothing of the matter: "sợ bị trả thù", "ngại người ta biết". */
const FEAR = "(?:sợ|ngại|lo|bị|sẽ|lắm|trả thù|trả đũa|trù dập|liên lụy|rắc rối|phiền|người ta|họ|biết|ghét|làm khó)";
const NOTHING_TOLD = new RegExp(
  plain(String.raw`(?<!\p{L})(?:${LEADS}|${FILLER}|${FEAR}|${NOT}|mà|có|việc|chuyện|này|một|về)(?!\p{L})`),
  "gu",
);
const CLAUSE = new RegExp(plain(OWN_CLAUSE), "u");
const WISH = bounded(OWN_WISH);
const PLAIN_WISH = bounded(plain(OWN_WISH));

/** The wish to stay unnamed, said with or instead of something else; undefined when a message does not hold it. */
export function stayingUnnamed(text: string): StayingUnnamed | undefined {
  const clauses = text.normalize("NFC").split(/(?<=[,.;:!?()\n–])|(?=[(])|(?<=\s-)(?=\s)/u);
  const told = clauses.filter((clause) => !CLAUSE.test(fold(words(clause).join(" "))));
  if (told.length < clauses.length) return { rest: tidy(told.join("")) };
  const whole = text.normalize("NFC");
  const wish = isAccented(whole) ? WISH.exec(lower(whole)) : PLAIN_WISH.exec(fold(whole));
  if (!wish) return undefined;
  return {
    rest: tidy(`${whole.slice(0, wish.index).trimEnd()} ${whole.slice(wish.index + wish[0].length).trimStart()}`),
  };
}

/** Without the marks that stood between what was left out and the rest; empty when only words that lead up to it are left. */
function tidy(text: string): string {
  const trimmed = text.replace(/^[\s,.;:!?()–-]+|[\s,;:(–-]+$/gu, "");
  return fold(words(trimmed).join(" ")).replace(NOTHING_TOLD, "").trim() === "" ? "" : trimmed;
}

/**
 * Goes on from a message that holds the wish where something else was asked: it is kept, and what is said besides is the answer. At the
 * confirmation the report is shown once more.
 */
export function goOnUnnamed<C>(
  flow: Flow,
  position: FlowPosition,
  said: { readonly text: string; readonly rest: string },
  context: FlowContext<C>,
): Advance<C> {
  const saved = { ...position.saved, contact: UNNAMED };
  if (position.step === "xac-nhan") return startFlow(flow, saved, context);
  const held = { ...position, saved };
  if (said.rest === "")
    return { position: held, replies: repeatQuestion(flow, held, context), commands: [], misunderstood: 0 };
  // What happened is kept in the citizen's own words.
  const isStory = position.step === "noi-dung" && said.rest.length >= LEAST_STORY;
  return answerFlow(flow, held, isStory ? said.text : said.rest, context);
}

const LEAST_STORY = 10;
