import type { Field } from "../catalogue/index.ts";

/** A composed answer and what is needed to take it apart again. */
export interface PlainAnswer {
  /** The full form: paragraphs of "heading: value" or a heading with a list, the last of them the source. */
  readonly text: string;
  /** The procedure's name. */
  readonly name: string;
  readonly headings: Readonly<Record<Field, string>>;
  /** The sentences by which a part is withheld. */
  readonly refusals: readonly string[];
}

/** Lower case, one kind of space, lines kept: what two wordings are compared in. */
export function even(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join("\n");
}

/** A text to be found as it stands. */
export const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

export function hasWords(text: string, phrase: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal(phrase)}(?![\\p{L}\\p{N}])`, "u").test(text);
}

/** What each part is called besides its heading. */
const TOPICS: Readonly<Record<Field, readonly string[]>> = {
  agency: ["cơ quan"],
  place: ["nơi nộp", "nộp ở", "nộp tại"],
  papers: ["giấy tờ"],
  time_limit: ["thời hạn", "thời gian"],
  fee: ["lệ phí", "phí"],
  steps: ["các bước"],
  conditions: ["điều kiện"],
  forms: ["mẫu đơn", "tờ khai"],
  legal_basis: ["căn cứ"],
  channels: ["cách nộp"],
  result: ["kết quả"],
};

type Topics = ReadonlyMap<Field, readonly string[]>;

export function topicsOf({ headings }: PlainAnswer): Topics {
  return new Map((Object.keys(TOPICS) as Field[]).map((field) => [field, [even(headings[field]), ...TOPICS[field]]]));
}

const ADDRESS = /https?:|www\.|[\p{L}\p{N}-]+\.(?:vn|com|net|org|info|io|gov)(?![\p{L}])/iu;
const PROMISE =
  /chắc chắn|đảm bảo|bảo đảm|cam kết|hứa|yên tâm|nhất định|sẽ (?:được|giải quyết|cấp|xử lý|trả|nhận)|chúng tôi sẽ|tôi sẽ/u;
const PLAIN_SIGNS = /^[\p{L}\p{M}\p{N}\s.,:;!?()/"“”'…–•-]*$/u;

export type OwnWordsFault = "url" | "number" | "promise" | "format" | "own_words";

/** What is wrong with the words the model added. */
export function ownWordsFault(own: readonly string[], plain: PlainAnswer): OwnWordsFault | undefined {
  const text = own.join("\n");
  if (ADDRESS.test(text)) return "url";
  if (/\p{N}/u.test(text)) return "number";
  if (PROMISE.test(text)) return "promise";
  if (!PLAIN_SIGNS.test(text)) return "format";
  return own.every((part) => isCourteous(part, plain)) ? undefined : "own_words";
}

/**
 * Words that carry no fact in any order. Not here on purpose: "có", "được", "vâng" (they answer yes), "không", "chưa", "miễn",
 * "chỉ", "trừ" (they take away), number words, and every noun that names a paper, a place or an authority.
 */
const COURTESIES = new Set(
  `dạ thưa ạ ơi nhé nha xin kính chào mời cảm ơn chúc anh chị quý bạn tôi mình em vui lòng giúp hỗ trợ gửi đây sau dưới trên như
  là về việc các những phần thông tin nội dung chi tiết cụ thể theo để với của cho và thì này kia biết nắm rõ xem hỏi nhắn lại
  nếu cần khi làm thủ tục hồ sơ chuẩn bị gồm bao trả lời câu lưu ý nguồn tham khảo tiện dõi hiểu lo`.split(/\s+/),
);

/** Words that are a courtesy only together: "phí thêm" would be a new fee. */
const COURTEOUS_PHRASES = ["hỏi thêm", "biết thêm", "xem thêm"];

/** Only courtesies, words for parts, and runs of at least two words as they stand in the procedure's name. */
function isCourteous(text: string, plain: PlainAnswer): boolean {
  const named = even(plain.name).match(WORD)?.join(" ") ?? "";
  const phrases = [even(plain.name), ...COURTEOUS_PHRASES, ...[...topicsOf(plain).values()].flat()].sort(
    (a, b) => b.length - a.length,
  );
  const rest = phrases.reduce(
    (left, phrase) => left.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literal(phrase)}(?![\\p{L}\\p{N}])`, "gu"), " . "),
    text,
  );
  return runsOf(rest).every(
    (run) => run.length > 1 && !run.some((word) => TAKES_AWAY.has(word)) && ` ${named} `.includes(` ${run.join(" ")} `),
  );
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const TAKES_AWAY = new Set(["không", "chưa", "miễn", "trừ", "hết", "khỏi"]);

/** Neighbouring words that are no courtesies. */
function runsOf(text: string): string[][] {
  const runs: string[][] = [[]];
  for (const [token] of text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\s]/gu)) {
    if (/[\p{L}\p{N}]/u.test(token) && !COURTESIES.has(token)) runs.at(-1)?.push(token);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}
