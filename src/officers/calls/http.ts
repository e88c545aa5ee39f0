import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import multer from "multer";
import { newId } from "../../platform/index.ts";
import { hasRole } from "../accounts/account.ts";
import { audit } from "../audit/store.ts";
import type { BroughtCall, ConsolePorts } from "../ports.ts";
import { handling, leaveNotice, officerOf, show } from "../screens/http.ts";
import { broughtCall, forgetBrought, keepBrought } from "./store.ts";

const MEGABYTE = 1024 * 1024;
const MOST_FILES = 10;
const files = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: 8 * MEGABYTE, files: MOST_FILES, fields: 4, fieldSize: 4096 },
}).array("files", MOST_FILES);

const PATH = "/ban-ghi";

/** Reads uploaded files before the form's key is checked, which stands among them; only for whoever is signed in. */
export const callUploads: RequestHandler = (request, response, next) => {
  const isUpload = request.method === "POST" && request.path === `${PATH}/xem` && request.session.officer;
  if (!isUpload) return next();
  files(request, response, (error: unknown) => {
    if (error instanceof multer.MulterError)
      response.locals["uploadProblem"] = UPLOAD_PROBLEMS[error.code] ?? UNREADABLE;
    next(error instanceof multer.MulterError ? undefined : error);
  });
};

const UNREADABLE = "Chưa nhận được tệp. Vui lòng chọn lại.";
const UPLOAD_PROBLEMS: Readonly<Record<string, string>> = {
  LIMIT_FILE_SIZE: "Có tệp lớn hơn 8 MB. Vui lòng chọn tệp nhỏ hơn, hoặc đặt vào thư mục transcripts/in.",
  LIMIT_FILE_COUNT: `Mỗi lần chọn nhiều nhất ${MOST_FILES} tệp.`,
  LIMIT_UNEXPECTED_FILE: `Mỗi lần chọn nhiều nhất ${MOST_FILES} tệp.`,
};

/** Those who take reports in for others, and those who sort them. */
const onlyIntake: RequestHandler = (_request, response, next) => {
  if (hasRole(officerOf(response), "intake", "coordinator")) return next();
  next("router"); // reads as "no such page" to everybody else
};

/** Transcripts of finished calls brought as files: looked at first, then taken in. */
export function callRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.use(PATH, onlyIntake);
  router.get(PATH, (request, response) => page(request, response, [], ""));
  router.post(
    `${PATH}/xem`,
    handling((request, response) => look(ports, request, response)),
  );
  router.post(
    `${PATH}/nhan`,
    handling((request, response) => take(ports, request, response)),
  );
  return router;
}

type Shown = BroughtCall & { readonly id?: string };

function page(request: Request, response: Response, calls: readonly Shown[], problem: string): void {
  const status = problem === "" ? 200 : 422;
  show(request, response, { title: "Bản ghi cuộc gọi", view: "calls", data: { calls, problem }, status });
}

async function look(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const uploaded = Array.isArray(request.files) ? request.files : [];
  const problem = String(response.locals["uploadProblem"] ?? "");
  if (problem || uploaded.length === 0) return page(request, response, [], problem || "Vui lòng chọn ít nhất một tệp.");
  const now = ports.now();
  const calls = uploaded.map(({ originalname, buffer }): Shown => {
    const call = ports.calls.read(nameOf(originalname), buffer);
    return call.ok ? { ...call, id: newId(now) } : call;
  });
  const good = calls.flatMap((call) => (call.ok && call.id ? [{ id: call.id, kept: call.kept }] : []));
  await keepBrought(ports.db, officerOf(response).id, good, now);
  page(request, response, calls, "");
}

/** Browsers send names as UTF-8, which the parser reads byte by byte. */
function nameOf(original: string): string {
  const utf8 = Buffer.from(original, "latin1").toString("utf8");
  return (utf8.includes("\ufffd") ? original : utf8).normalize("NFC").slice(0, 200);
}

async function take(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const officer = officerOf(response);
  const wanted = [(request.body as Record<string, unknown> | undefined)?.["id"]].flat();
  const counts = { new: 0, seen_before: 0, gone: 0 };
  for (const id of wanted.filter((one) => typeof one === "string").slice(0, MOST_FILES)) {
    const kept = await broughtCall(ports.db, officer.id, id);
    const receipt = kept === undefined ? "gone" : await ports.calls.take(kept);
    counts[receipt] += 1;
    await ports.db.write(async (tx) => {
      await forgetBrought(tx, officer.id, id);
      if (receipt === "new")
        await audit(tx, { at: ports.now(), officerId: officer.id, action: "call_brought", subject: id });
    });
  }
  await leaveNotice(request, doneWords(counts));
  response.redirect(303, `/console${PATH}`);
}

function doneWords(counts: { readonly new: number; readonly seen_before: number; readonly gone: number }): string {
  const words = [
    counts.new > 0 ? `Đã nhận ${counts.new} cuộc gọi; phiếu hiện ở danh sách trong giây lát.` : "",
    counts.seen_before > 0 ? `${counts.seen_before} cuộc gọi đã có từ trước, không nhận lại.` : "",
    counts.gone > 0 ? `${counts.gone} cuộc gọi không còn để nhận; vui lòng chọn lại tệp.` : "",
  ].filter(Boolean);
  return words.join(" ") || "Chưa chọn cuộc gọi nào.";
}
