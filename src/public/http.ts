import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { limitRate, originOf, sendPage, viewsIn } from "../platform/http.ts";
import type { Database } from "../platform/index.ts";
import {
  asFollowed,
  eventsOf,
  findSecret,
  hasOfficeWords,
  matchesReporter,
  type OfficeKey,
  openBySecret,
  parseCode,
  receiptOf,
  type SecretWords,
  type Ticket,
  type TicketRules,
  ticketByCode,
} from "../tickets/index.ts";
import { actOnCase, CASE_ACTS, type CaseAct } from "./case/store.ts";
import { receiptRoutes } from "./receipts/http.ts";
import { citizenStatus } from "./status.ts";

export interface StatusPorts {
  readonly db: Database;
  readonly now: () => number;
  readonly rules: TicketRules;
  readonly secretWords: SecretWords;
  readonly departments: readonly { readonly id: string; readonly name: string }[];
  /** Signs receipts. */
  readonly key: OfficeKey;
  /** Without a slash at the end. */
  readonly publicUrl: string;
}

const views = viewsIn(new URL("views/", import.meta.url));

/** One sentence for every failure, so that nobody learns which codes exist. */
const NOT_FOUND = "Chưa tìm thấy phiếu với mã và thông tin xác nhận này. Vui lòng kiểm tra lại cả hai ô.";
const TOO_MANY = "Anh/Chị đã thử nhiều lần. Vui lòng chờ 15 phút rồi thử lại, hoặc gọi bộ phận một cửa.";

const NOT_NOW = {
  locked: TOO_MANY,
  busy: "Đang có nhiều người tra cứu cùng lúc. Vui lòng chờ một phút rồi thử lại.",
} as const;

/** The status page, mounted at /tra-cuu. The second factor is posted, so that it stands in no address and no log. */
export function statusRoutes(ports: StatusPorts): Router {
  const router = express.Router();
  router.get("/", (request, response) => showForm(request, response, "", 200));
  router.post("/", express.urlencoded({ extended: false, limit: "4kb" }), ...limits(), (request, response, next) => {
    lookUp(ports, request, response).catch(next);
  });
  router.use(receiptRoutes(ports));
  for (const act of CASE_ACTS)
    router.post(
      `/${act}`,
      express.urlencoded({ extended: false, limit: "32kb" }),
      ...limits(),
      (request, response, next) => {
        actOn(ports, act, request, response).catch(next);
      },
    );
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

function text(request: Request, name: string, most = 200): string {
  const fields = (request.method === "GET" ? request.query : request.body) as Record<string, unknown> | undefined;
  const value = fields?.[name];
  return typeof value === "string" ? value.normalize("NFC").trim().slice(0, most) : "";
}

function showForm(request: Request, response: Response, problem: string, status: number): void {
  const body = views.render("./look-up", { problem, code: text(request, "ma") });
  sendPage(
    response,
    { title: "Tra cứu phiếu", service: "Tra cứu phiếu phản ánh, kiến nghị", home: "/tra-cuu", body },
    status,
  );
}

async function lookUp(ports: StatusPorts, request: Request, response: Response): Promise<void> {
  const found = await ownTicket(ports, request);
  if (found === "locked" || found === "busy") return showForm(request, response, NOT_NOW[found], 429);
  if (!found) return showForm(request, response, NOT_FOUND, 404);
  await showStatus(ports, response, found.ticket, found.secret, "");
}

async function showStatus(
  ports: StatusPorts,
  response: Response,
  ticket: Ticket,
  secret: string,
  said: string,
): Promise<void> {
  const unitName = (id: string): string => ports.departments.find((unit) => unit.id === id)?.name ?? "";
  const receipt = await receiptOf(ports.db.read, ticket, ports.key);
  const events = hasOfficeWords(ticket.status) ? await eventsOf(ports.db.read, ticket.id) : [];
  const status = citizenStatus(ticket, events, unitName, ports.now());
  const body = views.render("./status", { status, secret, said, receipt });
  // What opens a case stands in the page's forms: nobody may keep it.
  response.setHeader("Cache-Control", "no-store");
  sendPage(response, {
    title: `Phiếu ${ticket.code}`,
    service: "Tra cứu phiếu phản ánh, kiến nghị",
    home: "/tra-cuu",
    body,
  });
}

/** What the holder of a secret does with their case; the secret comes with it, so nothing else need prove who asks. */
async function actOn(ports: StatusPorts, act: CaseAct, request: Request, response: Response): Promise<void> {
  const found = await ownTicket(ports, request);
  if (found === "locked" || found === "busy") return showForm(request, response, NOT_NOW[found], 429);
  if (!found?.secret) return showForm(request, response, NOT_FOUND, 404);
  const done = await actOnCase(ports, found.ticket, act, text(request, "noi-dung", 5000));
  await showStatus(ports, response, done.ticket, found.secret, done.said);
}

interface Own {
  readonly ticket: Ticket;
  /** The secret that opened it; empty when code and digits did. */
  readonly secret: string;
}

/** The ticket, when code and digits belong together, or when the secret opens it. */
async function ownTicket(ports: StatusPorts, request: Request): Promise<Own | keyof typeof NOT_NOW | undefined> {
  const proof = text(request, "xac-nhan");
  const digits = proof.replace(/\s/g, "");
  if (/^\d{4}$/.test(digits)) return ownByDigits(ports, request, digits);
  const told = findSecret(proof, ports.secretWords);
  if (!told) return undefined;
  const opening = await openBySecret(ports.db, told.secret, { door: "page", id: originOf(request) }, ports.now());
  if (opening.kind === "locked" || opening.kind === "busy") return opening.kind;
  const parsed = parseCode(text(request, "ma"));
  const isOther = opening.kind === "found" && parsed.ok && parsed.code !== opening.ticket.code;
  return opening.kind === "found" && !isOther
    ? { ticket: await asFollowed(ports.db.read, opening.ticket), secret: told.secret }
    : undefined;
}

async function ownByDigits({ db }: StatusPorts, request: Request, digits: string): Promise<Own | undefined> {
  const parsed = parseCode(text(request, "ma"));
  const ticket = parsed.ok ? await ticketByCode(db.read, parsed.code) : undefined;
  const isTheirs = ticket && (await matchesReporter(db.read, ticket, { lastFourDigits: digits }));
  return ticket && isTheirs ? { ticket: await asFollowed(db.read, ticket), secret: "" } : undefined;
}
