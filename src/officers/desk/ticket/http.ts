import express, { type Request, type Response, type Router } from "express";
import { attachmentsOf } from "../../../attachments/index.ts";
import { deliveryHistory } from "../../../outbox/index.ts";
import { type CommandData, eventsOf, lettersOf, remindersOf, type Ticket } from "../../../tickets/index.ts";
import { listOfficers } from "../../accounts/store.ts";
import { audit } from "../../audit/store.ts";
import type { ConsolePorts } from "../../ports.ts";
import { field, handling, leaveNotice, officerOf, show } from "../../screens/http.ts";
import { deliveryLines } from "../deliveries.ts";
import { type CommandForm, dataOf, formOf, isTooLong, LONGEST_TEXT } from "../forms.ts";
import { isDeniedAgency } from "../letters/agencies.ts";
import { gatherMergers } from "../merge/http.ts";
import { isOffered } from "../offered-units.ts";
import { readTicketNow } from "../reading/store.ts";
import { type Fulfilled, fulfil, newFormKey, rehearse, type Wish } from "../store.ts";
import { type TicketPage, ticketPage } from "../ticket-page.ts";
import { actorFor, actorsOf, mayKeyIn } from "../viewer.ts";
import { refusalWords } from "../words.ts";

/** A ticket's page and what may be done there. */
export function ticketRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.get(
    "/phieu/:code",
    handling((request, response) => view(ports, request, response)),
  );
  router.post(
    "/phieu/:code/:slug",
    handling((request, response) => act(ports, request, response)),
  );
  router.post(
    "/phieu/:code/:slug/xem-truoc",
    handling((request, response) => preview(ports, request, response)),
  );
  return router;
}

/** The ticket of the address, if this officer may open it. */
const ticketFor = (ports: ConsolePorts, request: Request, response: Response): Promise<Ticket | undefined> =>
  readTicketNow(ports.db.read, officerOf(response), request.params["code"], ports);

function noSuchTicket(request: Request, response: Response): void {
  show(request, response, { title: "Không tìm thấy phiếu", view: "no-ticket", data: {}, status: 404 });
}

async function view(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const ticket = await ticketFor(ports, request, response);
  if (!ticket) return noSuchTicket(request, response);
  await showTicket(ports, request, response, ticket, {});
}

/** What a page drawn again after a refusal keeps. */
interface Retry {
  readonly problem?: string;
  readonly slug?: string;
  readonly status?: number;
  readonly preview?: readonly Shown[];
}

interface Shown {
  readonly channel: string;
  readonly parts: readonly string[];
}

async function gather(ports: ConsolePorts, response: Response, ticket: Ticket): Promise<TicketPage> {
  const [events, reminders, talk, officers, files, letters] = await Promise.all([
    eventsOf(ports.db.read, ticket.id),
    remindersOf(ports.db.read, [ticket.id]),
    ports.conversationAbout(ticket, actorsOf(officerOf(response))),
    listOfficers(ports.db),
    attachmentsOf(ports.db.read, ticket.id),
    lettersOf(ports.db.read, ticket.id),
  ]);
  const { departments, rules } = ports;
  const isReachable = ports.replyAddress(ticket) !== null;
  return ticketPage({
    officer: officerOf(response),
    ticket,
    events,
    reminders,
    communeName: ports.communeName,
    rules,
    letters,
    talk,
    officers,
    departments,
    now: ports.now(),
    isReachable,
    files,
  });
}

async function showTicket(
  ports: ConsolePorts,
  request: Request,
  response: Response,
  ticket: Ticket,
  retry: Retry,
): Promise<void> {
  await ports.db.write((tx) =>
    audit(tx, { at: ports.now(), officerId: officerOf(response).id, action: "ticket_viewed", subject: ticket.code }),
  );
  const [page, mergers, sent] = await Promise.all([
    gather(ports, response, ticket),
    gatherMergers(ports, response, ticket),
    deliveryHistory(ports.db.read, ticket.id),
  ]);
  const typed = (name: string): string => (retry.slug ? field(request, name) : "");
  show(request, response, {
    title: `Phiếu ${ticket.code}`,
    view: "ticket",
    data: {
      page,
      mergers,
      deliveries: deliveryLines(sent),
      mayKeyIn: mayKeyIn(officerOf(response), ticket, ports.nationalForm),
      mayMerge: actorFor(officerOf(response), ticket, "merge", ports.rules.policy) !== undefined,
      typed,
      problem: retry.problem ?? "",
      open: retry.slug ?? "",
      preview: retry.preview ?? null,
      formKey: () => newFormKey(ports.now()),
    },
    status: retry.status ?? 200,
  });
}

type Read =
  | { readonly ok: true; readonly form: CommandForm; readonly wish: Wish }
  | { readonly ok: false; readonly why: "no_such_command" }
  | { readonly ok: false; readonly why: "bad_choice" | "too_long"; readonly form: CommandForm };

async function readWish(ports: ConsolePorts, request: Request, response: Response, ticket: Ticket): Promise<Read> {
  const form = formOf(request.params["slug"]);
  if (!form) return { ok: false, why: "no_such_command" };
  const data: CommandData = dataOf(form, (name) => field(request, name));
  if (isTooLong(data)) return { ok: false, why: "too_long", form };
  if (form.command === "assign") {
    const page = await gather(ports, response, ticket);
    if (!isOffered(page.units, data.department, data.assignee)) return { ok: false, why: "bad_choice", form };
  }
  if (data.about !== undefined && !isNameable(await gather(ports, response, ticket), form, data.about))
    return { ok: false, why: "bad_choice", form };
  if (data.agency !== undefined && isDeniedAgency(data.agency, ticket, ports.rules.units))
    return { ok: false, why: "bad_choice", form };
  const version = Number(field(request, "version")) || 0;
  const formKey = field(request, "formKey") || newFormKey(ports.now());
  return {
    ok: true,
    form,
    wish: { officer: officerOf(response), ticket, command: form.command, data, formKey, version },
  };
}

const isNameable = ({ accused, accusable }: TicketPage, { command }: CommandForm, about: string): boolean =>
  command === "unbar"
    ? accused.some(({ id }) => id === about)
    : accusable.some(({ id, officers }) => id === about || officers.some((person) => person.id === about));

async function act(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const ticket = await ticketFor(ports, request, response);
  if (!ticket) return noSuchTicket(request, response);
  const read = await readWish(ports, request, response, ticket);
  if (!read.ok) return refuseWish(ports, request, response, ticket, read);
  const outcome = await fulfil(ports, read.wish);
  if (outcome.kind === "refused") return showRefusal(ports, request, response, ticket, read.form, outcome);
  if (outcome.kind === "done" && outcome.notices.length + outcome.told > 0) ports.wakeOutbox();
  await leaveNotice(request, doneWords(ports, read.form, outcome));
  response.redirect(303, (await ticketFor(ports, request, response)) ? `/console/phieu/${ticket.code}` : "/console");
}

function doneWords(ports: ConsolePorts, form: CommandForm, outcome: Fulfilled): string {
  const words = ownWords(ports, form, outcome);
  return outcome.kind === "done" && outcome.told > 0 ? `${words} ${outcome.told} người gửi khác cũng được báo.` : words;
}

function ownWords(ports: ConsolePorts, form: CommandForm, outcome: Fulfilled): string {
  if (outcome.kind !== "done" || outcome.notices.length === 0) return `Đã ghi nhận: ${form.label.toLowerCase()}.`;
  if (ports.replyAddress(outcome.ticket) === null)
    return `Đã ghi nhận: ${form.label.toLowerCase()}. Người dân không để lại kênh liên hệ nên sẽ xem ở trang tra cứu.`;
  return `Đã ghi nhận: ${form.label.toLowerCase()}. Tin cho người dân đang được gửi.`;
}

async function refuseWish(
  ports: ConsolePorts,
  request: Request,
  response: Response,
  ticket: Ticket,
  read: Extract<Read, { ok: false }>,
): Promise<void> {
  if (read.why === "no_such_command") return noSuchTicket(request, response);
  const problem =
    read.why === "too_long"
      ? `Nội dung dài quá ${LONGEST_TEXT} ký tự. Vui lòng viết gọn lại.`
      : "Vui lòng chọn đơn vị hoặc người trong danh sách.";
  await showTicket(ports, request, response, ticket, { problem, slug: read.form.slug, status: 422 });
}

/** The page again as it is now, with what was typed. */
async function showRefusal(
  ports: ConsolePorts,
  request: Request,
  response: Response,
  ticket: Ticket,
  form: CommandForm,
  { why }: Extract<Fulfilled, { kind: "refused" }>,
): Promise<void> {
  const newest = (await ticketFor(ports, request, response)) ?? ticket;
  const status = {
    incomplete: 422,
    not_allowed: 403,
    stale: 409,
    wrong_state: 409,
    too_late: 409,
    later_due: 409,
    number_taken: 409,
    number_malformed: 422,
    not_found: 404,
  }[why.reason];
  await showTicket(ports, request, response, newest, {
    problem: refusalWords(why, form, field(request, "newDate")),
    slug: form.slug,
    status,
  });
}

async function preview(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const ticket = await ticketFor(ports, request, response);
  if (!ticket) return noSuchTicket(request, response);
  const read = await readWish(ports, request, response, ticket);
  if (!read.ok) return refuseWish(ports, request, response, ticket, read);
  const outcome = await rehearse(ports, read.wish);
  if (outcome.kind === "refused") return showRefusal(ports, request, response, ticket, read.form, outcome);
  const shown = outcome.kind === "done" ? asShown(ports, outcome) : [];
  await showTicket(ports, request, response, ticket, { slug: read.form.slug, preview: shown });
}

function asShown(ports: ConsolePorts, { ticket, notices }: Extract<Fulfilled, { kind: "done" }>): Shown[] {
  const to = ports.replyAddress(ticket);
  return notices.map((notice) => {
    const reply = ports.wording(notice, ticket);
    return { channel: to ? to.channel : "", parts: to ? ports.renderFor(to, reply) : [reply.text] };
  });
}
