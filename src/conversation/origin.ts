import { fold, words } from "../text/index.ts";

const NATION =
  "(?:viet(?: nam)?|lao|thai(?: lan)?|dai(?: loan)?|han(?: quoc)?|trung(?: quoc)?|tau|cam(?:puchia| pu chia)?|mien|my|nhat(?: ban)?|uc|nga|duc|phap|anh|phi|philippin|ma lai|malaysia|singapore|indonesia|an do|canada|sec|tay|ngoai quoc|nuoc ngoai|nuoc minh)";
const WHO =
  "(?:(?:thi|con|ma|va|a|da|em|toi|tui|minh|chau|ca|hai|hai dua|be|no|con|ba|bo|cha|me|ma|vo|chong|ong|bac|anh|chi|ban|gai|trai|dau|re|nha|de|ruot|noi|ngoai|cua|tuc|deu|cung|thi|nay|do) )*";
const FROM = `(?:la |co |mang )?(?:(?:nguoi|dan|quoc tich|goc|quoc tich nguoi)(?: nuoc)? ${NATION}|(?:duoc )?(?:sinh|de)(?: ra)?(?: (?:o|ben|tai|trong))+ (?:${NATION}|day|benh vien|que))`;
const ORIGIN = new RegExp(`^${WHO}${FROM}(?: (?:a|nhe|nha|thoi|het|roi|ca|luon))*$`);

/** "bé sinh ở Lào, mẹ là người Lào, ba người Việt": who somebody is and where from; nothing in it happens to anybody. */
export function tellsOnlyOrigin(text: string): boolean {
  const clauses = text
    .split(/[,.;:\n]+|\s(?:còn|con|mà|ma|và|va)\s(?=\S+ (?:là |la )?(?:người|nguoi))/u)
    .map((one) => fold(words(one).join(" ")));
  const told = clauses.filter((one) => one !== "");
  return told.length > 0 && told.every((one) => ORIGIN.test(one));
}
