import type { InboundMessage, Keyword } from "../messages/index.ts";
import { fold, words } from "../text/index.ts";

const LEADS_UP = "(?:(?:da|a|xin|toi|em|minh|con|chau|lam on|vui long|yeu cau|de nghi|thoi) )*";
const TO_ME = "(?: (?:cho|den|ve|toi|em|minh|so|may|nay|phieu|nua|a|nhe|nha|giup|voi))*";
const NO_MORE = "(?:dung|ngung|huy|tu choi|thoi khong|khong (?:muon|can)|khong(?=.* nua))";
const MESSAGES = "(?:nhan|gui) (?:them )?tin(?: (?:nhan|bao))*";

/** Folded, "đừng" and "dừng", "nhắn" and "nhận" are one; "không nhận được tin nhắn" asks for no silence. */
const STOPS = new RegExp(
  `^${LEADS_UP}${NO_MORE} (?:${MESSAGES}|(?:nhan|gui)(?= (?:cho|den) (?:toi|em|minh|so nay) nua))${TO_ME}$`,
);
const RESUMES = new RegExp(`^${LEADS_UP}(?:muon )?(?:dang k[iy] nhan|nhan lai) tin(?: (?:nhan|bao))*${TO_ME}$`);

/**
 * What a message commands: the word its channel knows, or, on any channel people write on, a sentence that asks for no more
 * messages, or for messages again.
 */
export function commandIn({ keyword, text, from, call }: InboundMessage): Keyword | undefined {
  if (keyword || call || from.channel === "voice") return keyword?.means;
  const said = fold(words(text).join(" "));
  if (STOPS.test(said)) return "stop";
  return RESUMES.test(said) ? "start" : undefined;
}
