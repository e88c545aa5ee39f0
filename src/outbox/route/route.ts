import { type Address, laneOf, type Reply } from "../../messages/index.ts";
import type { Cause, Claim, Way } from "../delivery.ts";
import { isNotice } from "../delivery.ts";
import type { ContactPreference } from "../preferences/store.ts";

/** The steps a fall-back chain is made of, as written in knowledge/delivery.yaml. */
export const CHAIN_STEPS = ["zalo", "zalo_template", "zalo_bot", "sms", "call"] as const;
export type ChainStep = (typeof CHAIN_STEPS)[number];

/** An address with what its owner has asked of us there. */
export interface KnownAddress {
  readonly address: Address;
  readonly preference: ContactPreference;
}

export interface Person {
  readonly cause: Cause;
  /** Where it was promised. */
  readonly promised: KnownAddress;
  /** Other ways to the same person, as they gave them. */
  readonly others: readonly KnownAddress[];
}

/**
 * The ways to a person, in the order they are tried. Answers stay where they were asked for and go elsewhere only when that fails;
 * a notice goes first where the person wishes it, and never where they have stopped it.
 */
export function waysTo(person: Person, chain: readonly ChainStep[]): readonly Way[] {
  const all = [person.promised, ...person.others];
  if (!isNotice(person.cause)) return waysOfAnswer(person, chain);
  if (all.some(({ preference }) => preference.stops === "everywhere")) return [];
  const wished = all.find(({ preference }) => preference.prefers !== null)?.preference.prefers;
  const first = all.find(({ address }) => address.channel === wished) ?? person.promised;
  return distinct([
    ...openFor("message", first),
    ...openFor("message", person.promised),
    ...chain.flatMap((step) => all.flatMap((known) => byStep(step, known))),
  ]);
}

/** No template fits a free answer, and nobody is telephoned over one, but those who themselves telephoned. */
function waysOfAnswer({ promised, others }: Person, chain: readonly ChainStep[]): readonly Way[] {
  const telephoned = ["voice", "transcript"].includes(promised.address.channel);
  const steps = chain.filter((step) => step !== "zalo_template" && (step !== "call" || telephoned));
  const stay: Way = { by: "message", to: promised.address };
  return distinct([stay, ...steps.flatMap((step) => [promised, ...others].flatMap((known) => byStep(step, known)))]);
}

const TELEPHONES: readonly string[] = ["sms", "voice", "transcript"];
const isNumber = ({ channel, id }: Address): boolean => TELEPHONES.includes(channel) && id.startsWith("+");

function byStep(step: ChainStep, known: KnownAddress): Way[] {
  const { address } = known;
  switch (step) {
    case "zalo":
      return address.channel === "zalo" ? openFor("message", known) : [];
    case "zalo_bot":
      return address.channel === "zalo-bot" ? openFor("message", known) : [];
    case "zalo_template":
      return openFor("template", onZalo(known));
    case "sms":
      return isNumber(address) ? openFor("message", { ...known, address: { channel: "sms", id: address.id } }) : [];
    case "call":
      return isNumber(address) ? [{ by: "call", to: { channel: "voice", id: address.id } }] : [];
    default:
      return step satisfies never;
  }
}

/** Templates reach Zalo users, and numbers that have Zalo. */
function onZalo(known: KnownAddress): KnownAddress | undefined {
  if (known.address.channel === "zalo") return known;
  return isNumber(known.address) ? { ...known, address: { channel: "zalo", id: known.address.id } } : undefined;
}

function openFor(by: Way["by"], known: KnownAddress | undefined): Way[] {
  return known && known.preference.stops === null ? [{ by, to: known.address }] : [];
}

/** One number is one way, whichever of our own accounts it wrote to. */
const nameOf = ({ by, to }: Way): string => `${by} ${to.channel} ${to.id}`;

function distinct(ways: readonly Way[]): Way[] {
  return ways.filter((way, i) => ways.findIndex((other) => nameOf(other) === nameOf(way)) === i);
}

/** What this installation can do now. */
export interface Abilities {
  readonly canSend: (channel: Address["channel"]) => boolean;
  readonly hasTemplate: (channel: Address["channel"], key: string) => boolean;
}

/**
 * The first way that has not been tried and can be taken here. A template says the whole notice anew, so it is no way on once a
 * part has arrived.
 */
export function nextWay(
  ways: readonly Way[],
  tried: readonly Way[],
  left: { readonly key: string; readonly partsSent: number },
  can: Abilities,
): Way | undefined {
  const names = new Set(tried.map(nameOf));
  const passable = ({ by, to }: Way): boolean => {
    if (by === "call") return true;
    if (by === "message") return can.canSend(to.channel);
    return left.partsSent === 0 && can.canSend(to.channel) && can.hasTemplate(to.channel, left.key);
  };
  return ways.find((way) => !names.has(nameOf(way)) && passable(way));
}

/** What is left to say when the way changes: parts that have arrived are not repeated, and one that may have is said to be. */
export function restOf(held: Pick<Claim, "reply" | "partsSent">, parts: readonly string[], note: string): Reply {
  const { reply, partsSent } = held;
  // Another key: no template says just the rest.
  if (partsSent > 0) return noted({ key: `${reply.key}.con_lai`, text: parts.slice(partsSent).join("\n") }, note);
  return noted(reply, note);
}

function noted(reply: Reply, note: string): Reply {
  if (note === "") return reply;
  const put = (words: string) => `${note}\n${words}`;
  return {
    ...reply,
    text: put(reply.text),
    ...(reply.short === undefined ? {} : { short: put(reply.short) }),
    ...(reply.spoken === undefined ? {} : { spoken: put(reply.spoken) }),
  };
}

/** True when both are the same way: by the same means to the same person. */
export const isSameWay = (one: Way, other: Way): boolean => nameOf(one) === nameOf(other);

/** One entry an address. */
export function withoutCopies(addresses: readonly Address[]): Address[] {
  return addresses.filter((address, i) => addresses.findIndex((other) => laneOf(other) === laneOf(address)) === i);
}
