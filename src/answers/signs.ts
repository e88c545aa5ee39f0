import { fold, words } from "../text/index.ts";

/** How a question leans on the matter spoken of, or opens another, in folded words between spaces. */
const SIGNS = {
  /** "… được không", "có bị phạt không": of something already named. */
  yesNo: / (?:khong|ko|k|hong|hem|hk|chua)(?: (?:a|vay|the|z|nhi|ha|em|ad|shop|ban|chi|anh|can bo|nhe))* $/,
  /** "có cần …", "bắt buộc". */
  needs: / (?:co can|co phai|phai co|bat buoc|co bi|co duoc|co sao|can) /,
  /** "gia hạn thì sao", "xóa thế nào": how something is done that the words name. */
  how: / (?:the nao|ra sao|lam sao|thi sao|lam gi|lam giay gi|lam cai gi|thu tuc|sao|rang|lam ra sao) $/,
  /** "còn …", "tiện thể …", "quay lại …". */
  turns:
    /^ (?:a |da |ua |the |vay |roi |thoi )*(?:con|tien|nhan tien|san|ngoai ra|quay lai|tro lai|hay la|gio|sau nay|mai mot|cho (?:\S+ )?hoi) /,
  /** "giấy này", "cái đó". */
  points: / (?:nay|do|ay|no) /,
  /** "công ty chúng tôi …", "Doanh nghiệp muốn …": a firm asks, not somebody who works for one ("em làm công ty may"). */
  asFirm:
    /^ (?:(?:da|kinh|thua|cho|xin|hoi|chao|quy|co quan|em|toi|minh|cty|anh|chi|ad|a|de nghi|biet) )*(?:cong ty|cty|doanh nghiep|xi nghiep|tap doan) | (?:cong ty|cty|doanh nghiep|xi nghiep) (?:cua )?(?:chung )?(?:toi|minh|em|tui|chau|ben (?:toi|em|minh)) /,
  /** It is about those who ask, and how they fare. */
  asSelf: /^ (?:a |da |ma |the |nhung )*(?:em|toi|tui|minh|vo|chong|con|ong|ba|me|bo|chau|nha|be|nguoi) /,
} as const;

/** The sentence is built like one of these; `length`: its words. */
export type SignsIn = Readonly<Record<keyof typeof SIGNS, 0 | 1>> & { readonly length: number };

export function signsIn(text: string): SignsIn {
  const list = words(fold(text));
  const said = ` ${list.join(" ")} `;
  const has = (sign: keyof typeof SIGNS) => (SIGNS[sign].test(said) ? 1 : 0);
  return {
    yesNo: has("yesNo"),
    needs: has("needs"),
    how: has("how"),
    turns: has("turns"),
    points: has("points"),
    asFirm: has("asFirm"),
    asSelf: has("asSelf"),
    length: list.length,
  };
}
