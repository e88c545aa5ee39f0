import { fold, isAccented, lower, words } from "../text/index.ts";
import { toldNumbers } from "./told-numbers.ts";

/**
 * True where somebody who is asked for their name stays unnamed, however it is put: "ẩn danh", "tên thì khỏi đi", "cứ ghi là người dân",
 * "sợ bị trả thù lắm", "không cần trả lời". Only there: in a report the same words may tell of anything.
 */
export function staysUnnamed(text: string): boolean {
  const said = fold(words(text).join(" "));
  if (HIDDEN.test(said) || BARE_NO.test(said)) return true;
  const { phone, isWrong } = toldNumbers(text);
  if (phone || isWrong || NAMES_SELF.test(text)) return false;
  const clauses = text.normalize("NFC").split(/[,.;:!?()\n–]+/u);
  return clauses.some((clause) => refuses(fold(words(clause).join(" "))) || isAfraid(clause));
}

/** They say so in the words they were offered, and know what it means. */
export const saysHidden = (text: string): boolean => OFFERED.test(fold(words(text).join(" ")));
const OFFERED =
  /^(?:(?:da|cho|gui|toi|em|xin|muon|thi|vay|thoi) )*(?:an danh|bo qua)(?: (?:a|nhe|nha|di|luon|cho toi))*$/;

const HIDDEN =
  /(?<!\p{L})(?:an danh|nac danh|giau ten|giau danh tinh|khuyet danh|khong neu ten|khoi neu ten)(?!\p{L})/u;
const BARE_NO =
  /^(?:(?:da|thoi|a|u|vang) )*(?:khong|ko|k|khoi|hong|hok|mien|de trong|bo trong|bo qua)(?: (?:a|em|anh|chi|can|dau|muon|nhe|nha|co|duoc|di|noi|khai|cho|biet))*$/;
/** "tôi tên Lan": whatever else is said, the name is given. */
const NAMES_SELF =
  /(?<!\p{L})(?:tôi|toi|tui|em|mình|minh|cháu|chau|con|bác|bac)\s+(?:tên|ten)\s+(?:là\s+|la\s+)?(?!(?:là|la|gì|gi|thì|thi|không|khong|khỏi|khoi|ai)(?!\p{L}))\p{L}/iu;

const LEAD =
  "(?:(?:da|a|thoi|thi|ma|vay|the|nhung|nhung ma|hay|cu|neu|xin|xin loi|cho|phep|nho|lam on|anh|chi|em|e|toi|tui|minh|chau|con|bac|co|chu|ba|ong|chac|day|hien|tam thoi|viec nay|cai nay|ten|nghi|dan|nguoi) )*";
const NOT = "(?:khong|ko|k|kg|hong|hok|hem|hoi khong|chang|cha|dung|khoi|mien|chua muon|chua dam)";
const TELL =
  "(?:muon|can|thich|dam|tien|phai|the|nen|cho|xin|de|neu|noi|xung|khai|ghi|luu|lay|dua|dien|biet|tiet lo|lo|cong khai|cung cap|hoi|nhac|viet|khai bao|gioi thieu|ai|co|ra|lai|bao|dung|danh|dua ra|nguoi khac|thiet)";
const NAME =
  "(?:ho ten|ho va ten|ten tuoi|ten ho|ten|danh tinh|quy danh|ca nhan|thong tin(?: ca nhan| cua toi| cua minh)?)";
/** What may follow the name in a refusal; a name itself may not ("đừng ghi tên Lan"). */
const AFTER =
  "(?= (?:toi|tui|em|minh|chau|con|bac|ai|a|dau|nhe|nha|nghe|nghen|duoc|di|vi|so|ngai|thi|voi|gi|chi|het|ra|vao|vo|len|cua|co|cho|khong|ma|va|luon|giup|gium|vay|thoi|tuoi|that|minh)(?: |$)|$)";
const SAYS_NOT = new RegExp(`^${LEAD}${NOT} (?:${TELL} ){0,4}${NAME}${AFTER}`, "u");
const NAME_NOT =
  /^(?:(?:da|a|thoi|con|cai|thi) )*(?:ho )?ten(?: tuoi| ho)?(?: (?:toi|tui|em|minh|chau|con|bac|cua \S+))?(?: (?:thi|la|cung|xin|cu|de))* (?:khoi|thoi|mien|bo qua|bo di|khong (?:can|quan trong|noi|neu|cho|co|ghi|dam|tien|muon)|ko (?:can|quan trong|noi|neu|cho|co|ghi|dam|tien|muon)|de trong|bo trong|giu kin|giu bi mat|giau|kin|bi mat|biet lam (?:chi|gi|j)|tuoi lam (?:chi|gi|j)|(?:ma )?lam (?:chi|gi|j))(?: \S+){0,3}$/;
const DISMISSED = /^(?:(?:da|a|thoi) )*ten tuoi (?:lam (?:chi|gi|j)|chi)(?: \S+){0,2}$/;
/** "giữ kín giùm": not asked whether, but said. */
const KEPT_SECRET =
  /^(?:(?:da|a|thoi|xin|cho|lam on|nho|toi|tui|em|muon|de|duoc) )*(?:bi mat|vo danh|dau ten|to giau|xin giau|giau|giau di|giu (?:kin|bi mat)|kin)(?: (?:a|nhe|nha|nghe|di|giup|gium|cho|toi|tui|em|minh|voi|het|luon|ten|danh tinh|chuyen nay|thong tin|ca nhan))*$/;
/** A name many have is none: "ghi là người dân thôn 2". */
const ANYBODY =
  /^(?:(?:da|thoi|cu|thi|hay|em|toi|tui|ten|minh|la|ghi|de|goi|viet|xung|cho) )*(?:(?:mot|1|nhung|cac) )?(?:nguoi (?:dan|qua duong|gui|trong (?:thon|xom|xa|ap)|dia phuong|di duong|lang|phan anh)|ba con|dan (?:thuong|lang|thon|xom|xa|ap|trong|o)|cu tri|cong dan|nhan dan|nhan dan thon|hang xom|ai do|dan)(?: (?!tran|nguyen|le|pham)\S+){0,4}$/;
const NO_ANSWER =
  /^(?:(?:da|a|thoi|em|toi|tui|minh|thi|ma|chau|con|cung) )*(?:(?:khong|ko|k|hong|chang) (?:can|muon|doi|thiet|mong|phai)|khoi(?: can)?|mien)(?: (?:ai|xa|phai|cac anh|lai))? (?:tra loi|hoi am|phan hoi|goi lai|lien he|lien lac|bao lai|thu)(?: \S+){0,4}$/;

const KEPT_FROM =
  /^(?:(?:da|a|thoi|xin|lam on|nho|toi|tui|em|muon) )*(?:dung|khong|ko|k) (?:muon )?(?:de|cho) (?:\S+ ){1,4}biet(?: (?:ten|la|toi|tui|em|minh|ai|bao|nha|nhe|a|duoc))*$/;

const refuses = (clause: string): boolean =>
  [SAYS_NOT, NAME_NOT, DISMISSED, KEPT_SECRET, ANYBODY, NO_ANSWER, KEPT_FROM].some((pattern) => pattern.test(clause));

const AFRAID =
  /^(?:(?:da|a|thoi|nhung|ma|vi|tai|em|e|toi|tui|minh|chau|con|noi that|that ra|cung|thi|dan|hoi|rat) )*(?:so|ngai|e ngai|lo|khong dam|ko dam|k dam)(?: \S+){0,9}$/;
const OF_WHAT =
  /(?<!\p{L})(?:tra thu|tra dua|tru dap|bi (?:danh|don|thu|ghet|lo)|lien luy|rac roi|phien|lo (?:ten|ra|mat)|thu (?:vat|ghet|oan)|lam kho|dung cham|mat long|ho (?:biet|danh|ghet|thu|tra)|nguoi ta (?:biet|danh|ghet)|hang xom|dinh|va lay|no (?:biet|tra|thu|danh)|xung|dong cham|dam)(?!\p{L})/u;
/** With accents "sợ" is no "số". */
const AFRAID_ALONE =
  /^(?:(?:dạ|em|tôi|tui|mình|cháu|con|cũng|hơi|thôi) )*(?:sợ|ngại)(?: (?:lắm|quá|ạ|em|anh|chị|nên thôi|lắm ạ|nói|ra mặt))*$/u;

/** The fear of making a report, for which nobody gives a name. */
export function isAfraid(clause: string): boolean {
  const said = words(clause).join(" ");
  const plain = fold(said);
  if (/\d/.test(said)) return false;
  return (AFRAID.test(plain) && OF_WHAT.test(plain)) || (isAccented(clause) && AFRAID_ALONE.test(lower(said)));
}
