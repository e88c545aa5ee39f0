import type { Address, Reply, SendOutcome } from "../../src/messages/index.ts";
import type { DeliverySender } from "../../src/outbox/index.ts";

export interface Letter {
  readonly to: string;
  readonly part: string;
  readonly key: string;
  readonly at: number;
}

export interface PostOffice extends DeliverySender {
  /** Every part handed in, whatever came of it. */
  readonly letters: Letter[];
  /** What it will answer to this part, in order; afterwards, and for other parts, it takes them. */
  willAnswer(part: string, ...outcomes: SendOutcome[]): void;
  /** From now on it takes so long over each part. */
  takes(ms: number): void;
  /** Answers nobody until so many parts are in its hands at once; from then on everybody at once. */
  waitsFor(count: number): void;
  /** The most parts that were in its hands at once. */
  readonly most: () => number;
}

/** A channel that takes letters: a "|" in a reply begins a new part. It keeps everything it was handed. */
export function postOffice(now: () => number): PostOffice {
  const letters: Letter[] = [];
  const answers = new Map<string, SendOutcome[]>();
  let delay = 0;
  let inHand = 0;
  let most = 0;
  let awaited = 0;
  const gate = Promise.withResolvers<void>();
  return {
    letters,
    most: () => most,
    willAnswer: (part, ...outcomes) => void answers.set(part, outcomes),
    takes(ms) {
      delay = ms;
    },
    waitsFor(count) {
      awaited = count;
    },
    render: (reply: Reply) => reply.text.split("|").filter((part) => part !== ""),
    async send(to: Address, part: string, key: string) {
      letters.push({ to: to.id, part, key, at: now() });
      inHand += 1;
      most = Math.max(most, inHand);
      if (inHand >= awaited) gate.resolve();
      await gate.promise;
      await new Promise((resolve) => setTimeout(resolve, delay));
      inHand -= 1;
      return answers.get(part)?.shift() ?? { kind: "sent", providerId: `post-${letters.length}` };
    },
  };
}
