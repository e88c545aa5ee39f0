import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  attachmentMigrations,
  loadAttachmentRules,
  openFiles,
  type Reach,
  startAttachments,
} from "../../src/attachments/index.ts";
import { catalogueMigrations, openWithheld } from "../../src/catalogue/index.ts";
import { conversationMigrations, handBack } from "../../src/conversation/index.ts";
import { learningMigrations, loadDirectory, openLearning } from "../../src/departments/index.ts";
import { type Address, inboxMigrations } from "../../src/messages/index.ts";
import {
  type Added,
  addOfficer,
  consoleRoutes,
  createSetupLink,
  listOfficers,
  officerMigrations,
  type Role,
} from "../../src/officers/index.ts";
import { type Delivery, enqueue, listStuck, loadDeliveryRules, outboxMigrations } from "../../src/outbox/index.ts";
import { createHttp } from "../../src/platform/http.ts";
import { createLog, type Database, fixedClock, openSqlite } from "../../src/platform/index.ts";
import { statusRoutes } from "../../src/public/index.ts";
import {
  applyCommand,
  loadNationalForm,
  loadOfficeKey,
  loadSecretWords,
  loadTicketRules,
  openTicket,
  type Policy,
  startReminders,
  type Ticket,
  type TicketDraft,
  ticketMigrations,
} from "../../src/tickets/index.ts";
import { listen } from "./listen.ts";

/** Monday 23 November 2026, 08:00 in Việt Nam. */
export const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");
const DEPARTMENTS = [
  { id: "phong-kinh-te", name: "Phòng Kinh tế" },
  { id: "phong-van-hoa", name: "Phòng Văn hóa – Xã hội" },
  { id: "phong-vh-xh", name: "Phòng Văn hóa – Xã hội xã" },
  { id: "ubnd-xa", name: "Lãnh đạo UBND xã" },
  { id: "cong-an-xa", name: "Công an xã" },
];
const TALK = [
  { at: MONDAY, who: "citizen", text: "Chào cán bộ, bãi rác đầu thôn cả tuần nay chưa dọn" },
  { at: MONDAY + 1000, who: "us", text: "Dạ, tôi đã ghi nhận phản ánh của Anh/Chị." },
] as const;
export const PASSWORD = "mot cau that de nho";

export type Office = Awaited<ReturnType<typeof openOffice>>;

/** The console and the status page over a database file of their own, on a clock that stands still. */
export async function openOffice(
  more: { folder?: string; policy?: Policy; secure?: boolean; open?: typeof openSqlite; reach?: Reach } = {},
) {
  const folder = more.folder ?? mkdtempSync(join(tmpdir(), "lang-nghe-console-"));
  const clock = fixedClock(MONDAY);
  const db = await (more.open ?? openSqlite)(join(folder, "office.db"), {
    ...inboxMigrations,
    ...ticketMigrations,
    ...outboxMigrations,
    ...officerMigrations,
    ...catalogueMigrations,
    ...conversationMigrations,
    ...attachmentMigrations,
    ...learningMigrations,
  });
  const attachments = startAttachments({
    db,
    files: openFiles(join(folder, "attachments")),
    rules: { ...loadAttachmentRules("knowledge"), longestMs: 2000 },
    reach: more.reach ?? (async () => ({ ok: false, reason: "unresolved" })),
    clock,
    log: createLog("silent"),
  });
  const withheld = await openWithheld(db, () => {});
  const rules = await loadTicketRules("knowledge", MONDAY, more.policy ?? { approval: false });
  const directory = await loadDirectory("knowledge");
  const learning = await openLearning(db, directory, () => {});
  const key = await loadOfficeKey(folder);
  let woken = 0;
  const routes = await consoleRoutes({
    db,
    now: clock.now,
    secure: more.secure ?? false,
    publicUrl: "http://127.0.0.1",
    rules,
    departments: DEPARTMENTS,
    nationalForm: loadNationalForm("knowledge"),
    directory,
    refreshLearned: () => learning.refresh(),
    topicName: (id) => (id === "rac-thai" ? "Rác thải" : ""),
    communeName: (id) => (id === "18958" ? "xã Tuyên Bình, Quảng Trị" : ""),
    wording: (notice) => ({
      key: notice.key,
      text: `${notice.key} ${notice.values["code"]}: ${notice.values["answer"] || notice.values["question"] || notice.values["reason"] || ""}${notice.values["letter"] ?? ""}`,
    }),
    replyAddress: (ticket) => ticket.reporter.address,
    renderFor: (_address, reply) => [reply.text],
    records: { ...withheld, nameOf: (code) => (code === "1.001193" ? "Đăng ký khai sinh" : undefined) },
    files: attachments,
    wordFiles: (files) => ({ key: "tep_kem_tra_loi", text: `Kèm ${files.length} tệp.` }),
    calls: {
      read: (file) => ({ ok: false, file, why: "Tệp trống." }),
      take: async () => "new",
    },
    conversationAbout: async () => TALK,
    conversationBetween: async () => TALK,
    systemStatus: async () => ({
      channels: [
        { name: "Zalo", on: true, why: "" },
        { name: "SMS (Twilio)", on: false, why: "Thiếu TWILIO_AUTH_TOKEN" },
      ],
      stuck: await listStuck(db, clock.now()),
      counters: [
        { label: "Tin đã nhận", value: 128 },
        { label: "Phiếu đang mở", value: 7 },
      ],
    }),
    switchChannel: async () => false,
    services: loadDeliveryRules("knowledge").services,
    spokenBy: (name, text) => ({ key: "can_bo_viet", text: `Cán bộ ${name}:\n${text}` }),
    handBack: (tx, lane, summary) => handBack(tx, lane, summary, clock.now()),
    wakeOutbox: () => {
      woken += 1;
    },
  });
  const log = createLog("silent");
  const app = createHttp({ log, now: clock.now, secure: false }, (web) => {
    web.use("/console", routes);
    web.use(
      "/tra-cuu",
      statusRoutes({
        db,
        now: clock.now,
        departments: DEPARTMENTS,
        rules,
        secretWords: loadSecretWords("knowledge"),
        key,
        publicUrl: "https://xa.example.vn",
      }),
    );
  });
  const server = await listen(app);
  return {
    folder,
    db,
    clock,
    attachments,
    directory,
    url: server.url,
    woken: () => woken,
    setupToken: () => createSetupLink(db, clock.now()),
    addOfficer: (username: string, role: Role, department: string | null) =>
      addOfficer(db, { username, displayName: `Cán bộ ${username}`, roles: [role], department }, clock.now()),
    openTicket: (key: string, draft: Partial<TicketDraft> = {}): Promise<Ticket> =>
      openOne(db, rules, key, draft, clock.now()),
    /** The citizen does not agree with the answer. */
    object: (ticket: Ticket, reason: string): Promise<unknown> =>
      db.write((tx) =>
        applyCommand(tx, rules, {
          ticketId: ticket.id,
          command: "object",
          actor: { role: "citizen", id: "nguoi-dan" },
          data: { reason },
          at: clock.now(),
        }),
      ),
    /** The reminders due now; what citizens would be told of it is left aside. */
    async remind(): Promise<void> {
      const options = { db, clock, log, rules, staff: () => listOfficers(db), tell: async () => {} };
      const reminders = startReminders(options);
      await reminders.look();
      await reminders.stop();
    },
    async stickADelivery(): Promise<void> {
      await db.write((tx) =>
        enqueue(
          tx,
          { id: "kẹt", to: SMS, reply: { key: "thu", text: "thử" }, key: "thu", cause: "turn" },
          clock.now() - 3_600_000,
        ),
      );
    },
    promise: (delivery: Omit<Delivery, "reply"> & { text: string }): Promise<unknown> =>
      db.write((tx) => enqueue(tx, { ...delivery, reply: { key: "thu", text: delivery.text } }, clock.now())),
    async close(keep: "keep" | "remove" = "remove"): Promise<void> {
      await server.close();
      withheld.stop();
      learning.stop();
      await attachments.stop();
      await db.close();
      if (keep === "remove") rmSync(folder, { recursive: true, force: true });
    },
  };
}

const SMS: Address = { channel: "sms", id: "+84912345678" };

async function openOne(
  db: Database,
  rules: Parameters<typeof openTicket>[1],
  key: string,
  draft: Partial<TicketDraft>,
  at: number,
): Promise<Ticket> {
  const whole: TicketDraft = {
    key,
    recordType: "hien_truong",
    content: "Rác ở ngõ 5 ba ngày chưa dọn, mùi hôi bay vào nhà, trẻ con trong xóm ốm cả.",
    summary: "Rác ở ngõ 5 ba ngày chưa dọn",
    place: "Thôn 2, xã Tuyên Bình",
    department: "phong-kinh-te",
    because: "Rác thải thuộc Phòng Kinh tế",
    reporter: { address: SMS, name: "Nguyễn Thị Hoa", phone: "+84912345678", postalAddress: null },
    source: "sms",
    ...draft,
  };
  return (await db.write((tx) => openTicket(tx, rules, whole, at))).ticket;
}

/** A browser without scripts: keeps cookies, remembers the last page, fills in its hidden fields. */
export function visitor(url: string) {
  const cookies = new Map<string, string>();
  let page = "";

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { accept: "text/html", cookie, ...(init.headers as Record<string, string>) };
    const response = await fetch(url + path, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  }

  const hidden = (name: string, within = page): string =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(within)?.[1] ?? "";

  return {
    cookies,
    page: () => page,
    hidden,
    request,
    /** The part of the last page that is the form posting to `action`. */
    form: (action: string): string => page.split("<form").find((part) => part.includes(`action="${action}"`)) ?? "",
    async get(path: string): Promise<number> {
      const response = await request(path);
      page = await response.text();
      return response.status;
    },
    /** Posts files as the upload form of the last page would. */
    async upload(
      path: string,
      files: readonly (readonly [name: string, content: string])[],
      token = hidden("_csrf"),
    ): Promise<number> {
      const body = new FormData();
      body.set("_csrf", token);
      for (const [name, content] of files) body.append("files", new Blob([content]), name);
      const response = await request(path, { method: "POST", body });
      page = await response.text();
      return response.status;
    },
    /** Posts a form with the token of the last page, as a browser would. */
    async post(
      path: string,
      fields: Record<string, string>,
    ): Promise<{ status: number; location: string; text: string }> {
      const body = new URLSearchParams({ _csrf: hidden("_csrf"), ...fields });
      const response = await request(path, { method: "POST", body });
      const text = await response.text();
      if (text) page = text;
      return { status: response.status, location: response.headers.get("location") ?? "", text };
    },
  };
}

export type Visitor = ReturnType<typeof visitor>;

/** Makes an account and signs in with it, through the pages. */
export async function signedIn(
  office: Office,
  username: string,
  role: Role,
  department: string | null,
): Promise<Visitor> {
  return signedInAt(office.url, await office.addOfficer(username, role, department));
}

/** Chooses a password with a new account's link, at any running console. */
export async function signedInAt(url: string, added: Added): Promise<Visitor> {
  if (added.kind !== "added") throw new Error("the name is taken");
  const person = visitor(url);
  await person.get(`/console/mat-khau?token=${added.token}`);
  const chosen = await person.post("/console/mat-khau", { token: added.token, password: PASSWORD, again: PASSWORD });
  if (chosen.status !== 303) throw new Error(`could not choose a password: ${chosen.status}`);
  return person;
}
