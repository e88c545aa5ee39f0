import express, { type Request, type Response, type Router } from "express";
import { nationalFields, setNationalCode, type Ticket } from "../../tickets/index.ts";
import { audit } from "../audit/store.ts";
import { readTicket } from "../desk/reading/store.ts";
import { departmentName } from "../desk/ticket-page.ts";
import { mayKeyIn, viewerOf } from "../desk/viewer.ts";
import type { ConsolePorts } from "../ports.ts";
import { field, handling, leaveNotice, officerOf, show } from "../screens/http.ts";
import { CODE_REFUSALS, nationalNames } from "./words.ts";

/** Keying a ticket into the national system by hand: what to type there, and the code that came of it. */
export function nationalRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.get(
    "/phieu/:code/he-thong-quoc-gia",
    handling((request, response) => showForm(ports, request, response, "", 200)),
  );
  router.post(
    "/phieu/:code/he-thong-quoc-gia",
    handling((request, response) => keepCode(ports, request, response)),
  );
  return router;
}

/** The ticket, if this officer may key it in; for everybody else it does not exist. */
async function keyable(ports: ConsolePorts, response: Response, typed: string): Promise<Ticket | undefined> {
  const officer = officerOf(response);
  const ticket = await readTicket(ports.db.read, officer, typed);
  return ticket && mayKeyIn(officer, ticket, ports.nationalForm) ? ticket : undefined;
}

async function showForm(
  ports: ConsolePorts,
  request: Request,
  response: Response,
  problem: string,
  status: number,
): Promise<void> {
  const ticket = await keyable(ports, response, String(request.params["code"]));
  if (!ticket)
    return show(request, response, { title: "Không tìm thấy phiếu", view: "no-ticket", data: {}, status: 404 });
  await ports.db.write((tx) =>
    audit(tx, {
      at: ports.now(),
      officerId: officerOf(response).id,
      action: "national_form_opened",
      subject: ticket.code,
    }),
  );
  const names = nationalNames((id) => departmentName(ports.departments, id));
  show(request, response, {
    title: `Nhập phiếu ${ticket.code} vào hệ thống quốc gia`,
    view: "national",
    status,
    data: {
      ticket,
      problem,
      fields: nationalFields(ticket, ports.nationalForm, names),
      typed: field(request, "ma-quoc-gia"),
    },
  });
}

async function keepCode(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const ticket = await keyable(ports, response, String(request.params["code"]));
  if (!ticket) return showForm(ports, request, response, "", 404);
  const officer = officerOf(response);
  const code = field(request, "ma-quoc-gia").toUpperCase().replace(/\s/g, "");
  const at = ports.now();
  const kept = await ports.db.write(async (tx) => {
    const result = await setNationalCode(tx, ticket.id, code, viewerOf(officer), at);
    const subject = `${ticket.code} national_code`;
    await audit(tx, { at, officerId: officer.id, action: result.ok ? "ticket_changed" : "ticket_refused", subject });
    return result;
  });
  if (!kept.ok) return showForm(ports, request, response, CODE_REFUSALS[kept.reason], 422);
  await leaveNotice(request, `Đã ghi mã hệ thống quốc gia ${code}.`);
  response.redirect(303, `/console/phieu/${ticket.code}`);
}
