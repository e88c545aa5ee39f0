import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { limitRate, sendPage, viewsIn } from "../platform/http.ts";
import type { Database } from "../platform/index.ts";
import { asFollowed, matchesReporter, type Proof, parseCode, type Ticket, ticketByCode } from "../tickets/index.ts";
import { citizenStatus } from "./status.ts";

export interface StatusPorts {
  readonly db: Database;
  readonly now: () => number;
  readonly departments: readonly { readonly id: string; readonly name: string }[];
}

const views = viewsIn(new URL("views/", import.meta.url));

/** One sentence for every failure, so that nobody learns which codes exist. */
const NOT_FOUND = "Chưa tìm thấy phiếu với mã và thông tin xác nhận này. Vui lòng kiểm tra lại cả hai ô.";
const TOO_MANY = "Anh/Chị đã thử nhiều lần. Vui lòng chờ 15 phút rồi thử lại, hoặc gọi bộ phận một cửa.";

/** The status page, mounted at /tra-cuu. The second factor is posted, so that it stands in no address and no log. */
export function statusRoutes(ports: StatusPorts): Router {
  const router = express.Router();
  router.get("/", (request, response) => showForm(request, response, "", 200));
  router.post("/", express.urlencoded({ extended: false, limit: "4kb" }), ...limits(), (request, response, next) => {
    lookUp(ports, request, response).catch(next);
  });
  return router;
}

/** Four digits can be tried out: few wrong tries a place, and few for one ticket from anywhere. */
function limits(): RequestHandler[] {
  const refuse: RequestHandler = (request, response) => showForm(request, response, TOO_MANY, 429);
  const windowMs = 15 * 60_000;
  const byCode = (request: Request): string => {
    const parsed = parseCode(text(request, "ma"));
    return parsed.ok ? parsed.code : "none";
  };
  const perCode = limitRate({ limit: 8, windowMs, skipSuccessfulRequests: true, keyGenerator: byCode }, refuse);
  return [
    limitRate({ limit: 20, windowMs, skipSuccessfulRequests: true }, refuse),
    (request, response, next) => (byCode(request) === "none" ? next() : void perCode(request, response, next)),
  ];
}

function text(request: Request, name: string): string {
  const fields = (request.method === "GET" ? request.query : request.body) as Record<string, unknown> | undefined;
  const value = fields?.[name];
  return typeof value === "string" ? value.normalize("NFC").trim().slice(0, 200) : "";
}

function showForm(request: Request, response: Response, problem: string, status: number): void {
  const body = views.render("./look-up", { problem, code: text(request, "ma") });
  sendPage(
    response,
    { title: "Tra cứu phiếu", service: "Tra cứu phiếu phản ánh, kiến nghị", home: "/tra-cuu", body },
    status,
  );
}

/** Four digits are the end of a number; anything else is taken for the secret words. */
export function proofFrom(typed: string): Proof {
  const digits = typed.replace(/\s/g, "");
  return /^\d{4}$/.test(digits) ? { lastFourDigits: digits } : { secret: typed };
}

async function lookUp(ports: StatusPorts, request: Request, response: Response): Promise<void> {
  const ticket = await ownTicket(ports, text(request, "ma"), text(request, "xac-nhan"));
  if (!ticket) return showForm(request, response, NOT_FOUND, 404);
  const unitName = (id: string): string => ports.departments.find((unit) => unit.id === id)?.name ?? "";
  const body = views.render("./status", { status: citizenStatus(ticket, unitName, ports.now()) });
  sendPage(response, {
    title: `Phiếu ${ticket.code}`,
    service: "Tra cứu phiếu phản ánh, kiến nghị",
    home: "/tra-cuu",
    body,
  });
}

/** The ticket, when code and second factor belong together. */
async function ownTicket(ports: StatusPorts, typedCode: string, typedProof: string): Promise<Ticket | undefined> {
  const parsed = parseCode(typedCode);
  const ticket = parsed.ok ? await ticketByCode(ports.db.read, parsed.code) : undefined;
  return ticket && typedProof && (await matchesReporter(ports.db.read, ticket, proofFrom(typedProof)))
    ? asFollowed(ports.db.read, ticket)
    : undefined;
}
