import type { SendOutcome } from "../channel.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Viet Nam keeps UTC+7 all year. Zalo does not name the time zone of its night hours; this is the assumption. */
const VIETNAM_OFFSET = 7 * HOUR;

type Failure = Exclude<SendOutcome, { kind: "sent" }>;
type Treatment = "refresh" | "soon" | "next_minute" | "next_day" | "at_six" | "unreachable" | "operator";

/** Zalo's error codes by what we do about them; a code in no row is a message Zalo will never take. */
const TREATMENTS: Readonly<Record<Treatment, readonly number[]>> = {
  refresh: [-216, -220, -124],
  soon: [-100, -200],
  next_minute: [-32],
  // Quotas of the day: -218 what one person may receive, -144 the account's, -147 a template's, the others promotion's.
  next_day: [-218, -144, -147, -1441, -1471, -1472],
  at_six: [-133, -234],
  // Blocked, banned, opted out, away, an app too old, or no interaction within 7 days (-230 and -232; -305 and -311 in older answers).
  unreachable: [-213, -217, -227, -230, -232, -244, -305, -311, -108, -110, -114, -118, -119, -139, -140, -141],
  // Account, permission, package, balance or set-up: -211 feature quota, -320 and -321 Zalo Cloud Account, -115 balance.
  operator: [
    -204, -205, -209, -211, -212, -219, -221, -223, -224, -235, -240, -242, -320, -321, -101, -102, -103, -104, -105,
    -109, -115, -117, -125, -127, -131, -135, -1351, -136, -137, -146,
  ],
};

const TREATMENT_OF: ReadonlyMap<number, Treatment> = new Map(
  (Object.keys(TREATMENTS) as Treatment[]).flatMap((treatment) =>
    TREATMENTS[treatment].map((code) => [code, treatment] as const),
  ),
);

/** What an error code in Zalo's answer means for the delivery; "refresh" asks for a new access token first. */
export function outcomeOfCode(code: number, now: number): Failure | "refresh" {
  const reason = `zalo ${code}`;
  const treatment = TREATMENT_OF.get(code);
  switch (treatment) {
    case undefined:
      return { kind: "refused", reason };
    case "refresh":
      return "refresh";
    case "soon":
      return { kind: "retry", reason };
    case "next_minute":
      return { kind: "retry", reason, afterMs: MINUTE - (now % MINUTE) };
    case "next_day":
      return { kind: "retry", reason, afterMs: untilHour(0, now) };
    case "at_six":
      return { kind: "retry", reason, afterMs: untilHour(6, now) };
    case "unreachable":
    case "operator":
      return { kind: treatment, reason };
    default:
      return treatment satisfies never;
  }
}

/** Milliseconds until the next full `hour` in Viet Nam. */
function untilHour(hour: number, now: number): number {
  const sinceMidnight = (now + VIETNAM_OFFSET) % DAY;
  const wait = hour * HOUR - sinceMidnight;
  return wait > 0 ? wait : wait + DAY;
}

/** What an answer without Zalo's JSON envelope means: proxies and outages, a wrong address, or a refusal by status. */
export function outcomeOfStatus(status: number, now: number): Failure {
  const reason = `zalo http ${status}`;
  if (status === 429) return { kind: "retry", reason, afterMs: MINUTE - (now % MINUTE) };
  if (status === 404 || status === 401 || status === 403) return { kind: "operator", reason };
  return { kind: "retry", reason, ...(mayHaveArrived(status) && { uncertain: true as const }) };
}

/**
 * For answers that cannot be read. A proxy that gave up waiting does not know whether the message was taken; one that says 503 never
 * passed it on. A success without the provider's words may be a stranger's page, or the provider's yes cut short.
 */
export const mayHaveArrived = (status: number): boolean =>
  (status >= 200 && status < 300) || (status >= 500 && status !== 503);
