import type { Address, Billed, ChannelName } from "../messages/index.ts";
import { addressesLinkedTo, contactOf } from "../messages/index.ts";
import type { DeliveryPolicy, DeliveryRules, Matter, Way } from "../outbox/index.ts";
import type { Database } from "../platform/index.ts";
import { smsSize } from "../text/index.ts";
import { type Ticket, ticketById, ticketsOf } from "../tickets/index.ts";

/** The office's rules of delivery with what only the house as a whole knows: people's other addresses, and what is billed. */
export function deliveryPolicy(db: Database, rules: DeliveryRules, repeatNote: string): DeliveryPolicy {
  return {
    ...rules,
    repeatNote,
    othersOf: (matter) => othersOf(db, matter),
    billedFor: async (way, part) => billed(way, part),
  };
}

/** What the person has given us for this matter: in the ticket, or for an answer in their own tickets and what they shared. */
async function othersOf(db: Database, { to, ticketId }: Matter): Promise<Address[]> {
  if (ticketId !== null) {
    const ticket = await ticketById(db.read, ticketId);
    return ticket && !ticket.anonymous ? [...addressesOf(ticket), ...(await addressesLinkedTo(db.read, to))] : [];
  }
  const [contact, tickets, linked] = await Promise.all([
    contactOf(db, to),
    ticketsOf(db.read, to),
    addressesLinkedTo(db.read, to),
  ]);
  const own = tickets.filter(({ anonymous }) => !anonymous).flatMap(addressesOf);
  return [...linked, ...numberOf(contact?.phone ?? null), ...own];
}

function addressesOf({ reporter }: Ticket): Address[] {
  return [...(reporter.address ? [reporter.address] : []), ...numberOf(reporter.phone)];
}

const numberOf = (phone: string | null): Address[] => (phone?.startsWith("+") ? [{ channel: "sms", id: phone }] : []);

/** Channels that bill by the SMS segment. */
const BY_SEGMENT: readonly ChannelName[] = ["sms", "transcript"];

/** What a send costs where its channel does not say so itself. */
function billed({ by, to }: Way, part: string): Billed | null {
  if (by === "template") return { service: "zalo_tin_mau", units: 1 };
  return BY_SEGMENT.includes(to.channel) ? { service: "sms_twilio", units: smsSize(part).segments } : null;
}
