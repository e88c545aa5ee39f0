import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import multer from "multer";
import { type Accepted, attachmentsOf, noteUpload, takeBack } from "../../attachments/index.ts";
import { newId } from "../../platform/index.ts";
import type { Ticket } from "../../tickets/index.ts";
import { audit } from "../audit/store.ts";
import { readTicket } from "../desk/reading/store.ts";
import { mayGive } from "../desk/viewer.ts";
import type { ConsolePorts } from "../ports.ts";
import { field, handling, leaveNotice, officerOf, show } from "../screens/http.ts";
import { titleOf } from "./files-page.ts";

/** What Zalo takes: pictures up to 1 MB, files up to 5 MB. */
const LARGEST_PICTURE = 1024 * 1024;
const LARGEST_FILE = 5 * 1024 * 1024;
const SENT_TYPES: ReadonlySet<string> = new Set(["image/jpeg", "image/png", "application/pdf"]);

const upload = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: LARGEST_FILE, files: 1, fields: 4, fieldSize: 4096 },
}).single("file");

const UPLOAD_PATH = /^\/phieu\/[^/]+\/tep$/;

/** Reads an uploaded file before the form's key is checked, which stands beside it; only for whoever is signed in. */
export const answerUploads: RequestHandler = (request, response, next) => {
  if (request.method !== "POST" || !UPLOAD_PATH.test(request.path) || !request.session.officer) return next();
  upload(request, response, (error: unknown) => {
    if (error instanceof multer.MulterError) response.locals["uploadProblem"] = TOO_LARGE;
    next(error instanceof multer.MulterError ? undefined : error);
  });
};

const TOO_LARGE = "Tệp lớn hơn 5 MB. Vui lòng chọn tệp nhỏ hơn.";
const PROBLEMS: Readonly<Record<string, string>> = {
  infected: "Tệp có mã độc nên không nhận.",
  unscanned: "Chưa quét được mã độc nên chưa nhận tệp. Vui lòng thử lại sau ít phút.",
  disk_full: "Máy chủ chưa ghi được tệp (hết chỗ). Vui lòng báo quản trị rồi thử lại.",
  malformed: "Tệp hỏng. Vui lòng chọn tệp khác.",
};
const WRONG_TYPE = "Chỉ gửi được ảnh JPEG, PNG (đến 1 MB) hoặc PDF (đến 5 MB).";

/** A ticket's files: taken away by officers who may open the ticket, given by those who may answer it. */
export function fileRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.get(
    "/phieu/:code/tep/:id",
    handling((request, response) => handOut(ports, request, response)),
  );
  router.post(
    "/phieu/:code/tep",
    handling((request, response) => take(ports, request, response)),
  );
  router.post(
    "/phieu/:code/tep/:id/bo",
    handling((request, response) => drop(ports, request, response)),
  );
  return router;
}

const ticketFor = (ports: ConsolePorts, request: Request, response: Response): Promise<Ticket | undefined> =>
  readTicket(ports.db.read, officerOf(response), request.params["code"]);

function nothingThere(request: Request, response: Response): void {
  show(request, response, { title: "Không tìm thấy tệp", view: "no-ticket", data: {}, status: 404 });
}

/** Always as something to keep, never to run: an image tag shows it all the same. */
const HEADERS = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "Cross-Origin-Resource-Policy": "same-origin",
} as const;

async function handOut(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const ticket = await ticketFor(ports, request, response);
  if (!ticket) return nothingThere(request, response);
  const files = await attachmentsOf(ports.db.read, ticket.id);
  const nth = files.findIndex(({ id }) => id === request.params["id"]);
  const opened = nth < 0 ? undefined : await ports.files.open(files[nth]?.id ?? "");
  if (!opened?.file.type) return nothingThere(request, response);
  const title = titleOf(ticket.code, nth, opened.file);
  const subject = `${ticket.code} ${opened.file.id}`;
  const officerId = officerOf(response).id;
  await ports.db.write((tx) => audit(tx, { at: ports.now(), officerId, action: "attachment_opened", subject }));
  response.set({
    ...HEADERS,
    "Content-Type": opened.file.type,
    "Content-Disposition": `attachment; filename="${title}"`,
  });
  response.end(opened.bytes);
}

const mayGiveTo = ({ rules: { policy } }: ConsolePorts, response: Response, ticket: Ticket): boolean =>
  mayGive(officerOf(response), ticket, policy);

async function take(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const ticket = await ticketFor(ports, request, response);
  if (!ticket || !mayGiveTo(ports, response, ticket)) return nothingThere(request, response);
  const problem = await keep(ports, request, response, ticket);
  await leaveNotice(request, problem ?? "Đã nhận tệp. Tệp được gửi kèm câu trả lời.");
  response.redirect(303, `/console/phieu/${ticket.code}`);
}

/** Undefined when the file is kept; else what to say. */
async function keep(
  ports: ConsolePorts,
  request: Request,
  response: Response,
  ticket: Ticket,
): Promise<string | undefined> {
  const problem: unknown = response.locals["uploadProblem"];
  if (typeof problem === "string") return problem;
  if (!request.file) return "Vui lòng chọn một tệp.";
  const accepted = await ports.files.accept(request.file.buffer);
  const refusal = refusalOf(accepted);
  if (refusal || !accepted.ok) return refusal;
  const now = ports.now();
  const { hash, type, size } = accepted;
  const name = nameOf(request.file.originalname);
  const formKey = field(request, "formKey") || newId(now);
  await ports.db.write(async (tx) => {
    await noteUpload(tx, { id: newId(now), ticketId: ticket.id, formKey, name, hash, type, size }, now);
    await audit(tx, { at: now, officerId: officerOf(response).id, action: "attachment_given", subject: ticket.code });
  });
  return undefined;
}

function refusalOf(accepted: Accepted): string | undefined {
  if (!accepted.ok) return PROBLEMS[accepted.reason] ?? WRONG_TYPE;
  const isPicture = accepted.type.startsWith("image/");
  return !SENT_TYPES.has(accepted.type) || (isPicture && accepted.size > LARGEST_PICTURE) ? WRONG_TYPE : undefined;
}

/** Browsers send names as UTF-8, which the parser reads byte by byte. */
function nameOf(original: string): string {
  const utf8 = Buffer.from(original, "latin1").toString("utf8");
  return (utf8.includes("\ufffd") ? original : utf8)
    .normalize("NFC")
    .replace(/[^\p{L}\p{N} ._()-]/gu, "_")
    .slice(0, 100);
}

async function drop(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const ticket = await ticketFor(ports, request, response);
  if (!ticket || !mayGiveTo(ports, response, ticket)) return nothingThere(request, response);
  const at = ports.now();
  const officerId = officerOf(response).id;
  const isGone = await ports.db.write(async (tx) => {
    if (!(await takeBack(tx, ticket.id, String(request.params["id"])))) return false;
    await audit(tx, { at, officerId, action: "attachment_taken_back", subject: ticket.code });
    return true;
  });
  await leaveNotice(request, isGone ? "Đã bỏ tệp." : "Tệp đã gửi đi nên không bỏ được.");
  response.redirect(303, `/console/phieu/${ticket.code}`);
}
