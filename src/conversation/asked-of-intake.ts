import { fold, words } from "../text/index.ts";

const SELF = "(?:toi|tui|em|e|minh|chau|con|bac|dan|nguoi bao|nguoi gui)";
const LEAD = `(?:(?:da|a|ua|u|ma|the|vay|nhung|nhung ma|cho|xin|hoi|cho hoi|cho ${SELF} hoi|${SELF}|anh|chi|ad|oi|roi|thi|khoan) )*`;
const END = "(?: (?:vay|a|em|anh|chi|ta|the|hen|ha|nhi|ad|nhe|nha|rua|di|roi|nua|do|khong|ko|hong|k|hay khong))*";
const NAME = "(?:ho ten|ten tuoi|ten|so dien thoai|sdt|so dt|so|danh tinh|thong tin|dia chi|thong tin ca nhan)";
const PLACE = "(?:cho|noi|dia chi|thon|xom|dia diem|o dau)";
const WHAT_FOR = "(?:de )?(?:lam (?:gi|chi|j)|chi|mac chi)";
const NOT = "(?:khong|ko|k|hong|hok|chang)";
const all = (pattern: string) => new RegExp(`^${LEAD}(?:${pattern})${END}$`, "u");

/** "hỏi chỗ làm chi", only where the place is asked for. */
const WHY_PLACE = all(
  `(?:(?:hoi|can|lay|biet|cho|noi|phai) )+${PLACE}(?: \\S+){0,2} ${WHAT_FOR}|(?:sao|tai sao|vi sao|can gi) (?:phai |lai |can )?(?:hoi|biet|noi|cho|khai) ${PLACE}(?: \\S+){0,2}`,
);
const WHY_NAME = all(
  [
    `(?:(?:hoi|can|lay|biet|cho|xin|doi|khai|de|noi|ghi|cung cap) ){0,3}${NAME}(?: (?:va|voi|hay) ${NAME})?(?: ${SELF})? ${WHAT_FOR}`,
    `(?:sao|tai sao|vi sao|can gi|mac gi|co gi ma|lam chi|lam gi)(?: \\S+){0,4} ${NAME}(?: \\S+){0,3}`,
    `(?:co )?(?:can|phai|bat buoc|nhat thiet|co phai)(?: \\S+){0,3} ${NAME}(?: \\S+){0,2} (?:${NOT}|ha|a|sao)`,
    `${NOT} (?:cho|de|noi|neu|khai|ghi|co|dua)(?: \\S+){0,2} ${NAME}(?: \\S+){0,2} (?:co )?(?:duoc|sao|gi) (?:${NOT}|dau)`,
    `(?:tai sao|vi sao|sao) (?:phai|lai|can|bat)(?: \\S+){0,2}`,
    "(?:de )?lam (?:gi|chi|j)|co bat buoc",
  ].join("|"),
);
const SECRET = all(
  [
    `(?:xa |ben minh |minh |co quan |o day |ben do |cac anh )?(?:co )?(?:duoc |dam bao |bao dam )?(?:giu|bao) (?:bi mat|kin|mat|kin dao)(?: (?:cho|ten|danh tinh|thong tin|nguoi|${SELF}))* (?:${NOT}|chua|chu)`,
    `(?:co )?(?:bi )?(?:lo|cong khai|dang|neu|biet|tiet lo)(?: (?:cho|ra|len))?(?: ${NAME})(?: \\S+){0,3} ${NOT}`,
    `(?:lieu )?(?:co )?(?:ai|ho|hang xom|nguoi ta|nguoi khac|may ong do|ben kia|can bo do|no)(?: (?:co|se))? (?:biet|hay)(?: (?:la|duoc|chuyen|ai|ten))?(?: ${SELF})?(?: (?:bao|gui|phan anh|noi|la|ai))* ${NOT}`,
    "co an toan|co bi tra thu|co sao",
  ].join("|"),
);
const TO_WHOM = all(
  [
    "(?:(?:cai nay|don|tin|phan anh|phieu|viec nay|chuyen nay) )*(?:(?:gui|gui|nhan|chuyen|nop|bao|trinh|dua|phan anh|goi)(?: \\S+){0,2} )(?:cho ai|toi ai|den ai|ai|di dau|toi dau|den dau|o dau|dau|cho nao|o cho nao|phong nao|co quan nao|don vi nao|ben nao|nguoi nao)",
    "ai (?:la nguoi )?(?:nhan|doc|xem|xu ly|giai quyet|coi|phu trach|tiep nhan|lo)(?: \\S+){0,3}",
    "(?:sao )?(?:lai )?(?:gui|chuyen|dua)(?: (?:cho|len|toi|thang|qua|lai))*(?: ong| ba)? (?:chu tich|pho chu tich|bi thu|lanh dao|cap tren|huyen|tinh|phong|so|cong an)(?: \\S+){0,8}",
  ].join("|"),
);
const BY_WHAT = all(
  [
    "(?:xa |se |co )*(?:tra loi|hoi am|bao lai|phan hoi|tra ket qua)(?: \\S+){0,3} (?:bang (?:gi|cach nao|cai gi)|bang cach nao|qua dau|qua gi|kieu (?:gi|nao)|o dau|nhu the nao|the nao|lam sao|cach nao|sao)",
    `(?:lam sao|sao|bang cach nao)(?: ma)?(?: ${SELF})? (?:biet|nhan|xem|theo doi)(?: \\S+){0,2} (?:ket qua|tra loi|da sua|xu ly)(?: \\S+){0,3}`,
    "(?:xem|biet|nhan) (?:ket qua|tra loi) (?:o dau|bang cach nao|the nao|sao)",
  ].join("|"),
);
const FREE = all(
  `(?:co )?(?:mat|ton|thu|dong|tra|het)(?: \\S+){0,2} (?:tien|phi|le phi|dong nao)(?: \\S+){0,2} (?:${NOT}|chu)|mien phi ${NOT}|(?:mat|ton|het) bao nhieu(?: tien)?`,
);
/** "gửi cho ai cũng được" asks nothing. */
const ANY = /(?<!\p{L})(?:cung duoc|cung chiu|thi gui|thi tuy)(?!\p{L})/u;

const QUESTIONS: readonly (readonly [asked: RegExp, answer: string])[] = [
  [FREE, "hoi_phi_phan_anh"],
  [BY_WHAT, "hoi_tra_loi_bang_gi"],
  [SECRET, "hoi_giu_kin"],
  [TO_WHOM, "hoi_gui_cho_ai"],
  [WHY_NAME, "hoi_ten_lam_gi"],
];
const LONGEST = 16;

/** The wording that answers what is asked of the taking down itself ("hỏi tên làm gì", "có giữ bí mật không"); undefined for all else. */
export function askedOfIntake(text: string, step: string): string | undefined {
  const said = fold(words(text).join(" "));
  if (/\d{4}/.test(said) || ANY.test(said) || words(text).length > LONGEST) return undefined;
  if ((step === "dia-ban" || step === "tinh-nao") && WHY_PLACE.test(said)) return "hoi_noi_lam_gi";
  return QUESTIONS.find(([asked]) => asked.test(said))?.[1];
}
