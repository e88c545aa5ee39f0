import express, { type Request, type Response, type Router } from "express";
import { duplicatesOf, eventsOf, mainOf, mergedInto, printInstant, type Ticket } from "../../../tickets/index.ts";
import type { ConsolePorts } from "../../ports.ts";
import { field, handling, leaveNotice, officerOf, show } from "../../screens/http.ts";
import { noteSeen, readTicket } from "../reading/store.ts";
import { fulfil, newFormKey } from "../store.ts";
import { actorFor } from "../viewer.ts";
import { REFUSAL_WORDS } from "../words.ts";
import { type Mergers, mergersOf } from "./page.ts";

/** Joining a ticket to one that reports the same: looked at side by side, said why, then done. */
export function mergeRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.get(
    "/phieu/:code/gop",
    handling((request, response) => compare(ports, request, response, String(request.query["vao"] ?? ""), "", 200)),
  );
  router.post(
    "/phieu/:code/gop",
    handling((request, response) => merge(ports, request, response)),
  );
  return router;
}

/** A ticket this officer may open; somebody else's reads the same as none. */
const openable = (ports: ConsolePorts, response: Response, typed: string): Promise<Ticket | undefined> =>
  readTicket(ports.db.read, officerOf(response), typed);

async function compare(
  ports: ConsolePorts,
  request: Request,
  response: Response,
  into: string,
  problem: string,
  status: number,
): Promise<void> {
  const ticket = await openable(ports, response, String(request.params["code"]));
  if (!ticket || !actorFor(officerOf(response), ticket, "merge", ports.rules.policy))
    return show(request, response, { title: "Không tìm thấy phiếu", view: "no-ticket", data: {}, status: 404 });
  const other = into ? await openable(ports, response, into) : undefined;
  const missing = into && !other ? "Không tìm thấy phiếu với mã này." : "";
  const followers = await mergedInto(ports.db.read, ticket.id);
  await noteSeen(ports.db, officerOf(response), other ? [ticket, other] : [ticket], ports.now());
  show(request, response, {
    title: `Gộp phiếu ${ticket.code}`,
    view: "merge",
    status: missing ? 404 : status,
    data: {
      ticket,
      other,
      into,
      problem: problem || missing,
      reason: field(request, "reason"),
      followers: followers.map(({ code }) => code),
      print: printInstant,
      formKey: newFormKey(ports.now()),
    },
  });
}

async function merge(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const into = field(request, "into");
  const ticket = await openable(ports, response, String(request.params["code"]));
  const other = await openable(ports, response, into);
  const reason = field(request, "reason");
  if (!ticket || !other) return compare(ports, request, response, into, "", 404);
  if (reason === "") return compare(ports, request, response, into, "Vui lòng ghi vì sao hai phiếu là một việc.", 422);
  const done = await fulfil(ports, {
    officer: officerOf(response),
    ticket,
    command: "merge",
    data: { into: other.id, reason: reason.slice(0, 500) },
    formKey: field(request, "formKey") || newFormKey(ports.now()),
    version: Number(field(request, "version")) || 0,
  });
  if (done.kind === "refused") return compare(ports, request, response, into, REFUSAL_WORDS[done.why.reason], 409);
  if (done.kind === "done" && done.notices.length > 0) ports.wakeOutbox();
  await leaveNotice(
    request,
    `Đã gộp phiếu ${ticket.code} vào ${other.code}. Mã cũ vẫn tra cứu được; nếu nhầm, bấm “Tách phiếu ra” để trở lại như trước.`,
  );
  response.redirect(303, `/console/phieu/${ticket.code}`);
}

/** What a ticket's page says of others that report the same. */
export async function gatherMergers(ports: ConsolePorts, response: Response, ticket: Ticket): Promise<Mergers> {
  const [events, suggestions, main, followers] = await Promise.all([
    eventsOf(ports.db.read, ticket.id),
    duplicatesOf(ports.db.read, ticket),
    ticket.mergedInto === null ? undefined : mainOf(ports.db.read, ticket),
    mergedInto(ports.db.read, ticket.id),
  ]);
  return mergersOf(officerOf(response), { events, suggestions, main, followers });
}
