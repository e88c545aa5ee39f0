import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { limitRate, sendPage, viewsIn } from "../../platform/http.ts";
import type { Database } from "../../platform/index.ts";
import { checkReceipt, type KnownKey, knownKeys, type OfficeKey, printInstant } from "../../tickets/index.ts";
import { receiptFacts, receiptFile, VERDICTS } from "./words.ts";

export interface ReceiptPorts {
  readonly db: Database;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly key: OfficeKey;
  readonly now: () => number;
}

const views = viewsIn(new URL("../views/", import.meta.url));
const SERVICE = { service: "Tra cứu phiếu phản ánh, kiến nghị", home: "/tra-cuu" };

/** Below /tra-cuu: receipts can be checked and kept, and the keys they are signed with are told to anybody. */
export function receiptRoutes(ports: ReceiptPorts): Router {
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: "8kb" });
  const tooMany: RequestHandler = (_request, response) => {
    response.status(429).type("text").send("Anh/Chị đã thử nhiều lần. Vui lòng chờ vài phút rồi thử lại.\n");
  };
  const limit = limitRate({ limit: 60, windowMs: 5 * 60_000 }, tooMany);
  router.get("/khoa", (_request, response, next) => {
    showKeys(ports, response).catch(next);
  });
  router.get("/khoa.txt", (_request, response, next) => {
    sendKeys(ports, response).catch(next);
  });
  router.get("/bien-nhan", (_request, response) => showCheck(response, ""));
  router.post("/bien-nhan", limit, form, (request, response, next) => {
    check(ports, request, response).catch(next);
  });
  return router;
}

/** Every key the office has signed with; this server's own is among them from its first minute. */
async function keysOf({ db, key, now }: ReceiptPorts): Promise<KnownKey[]> {
  const known = await knownKeys(db.read);
  return known.some(({ id }) => id === key.id) ? known : [{ ...key, since: now() }, ...known];
}

async function showKeys(ports: ReceiptPorts, response: Response): Promise<void> {
  const keys = (await keysOf(ports)).map((key) => ({ ...key, since: printInstant(key.since) }));
  const body = views.render("./keys", { keys, address: `${ports.publicUrl}/tra-cuu/khoa` });
  sendPage(response, { title: "Khóa công khai của cơ quan", ...SERVICE, body });
}

async function sendKeys(ports: ReceiptPorts, response: Response): Promise<void> {
  const lines = (await keysOf(ports)).map(
    ({ id, publicKey, since }) => `${id} ${publicKey} ${new Date(since).toISOString()}`,
  );
  response.type("text/plain").send(`${lines.join("\n")}\n`);
}

function showCheck(
  response: Response,
  typed: string,
  verdict = "",
  facts: ReturnType<typeof receiptFacts> = [],
  status = 200,
): void {
  const body = views.render("./receipt", { typed, verdict, facts, isGenuine: verdict === VERDICTS.genuine });
  sendPage(response, { title: "Kiểm tra biên nhận", ...SERVICE, body }, status);
}

async function check(ports: ReceiptPorts, request: Request, response: Response): Promise<void> {
  const fields = (request.body ?? {}) as Record<string, unknown>;
  const typed = typeof fields["bien-nhan"] === "string" ? fields["bien-nhan"].trim().slice(0, 4000) : "";
  const keys = new Map((await keysOf(ports)).map(({ id, publicKey }) => [id, publicKey]));
  const found = checkReceipt(typed, keys);
  if (found.kind === "genuine" && fields["tai"] === "1") {
    response.attachment(`bien-nhan-${found.receipt.code}.txt`).type("text/plain");
    return void response.send(receiptFile(typed, found.receipt, `${ports.publicUrl}/tra-cuu/khoa`));
  }
  const facts = found.kind === "genuine" ? receiptFacts(found.receipt) : [];
  showCheck(response, typed, VERDICTS[found.kind], facts, found.kind === "genuine" ? 200 : 422);
}
