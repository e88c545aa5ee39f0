import { join } from "node:path";
import { fileWith, noteAttachments, openFiles } from "../../src/attachments/index.ts";
import { type Address, type InboundMessage, markHandled, receive } from "../../src/messages/index.ts";
import { createPasswordLink } from "../../src/officers/accounts/store.ts";
import { addOfficer, type Role } from "../../src/officers/index.ts";
import { enqueue, takeFloor } from "../../src/outbox/index.ts";
import { type fixedClock, newId, type Queries } from "../../src/platform/index.ts";
import { openTicket, type Ticket, type TicketDraft } from "../../src/tickets/index.ts";
import { signedInAt, type Visitor } from "./console-office.ts";
import { type Site, startHere } from "./running-app.ts";

/** The unit that is reported, and an officer of another unit who is. */
export const UNIT = "phong-kinh-te";
const MINUTE = 60_000;

/** Words that stand in protected tickets and in the talk about them, and nowhere else. */
export const MARKS = ["đưa phong bì mới ký", "vòi vĩnh từng nhà ở bến đò", "lập chứng từ khống mua xi măng"] as const;

/** Those who must learn nothing: the unit in every role, and the officer named. */
export const ACCUSED: Readonly<Record<string, { readonly roles: readonly Role[]; readonly department: string }>> = {
  "can.bo": { roles: ["officer"], department: UNIT },
  "truong.phong": { roles: ["head"], department: UNIT },
  "dieu.phoi.kiem": { roles: ["coordinator", "intake", "inspector"], department: UNIT },
  "quan.tri.kiem": { roles: ["admin"], department: UNIT },
  "nguoi.bi.neu": { roles: ["officer", "head"], department: "phong-vh-xh" },
};

export interface Town {
  readonly app: Awaited<ReturnType<typeof startHere>>;
  readonly people: ReadonlyMap<string, Visitor>;
  /** The officer's id by user name. */
  readonly ids: ReadonlyMap<string, string>;
  readonly ordinary: readonly Ticket[];
  /** What a plan aims at: codes and ids of protected tickets and of what belongs to them. */
  readonly aims: Aims;
}

export interface Aims {
  readonly tickets: readonly string[];
  readonly codes: readonly string[];
  readonly deliveries: readonly string[];
  readonly files: readonly string[];
  readonly floor: string;
}

type Draft = Omit<TicketDraft, "key" | "because" | "source">;

/** A town whose officers have accounts, with protected cases about some of them, or the same town without. */
export async function openTown(site: Site, clock: ReturnType<typeof fixedClock>, has: "cases" | "none"): Promise<Town> {
  const app = await startHere(site, { clock, settleMs: 1 });
  const { db } = app;
  const ids = new Map<string, string>();
  const people = new Map<string, Visitor>();
  const everybody = {
    ...ACCUSED,
    "thanh.tra": { roles: ["inspector"] as const, department: null },
    "van.phong": { roles: ["head", "officer"] as const, department: "van-phong-xa" },
  };
  for (const [username, { roles, department }] of Object.entries(everybody)) {
    const added = await addOfficer(db, { username, displayName: `Cán bộ ${username}`, roles, department }, clock.now());
    if (added.kind !== "added") throw new Error("the name is taken");
    ids.set(username, added.id);
  }
  const open = async (nth: number, draft: Draft): Promise<Ticket> => {
    const whole: TicketDraft = { key: `town-${nth}`, because: "thử", source: "zalo", ...draft };
    return (await db.write((tx) => openTicket(tx, app.office.rules, whole, clock.now()))).ticket;
  };
  const by = (id: string): TicketDraft["reporter"] => ({
    address: { channel: "zalo", id },
    name: null,
    phone: null,
    postalAddress: null,
  });
  const street = { recordType: "hien_truong", department: UNIT, topic: "chieu-sang" } as const;
  const ordinary = [
    await open(1, { ...street, content: "Đèn đường thôn 2 hỏng.", place: "thôn 2", reporter: by("1001") }),
  ];
  await said(app, { channel: "zalo", id: "1001" }, "đèn đường thôn 2 hỏng", clock.now() - 1, "delivered");
  clock.advance(10 * MINUTE);
  const aims = has === "cases" ? await protectedCases() : NOTHING;
  clock.advance(10 * MINUTE);
  ordinary.push(await open(2, { ...street, content: "Cống thôn 2 tắc.", place: "thôn 2", reporter: by("1001") }));
  await stick(app, ordinary[1]?.id ?? "", "1001", "message", clock.now());
  // Long enough that everything is late and somebody has been reminded of it.
  clock.advance(40 * 24 * 60 * MINUTE);
  await app.remind();
  for (const [username, id] of ids) {
    const token = await createPasswordLink(db, id, clock.now());
    people.set(username, await signedInAt(app.url, { kind: "added", id, token }));
  }
  return { app, people, ids, ordinary, aims };

  async function protectedCases(): Promise<Aims> {
    const denied = { departments: [UNIT], officers: [ids.get("nguoi.bi.neu") ?? ""] };
    const about = { denied, topic: "chieu-sang", place: "thôn 2" } as const;
    await said(app, { channel: "zalo", id: "1001" }, `cán bộ phòng kinh tế ${MARKS[0]}`, clock.now() - 1, "delivered");
    const cases = [
      await open(11, {
        ...about,
        recordType: "pakn_hanh_vi",
        department: "van-phong-xa",
        content: MARKS[0],
        reporter: by("1001"),
      }),
      await open(12, { ...about, recordType: "ho_so_tre", department: null, content: MARKS[1], reporter: by("2002") }),
      await open(13, { ...about, recordType: "to_cao", department: null, content: MARKS[2], reporter: by("3003") }),
    ];
    await said(app, { channel: "zalo", id: "2002" }, MARKS[1], clock.now(), "stuck");
    const deliveries: string[] = [];
    for (const { id } of cases)
      for (const way of ["message", "call"] as const) deliveries.push(await stick(app, id, "2002", way, clock.now()));
    const files = [await picture(app, site, cases[0]?.id ?? "", clock.now())];
    const taken = await takeFloor(db, { channel: "zalo", id: "2002" }, ids.get("van.phong") ?? "", clock.now());
    const floor = taken.kind === "taken" ? taken.floor.id : "";
    return { tickets: cases.map(({ id }) => id), codes: cases.map(({ code }) => code), deliveries, files, floor };
  }
}

const NOTHING: Aims = { tickets: [], codes: [], deliveries: [], files: [], floor: "" };

/** Keeps a message and what was said to it, without anybody having to answer. */
async function said(
  app: Town["app"],
  from: Address,
  text: string,
  at: number,
  state: "delivered" | "stuck",
): Promise<void> {
  const id = newId(at);
  const message: InboundMessage = { providerId: id, from, sentAt: at, text, attachments: [] };
  await receive(app.db, message, id, at, (tx) => markHandled(tx, [id], at));
  const reply = { key: "hoi_dia_ban", text: `Dạ, Anh/Chị kể “${text}”.` };
  const delivery = { id: newId(at), to: from, reply, key: `said:${id}`, cause: "turn" } as const;
  await app.db.write(async (tx) => {
    await enqueue(tx, delivery, at);
    await settle(tx, delivery.id, { state, way: "message" });
  });
}

/** As a worker would leave it. */
async function settle(tx: Queries, id: string, as: { state: string; way: string }): Promise<void> {
  await tx
    .withTables<{ deliveries: { id: string; state: string; way: string; next_at: number | null } }>()
    .updateTable("deliveries")
    .set({ ...as, next_at: null })
    .where("id", "=", id)
    .execute();
}

/** A message about a ticket that only a person can move on, by writing or by telephone. */
async function stick(app: Town["app"], ticketId: string, person: string, way: "message" | "call", at: number) {
  const id = newId(at);
  const to: Address = way === "call" ? { channel: "voice", id: `+8491${person}000` } : { channel: "zalo", id: person };
  const reply = { key: "thu", text: "Dạ, đã có trả lời." };
  await app.db.write(async (tx) => {
    await enqueue(tx, { id, to, reply, key: `stuck:${id}`, cause: "officer", ticketId }, at);
    await settle(tx, id, { state: "stuck", way });
  });
  return id;
}

async function picture(app: Town["app"], site: Site, ticketId: string, at: number): Promise<string> {
  const hash = await openFiles(join(site.dataDirectory, "attachments")).keep(Buffer.from("%PDF-1.7\n"));
  const from: Address = { channel: "zalo", id: "1001" };
  const messageId = newId(at);
  const message: InboundMessage = {
    providerId: messageId,
    from,
    sentAt: at,
    text: "",
    attachments: [{ kind: "file", url: "https://photo.zdn.vn/a.pdf" }],
  };
  return app.db.write(async (tx) => {
    await noteAttachments(tx, message, messageId, at);
    await fileWith(tx, { ticketId, messageIds: [messageId], isUnnamed: false }, at);
    const rows = tx.withTables<{
      attachments: { id: string; ticket_id: string; state: string; hash: string; type: string };
    }>();
    await rows
      .updateTable("attachments")
      .set({ state: "kept", hash, type: "application/pdf" })
      .where("ticket_id", "=", ticketId)
      .execute();
    const { id } = await rows
      .selectFrom("attachments")
      .select("id")
      .where("ticket_id", "=", ticketId)
      .executeTakeFirstOrThrow();
    return id;
  });
}
