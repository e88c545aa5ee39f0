import { fold, words } from "../text/index.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import type { Turn, TurnInput } from "./model.ts";
import { say } from "./plain.ts";

const YES =
  /^(?:(?:da|a|u|uh|vang|ok|cho|toi|tui|em|minh|con|chau) )*(?:co|dong y|dung|duoc|chuyen|gui|xoa|xem|sua|rut|yeu cau|lam|u|uh|vang|ok)(?: (?:a|roi|di|het|luon|giup|gium|toi|tui|em|minh|cho|xoa|xem|chuyen|nha|nhe|vay|do|so|dong y))*$/;
const NO = /^(?:(?:da|a) )*(?:thoi|khong|ko|khoi)(?: (?:a|xoa|can|nua|khong|khoi|chuyen|de|vay|di|nhe|nha|xem|sua))*$/;

/** What they want of their own data: what the law gives them is said, and at a yes it goes to an officer, who has two working days for it. */
export function wishingOfOwnData(input: TurnInput, intents: readonly string[], ports: FeedbackPorts): Turn | undefined {
  const { dataWish, ...state } = input.state;
  const { wording } = ports;
  const said = fold(words(input.message.text).join(" "));
  if (dataWish && NO.test(said))
    return say({ ...input, state }, wording.say("du_lieu_khong_chuyen"), { intent: WISH, outcome: "smalltalk" });
  if (dataWish && (YES.test(said) || intents[0] === WISH)) return handedOver({ ...input, state }, dataWish, ports);
  if (!intents.includes(WISH) || intents.some((one) => BEFORE.has(one))) return undefined;
  const wished = { ...input, state: { ...state, dataWish: input.message.text } };
  return say(wished, wording.say("xem_xoa_du_lieu"), { intent: WISH, outcome: "directions" });
}
const WISH = "xem_xoa_du_lieu";
/** A report of stolen data, an attack or an accusation that holds the same words. */
const BEFORE: ReadonlySet<string> = new Set(["tan_cong", "to_cao", "khieu_nai", "lua_dao", "phan_anh", "hien_truong"]);

function handedOver(input: TurnInput, wish: string, ports: FeedbackPorts): Turn {
  const message = { ...input.message, text: `${wish}\n${input.message.text}` };
  const draft = ports.handOver(message, "du_lieu_ca_nhan");
  return {
    state: input.state,
    replies: [],
    commands: [{ kind: "open_ticket", draft, sayOpened: "da_chuyen_can_bo" }],
    trace: { intent: WISH, outcome: "handover", recordType: draft.recordType, department: draft.department },
  };
}

/** The yes is waited for once; whoever goes on at another channel says it there. */
export function withoutDataWish(before: TurnInput["state"], turn: Turn): Turn {
  if (turn.trace.intent === "chuyen_kenh") return turn;
  const { dataWish, ...state } = turn.state;
  return dataWish !== undefined && dataWish === before.dataWish ? { ...turn, state } : turn;
}
