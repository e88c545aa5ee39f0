import { fold, words } from "../text/index.ts";

const plainly = (text: string): string => fold(words(text).join(" "));

/** "con gái tôi", "anh trai", "bạn em", "chồng chị hàng xóm"; "con" and "em" alone are the speaker. */
const SOMEONE =
  "(?:(?:con|chau|em) (?:trai|gai|ruot|dau|re|ut|toi|tui|minh|nho|lon|dau|be|chong)|(?:anh|chi)(?: (?:trai|gai|ruot|ho|re|dau|hai|ba|em|toi|tui))|(?:me|ma|ba|bo|cha|tia|ong|bo me|ba me|cha me|chong|vo|ban|co ban|thang ban|nho ban|dua ban|nguoi yeu|ban trai|ban gai|con be|thang be|hang xom|ong xa|ba xa|bac|chu|co|di|cau|thim|no)(?: (?:noi|ngoai|gia|em|toi|tui|con|chau|minh|than|tro|hoc|cung \\S+|hang xom|ay|cu))*)";
const LEAD = "(?:(?:da|a|alo|oi|cuu|voi|giup|em|toi|tui|con|troi oi|so|lo|thay|co|hinh nhu|vua|nghe) )*?";
const OF_SOMEONE = new RegExp(`^${LEAD}${SOMEONE} (?!oi )`);

/** Said of oneself: a wish, a leave taken, an act. What one fears, sees or asks for another is not among them. */
const OF_ONESELF =
  /(?:^|(?:,|\.|;|\bva|\bnen|\bma|\broi) ?)(?:(?:gio|chac|thoi|chi|nen|thi|va|cung) )*(?:toi|tui|em|con|minh|chau|tao|to)(?: (?:cung|chi|da|se|dang|that|cu|khong|chang|chan|het|vua|sap|thi|chac|het)){0,3} (?:muon|song|chet|met|chan|buong|thiet|chiu|xin loi|nhay|uong|rach|cat|ra di|di|tu tu|co gang|can|dinh|tinh|khong con)(?: |$)|(?<!\p{L})(?:bo|ghet|danh|chui|phu) (?:toi|tui|em|con|minh|chau) /u;

/** The thought of dying told is somebody else's than who writes: "anh trai tôi nhắn tin từ biệt cả nhà". In doubt it is theirs. */
export function ofSomeoneElse(text: string): boolean {
  const clauses = text.split(/[,.;!?\n]+/u).map(plainly);
  return clauses.some((clause) => OF_SOMEONE.test(clause)) && !clauses.some((clause) => OF_ONESELF.test(clause));
}

/** What kills whoever comes near to look or to help. */
const KEEP_AWAY: readonly (readonly [key: string, told: RegExp])[] = [
  [
    "khan_cap.vat_no",
    /(?<!\p{L})(?:bom(?! (?:nuoc|mo|hoi|hang|tan|gas|ga|xang|dau))|min|luu dan|thuy loi chua no|thuoc no|vat no|(?:dau|qua|trai|vien) (?:dan|phao)|dan (?:phao|coi|m79)|ten lua)(?!\p{L})/u,
  ],
  [
    "khan_cap.dien",
    /(?<!\p{L})(?:day dien|duong day|day cao the|cot dien|tu dien|tram dien|bien ap|bien the|ro dien|nhiem dien|dien giat|giat dien)(?!\p{L})/u,
  ],
];

/** The warning that goes with the number to call, if any. */
export const warningFor = (text: string): string | undefined =>
  KEEP_AWAY.find(([, told]) => told.test(plainly(text)))?.[0];

/** What is told after a number was given that is no new call for help. */
export type Aftermath = "asks" | "awaits" | "over" | "damage";

export function aftermathIn(text: string): Aftermath | undefined {
  const said = plainly(text);
  const length = words(said).length;
  if (length <= LONGEST && (CANNOT_CALL.test(said) || WHAT_NOW.test(said))) return "asks";
  if (length <= LONGEST && AWAITS.test(said)) return "awaits";
  if (length <= LONGEST && ASKS_ON.test(said)) return "asks";
  if (DAMAGE.test(said) && (OVER.test(said) || ASKS_OFFICE.test(said))) return "damage";
  return length <= LONGEST && OVER.test(said) && !STILL.test(said) ? "over" : undefined;
}
const LONGEST = 14;

const NOT = "(?:khong|ko|k|hong|hok|chang|chua|kg)";
const CANNOT_CALL = new RegExp(
  `(?<!\\p{L})(?:${NOT} dam (?:goi|bao|keu|noi|dien)|so (?:goi|bao)|(?:goi|bam|dien|alo)(?: \\S+){0,4} ${NOT} (?:duoc|ai|nghe|bat|lien lac|thay ai)|${NOT} (?:goi|lien lac|dien) duoc|${NOT} co (?:dien thoai|song|so)|het (?:pin|tien dien thoai))(?!\\p{L})`,
  "u",
);
const WHAT_NOW =
  /^(?:(?:da|vay|roi|the|gio|bay gio|chu|em|toi|tui|con|chau|minh|a|thi|nen|can|phai|biet|chua|khong|ko|khong biet|trong luc cho|luc nay|truoc mat) )*(?:lam (?:sao|gi|the nao|rang|chi)|tinh sao|sao|mang rang|man rang|goi (?:ai|so nao|so may|may)|so may|bao ai)(?: (?:day|gio|bay gio|chu|a|ha|nua|duoc|di|vay|truoc|het|em|oi|co|anh|chi|la|nhe|hay|dung))*$/;

/** Who comes, and how soon; by what. */
const AWAITS =
  /^(?:\S+ ){0,3}(?:co )?(?:ai|nguoi|xa|ho|cong an|xe|doi|can bo|bo doi|dan quan|uy ban|cap cuu|cuu hoa|thuyen|do|ca no|xuong)(?: \S+){0,3} (?:den|toi|cuu|cuu ho|xuong|giup|vo|vao|ra|chua|ghe|thuyen|do|ca no|xe)(?: \S+){0,3} ?(?:khong|ko|k|chua|chu|nhi)(?: a)?$|^(?:\S+ ){0,3}(?:bao lau|bao gio|khi nao|khi mo|chung nao|may phut)(?: (?:thi|nua|moi|se|ho|nguoi ta|xe|ai|nguoi))* (?:den|toi|co|xuong|cuu)(?: \S+){0,3}$|^(?:ai|(?:so|ben|co quan|don vi) nao) (?:se |ma |duoc )?(?:toi|den|cuu|giup|xuong)(?: \S+){0,2}$/u;
/** Whom else to tell, where to go, whether to, what next; that they are afraid. */
const ASKS_ON =
  /(?<!\p{L})(?:bao|goi|keu|nho|tim|noi|cau cuu)(?: (?:them|cho|voi|duoc|len|toi|gio|la))* (?:ai|dau|mo|cho nao|noi nao|so nao|so may)(?!\p{L})|^(?:\S+ ){0,4}(?:co )?(?:can|phai|nen|duoc|can phai) (?:\S+ ){0,2}(?:bao|goi|keu|noi|cho|cha|chay|dua|lam|doi|tron|ra|so cuu|di|don|so tan)(?: \S+){0,5} (?:khong|ko|k|chua|ha)(?: (?:nua|a))*$|lam (?:gi|chi|sao|rang)(?: (?:nua|tiep|day|bay gio|gio|chu|a|truoc|het))*$|(?:tron|chay|di|nup|nam|lanh) (?:dau|di dau|mo|cho nao|cho mo)(?!\p{L})|(?<!\p{L})(?:so|run|hoang|roi|cuong)(?: (?:qua|lam|roi|len|ca|het|tri|hoang|cuong))+|co (?:nguy hiem|sao|no|sap|lay lan|chet)(?: \S+){0,2} (?:khong|ko|k)(?: a)?$/u;

const HELPERS =
  "(?:cong an|cuu hoa|chua chay|cap cuu|cuu ho|cuu thuong|bac si|y ta|bo doi|dan quan|bien phong|doi cuu \\S+|xe cuu \\S+)";
const OVER = new RegExp(
  `(?<!\\p{L})(?:dap (?:duoc|tat|xong|het)|da (?:dap|tat)|tat (?:duoc|roi|het)|het (?:chay|lua|khoi|ngap)|cuu (?:duoc|len|ra duoc|xong)|vot (?:duoc|len)|(?:di|vo|vao|toi|den|len) (?:benh vien|vien|tram xa|tram y te)|on (?:roi|ca roi|het)|yen (?:roi|on)|an toan roi|tinh (?:lai|roi|day)|(?:nuoc|lu|lut) (?:da |dang )?(?:rut|xuong)|goi (?:duoc )?(?:roi|xong)|da goi|${HELPERS} (?:da |dang )?(?:toi|den|xuong|ra|co mat)|qua (?:con )?nguy|thoat (?:roi|ra duoc|duoc))(?!\\p{L})`,
  "u",
);
/** Then it is not over, whoever came. */
const STILL = new RegExp(
  `(?<!\\p{L})(?:nhung|ma|van|cuu voi|gap|mau len|con (?:ket|nguoi|dang)|${NOT})(?!\\p{L})`,
  "u",
);
const DAMAGE =
  /(?<!\p{L})(?:(?:hu|hong|nat|sap|troi|chay|mat|uot|chet|do|ngap)(?: \S+){0,2} (?:het|sach|nat|hoan toan)|thiet hai|toc mai|nha (?:bi )?(?:hu|hong|sap|do)|hu (?:nha|hai)|mat trang)(?!\p{L})/u;
const ASKS_OFFICE =
  /(?<!\p{L})(?:ho tro|bao (?:xa|thon|uy ban)|nho xa|xin xa|thong ke|ghi nhan|cuu tro|phan anh)(?!\p{L})/u;
