import { shortName } from "../answers/index.ts";
import { fold, words } from "../text/index.ts";
import type { Turn, TurnInput } from "./model.ts";
import { mayObject } from "./objecting.ts";
import { say } from "./plain.ts";
import { askAgain, type QuestionPorts } from "./question-turns.ts";

/** Who is spoken to, and particles: beside a bare word they change nothing. */
const AROUND = "(?:da|a|u|uh|um|o|ua|vang|thua|em|anh|chi|ban|ad|bot|oi|nha|nhe|ma|luon|can bo|roi|het|ca|dau|the|vay)";
const KHONG = "(?:khong|ko|k|kg|hong|hok|hem|chang)";
const NAY = "(?:do|nay|kia|may cai nay|may cai do|cai nay|cai do|viec do|trong so do|trong do|y toi|y em)";
const bare = (said: string) => new RegExp(`^(?:${AROUND} )*(?:${said})(?: (?:${said}|${AROUND}|${NAY}))*$`);

/** Whoever answered, what they did and how badly; "cán bộ trả lời sai" is told of somebody else. */
const BY_BOT = "(?:(?:ban|bot|con bot|may|may chu|em|ad|he thong|tro ly|chatbot|tong dai|ong|ba) )?";
const ANSWERED =
  "(?:tra loi|noi|chi|huong dan|bao|doc|hieu|dua|tim)(?: (?:cho )?(?:toi|tui|em|minh|con|chau|cau|y|thong tin|tum lum))*";
const BADLY = `(?:cai gi |gi |kieu gi )?(?:(?:bi |la )?(?:sai|nham|lac de|lech|lon|ngu|ngoc|do|te|chan|bay|ba lap|tao lao|vo van|nham nhi|nham|nhang|linh tinh|lung tung|xam|vo duyen|lan man|ngo ngan)|${KHONG} (?:dung|trung|phai|lien quan|an nhap)|chang dau vao dau)(?: (?:bet|het|ca|hoai|mai|hoan toan|cau hoi|cau toi hoi|y|y toi|trong tam|cai toi hoi|viec toi hoi|cai gi het|si|ngoc|nguoi))*`;
const BLAMES = `${BY_BOT}(?:${ANSWERED} ${BADLY}|(?:ngu|do|te|chan)(?: (?:qua|the|vay|si|ngoc|vai|ghe|lam))+)|(?:toi |tui |em )?hoi mot dang (?:ma )?(?:ban |bot |may )?tra loi mot neo|${KHONG} phai (?:cai|dieu|viec|cau|thu)(?: ma)? (?:toi|tui|em|minh|con|chau) (?:hoi|can|muon)(?: hoi)?|sai (?:bet|het)|(?:toi|tui|em|minh) (?:co )?${KHONG} (?:co )?hoi (?:cai|cau|viec|chuyen) (?:do|nay|ay)|(?:toi|tui|em|minh) hoi (?:cai|viec|chuyen) khac`;
const blame = `(?:${BLAMES})(?: (?:qua|the|vay|ghe|lam|that|dung la))*`;

/** What is said in a word or two that names nothing, in the order tried. */
const BARE = {
  /** "bạn trả lời sai rồi", "hỏi một đằng trả lời một nẻo", "bot ngu quá". */
  blames: new RegExp(`^(?:(?:da|a|o|ua|troi|oi|u|thoi|sao) )*${blame}(?: (?:${blame}|${AROUND}))*$`),
  /** "không phải", "không cái nào cả": none of what was said or offered. */
  denies: bare(`${KHONG} (?:phai|dung)|sai|nham|${KHONG} (?:co )?(?:cai |muc |viec |thu tuc )?nao|cai khac|viec khac`),
  /** "chưa hiểu", "nói lại đơn giản hơn đi", "dài quá". */
  unclear: bare(
    `(?:(?:toi|tui|minh|con|chau|bac|van|doc|nghe|xem) )*(?:chua|${KHONG}) (?:hieu|ro)(?: (?:gi|lam|noi gi|bot noi gi|y|cau do))*|` +
      "(?:noi|giai thich|viet|tra loi)(?: lai)?(?: cho)? (?:don gian|de hieu|ro|gon|ngan)(?: (?:hon|de hieu|lai|chut|xiu|ti|giup|gium|dum|toi|tui|di|voi|thoi))*|" +
      "(?:dai|nhieu|roi|kho hieu)(?: (?:qua|qua di|qua doc|ghe|dong))+|la sao|nghia la sao|y la sao",
  ),
  /** "đúng rồi", "thế thôi à". */
  agrees: bare(
    "(?:dung|khoi) (?:co )?hoi(?: (?:lai|nua|nhieu))*|(?:noi|tra loi) luon(?: di)?|dung|phai|chuan|chinh xac|(?:chi )?(?:co )?(?:the|vay) thoi(?: (?:ha|sao))?",
  ),
  /** "giúp tôi với". */
  begs: bare("(?:huong dan|giup|tu van|chi)(?: (?:giup|gium|dum|toi|tui|em|minh|con|chau|bac|cho|voi|di))+"),
} as const;

/** Which of these a text is and no more; undefined when it names something. */
export function saidBarely(text: string): keyof typeof BARE | undefined {
  const said = fold(words(text).join(" "));
  return (Object.keys(BARE) as (keyof typeof BARE)[]).find((one) => BARE[one].test(said));
}

/**
 * A bare yes, no or "chưa hiểu": search finds something in any word, and nothing was named. What is offered is offered again, of what was
 * just told the parts are named to choose from, and who denies or begs is asked what they need.
 */
export function asBare(input: TurnInput, intents: readonly string[], ports: QuestionPorts): Turn | undefined {
  const { state, message, found } = input;
  const kind = state.flow ? undefined : saidBarely(message.text);
  if (!kind) return undefined;
  // "trả lời không đúng" of what an officer wrote is an objection to it.
  if (kind === "blames")
    return found.mine.some(mayObject)
      ? undefined
      : say(input, ports.wording.say("tra_loi_sai"), { intent: "khong_ro", outcome: "clarify", codes: [] });
  if (intents.some((intent) => intent !== "cam_on")) return undefined;
  const { offered, ...others } = state;
  const trace = { intent: "khong_ro", outcome: "clarify", codes: [] } as const;
  if (kind === "denies") return say({ ...input, state: others }, ports.wording.say("viec_nao_khac"), trace);
  if (offered) return askAgain(offered, input, ports);
  const topic = ports.catalogue.procedure(state.topics[0] ?? "");
  if (!topic) return say(input, ports.wording.say("viec_nao"), trace);
  const key = kind === "unclear" ? "noi_gon" : "phan_nao";
  return say(input, ports.wording.say(key, { ten: shortName(topic.name) }), { ...trace, codes: [topic.code] });
}
