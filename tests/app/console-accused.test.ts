import { afterEach, expect, test } from "vitest";
import { eventsOf, remindersOf, ticketById } from "../../src/tickets/index.ts";
import { type Office, openOffice, signedIn, signedInAt, type Visitor } from "../fakes/console-office.ts";

let office: Office;
afterEach(() => office.close());

/** Posts one of the forms of a ticket's page. */
async function give(person: Visitor, path: string, slug: string, fields: Record<string, string>): Promise<number> {
  await person.get(path);
  const form = person.form(`${path}/${slug}`);
  const keys = { formKey: person.hidden("formKey", form), version: person.hidden("version", form) };
  return (await person.post(`${path}/${slug}`, { ...keys, ...fields })).status;
}

test("a unit named as whom a ticket is about loses it, its draft with it, and nobody of it finds it again", async () => {
  office = await openOffice();
  const ticket = await office.openTicket("a", { content: "Cán bộ phụ trách nói phải bồi dưỡng mới dọn rác." });
  const path = `/console/phieu/${ticket.code}`;
  const desk = await signedIn(office, "thanh.tra", "inspector", "phong-vh-xh");
  const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
  expect(await give(officer, path, "nhan", {})).toBe(303);
  expect(await give(officer, path, "bi-neu", { about: "phong-kinh-te" })).toBe(409);

  expect(await give(desk, path, "bi-neu", { about: "khong-co" })).toBe(422);
  expect(await give(desk, path, "bi-neu", { about: "phong-kinh-te" })).toBe(303);
  const denied = { departments: ["phong-kinh-te"], officers: [] };
  const lost = { status: "received", department: null, assignee: null, denied };
  expect(await ticketById(office.db.read, ticket.id)).toMatchObject(lost);
  expect(await officer.get(path)).toBe(404);
  await officer.get("/console?loc=cua-toi");
  expect(officer.page()).not.toContain(ticket.code);
  await officer.get("/console/tim?q=bồi dưỡng");
  expect(officer.page()).not.toContain(ticket.code);

  await desk.get(path);
  expect(desk.page()).toContain("Bị nêu, không thấy phiếu này");
  expect(desk.form(`${path}/giao`)).not.toContain('value="phong-kinh-te"');
  expect((await eventsOf(office.db.read, ticket.id)).at(-1)).toMatchObject({
    kind: "bar",
    data: { about: "phong-kinh-te" },
  });
});

test("who moves to another unit sees no complaint about the unit they were in when it came, and those that come later", async () => {
  office = await openOffice();
  const about = { denied: { departments: ["phong-kinh-te"], officers: [] }, department: "phong-vh-xh" } as const;
  const before = await office.openTicket("a", { ...about, content: "Phòng Kinh tế hẹn lên hẹn xuống." });
  const admin = await signedIn(office, "quan.tri", "admin", null);
  const added = await office.addOfficer("binh", "head", "phong-kinh-te");
  if (added.kind !== "added") throw new Error("the name is taken");
  const moved = await signedInAt(office.url, added);
  office.clock.advance(1000);
  await admin.get(`/console/can-bo/${added.id}/sua`);
  const form = { displayName: "Cán bộ binh", roles: "head", department: "phong-vh-xh" };
  expect((await admin.post(`/console/can-bo/${added.id}/sua`, form)).status).toBe(303);
  office.clock.advance(1000);
  const later = await office.openTicket("b", { ...about, content: "Phòng Kinh tế không nhận đơn." });

  expect(await moved.get(`/console/phieu/${later.code}`)).toBe(200);
  expect(await moved.get(`/console/phieu/${before.code}`)).toBe(404);
  for (const path of ["/console", "/console/tim?q=kinh tế", "/console/diem-nong", "/console/lien-he"]) {
    await moved.get(path);
    expect(moved.page()).not.toContain(before.code);
  }
  office.clock.advance(40 * 86_400_000);
  await office.remind();
  const told = (await remindersOf(office.db.read, [before.id])).flatMap((one) =>
    one.told.flatMap(({ people }) => people),
  );
  expect(told).not.toContain(added.id);
  const desk = await signedIn(office, "thanh.tra", "inspector", null);
  await desk.get(`/console/phieu/${before.code}`);
  expect(desk.form(`/console/phieu/${before.code}/giao`)).not.toContain(added.id);
});

test("an officer named alone loses it and the unit keeps it; the inspector takes a mistake back", async () => {
  office = await openOffice();
  const ticket = await office.openTicket("a");
  const path = `/console/phieu/${ticket.code}`;
  const desk = await signedIn(office, "dieu.phoi", "coordinator", null);
  const inspector = await signedIn(office, "thanh.tra", "inspector", null);
  const added = await office.addOfficer("binh", "officer", "phong-kinh-te");
  const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
  if (added.kind !== "added") throw new Error("the name is taken");
  expect(await give(desk, path, "bi-neu", { about: added.id })).toBe(303);
  expect(await ticketById(office.db.read, ticket.id)).toMatchObject({
    status: "assigned",
    department: "phong-kinh-te",
  });
  expect(await officer.get(path)).toBe(200);
  expect(officer.page()).toContain("Được giữ kín");
  expect(await give(desk, path, "bo-bi-neu", { about: added.id })).toBe(409);
  expect(await give(inspector, path, "bo-bi-neu", { about: added.id })).toBe(303);
  expect(await ticketById(office.db.read, ticket.id)).toMatchObject({ denied: { departments: [], officers: [] } });
});
