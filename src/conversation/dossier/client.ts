import { z } from "zod";
import { createCircuit } from "../../platform/index.ts";

export const DOSSIER_STATES = [
  "received",
  "processing",
  "waiting_for_citizen",
  "finished",
  "returned",
  "withdrawn",
] as const;

/** A name of a step or a unit; a telephone or identity number in it means it is something else, and it is not said. */
const Label = z
  .string()
  .max(120)
  .nullish()
  .transform((text) => (text && !/\d{6,}/.test(text.replace(/[\s.-]/g, "")) ? text.trim() : ""));

/** What is taken of an answer; names, numbers and papers beside it are never read. */
const Answer = z.object({
  code: z.string(),
  state: z.enum(DOSSIER_STATES),
  step: Label,
  unit: Label,
  /** The day the result is promised for. */
  due: z.iso.date().nullish(),
});

export type DossierStatus =
  | {
      readonly kind: "found";
      readonly code: string;
      readonly state: (typeof DOSSIER_STATES)[number];
      readonly step: string;
      readonly unit: string;
      /** ISO date. */
      readonly due: string | null;
    }
  | { readonly kind: "unknown"; readonly code: string }
  /** Down, slow, or answering something else than agreed. */
  | { readonly kind: "unreachable"; readonly code: string };

/** An electronic one-stop system, asked for one dossier at a time. */
export interface DossierDesk {
  find(code: string): Promise<DossierStatus>;
  /** False while it fails. */
  isWell(): boolean;
}

export interface DossierSettings {
  /** The code is put behind it: `https://motcua.example/ho-so` is asked for `…/ho-so/H29.12-261101-0001`. */
  readonly url: string;
  readonly token: string | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly timeoutMs?: number;
}

/** A citizen waits meanwhile. */
const TIMEOUT_MS = 3000;
const FAILURES = 3;
const OPEN_MS = 30_000;
const LONGEST_ANSWER = 20_000;

/** After three failures in a row it is left alone for half a minute. */
export function openDossierDesk({ url, token, now, timeoutMs = TIMEOUT_MS }: DossierSettings): DossierDesk {
  const circuit = createCircuit({ failures: FAILURES, openMs: OPEN_MS });
  let isWell = true;
  const headers = { accept: "application/json", ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  async function ask(code: string): Promise<DossierStatus> {
    const response = await fetch(`${url.replace(/\/+$/, "")}/${encodeURIComponent(code)}`, {
      headers,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 404) return { kind: "unknown", code };
    if (!response.ok) throw new Error(`status ${response.status}`);
    const text = await response.text();
    if (text.length > LONGEST_ANSWER) throw new Error("an answer of another kind");
    const { state, step, unit, due, code: answered } = Answer.parse(JSON.parse(text));
    if (answered.toUpperCase() !== code) throw new Error("an answer about another dossier");
    return { kind: "found", code, state, step, unit, due: due ?? null };
  }
  return {
    isWell: () => isWell,
    async find(code) {
      if (!circuit.allows(now())) return { kind: "unreachable", code };
      try {
        const status = await ask(code);
        circuit.succeeded();
        isWell = true;
        return status;
      } catch {
        circuit.failed(now());
        isWell = false;
        return { kind: "unreachable", code };
      }
    },
  };
}
