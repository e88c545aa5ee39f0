/** Viet Nam keeps UTC+7 all year. */
const OFFSET_MS = 7 * 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** When nobody is to be disturbed, in minutes after midnight in Viet Nam; it may reach over midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** The instant a notice may go out: `now`, or the end of the quiet hours it falls into. Epoch milliseconds. */
export function allowedAt(now: number, { from, to }: QuietHours): number {
  const midnight = Math.floor((now + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
  const minute = Math.floor((now - midnight) / MINUTE_MS);
  const end = (day: number): number => midnight + day * DAY_MS + to * MINUTE_MS;
  if (from <= to) return minute >= from && minute < to ? end(0) : now;
  if (minute >= from) return end(1);
  return minute < to ? end(0) : now;
}
