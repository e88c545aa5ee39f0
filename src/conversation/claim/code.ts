import { digitsSpoken, fold } from "../../text/index.ts";

/** The first digits find a claim, the others prove it. Eight in all: no telephone, identity or ticket number is as long. */
const FINDING = 3;
const LENGTH = 8;
/** Words beside the digits ("mã của tôi là …"); in a longer text digits stand for something else. */
const MOST_OTHER_WORDS = 8;

export interface ClaimCode {
  readonly selector: string;
  readonly secret: string;
}

/** A code from eight random digits. */
export const codeFrom = (digits: string): ClaimCode => ({
  selector: digits.slice(0, FINDING),
  secret: digits.slice(FINDING, LENGTH),
});

export const CLAIM_DIGITS = LENGTH;

/** As a person reads it: two groups of four. */
export const printClaim = ({ selector, secret }: ClaimCode): string => {
  const digits = selector + secret;
  return `${digits.slice(0, LENGTH / 2)} ${digits.slice(LENGTH / 2)}`;
};

/** The code in a text that gives one, typed or said ("không ba năm bảy …"); undefined where none of eight digits is. */
export function claimIn(text: string): ClaimCode | undefined {
  const { digits, others } = digitsSpoken(text);
  return digits.length === LENGTH && others <= MOST_OTHER_WORDS ? codeFrom(digits) : undefined;
}

/** True where the text names what it gives, so that it need not have been asked for. */
export const namesClaim = (text: string): boolean => /\bma (chuyen|noi tiep)\b/.test(fold(text));
