import type { AccountState } from "./account/store.ts";
import type { TokenPair } from "./tokens.ts";

const DAY = 24 * 3_600_000;
/** A refresh token lives three months; from here on somebody must see to it. */
const OLD_MS = 60 * DAY;

/**
 * What somebody should look at now. `no_token`: nothing can be sent. `token_refused`: the last renewal failed for good.
 * `token_old`: no renewal for 60 days. `webhook_silent`: messages came that the webhook did not bring. `held`: an administrator holds back what would go out.
 */
export type ZaloAlarm = "no_token" | "token_refused" | "token_old" | "webhook_silent" | "held";

export function alarmsOf(state: AccountState, pair: TokenPair | undefined, now: number): readonly ZaloAlarm[] {
  const alarms: [ZaloAlarm, boolean][] = [
    ["no_token", pair === undefined],
    ["token_refused", state.tokenTrouble !== null],
    ["token_old", pair !== undefined && now - pair.obtainedAt > OLD_MS],
    ["webhook_silent", state.missedAt !== null && state.missedAt > (state.lastWebhookAt ?? 0)],
    ["held", state.heldAt !== null],
  ];
  return alarms.filter(([, rings]) => rings).map(([alarm]) => alarm);
}
