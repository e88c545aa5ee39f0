import express, { type Request, type Response, type Router } from "express";
import { z } from "zod";
import { limitRate } from "../../platform/http.ts";
import { audit } from "../audit/store.ts";
import { field, handling, leaveNotice, show } from "../screens/http.ts";
import { type SessionPorts, startSession } from "../sessions/http.ts";
import { endSessionsOf } from "../sessions/store.ts";
import { DisplayName, Password, Username } from "./account.ts";
import { officerById, readLink, setPassword, setUpFirstOfficer } from "./store.ts";

const Passwords = z
  .object({ password: Password, again: z.string() })
  .refine((form) => form.password === form.again.normalize("NFC"), {
    path: ["again"],
    message: "Hai lần nhập mật khẩu chưa giống nhau.",
  });

const FirstOfficer = z.object({ displayName: DisplayName, username: Username });

/** What is wrong with a form, by field, for the summary and beside each field. */
export type Problems = Readonly<Record<string, string>>;

/** The first problem of each field. */
export function problemsOf(error: z.ZodError): Problems {
  const problems: Record<string, string> = {};
  for (const issue of error.issues) problems[String(issue.path[0] ?? "")] ??= issue.message;
  return problems;
}

/** A password is taken as typed: trimming would change it. */
function passwordsOf(request: Request): { password: string; again: string } {
  const body = request.body as Record<string, unknown> | undefined;
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  return { password: text(body?.["password"]), again: text(body?.["again"]) };
}

const tokenOf = (request: Request): string => field(request, "token") || String(request.query["token"] ?? "");

function showVoidLink(request: Request, response: Response): void {
  show(request, response, { title: "Đường dẫn không còn hiệu lực", view: "void-link", data: {}, status: 410 });
}

/** The pages reached by a one-time link: making the first account, choosing a password. */
export function linkRoutes(ports: SessionPorts): Router {
  const router = express.Router();
  router.use(["/cai-dat", "/mat-khau"], limitRate({ limit: 60, windowMs: 15 * 60_000 }, showVoidLink));
  router.get(
    "/cai-dat",
    handling((request, response) => openLink(ports, request, response, "setup")),
  );
  router.post(
    "/cai-dat",
    handling((request, response) => setUp(ports, request, response)),
  );
  router.get(
    "/mat-khau",
    handling((request, response) => openLink(ports, request, response, "password")),
  );
  router.post(
    "/mat-khau",
    handling((request, response) => choosePassword(ports, request, response)),
  );
  return router;
}

async function openLink(
  ports: SessionPorts,
  request: Request,
  response: Response,
  kind: "setup" | "password",
): Promise<void> {
  const link = await readLink(ports.db.read, tokenOf(request), ports.now());
  if (link.kind !== kind) return showVoidLink(request, response);
  await (kind === "setup" ? showSetUp : showPassword)(ports, request, response, {});
}

async function showSetUp(
  _ports: SessionPorts,
  request: Request,
  response: Response,
  problems: Problems,
): Promise<void> {
  const data = {
    problems,
    token: tokenOf(request),
    displayName: field(request, "displayName"),
    username: field(request, "username"),
  };
  show(request, response, { title: "Cài đặt lần đầu", view: "set-up", data, status: statusFor(problems) });
}

async function showPassword(
  ports: SessionPorts,
  request: Request,
  response: Response,
  problems: Problems,
): Promise<void> {
  const link = await readLink(ports.db.read, tokenOf(request), ports.now());
  const owner = link.kind === "password" ? await officerById(ports.db, link.officerId) : undefined;
  if (!owner) return showVoidLink(request, response);
  const data = { problems, token: tokenOf(request), username: owner.username, displayName: owner.displayName };
  show(request, response, { title: "Đặt mật khẩu", view: "password", data, status: statusFor(problems) });
}

const statusFor = (problems: Problems): number => (Object.keys(problems).length > 0 ? 422 : 200);

async function setUp(ports: SessionPorts, request: Request, response: Response): Promise<void> {
  const person = FirstOfficer.safeParse({
    displayName: field(request, "displayName"),
    username: field(request, "username"),
  });
  const passwords = Passwords.safeParse(passwordsOf(request));
  if (!person.success || !passwords.success) {
    const problems = {
      ...(person.error && problemsOf(person.error)),
      ...(passwords.error && problemsOf(passwords.error)),
    };
    return openWithProblems(ports, request, response, problems);
  }
  const first = { ...person.data, roles: ["admin", "coordinator"], department: null } as const;
  const made = await setUpFirstOfficer(ports.db, tokenOf(request), first, passwords.data.password, ports.now());
  if (made.kind === "username_taken")
    return openWithProblems(ports, request, response, { username: "Tên đăng nhập này đã có người dùng." });
  if (made.kind === "void") return showVoidLink(request, response);
  await enter(ports, request, response, made.id, "set_up");
}

/** A void link is told before any mistake in the form: the form could never have worked. */
async function openWithProblems(
  ports: SessionPorts,
  request: Request,
  response: Response,
  problems: Problems,
): Promise<void> {
  const link = await readLink(ports.db.read, tokenOf(request), ports.now());
  if (link.kind !== "setup") return showVoidLink(request, response);
  await showSetUp(ports, request, response, problems);
}

async function choosePassword(ports: SessionPorts, request: Request, response: Response): Promise<void> {
  const passwords = Passwords.safeParse(passwordsOf(request));
  if (!passwords.success) return showPassword(ports, request, response, problemsOf(passwords.error));
  const id = await setPassword(ports.db, tokenOf(request), passwords.data.password, ports.now());
  if (!id) return showVoidLink(request, response);
  await endSessionsOf(ports.db, id);
  await enter(ports, request, response, id, "password_set");
}

async function enter(
  ports: SessionPorts,
  request: Request,
  response: Response,
  id: string,
  action: "set_up" | "password_set",
): Promise<void> {
  const now = ports.now();
  await ports.db.write((tx) => audit(tx, { at: now, officerId: id, action, subject: id }));
  await startSession(request, id, now);
  await leaveNotice(
    request,
    action === "set_up"
      ? "Đã tạo tài khoản quản trị. Anh/Chị đang đăng nhập."
      : "Đã đặt mật khẩu. Anh/Chị đang đăng nhập.",
  );
  response.redirect(303, "/console");
}
