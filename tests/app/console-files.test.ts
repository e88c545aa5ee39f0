import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { attachmentsOf, fileWith, noteAttachments } from "../../src/attachments/index.ts";
import { addOfficer, latestAudit } from "../../src/officers/index.ts";
import type { Ticket, TicketDraft } from "../../src/tickets/index.ts";
import { type CdnFake, startCdnFake } from "../fakes/cdn.ts";
import { type Office, openOffice, signedIn, signedInAt, type Visitor, visitor } from "../fakes/console-office.ts";
import { phoneJpeg, SECRETS } from "../fakes/pictures.ts";

let office: Office;
let cdn: CdnFake;
beforeEach(async () => {
  cdn = await startCdnFake();
  office = await openOffice({ reach: cdn.reach });
});
afterEach(async () => {
  await office.close();
  await cdn.close();
});

/** A ticket with one picture, and the address the console hands it out at. */
async function ticketWithPicture(draft: Partial<TicketDraft> = {}): Promise<{ ticket: Ticket; path: string }> {
  const ticket = await office.openTicket("a", draft);
  const url = cdn.serve("/a.jpg", phoneJpeg());
  const message = {
    providerId: "m",
    from: { channel: "zalo", id: "8170236945512073846" },
    sentAt: office.clock.now(),
    text: "",
    attachments: [{ kind: "image", url, name: "nguyen-van-a.jpg" }],
  } as const;
  await office.db.write(async (tx) => {
    await noteAttachments(tx, message, "inbox-1", office.clock.now());
    await fileWith(tx, { ticketId: ticket.id, messageIds: ["inbox-1"], isUnnamed: false }, office.clock.now());
  });
  office.attachments.wake();
  await office.attachments.idle();
  const [file] = await attachmentsOf(office.db.read, ticket.id);
  return { ticket, path: `/console/phieu/${ticket.code}/tep/${file?.id}` };
}

const PDF = "%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n";

/** Gives a ticket a file by the form on its page. */
async function give(
  person: Visitor,
  ticket: Ticket,
  content: string | Uint8Array<ArrayBuffer>,
  name: string,
): Promise<void> {
  // Files are shown in the order of their times.
  office.clock.advance(1);
  await person.get(`/console/phieu/${ticket.code}`);
  const body = new FormData();
  body.set("_csrf", person.hidden("_csrf"));
  body.set("formKey", person.hidden("formKey", person.form(`/console/phieu/${ticket.code}/tep`)));
  body.append("file", new Blob([content]), name);
  expect((await person.request(`/console/phieu/${ticket.code}/tep`, { method: "POST", body })).status).toBe(303);
  await person.get(`/console/phieu/${ticket.code}`);
}

describe("a picture on a ticket", () => {
  test("is shown to the unit's officers, as something to keep and never to run, and noted", async () => {
    const { ticket, path } = await ticketWithPicture();
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    await officer.get(`/console/phieu/${ticket.code}`);
    expect(officer.page()).toContain(`<img src="${path}"`);
    expect(officer.page()).toContain("nguyen-van-a.jpg");
    const answer = await officer.request(path);
    expect(answer.status).toBe(200);
    const headers = [
      "content-type",
      "content-disposition",
      "x-content-type-options",
      "content-security-policy",
      "cache-control",
    ];
    expect(headers.map((name) => answer.headers.get(name))).toEqual([
      "image/jpeg",
      `attachment; filename="${ticket.code}-1.jpg"`,
      "nosniff",
      "default-src 'none'; sandbox",
      "no-store",
    ]);
    const text = Buffer.from(await answer.arrayBuffer()).toString("latin1");
    expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
    const [line] = await latestAudit(office.db, 1);
    expect(line).toMatchObject({ action: "attachment_opened", subject: expect.stringContaining(ticket.code) });
  });

  test("does not exist for another unit, for a unit it is about, for another ticket and for nobody signed in", async () => {
    const { path } = await ticketWithPicture();
    const other = await office.openTicket("b", { department: "phong-van-hoa" });
    const stranger = await signedIn(office, "ba.le", "officer", "phong-van-hoa");
    expect((await stranger.request(path)).status).toBe(404);
    const id = path.split("/").at(-1);
    expect((await stranger.request(`/console/phieu/${other.code}/tep/${id}`)).status).toBe(404);
    expect((await visitor(office.url).request(path)).status).toBe(303);
  });

  test("of a protected ticket: the denied unit cannot fetch it, and the reporter's file name stays hidden", async () => {
    const denied = { departments: ["phong-kinh-te"], officers: [] };
    const draft = { recordType: "pakn_hanh_vi", contentCode: "hv", department: "phong-van-hoa", denied } as const;
    const { ticket, path } = await ticketWithPicture(draft);
    const accused = await signedIn(office, "an.nguyen", "head", "phong-kinh-te");
    expect((await accused.request(path)).status).toBe(404);
    const officer = await signedIn(office, "ba.le", "officer", "phong-van-hoa");
    await officer.get(`/console/phieu/${ticket.code}`);
    expect(officer.page()).toContain(path);
    expect(officer.page()).not.toContain("nguyen-van-a");
  });
});

describe("a file given with an answer", () => {
  test("goes out once with the answer, and one taken back does not", async () => {
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    await give(officer, ticket, PDF, "Biên bản.pdf");
    expect(officer.page()).toContain("Biên bản.pdf");
    await give(officer, ticket, PDF, "nhầm.pdf");
    const [kept, wrong] = await attachmentsOf(office.db.read, ticket.id);
    await officer.post(`/console/phieu/${ticket.code}/tep/${wrong?.id}/bo`, {});
    await officer.get(`/console/phieu/${ticket.code}`);
    const form = officer.form(`/console/phieu/${ticket.code}/tra-loi`);
    const keys = { formKey: officer.hidden("formKey", form), version: officer.hidden("version", form) };
    const posted = await officer.post(`/console/phieu/${ticket.code}/tra-loi`, { ...keys, answer: "Đã dọn xong." });
    expect(posted.status).toBe(303);
    const promised = office.db.read.withTables<{ deliveries: { reply: string; ticket_id: string } }>();
    const row = await promised
      .selectFrom("deliveries")
      .select("reply")
      .where("ticket_id", "=", ticket.id)
      .executeTakeFirst();
    const said = JSON.parse(row?.reply ?? "{}");
    const reply = {
      attachments: [{ kind: "file", reference: kept?.id, name: "Biên bản.pdf", type: "application/pdf" }],
    };
    expect(said).toMatchObject(reply);
    expect(said.text).toContain("Kèm 1 tệp.");
    const files = await attachmentsOf(office.db.read, ticket.id);
    expect(files.map(({ state, sentAt }) => [state, sentAt !== null])).toEqual([
      ["kept", true],
      ["purged", false],
    ]);
  });

  test("is neither given nor taken back by whoever takes reports in and works in another unit", async () => {
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    await give(officer, ticket, PDF, "Biên bản.pdf");
    const [given] = await attachmentsOf(office.db.read, ticket.id);
    const roles = ["intake", "officer"] as const;
    const account = { username: "ba.le", displayName: "Bà Lê", roles, department: "phong-van-hoa" };
    const other = await signedInAt(office.url, await addOfficer(office.db, account, office.clock.now()));
    expect(await other.get(`/console/phieu/${ticket.code}`)).toBe(200);
    expect(other.page()).toContain("Biên bản.pdf");
    expect(other.page()).not.toContain(`/tep/${given?.id}/bo`);
    const body = new FormData();
    body.set("_csrf", other.hidden("_csrf"));
    body.append("file", new Blob([PDF]), "chen.pdf");
    expect((await other.request(`/console/phieu/${ticket.code}/tep`, { method: "POST", body })).status).toBe(404);
    expect((await other.post(`/console/phieu/${ticket.code}/tep/${given?.id}/bo`, {})).status).toBe(404);
    expect((await attachmentsOf(office.db.read, ticket.id)).map(({ id, state }) => [id, state])).toEqual([
      [given?.id, "kept"],
    ]);
  });

  test.each([
    ["a page", "<html>", "trang.pdf"],
    ["a picture Zalo does not take", "GIF89a", "anh.gif"],
    ["more than Zalo takes", Buffer.alloc(5 * 1024 * 1024 + 1, "%PDF-"), "to.pdf"],
  ])("%s is refused with a word of what is taken", async (_, content, name) => {
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    await give(officer, ticket, content, name);
    expect(officer.page()).toMatch(/Chỉ gửi được|Tệp hỏng|lớn hơn 5 MB/);
    expect(await attachmentsOf(office.db.read, ticket.id)).toEqual([]);
  });
});
