import { z } from "zod";
import { asSentence, localPhone } from "../../text/index.ts";
import { dayOf, isoOf, printInstant } from "../calendar.ts";
import { hidesReporter, type RecordType, type Ticket } from "../ticket.ts";

const Text = z.string().min(2).max(600);

/** knowledge/letter.yaml: how the office writes to an agency it passes a matter on to. */
export const LetterheadFile = z.strictObject({
  organ: Text,
  place: Text,
  symbol: z.string().regex(/^[\p{L}\d.-]+$/u, "ký hiệu viết liền, ví dụ PC-UBND"),
  title: Text,
  subject: Text,
  signer: Text,
  opening: Text,
  competence: Text,
  basis: Text,
  basis_other: Text,
  request: Text,
  request_hidden: Text,
  hidden: Text,
  anonymous: Text,
  copies: z.array(Text).min(1),
});
export type Letterhead = Readonly<z.infer<typeof LetterheadFile>>;

/** A letter as it was written; printed again it says the same, whatever has changed since. */
export interface Letter {
  readonly ticketId: string;
  /** "12/PC-UBND" */
  readonly number: string;
  /** Epoch ms. */
  readonly writtenAt: number;
  readonly organ: string;
  /** "Tuyên Bình, ngày 23 tháng 11 năm 2026" */
  readonly dated: string;
  readonly title: string;
  readonly subject: string;
  readonly to: string;
  readonly paragraphs: readonly string[];
  /** The citizen's words. */
  readonly quote: string;
  /** Where it happened and who wrote, as far as the agency may know. */
  readonly facts: readonly string[];
  readonly request: string;
  readonly enclosures: readonly string[];
  readonly signer: string;
  readonly copies: readonly string[];
}

/** What a letter is made of besides the ticket; kinds and channels are named by the caller. */
export interface LetterFacts {
  readonly number: string;
  readonly to: string;
  /** Why it is theirs, in an officer's words; may be empty. */
  readonly reason: string;
  readonly kind: string;
  readonly source: string;
  readonly enclosures: readonly string[];
  readonly at: number;
}

/** Kinds of record NĐ 20/2008/NĐ-CP is about. */
const OF_THE_DECREE: readonly RecordType[] = ["pakn_hanh_vi", "pakn_quy_dinh", "kien_nghi", "ho_so_tre"];

/** The letter that passes a ticket on. Complaints and denunciations have ways of their own and get none. */
export function writeLetter(ticket: Ticket, facts: LetterFacts, head: Letterhead): Letter {
  const values: Readonly<Record<string, string>> = {
    organ: head.organ,
    to: facts.to,
    kind: facts.kind,
    source: facts.source,
    received: printInstant(ticket.createdAt),
    code: ticket.code,
  };
  const filled = (text: string) => text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
  const basis = OF_THE_DECREE.includes(ticket.recordType) ? head.basis : head.basis_other;
  const request = filled(hidesReporter(ticket) || ticket.anonymous ? head.request_hidden : head.request);
  return {
    ticketId: ticket.id,
    number: facts.number,
    writtenAt: facts.at,
    organ: head.organ,
    dated: `${head.place}, ${longDate(facts.at)}`,
    title: head.title,
    subject: head.subject,
    to: facts.to,
    paragraphs: [filled(head.opening), [filled(head.competence), asSentence(facts.reason)].filter(Boolean).join(" ")],
    quote: ticket.content,
    facts: [`Địa bàn: ${ticket.place ?? "không nêu"}.`, ...reporterLines(ticket, head)],
    request: `${basis}, ${request}`,
    enclosures: facts.enclosures,
    signer: head.signer,
    copies: head.copies,
  };
}

function reporterLines(ticket: Ticket, head: Letterhead): string[] {
  if (hidesReporter(ticket)) return [head.hidden];
  if (ticket.anonymous) return [head.anonymous];
  const { name, phone, postalAddress } = ticket.reporter;
  const known = [name, phone && `điện thoại ${localPhone(phone)}`, postalAddress && `địa chỉ ${postalAddress}`].filter(
    Boolean,
  );
  return [known.length > 0 ? `Người gửi: ${known.join(", ")}.` : head.anonymous];
}

/** "ngày 23 tháng 11 năm 2026"; days and months below ten have a nought, below three for months. */
function longDate(at: number): string {
  const [year = "", month = "", day = ""] = isoOf(dayOf(at)).split("-");
  return `ngày ${day} tháng ${Number(month) < 3 ? month : Number(month)} năm ${year}`;
}

/** "số 12/PC-UBND ngày 23/11/2026", as a citizen is told of it. */
export const letterName = (number: string, at: number): string => {
  const [year = "", month = "", day = ""] = isoOf(dayOf(at)).split("-");
  return `số ${number} ngày ${day}/${month}/${year}`;
};

/** The whole letter as plain text. */
export function letterText(letter: Letter): string {
  const enclosed = letter.enclosures.map((one) => `- ${one}`);
  return [
    `${letter.organ.toUpperCase()}`,
    `Số: ${letter.number}`,
    "",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    letter.dated,
    "",
    letter.title.toUpperCase(),
    letter.subject,
    "",
    `Kính gửi: ${letter.to}`,
    "",
    ...letter.paragraphs,
    "",
    "Nội dung người dân gửi:",
    `“${letter.quote}”`,
    ...letter.facts,
    "",
    letter.request,
    ...(enclosed.length > 0 ? ["", "Kèm theo:", ...enclosed] : []),
    "",
    letter.signer.toUpperCase(),
    "(Ký, ghi rõ họ tên, đóng dấu)",
    "",
    "Nơi nhận:",
    ...letter.copies.map((one) => `- ${one}`),
  ].join("\n");
}
