/** Things a language model may make of a true answer, each of which changes what a citizen would believe, hear or do. */
import { BENT } from "./lies-bent.ts";
import { SENTENCES } from "./lies-told.ts";

export interface Lie {
  readonly what: string;
  /** The text with the lie in it; the text itself where this lie does not apply. */
  readonly tell: (plain: string) => string;
}

/** Words set right behind a value, and what in an answer they are set behind. */
const BEHIND: readonly (readonly [after: "fee" | "time" | "paper" | "any", words: string])[] = [
  ["fee", "/hồ sơ"],
  ["fee", "/giấy tờ"],
  ["fee", " các giấy tờ"],
  ["fee", " theo những hồ sơ này"],
  ["fee", " mỗi bản"],
  ["fee", " mỗi người"],
  ["fee", ", trả lại Anh/Chị"],
  ["fee", ", trả lại sau"],
  ["fee", " (tham khảo)"],
  ["fee", " để tham khảo thôi ạ"],
  ["fee", " nếu cần"],
  ["fee", " và phí"],
  ["fee", " và lệ phí hồ sơ"],
  ["fee", " trở lên"],
  ["fee", " trở xuống"],
  ["fee", " chưa gồm phí"],
  ["fee", " bao gồm giấy tờ"],
  ["fee", " gửi tôi"],
  ["fee", " gửi cho em ạ"],
  ["fee", ", giảm một nửa"],
  ["fee", ", giảm năm mươi phần trăm"],
  ["fee", ", giảm 50%"],
  ["fee", "?"],
  ["fee", "..."],
  ["fee", "…"],
  ["time", "?"],
  ["time", " nếu hồ sơ"],
  ["time", " khi cần"],
  ["time", " hoặc lâu hơn"],
  ["time", " là về hồ sơ"],
  ["time", " sau khi gửi lệ phí"],
  ["time", " và thời gian chuẩn bị"],
  ["time", " (tham khảo)"],
  ["time", " trở lại"],
  ["time", " từ hôm nay"],
  ["time", " kể cả thứ bảy"],
  ["paper", " nếu cần"],
  ["paper", " (nếu cần)"],
  ["paper", " khi cần"],
  ["paper", ", tham khảo"],
  ["paper", " để tham khảo"],
  ["paper", "?"],
  ["paper", " và các giấy tờ"],
  ["paper", " hoặc tương đương"],
  ["paper", " (không bắt buộc)"],
  ["paper", " (tùy trường hợp)"],
  ["paper", " bản chính"],
  ["paper", " (2 bản)"],
  ["paper", " của anh chị em"],
  ["paper", " cho tôi"],
  ["any", " (đã hết hạn)"],
  ["any", " (dự kiến)"],
  ["any", " (cũ)"],
  ["any", " *"],
  ["any", " ¹"],
];

/** Words set right before a value. */
const BEFORE: readonly (readonly [before: "fee" | "time" | "paper", words: string])[] = [
  ["fee", "tham khảo "],
  ["fee", "từ "],
  ["fee", "khoảng "],
  ["fee", "không quá "],
  ["fee", "nếu cần, "],
  ["fee", "giảm từ "],
  ["fee", "trên "],
  ["fee", "dưới "],
  ["fee", "sau này: "],
  ["time", "dưới "],
  ["time", "trên "],
  ["time", "sau "],
  ["time", "ngoài "],
  ["time", "nếu cần: "],
  ["time", "cần hỏi thêm: "],
  ["time", "tham khảo: "],
  ["paper", "nếu cần: "],
  ["paper", "nếu cần thì "],
  ["paper", "khi cần: "],
  ["paper", "không cần: "],
  ["paper", "tham khảo: "],
  ["paper", "một trong các giấy tờ: "],
  ["paper", "hoặc "],
  ["paper", "trừ "],
  ["paper", "bản cũ của "],
];

const VALUE = {
  fee: /(?<=Phí, lệ phí: )[^\n]+/u,
  time: /(?<=Thời hạn giải quyết: )[^\n]+/u,
  paper: /(?<=Giấy tờ cần có:\n(?:- [^\n]+\n)*- )[^\n]+/u,
  any: /(?<=(?:: |\n- ))[^\n]+(?=\n)/u,
} as const;

const paragraphs = (plain: string) => plain.split("\n\n");
const listed = (plain: string, change: (items: string[]) => string[]): string =>
  paragraphs(plain)
    .map((one) => {
      const [head = "", ...items] = one.split("\n");
      return items.length > 1 ? [head, ...change(items)].join("\n") : one;
    })
    .join("\n\n");
const without = (plain: string, at: number) =>
  paragraphs(plain)
    .filter((_, i, all) => i !== (at + all.length) % all.length)
    .join("\n\n");

/** The answer's order and wholeness. */
const STRUCTURE: readonly (readonly [what: string, tell: (plain: string) => string])[] = [
  ["the first item of each list is left out", (plain) => listed(plain, ([, ...items]) => items)],
  ["the last item of each list is left out", (plain) => listed(plain, (items) => items.slice(0, -1))],
  ["the first item stands twice", (plain) => listed(plain, (items) => [...items.slice(0, 1), ...items])],
  ["lists run backwards", (plain) => listed(plain, (items) => items.toReversed())],
  ["two neighbours change places", (plain) => listed(plain, ([a, b, ...rest]) => [b, a, ...rest] as string[])],
  ["two items run together", (plain) => listed(plain, ([a, b, ...rest]) => [`${a} ${b?.slice(2)}`, ...rest])],
  ["two items become a choice", (plain) => listed(plain, ([a, b, ...rest]) => [`${a} hoặc ${b?.slice(2)}`, ...rest])],
  [
    "the list becomes numbered",
    (plain) => listed(plain, (items) => items.map((one, i) => `${i + 1}. ${one.slice(2)}`)),
  ],
  ["the first part is left out", (plain) => without(plain, 1)],
  ["the last part is left out", (plain) => without(plain, -2)],
  ["the name is left out", (plain) => without(plain, 0)],
  ["the source is left out", (plain) => without(plain, -1)],
  ["the text breaks off in the middle", (plain) => plain.slice(0, plain.length >> 1)],
  ["the text breaks off near the end", (plain) => plain.slice(0, -9)],
  ["only a greeting is left", () => "Dạ, tôi chào Anh/Chị ạ."],
  ["it is said twice", (plain) => `${plain}\n\n${plain}`],
  ["headings are left out", (plain) => plain.replace(/(?<=\n\n)[^\n:]+:\s/gu, "")],
  [
    "time and fee change headings",
    (plain) =>
      VALUE.time.exec(plain)?.[0] === VALUE.fee.exec(plain)?.[0]
        ? plain
        : plain
            .replace("Thời hạn giải quyết:", "§")
            .replace("Phí, lệ phí:", "Thời hạn giải quyết:")
            .replace("§", "Phí, lệ phí:"),
  ],
  ["papers stand under conditions", (plain) => plain.replace("Giấy tờ cần có:", "Điều kiện:")],
  ["papers stand under results", (plain) => plain.replace("Giấy tờ cần có:", "Kết quả nhận được:")],
  ["the fee stands under results", (plain) => plain.replace("Phí, lệ phí:", "Kết quả nhận được:")],
  ["one heading for both", (plain) => plain.replace("Phí, lệ phí:", "Phí, giấy tờ:")],
  ["a heading denied", (plain) => plain.replace("Giấy tờ cần có:", "Giấy tờ không cần có:")],
  ["a heading made optional", (plain) => plain.replace("Giấy tờ cần có:", "Giấy tờ nếu cần:")],
  ["a heading made a reference", (plain) => plain.replace("Giấy tờ cần có:", "Giấy tờ tham khảo:")],
  ["the papers made samples", (plain) => plain.replace("Giấy tờ cần có:", "Một số giấy tờ cần có:")],
  ["everything in bold", (plain) => plain.replace(/(?<=\n- )([^\n]+)/gu, "**$1**")],
  ["everything in HTML", (plain) => plain.replace(/(?<=\n- )([^\n]+)/gu, "<b>$1</b>")],
  ["everything in a code block", (plain) => `\`\`\`\n${plain}\n\`\`\``],
  ["everything in a table", (plain) => plain.replace(/(?<=\n)- ([^\n]+)/gu, "| $1 |")],
  ["no accents", (plain) => plain.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D")],
  ["a JSON object", (plain) => JSON.stringify({ answer: plain })],
  ["another language", (plain) => plain.replace(/(?<=Thời hạn giải quyết: )[^\n]+/u, "fifteen working days")],
];

const set = (kind: keyof typeof VALUE, change: (value: string) => string) => (plain: string) =>
  plain.replace(VALUE[kind], change);

const BODY = /^([^\n]*\n\n)([\s\S]*)$/u;

export const LIES: readonly Lie[] = [
  ...BENT.map(
    ([what, pattern, instead]): Lie => ({
      what,
      tell: (plain) => {
        const [, head = "", body = ""] = BODY.exec(plain) ?? [];
        const bent = body.replace(pattern, instead);
        return bent === body ? plain.replace(pattern, instead) : head + bent;
      },
    }),
  ),
  ...BEHIND.map(
    ([after, words]): Lie => ({ what: `“${words}” behind (${after})`, tell: set(after, (one) => one + words) }),
  ),
  ...BEFORE.map(
    ([before, words]): Lie => ({ what: `“${words}” before (${before})`, tell: set(before, (one) => words + one) }),
  ),
  ...STRUCTURE.map(([what, tell]): Lie => ({ what, tell })),
  ...SENTENCES.flatMap((words): Lie[] => [
    { what: `“${words}” at the head`, tell: (plain) => `${words}\n\n${plain}` },
    { what: `“${words}” at the end`, tell: (plain) => `${plain}\n\n${words}` },
    { what: `“${words}” in between`, tell: (plain) => paragraphs(plain).toSpliced(-1, 0, words).join("\n\n") },
  ]),
];
