import type { Reply } from "../../messages/index.ts";
import type { Place } from "./parse.ts";

/** What the caller hears next, and what happens then. `say` holds sentences already speakable. */
export type Plan =
  | { readonly kind: "ask"; readonly say: readonly string[]; readonly hints: readonly string[]; readonly next: Place }
  /** Comes again at once, after a short pause. */
  | { readonly kind: "wait"; readonly say: readonly string[]; readonly next: Place }
  | { readonly kind: "transfer"; readonly say: readonly string[]; readonly number: string; readonly next: Place }
  | { readonly kind: "hang_up"; readonly say: readonly string[] };

/** Words a recogniser may expect: what can be chosen just now. */
export const hintsOf = (replies: readonly Reply[]): readonly string[] => [
  ...replies.flatMap(({ choices }) => choices ?? []),
  "gặp cán bộ",
];
