import { fold } from "../../text/index.ts";
import type { Ticket } from "../ticket.ts";

/** A number of Viet Nam as people write it: "0912 345 678", "+84 912.345.678", "(0912) 345-678". */
const PHONE = /(?<!\d)(?:\+?84|0)(?:[\s.()-]*\d){8,10}(?!\d)/g;
/** From so many digits on a number may be part of a phone number; a shorter one is a house or a village. */
const PART_OF_PHONE = 4;

/** What is kept of a ticket to find it by: words without accents, a space around each. */
export interface SearchText {
  /** What was reported, and where. */
  readonly said: string;
  /** The name and number of who reported; empty for whoever wants to be unnamed. */
  readonly person: string;
}

export type Searchable = Pick<Ticket, "content" | "summary" | "place" | "anonymous"> & {
  readonly reporter: Pick<Ticket["reporter"], "name" | "phone">;
};

export function searchText({ content, summary, place, anonymous, reporter }: Searchable): SearchText {
  return {
    said: spaced([content, summary, place ?? ""].join("\n")),
    person: anonymous ? "" : spaced([reporter.name ?? "", reporter.phone ?? ""].join("\n")),
  };
}

function spaced(text: string): string {
  const all = [...new Set([...wordsOf(text), ...(text.match(PHONE) ?? []).map(dialled)])];
  return all.length === 0 ? "" : ` ${all.join(" ")} `;
}

const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** As dialled in Viet Nam, digits alone. */
const dialled = (phone: string): string => phone.replace(/\D/g, "").replace(/^84/, "0");

/** Patterns for `like`, one for each word looked for: all of them must be found. */
export interface SearchPatterns {
  readonly said: string;
  readonly person: string;
}

/** More words than these make nothing clearer. */
const MOST_WORDS = 8;

/** What somebody remembers of a ticket. A word may be given by its beginning, a number of four digits or more by any part. */
export function searchPatterns(typed: string): SearchPatterns[] {
  const phones = (typed.match(PHONE) ?? []).map(dialled);
  const words = [...new Set([...phones, ...wordsOf(typed.replace(PHONE, " "))])];
  return words.slice(0, MOST_WORDS).map(patterns);
}

function patterns(word: string): SearchPatterns {
  if (!/^\d+$/.test(word)) return { said: `% ${word}%`, person: `% ${word}%` };
  if (word.length < PART_OF_PHONE) return { said: `% ${word} %`, person: `% ${word} %` };
  return { said: `% ${word}%`, person: `%${word}%` };
}
