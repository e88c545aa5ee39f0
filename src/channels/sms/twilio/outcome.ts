import type { SendOutcome } from "../../channel.ts";

type Treatment = "soon" | "in_a_minute" | "in_a_quarter" | "unreachable" | "operator";

/** Twilio's error codes by what we do about them (twilio.com/docs/api/errors); a code in no row is refused for good. */
const TREATMENTS: Readonly<Record<Treatment, readonly number[]>> = {
  soon: [30008],
  in_a_minute: [20429, 30001],
  /** The handset is off or out of reach. */
  in_a_quarter: [30003],
  // Opted out, no mobile, wrong, blocked, unknown or landline.
  unreachable: [21211, 21610, 21614, 30004, 30005, 30006],
  // Credentials, region, sender, suspension, filtered content.
  operator: [20003, 21408, 21606, 21612, 30002, 30007],
};
const WAITS: Readonly<Partial<Record<Treatment, number>>> = { in_a_minute: 60_000, in_a_quarter: 900_000 };

const TREATMENT_OF: ReadonlyMap<number, Treatment> = new Map(
  (Object.keys(TREATMENTS) as Treatment[]).flatMap((treatment) =>
    TREATMENTS[treatment].map((code) => [code, treatment] as const),
  ),
);

/** What an error means for the delivery. `code` is Twilio's own, 0 where there is none; `status` the HTTP status. */
export function outcomeOfError(code: number, status: number): SendOutcome {
  const reason = code ? `twilio ${code}` : `twilio http ${status}`;
  const treatment = TREATMENT_OF.get(code) ?? treatmentOfStatus(status);
  if (treatment === undefined) return { kind: "refused", reason };
  if (treatment === "unreachable" || treatment === "operator") return { kind: treatment, reason };
  const afterMs = WAITS[treatment];
  return { kind: "retry", reason, ...(afterMs !== undefined && { afterMs }) };
}

function treatmentOfStatus(status: number): Treatment | undefined {
  if (status === 429) return "in_a_minute";
  if (status === 401 || status === 403 || status === 404) return "operator";
  return status >= 500 ? "soon" : undefined;
}
