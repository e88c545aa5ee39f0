import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { z } from "zod";
import { sendAgain } from "../../outbox/index.ts";
import { printInstant } from "../../tickets/index.ts";
import {
  DisplayName,
  hasRole,
  type Officer,
  ROLE_NAMES,
  ROLES,
  type Role,
  RoleName,
  Username,
} from "../accounts/account.ts";
import { type Problems, problemsOf } from "../accounts/http.ts";
import {
  addOfficer,
  changeOfficer,
  createPasswordLink,
  listOfficers,
  type NewOfficer,
  officerById,
  setDisabled,
} from "../accounts/store.ts";
import { type AuditAction, audit } from "../audit/store.ts";
import { notAboutThem } from "../contact/barred/store.ts";
import { troubleWords } from "../desk/trouble.ts";
import { SOURCE_NAMES } from "../desk/words.ts";
import type { ConsolePorts } from "../ports.ts";
import { field, handling, leaveNotice, officerOf, show } from "../screens/http.ts";
import { endSessionsOf } from "../sessions/store.ts";

/** Roles that work for one department and so must name it. */
const OF_A_DEPARTMENT = ["officer", "head"] as const;

const hasDepartment = (role: Role): boolean => OF_A_DEPARTMENT.some((known) => known === role);

const onlyAdmins: RequestHandler = (_request, response, next) => {
  if (hasRole(officerOf(response), "admin")) return next();
  next("router"); // reads as "no such page" to everybody else
};

/** Officers' accounts and the state of the system; for administrators, who see no ticket here. */
export function adminRoutes(ports: ConsolePorts): Router {
  const router = express.Router();
  router.use(["/can-bo", "/he-thong"], onlyAdmins);
  router.get(
    "/can-bo",
    handling((request, response) => showOfficers(ports, request, response, {})),
  );
  router.post(
    "/can-bo",
    handling((request, response) => add(ports, request, response)),
  );
  router.get(
    "/can-bo/:id/sua",
    handling((request, response) => edit(ports, request, response)),
  );
  router.post(
    "/can-bo/:id/sua",
    handling((request, response) => change(ports, request, response)),
  );
  router.post(
    "/can-bo/:id/khoa",
    handling((request, response) => close(ports, request, response, true)),
  );
  router.post(
    "/can-bo/:id/mo",
    handling((request, response) => close(ports, request, response, false)),
  );
  router.post(
    "/can-bo/:id/mat-khau",
    handling((request, response) => newLink(ports, request, response)),
  );
  router.get(
    "/he-thong",
    handling((request, response) => showSystem(ports, request, response)),
  );
  router.post(
    "/he-thong/kenh",
    handling((request, response) => throwSwitch(ports, request, response)),
  );
  router.post(
    "/he-thong/gui-lai",
    handling((request, response) => resend(ports, request, response)),
  );
  return router;
}

async function showOfficers(
  ports: ConsolePorts,
  request: Request,
  response: Response,
  problems: Problems,
  link = "",
): Promise<void> {
  const names = new Map(ports.departments.map((department) => [department.id, department.name]));
  const officers = (await listOfficers(ports.db)).map((officer) => ({
    ...officer,
    work: officer.roles.map((role) => ROLE_NAMES[role]).join(", "),
    departmentName: officer.department ? (names.get(officer.department) ?? officer.department) : "",
  }));
  const form = Object.fromEntries(
    ["displayName", "username", "role", "department"].map((name) => [name, field(request, name)]),
  );
  const data = {
    officers,
    problems,
    form,
    link,
    departments: ports.departments,
    roles: ROLES.map((id) => ({ id, name: ROLE_NAMES[id] })),
  };
  const status = Object.keys(problems).length > 0 ? 422 : 200;
  show(request, response, { title: "Cán bộ", view: "officers", data, status });
}

const AddForm = z
  .object({ displayName: DisplayName, username: Username, role: RoleName, department: z.string() })
  .refine((form) => form.department !== "" || !hasDepartment(form.role), {
    path: ["department"],
    message: "Vai trò này cần chọn đơn vị.",
  });

type ParsedForm =
  | { readonly ok: true; readonly officer: NewOfficer }
  | { readonly ok: false; readonly problems: Problems };

function parseForm(ports: ConsolePorts, request: Request): ParsedForm {
  const raw = Object.fromEntries(
    ["displayName", "username", "role", "department"].map((name) => [name, field(request, name)]),
  );
  const form = AddForm.safeParse(raw);
  if (!form.success) return { ok: false, problems: problemsOf(form.error) };
  const { displayName, username, role, department } = form.data;
  if (department && !ports.departments.some((known) => known.id === department))
    return { ok: false, problems: { department: "Không có đơn vị này." } };
  return { ok: true, officer: { displayName, username, roles: [role], department: department || null } };
}

async function add(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const form = parseForm(ports, request);
  if (!form.ok) return showOfficers(ports, request, response, form.problems);
  const added = await addOfficer(ports.db, form.officer, ports.now());
  if (added.kind === "username_taken")
    return showOfficers(ports, request, response, { username: "Tên đăng nhập này đã có người dùng." });
  await note(ports, response, "officer_added", added.id);
  request.body = {};
  await showOfficers(ports, request, response, {}, passwordLink(ports, added.token));
}

const CHANGE_PROBLEM = "Hệ thống luôn cần ít nhất một quản trị còn hoạt động.";

const ChangeForm = z
  .object({
    displayName: DisplayName,
    roles: z.array(RoleName).min(1, "Vui lòng chọn ít nhất một vai trò."),
    department: z.string(),
  })
  .refine((form) => form.department !== "" || !form.roles.some((role) => hasDepartment(role)), {
    path: ["department"],
    message: "Vai trò này cần chọn đơn vị.",
  });

/** Boxes ticked, of which a form sends none, one or several. */
function ticked(request: Request, name: string): string[] {
  const value: unknown = (request.body as Record<string, unknown> | undefined)?.[name];
  return [value].flat().filter((one) => typeof one === "string");
}

async function edit(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const officer = await officerById(ports.db, String(request.params["id"]));
  if (!officer) return response.redirect(303, "/console/can-bo");
  const { displayName, roles, department } = officer;
  showOfficer(ports, request, response, officer, { displayName, roles, department: department ?? "" }, {});
}

function showOfficer(
  ports: ConsolePorts,
  request: Request,
  response: Response,
  officer: Officer,
  form: { readonly displayName: string; readonly roles: readonly string[]; readonly department: string },
  problems: Problems,
): void {
  const { departments } = ports;
  const data = {
    person: officer,
    form,
    problems,
    departments,
    roles: ROLES.map((id) => ({ id, name: ROLE_NAMES[id] })),
  };
  const status = Object.keys(problems).length > 0 ? 422 : 200;
  show(request, response, { title: "Sửa tài khoản", view: "officer", data, status });
}

async function change(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const officer = await officerById(ports.db, String(request.params["id"]));
  if (!officer) return response.redirect(303, "/console/can-bo");
  const typed = {
    displayName: field(request, "displayName"),
    roles: ticked(request, "roles"),
    department: field(request, "department"),
  };
  const again = (problems: Problems) => showOfficer(ports, request, response, officer, typed, problems);
  const form = ChangeForm.safeParse(typed);
  if (!form.success) return again(problemsOf(form.error));
  const { displayName, roles, department } = form.data;
  if (department && !ports.departments.some((known) => known.id === department))
    return again({ department: "Không có đơn vị này." });
  const changed = { displayName, roles, department: department || null };
  if (!(await changeOfficer(ports.db, officer.id, changed, ports.now()))) return again({ roles: CHANGE_PROBLEM });
  await note(ports, response, "officer_changed", officer.id);
  await leaveNotice(request, `Đã cập nhật tài khoản ${officer.username}.`);
  response.redirect(303, "/console/can-bo");
}

const passwordLink = (ports: ConsolePorts, token: string): string =>
  `${ports.publicUrl}/console/mat-khau?token=${token}`;

async function close(ports: ConsolePorts, request: Request, response: Response, disabled: boolean): Promise<void> {
  const id = String(request.params["id"]);
  const done = await setDisabled(ports.db, id, disabled, ports.now());
  if (done && disabled) await endSessionsOf(ports.db, id);
  if (done) await note(ports, response, disabled ? "officer_disabled" : "officer_enabled", id);
  await leaveNotice(
    request,
    done ? "Đã cập nhật tài khoản." : "Chưa thực hiện được: hệ thống luôn cần ít nhất một quản trị còn hoạt động.",
  );
  response.redirect(303, "/console/can-bo");
}

async function newLink(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const id = String(request.params["id"]);
  if (!(await listOfficers(ports.db)).some((officer) => officer.id === id))
    return response.redirect(303, "/console/can-bo");
  const token = await createPasswordLink(ports.db, id, ports.now());
  await note(ports, response, "password_link_made", id);
  request.body = {};
  await showOfficers(ports, request, response, {}, passwordLink(ports, token));
}

async function showSystem(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const status = await ports.systemStatus();
  show(request, response, {
    title: "Hệ thống",
    view: "system",
    data: {
      ...status,
      stuck: await notAboutThem(ports.db.read, officerOf(response), status.stuck),
      print: printInstant,
      troubleWords,
      channelNames: SOURCE_NAMES,
      hasZalo: ports.zalo !== undefined,
    },
  });
}

async function throwSwitch(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const channel = field(request, "channel");
  const off = field(request, "what") === "tat";
  const reason = field(request, "reason").slice(0, 200);
  const officerId = officerOf(response).id;
  const subject = `${channel} ${off ? "off" : "on"}`;
  const done =
    (!off || reason !== "") &&
    (await ports.switchChannel({ channel, off, reason, officerId }, (tx) =>
      audit(tx, { at: ports.now(), officerId, action: "channel_switched", subject }),
    ));
  const said = off
    ? "Đã tắt kênh: không gửi gì đi; tin mới được giữ lại, hoặc chờ nhà cung cấp gửi lại."
    : "Đã bật lại kênh.";
  await leaveNotice(request, done ? said : "Chưa thực hiện: vui lòng ghi lý do.");
  ports.wakeOutbox();
  response.redirect(303, "/console/he-thong");
}

async function resend(ports: ConsolePorts, request: Request, response: Response): Promise<void> {
  const id = field(request, "id");
  const { stuck } = await ports.systemStatus();
  const isTheirs = (await notAboutThem(ports.db.read, officerOf(response), stuck)).some(
    (delivery) => delivery.id === id,
  );
  const outcome = isTheirs ? await ports.db.write((tx) => sendAgain(tx, id, ports.now())) : "not_waiting";
  await leaveNotice(request, outcome === "queued" ? "Đã xếp tin vào hàng gửi lại." : "Tin này không còn chờ gửi.");
  ports.wakeOutbox();
  response.redirect(303, "/console/he-thong");
}

function note(ports: ConsolePorts, response: Response, action: AuditAction, subject: string): Promise<void> {
  return ports.db.write((tx) => audit(tx, { at: ports.now(), officerId: officerOf(response).id, action, subject }));
}
