import { fold, words } from "../../text/index.ts";

/** What is said of a numbered list of parts. `nth` counts from 1. */
export type PartsChange =
  | { readonly kind: "all_right" }
  | { readonly kind: "right"; readonly nth: number }
  | { readonly kind: "without"; readonly nths: readonly number[] }
  | { readonly kind: "only"; readonly nths: readonly number[] }
  | { readonly kind: "instead"; readonly nth: number; readonly text: string };

const PART = "(?:ý|y|phần|phan|mục|muc|điểm|diem)";
const NTH =
  "(?:thứ |thu |số |so )?(\\d{1,2}|một|mot|nhất|nhat|đầu(?: tiên)?|dau(?: tien)?|hai|nhì|ba|bốn|bon|tư|năm|nam|cuối|cuoi)";
const ONE = `${PART} ?${NTH}`;
const AROUND = "(?:dạ |da |vâng |vang |ok |thì |thi |còn |con |cái |cai |cho (?:tôi|em|toi) )*";
const END = "(?: (?:ạ|a|nhé|nhe|nha|đi|di|giúp tôi|giup toi|luôn|luon|thôi|thoi|rồi|roi))*";
const LEAVE_OUT = "(?:bỏ|bo|xóa|xoá|xoa|loại|loai|không gửi|khong gui|thôi|thoi)";

const cue = (source: string) => new RegExp(`^${AROUND}${source}${END}$`, "iu");

const ANOTHER = `(?:(?: (?:và|va|với|voi|cả|ca)|,) (?:${PART} ?)?${NTH})?`;
const WITHOUT = [
  cue(`${LEAVE_OUT} (?:${PART} ?)?${NTH}${ANOTHER}`),
  cue(`${ONE}${ANOTHER} (?:thì |thi )?${LEAVE_OUT}`),
];
const RIGHT = [
  cue(`${ONE} (?:là |la )?(?:đúng|dung|chuẩn|chuan|được|duoc|ok|oke)`),
  cue(`(?:đúng|dung|gửi|gui) ${ONE}`),
];
const ONLY = cue(`(?:chỉ|chi) (?:gửi |gui |giữ |giu |lấy |lay )?${ONE}${ANOTHER}`);
const INSTEAD = [
  new RegExp(
    `^${AROUND}(?:sửa |sua )?${ONE} (?:sai|chưa đúng|chua dung|không đúng|khong dung)[ ,.:;-]*(?:rồi |roi )?[,.]?\\s*(?:phải |phai )?(?:là|la|thành|thanh)?[ :]*(.{5,})$`,
    "isu",
  ),
  new RegExp(
    `^${AROUND}(?:sửa |sua )?${ONE} ?(?:(?:phải |phai )?(?:là|la)|(?:lại |lai )?(?:thành|thanh)|:)[ :]*(.{5,})$`,
    "isu",
  ),
];

const ALL_RIGHT = new Set([
  ...["dung het", "dung ca", "dung roi", "dung", "dung vay", "dung het roi", "du roi", "ok het", "chuan", "chuan het"],
  ...[
    "dong y",
    "ok",
    "oke",
    "gui het",
    "gui di",
    "gui",
    "gui ca",
    "vang",
    "u",
    "uh",
    "phai",
    "chinh xac",
    "da dung",
    "xac nhan",
  ],
  ...["dung tat ca", "tat ca deu dung", "deu dung", "dung ca roi", "nhu vay", "nhu vay di", "duoc", "dung y toi"],
]);
/** "đừng" and "dừng" are no "đúng": marks that were typed count. */
const STOP = /^(?:(?:dạ|thôi) )*(?:đừng|dừng)(?!\p{L})/iu;
const PARTICLES = /^(?:(?:da|vang|ok|u) )+(?=\S)|(?: (?:a|nhe|nha|di|em|ban|luon|day))+$/g;

const NUMBERS: Readonly<Record<string, number>> = {
  ...{ mot: 1, nhat: 1, dau: 1, "dau tien": 1, hai: 2, nhi: 2, ba: 3, bon: 4, tu: 4, nam: 5 },
};

/** The next change begins where a part is named again: "ý 1 sai, phải là …, còn ý 2 bỏ". */
const NEXT = new RegExp(
  `\\s*[,;.]?\\s+(?=(?:còn |con |và |va )?(?:${ONE}|(?:${LEAVE_OUT}|sửa|sua|chỉ|chi) ${ONE})(?!\\p{L}))`,
  "giu",
);

const LEADS = new RegExp(`^(?:còn|con|và|va|sửa|sua|chỉ|chi|${LEAVE_OUT})$`, "iu");

/** Reads an answer to "are these the parts?"; undefined when it says nothing of them. `count`: how many there are. */
export function partsAnswer(text: string, count: number): readonly PartsChange[] | undefined {
  if (STOP.test(text.trim().normalize("NFC"))) return undefined;
  const said = fold(words(text).join(" "));
  if (ALL_RIGHT.has(said) || ALL_RIGHT.has(said.replace(PARTICLES, ""))) return [{ kind: "all_right" }];
  const whole = changeIn(text, count);
  const each = whole && whole.kind !== "instead" ? [whole] : clausesOf(text).map((clause) => changeIn(clause, count));
  if (each.length > 0 && each.every((change) => change !== undefined)) return each;
  return whole && [whole];
}

/** "ý 1 sai, phải là A. Ý 2 bỏ" is two clauses. */
const clausesOf = (text: string): string[] => {
  const clauses: string[] = [];
  let from = 0;
  for (const { index, 0: gap } of text.matchAll(NEXT)) {
    const clause = text.slice(from, index).trim();
    // "chỉ" and "bỏ" stand before the part they are about.
    if (clause === "" || LEADS.test(clause)) continue;
    clauses.push(clause);
    from = index + gap.length;
  }
  return [...clauses, text.slice(from).trim()].map((clause) => clause.replace(/^(?:còn|con|và|va) /iu, ""));
};

function changeIn(clause: string, count: number): PartsChange | undefined {
  const plain = clause.trim().replace(/[.!,;]+$/, "");
  const nthsIn = (patterns: readonly RegExp[]) =>
    patterns.map((pattern) => numbersIn(pattern.exec(plain), count)).find((nths) => nths.length > 0);
  const without = nthsIn(WITHOUT);
  if (without) return { kind: "without", nths: without };
  const [right] = nthsIn(RIGHT) ?? [];
  if (right) return { kind: "right", nth: right };
  const only = nthsIn([ONLY]);
  return only ? { kind: "only", nths: only } : insteadIn(plain, count);
}

/** The parts named; none where one of them is not there. */
function numbersIn(found: RegExpExecArray | null, count: number): readonly number[] {
  const nths = (found?.slice(1) ?? []).flatMap((written) => (written ? [numberOf(written, count)] : []));
  return nths.every((nth) => nth !== undefined) ? nths : [];
}

function insteadIn(plain: string, count: number): PartsChange | undefined {
  for (const pattern of INSTEAD) {
    const found = pattern.exec(plain);
    const nth = found?.[1] && numberOf(found[1], count);
    const text = found?.[2]?.trim();
    if (nth && text) return { kind: "instead", nth, text };
  }
  return undefined;
}

function numberOf(written: string, count: number): number | undefined {
  const said = fold(written);
  const nth = said === "cuoi" ? count : (NUMBERS[said] ?? Number(said));
  return nth >= 1 && nth <= count ? nth : undefined;
}
