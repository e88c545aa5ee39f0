import type { InboundMessage, Keyword } from "../../messages/index.ts";
import { fold, isAccented, lower, words } from "../../text/index.ts";

/**
 * The words, alone in a message, that command an SMS service. The English ones are those operators and Twilio know
 * (twilio.com/docs, opt-out keywords); the Vietnamese ones are typed with marks or without.
 */
const WORDS: Readonly<Record<Keyword, readonly string[]>> = {
  stop: ["stop", "stopall", "unsubscribe", "end", "quit", "revoke", "optout", "cancel"],
  leave: [
    ...["hủy", "hủy bỏ", "hủy tin", "hủy nhận tin", "hủy đăng ký", "hủy đăng kí", "từ chối", "từ chối nhận tin"],
    ...["ngừng", "ngưng", "ngừng nhận tin", "ngưng nhận tin", "ngừng gửi tin", "ngưng gửi tin", "ngừng nhắn tin"],
    ...["dừng nhận tin", "dừng gửi tin", "dừng nhắn tin"],
  ],
  start: ["start", "unstop", "đăng ký", "đăng kí", "đăng ký nhận tin", "nhận tin"],
  help: ["help", "info", "trợ giúp"],
  accents: ["có dấu"],
  no_accents: ["không dấu"],
};

const MEANINGS = Object.keys(WORDS) as Keyword[];
const MARKED = new Map(MEANINGS.flatMap((means) => WORDS[means].map((word) => [lower(word), means] as const)));
/** Without marks people also leave out the spaces: TUCHOI, TROGIUP. */
const PLAIN = new Map([...MARKED].map(([word, means]) => [fold(word).replaceAll(" ", ""), means] as const));

/** "hủy nhé", "stop ạ", "dạ hủy". */
const POLITE = /^(?:dạ|da) | (?:ạ|a|nhé|nhe|nha|giúp em|giup em|giúp tôi|giup toi)$/gu;

/** What a whole message commands. With marks it must be the very word: "cô dâu" asks for no marks. */
export function keywordIn(text: string): Keyword | undefined {
  const said = lower(words(text).join(" ")).replace(POLITE, "");
  return isAccented(said) ? MARKED.get(said) : PLAIN.get(said.replaceAll(" ", ""));
}

/** The message with what it commands, if anything. `answered`: the provider has confirmed it to the person already. */
export function withKeyword(message: InboundMessage, answered?: Keyword): InboundMessage {
  const means = answered ?? keywordIn(message.text);
  if (means === undefined) return message;
  return { ...message, keyword: answered ? { means, answered: true } : { means } };
}
