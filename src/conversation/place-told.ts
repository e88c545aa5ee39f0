import { fold, isAccented, lower, words } from "../text/index.ts";

/** How a place is told: one that stands by itself ("xóm 3, xã Tuyên Bình"), or more of one known ("gần chợ Mai Hóa", "xã Tuyên Bình"). */
export type PlaceTold = "whole" | "more";

/** By kind of place; typed without accents some are family names as well (Ngô, Dương, Tô, Bàn, Lò, Phương), and a number or "ở" tells. */
const WHOLE =
  "thôn|xóm|ấp|khóm|buôn|bản|làng|tổ|khu phố|khu dân cư|đường|ngõ|ngách|hẻm|chợ|thị trấn|đặc khu|quốc lộ|tỉnh lộ|số nhà";
const PLAIN_WHOLE = "thon|xom|ap|khom|khu pho|khu dan cu|thi tran|dac khu|quoc lo|tinh lo|so nha";
const NUMBERED = /^(?:to|khu|doi|ban|ngo|ngach|hem|duong|lo|cum|to dan pho) (?:so )?\d/;
const WIDE = "xã|phường|huyện|quận|tỉnh|thành phố|thị xã";
const BESIDE =
  "gần|cạnh|kế|ven|dọc|mé|sát|trước|sau|đối diện|ngay|đoạn|khúc|chỗ|ngã ba|ngã tư|đầu|cuối|giữa|bên|dưới|trên|trong|ngoài";
const PLAIN_MORE =
  "xa|thanh pho|thi xa|gan|canh|ven|doc|truoc|doi dien|dau xom|dau thon|dau ngo|cuoi xom|cuoi thon|cuoi ngo";

const begins = (kinds: string) => new RegExp(`^(?:${kinds}) \\S`, "u");
const ACCENTED = { whole: begins(WHOLE), more: begins(`${WIDE}|${BESIDE}`) };
const PLAIN = { whole: begins(PLAIN_WHOLE), more: begins(PLAIN_MORE) };
const BEHIND_AT = begins(fold(`${WHOLE}|${WIDE}|${BESIDE}`));

const LEAD = /^(?:(?:dạ|da|à|a|ừ|u|vâng|vang|thì|thi|là|la|nhà|nha|nó|no|việc này|viec nay|chỗ đó|cho do)\s+)*/u;
const IN = /^(?:ở|tại|o|tai) /u;
/** Said of oneself besides, or a number: then it is an answer after all. */
const SELF = /(?<!\p{L})(?:ten|toi la|em la|minh la|tui la|chau la)(?!\p{L})|\d{6}/u;
/** "xã có giữ kín không" asks something. */
const ASKS = /(?<!\p{L})(?:khong|ko|gi|gi chua|sao|nao)(?: (?:a|vay|the|em|ha|anh|chi))*$/u;
const LONGEST = 120;

/** The place a text tells where a name was asked for; undefined for what may be a name. */
export function placeTold(text: string): PlaceTold | undefined {
  const said = lower(words(text).join(" ")).replace(LEAD, "");
  const folded = fold(said);
  if (SELF.test(folded) || ASKS.test(folded) || said.length > LONGEST) return undefined;
  const isIn = IN.test(said);
  const where = said.replace(IN, "");
  const { whole, more } = isAccented(text) ? ACCENTED : PLAIN;
  if (whole.test(where) || NUMBERED.test(fold(where))) return "whole";
  return more.test(where) || (isIn && BEHIND_AT.test(fold(where))) ? "more" : undefined;
}
