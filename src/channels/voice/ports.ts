import type { InboundMessage, Reply } from "../../messages/index.ts";
import type { CallBook } from "./calls.ts";

/** What a call needs of the house while somebody holds the line. */
export interface VoicePorts {
  readonly calls: CallBook;
  /** The replies to a message already taken in, or "late" when its turn is not done within `withinMs`. */
  readonly repliesTo: (message: InboundMessage, withinMs: number) => Promise<readonly Reply[] | "late">;
  readonly reads: (text: string) => Reading;
  /** A wording of flows/messages. */
  readonly say: (key: string) => Reply;
  /** Whether an SMS would reach whoever calls from this number. */
  readonly canText: (number: string) => boolean;
}

/** What a text surely is, before any turn: danger is not asked back about, and a person asked for is connected. */
export interface Reading {
  readonly isUrgent: boolean;
  readonly wantsPerson: boolean;
  /** An answer to "did I hear you right?"; undefined for anything else. */
  readonly isRight: boolean | undefined;
}
