import type { Reply, Wishes } from "../../messages/index.ts";
import { fitSms, unaccentForSms } from "../../text/index.ts";

export interface SmsStyle {
  /** Send Vietnamese with its marks: 70 characters a part instead of 160. */
  readonly accents: boolean;
  /** Parts a reply may cost at most. */
  readonly maxSegments: number;
}

export const styleOf = ({ smsAccents = false, maxSegments = 3 }: OfficeStyle): SmsStyle => ({
  accents: smsAccents,
  maxSegments,
});

interface OfficeStyle {
  /** Default false: a marked SMS costs about twice as many parts. */
  readonly smsAccents?: boolean | undefined;
  /** Default 3. */
  readonly maxSegments?: number | undefined;
}

/**
 * A reply as one SMS text: its short form, with marks where the person, or else the office, wishes them, cut honestly to the
 * parts allowed.
 */
export function renderSms(reply: Reply, style: SmsStyle, wishes?: Wishes): string[] {
  const accents = wishes?.accents ?? style.accents;
  const wording = (reply.short ?? reply.text).trim().normalize("NFC");
  const text = accents ? wording : unaccentForSms(wording);
  if (text === "") return [];
  return [fitSms(text, style.maxSegments, accents ? " (còn nữa)" : " (con nua)")];
}
