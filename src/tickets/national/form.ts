import { z } from "zod";
import { localPhone } from "../../text/index.ts";
import { printInstant } from "../calendar.ts";
import type { TicketStatus } from "../moves.ts";
import { isRestrictedType, RECORD_TYPES, type RecordType, type Ticket } from "../ticket.ts";

const FIELDS = [
  "name",
  "address",
  "phone",
  "email",
  "kind",
  "content_code",
  "content",
  "place",
  "received",
  "channel",
  "department",
  "due",
  "code",
  "answer",
  "status",
] as const;
type Field = (typeof FIELDS)[number];

/** knowledge/national-form.yaml: what is keyed into the national system, in its order. */
export const NationalFormFile = z.strictObject({
  record_types: z
    .array(z.enum(RECORD_TYPES))
    .min(1)
    .refine((types) => !types.some(isRestrictedType), "khiếu nại, tố cáo không nhập vào hệ thống phản ánh, kiến nghị"),
  fields: z
    .array(z.strictObject({ field: z.enum(FIELDS), label: z.string().min(2) }))
    .refine((fields) => new Set(fields.map(({ field }) => field)).size === fields.length, "mỗi ô chỉ ghi một lần"),
});

export interface NationalForm {
  readonly recordTypes: readonly RecordType[];
  readonly fields: readonly { readonly field: Field; readonly label: string }[];
}

/** Words for what a ticket holds as codes. */
export interface NationalNames {
  readonly kind: (type: RecordType) => string;
  readonly contentCode: (code: NonNullable<Ticket["contentCode"]>) => string;
  readonly channel: (source: Ticket["source"]) => string;
  readonly department: (id: string) => string;
  readonly status: (status: TicketStatus) => string;
}

/** An answer that has not left yet is none. */
const HAS_LEFT: readonly TicketStatus[] = ["answered", "objected", "closed"];

/** The ticket as the form wants it: label and value in the form's order; what is not known is empty. */
export function nationalFields(
  ticket: Ticket,
  form: NationalForm,
  names: NationalNames,
): { readonly label: string; readonly value: string }[] {
  const values = valuesOf(ticket, names);
  return form.fields.map(({ field, label }) => ({ label, value: values[field] ?? "" }));
}

function valuesOf(ticket: Ticket, names: NationalNames): Readonly<Record<Field, string | null>> {
  const { reporter, contentCode, department } = ticket;
  const address = reporter.address;
  const dialled = address !== null && ["sms", "voice", "transcript"].includes(address.channel);
  return {
    name: reporter.name,
    address: reporter.postalAddress,
    phone: localPhone(reporter.phone ?? (dialled ? address.id : "")),
    email: null,
    kind: names.kind(ticket.recordType),
    content_code: contentCode === null ? null : names.contentCode(contentCode),
    content: ticket.content,
    place: ticket.place,
    received: printInstant(ticket.createdAt),
    channel: names.channel(ticket.source),
    department: department === null ? null : names.department(department),
    due: printInstant(ticket.dueAt),
    code: ticket.code,
    answer: ticket.answeredBy !== null && HAS_LEFT.includes(ticket.status) ? ticket.answer : null,
    status: names.status(ticket.status),
  };
}
