import { afterEach, expect, test } from "vitest";
import { latestAudit } from "../../src/officers/index.ts";
import { eventsOf, ticketById } from "../../src/tickets/index.ts";
import { type Office, openOffice, signedIn } from "../fakes/console-office.ts";

let office: Office;
afterEach(() => office.close());

test("a regulation's content is shown, doubted, corrected, noted in history and audit, and found by the filter", async () => {
  office = await openOffice();
  const ticket = await office.openTicket("a", { recordType: "pakn_quy_dinh", content: "Ý kiến về quy định nuôi ong" });
  const other = await office.openTicket("b", { recordType: "pakn_quy_dinh", content: "Quy định chồng chéo" });
  const path = `/console/phieu/${ticket.code}`;
  const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
  await officer.get(path);
  expect(officer.page()).toContain("Vấn đề khác của quy định (khoản 6)");
  expect(officer.page()).toContain("phần mềm chọn, chưa chắc");

  const form = officer.form(`${path}/noi-dung`);
  const keys = { formKey: officer.hidden("formKey", form), version: officer.hidden("version", form) };
  expect((await officer.post(`${path}/noi-dung`, { ...keys, contentCode: "hv" })).status).toBe(422);
  expect((await officer.post(`${path}/noi-dung`, { ...keys, contentCode: "qd.hop_phap" })).status).toBe(303);
  expect((await ticketById(office.db.read, ticket.id))?.contentCode).toBe("qd.hop_phap");
  await officer.get(path);
  expect(officer.page()).not.toContain("chưa chắc");
  const events = await eventsOf(office.db.read, ticket.id);
  expect(events.map(({ kind }) => kind)).toEqual(["opened", "set_content"]);
  expect(events[0]?.data["contentConfidence"]).toBe(0.3);
  expect((await latestAudit(office.db, 9)).map(({ subject }) => subject)).toContain(`${ticket.code} set_content`);

  for (const [filter, shown, hidden] of [
    ["qd.hop_phap", ticket.code, other.code],
    ["qd.dong_bo", other.code, ticket.code],
  ] as const) {
    await officer.get(`/console?loc=dang-xu-ly&noi-dung=${filter}`);
    expect(officer.page()).toContain(shown);
    expect(officer.page()).not.toContain(hidden);
  }
  await officer.get("/console?loc=dang-xu-ly&noi-dung=qd");
  expect(officer.page()).toContain(ticket.code);
  expect(officer.page()).toContain(other.code);
  await officer.get("/console?loc=dang-xu-ly&noi-dung=kn");
  expect(officer.page()).not.toContain(ticket.code);
});

test("the page names the commune of today beside the citizen's words, or says that it is not known", async () => {
  office = await openOffice();
  const known = await office.openTicket("a", { place: "thôn Bắc, xã Mai Hóa", placeUnit: "18958" });
  const unknown = await office.openTicket("b", { place: "gần cây đa" });
  const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
  await officer.get(`/console/phieu/${known.code}`);
  expect(officer.page()).toContain("thôn Bắc, xã Mai Hóa");
  expect(officer.page()).toContain("Nay: xã Tuyên Bình, Quảng Trị");
  await officer.get(`/console/phieu/${unknown.code}`);
  expect(officer.page()).toContain("Chưa rõ thuộc xã nào hiện nay");
});
