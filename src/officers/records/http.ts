import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { z } from "zod";
import { printInstant } from "../../tickets/index.ts";
import { hasRole } from "../accounts/account.ts";
import { type Problems, problemsOf } from "../accounts/http.ts";
import { type AuditAction, audit } from "../audit/store.ts";
import type { ConsolePorts } from "../ports.ts";
import { field, handling, leaveNotice, officerOf, show } from "../screens/http.ts";
import { showHistory } from "./history/http.ts";

const onlyAdmins: RequestHandler = (_request, response, next) => {
  if (hasRole(officerOf(response), "admin")) return next();
  next("router"); // reads as "no such page" to everybody else
};

/** Switching a procedure's answers off and on again, at once and without a restart, and what it said before; for administrators. */
export function recordRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.use("/thu-tuc", onlyAdmins);
  router.get(
    "/thu-tuc",
    handling((request, response) => showRecords(ports, request, response, {})),
  );
  router.get(
    "/thu-tuc/lich-su",
    handling((request, response) => showHistory(ports, request, response)),
  );
  router.post(
    "/thu-tuc/tam-dung",
    handling((request, response) => withhold(ports, request, response)),
  );
  router.post(
    "/thu-tuc/tra-loi-lai",
    handling((request, response) => resume(ports, request, response)),
  );
  return router;
}

async function showRecords(
  ports: ConsolePorts,
  request: Request,
  response: Response,
  problems: Problems,
): Promise<void> {
  const records = ports.records.list().map((record) => ({
    ...record,
    name: ports.records.nameOf(record.code) ?? "",
    since: printInstant(record.at),
  }));
  const form = { code: field(request, "code"), reason: field(request, "reason") };
  const status = Object.keys(problems).length > 0 ? 422 : 200;
  show(request, response, { title: "Thủ tục", view: "records", data: { records, problems, form }, status });
}

const WithholdForm = z.object({
  code: z
    .string()
    .trim()
    .regex(/^\d{1,2}\.\d{5,6}$/, "Ghi mã thủ tục, ví dụ 1.001193."),
  reason: z.string().trim().min(1, "Ghi lý do, để người sau biết khi nào trả lời lại.").max(300, "Lý do dài quá."),
});

async function withhold(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const form = WithholdForm.safeParse({ code: field(request, "code"), reason: field(request, "reason") });
  if (!form.success) return showRecords(ports, request, response, problemsOf(form.error));
  const { code, reason } = form.data;
  const name = ports.records.nameOf(code);
  if (name === undefined)
    return showRecords(ports, request, response, { code: "Danh mục đang dùng không có mã thủ tục này." });
  await ports.records.withhold({ code, reason, by: officerOf(response).id, at: ports.now() });
  await note(ports, response, "record_withheld", code);
  await leaveNotice(request, `Đã tạm dừng trả lời: ${name}.`);
  response.redirect(303, "/console/thu-tuc");
}

async function resume(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const code = field(request, "code");
  const done = await ports.records.resume(code);
  if (done) await note(ports, response, "record_resumed", code);
  await leaveNotice(request, done ? "Đã trả lời lại thủ tục này." : "Thủ tục này không bị tạm dừng.");
  response.redirect(303, "/console/thu-tuc");
}

function note(ports: ConsolePorts, response: Response, action: AuditAction, subject: string): Promise<void> {
  return ports.db.write((tx) => audit(tx, { at: ports.now(), officerId: officerOf(response).id, action, subject }));
}
