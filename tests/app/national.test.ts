import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { writeNational } from "../../src/app/export.ts";
import { MIGRATIONS } from "../../src/app/migrations.ts";
import { readConfig } from "../../src/config.ts";
import { latestAudit } from "../../src/officers/index.ts";
import { openSqlite } from "../../src/platform/index.ts";
import {
  eventsOf,
  loadNationalForm,
  loadTicketRules,
  openTicket,
  setNationalCode,
  type TicketDraft,
  verifyChain,
} from "../../src/tickets/index.ts";
import { type Office, openOffice, signedIn } from "../fakes/console-office.ts";

const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");
const CODE = "PAKN.20261124.0012";

describe("keying a ticket into the national system at the console", () => {
  let office: Office;
  afterEach(() => office.close());
  const path = (code: string) => `/console/phieu/${code}/he-thong-quoc-gia`;

  test("the form has the fields in its order, and the code that came of it is kept as an event", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a", { recordType: "kien_nghi", contentCode: "kn.phuong_an" });
    const desk = await signedIn(office, "dieuphoi", "coordinator", "van-phong");
    await desk.get(`/console/phieu/${ticket.code}`);
    expect(desk.page()).toContain(path(ticket.code));
    expect(await desk.get(path(ticket.code))).toBe(200);
    const labels = [...desk.page().matchAll(/<dt>([^<]+)<\/dt>/g)].map(([, label]) => label);
    expect(labels).toEqual(loadNationalForm("knowledge").fields.map(({ label }) => label));
    for (const words of ["Nguyễn Thị Hoa", "0912345678", "Kiến nghị", "khoản 7", "Rác ở ngõ 5", "Phòng Kinh tế", "SMS"])
      expect(desk.page()).toContain(words);
    expect((await desk.post(path(ticket.code), { "ma-quoc-gia": "PAKN.20261324.0012" })).status).toBe(422);
    expect(desk.page()).toContain("Mã chưa đúng dạng");
    const kept = await desk.post(path(ticket.code), { "ma-quoc-gia": ` ${CODE.toLowerCase()} ` });
    expect([kept.status, kept.location]).toEqual([303, `/console/phieu/${ticket.code}`]);
    await desk.get(kept.location);
    expect(desk.page()).toContain(`Mã hệ thống quốc gia: <span class="ln-code">${CODE}</span>`);
    expect((await eventsOf(office.db.read, ticket.id)).at(-1)).toMatchObject({
      kind: "national_code",
      actor: { role: "coordinator" },
      data: { nationalCode: CODE },
    });
    expect(await verifyChain(office.db.read, ticket.id)).toMatchObject({ ok: true });
  });

  test("it does not exist for a unit, for whoever the ticket is about, for complaints and for kinds that system does not take", async () => {
    office = await openOffice();
    const desk = await signedIn(office, "dieuphoi", "coordinator", "van-phong");
    const officer = await signedIn(office, "canbo", "officer", "phong-kinh-te");
    const inspector = await signedIn(office, "thanhtra", "inspector", null);
    const own = await office.openTicket("a", { recordType: "pakn_hanh_vi" });
    const about = await office.openTicket("b", {
      recordType: "pakn_hanh_vi",
      denied: { departments: ["van-phong"], officers: [] },
    });
    const denunciation = await office.openTicket("c", { recordType: "to_cao" });
    const rubbish = await office.openTicket("d");
    const tried = [
      [officer, own],
      [desk, about],
      [desk, denunciation],
      [inspector, denunciation],
      [desk, rubbish],
    ] as const;
    for (const [person, ticket] of tried) {
      expect(await person.get(path(ticket.code))).toBe(404);
      expect(person.page()).not.toContain("Nguyễn Thị Hoa");
      await person.get("/console");
      expect((await person.post(path(ticket.code), { "ma-quoc-gia": CODE })).status).toBe(404);
      expect(await eventsOf(office.db.read, ticket.id)).toHaveLength(1);
    }
    expect(await desk.get(path(own.code))).toBe(200);
    expect(await inspector.get(path(about.code))).toBe(200);
    const actor = { role: "coordinator", id: "x", department: "van-phong" } as const;
    const byStore = (id: string) => office.db.write((tx) => setNationalCode(tx, id, CODE, actor, MONDAY));
    expect(await byStore(about.id)).toEqual({ ok: false, reason: "not_allowed" });
    const inspecting = { role: "inspector", id: "y" } as const;
    expect(await office.db.write((tx) => setNationalCode(tx, denunciation.id, CODE, inspecting, MONDAY))).toEqual({
      ok: false,
      reason: "not_feedback",
    });
    expect(await byStore("khong-co")).toEqual({ ok: false, reason: "not_found" });
  });
});

describe("npm run export -- national", () => {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-national-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("one line a ticket for a spreadsheet, without what is protected, keyed in already or of another kind", async () => {
    const config = readConfig({ DATA_DIR: folder });
    const db = await openSqlite(join(folder, "lang-nghe.db"), MIGRATIONS);
    const rules = await loadTicketRules("knowledge", MONDAY, { approval: false });
    const reporter = { address: null, name: "Bà Hoa", phone: "+84912345678", postalAddress: "Thôn 2" };
    const open = async (key: string, more: Partial<TicketDraft>) => {
      const draft = {
        key,
        recordType: "pakn_quy_dinh",
        content: key,
        department: null,
        because: "",
        reporter,
        source: "zalo",
      } as const;
      return (await db.write((tx) => openTicket(tx, rules, { ...draft, ...more }, MONDAY))).ticket;
    };
    const plain = await open("plain", { content: '=1+1, "quy định"\nchưa hợp lý' });
    const keyed = await open("keyed", {});
    await db.write((tx) => setNationalCode(tx, keyed.id, CODE, { role: "system", id: "system" }, MONDAY));
    await open("about", { recordType: "pakn_hanh_vi", denied: { departments: ["van-phong"], officers: [] } });
    await open("conduct", { recordType: "pakn_hanh_vi" });
    await open("complaint", { recordType: "khieu_nai" });
    await open("rubbish", { recordType: "hien_truong" });
    await db.close();
    const file = join(folder, "pakn.csv");
    expect(await writeNational(config, file, { codes: [], now: MONDAY + 1 })).toEqual({ tickets: 1, leftOut: 2 });
    const after = await openSqlite(join(folder, "lang-nghe.db"), MIGRATIONS);
    expect(await latestAudit(after, 10)).toEqual([
      { at: MONDAY + 1, officerId: null, action: "national_exported", subject: plain.code },
    ]);
    await after.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const rows = parse(readFileSync(file, "utf8"), { bom: true, columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(1);
    expect(Object.keys(rows[0] ?? {})).toEqual(loadNationalForm("knowledge").fields.map(({ label }) => label));
    expect(rows[0]).toMatchObject({
      "Họ và tên": "Bà Hoa",
      "Điện thoại": "0912345678",
      "Địa chỉ": "Thôn 2",
      "Thư điện tử": "",
      "Nội dung": `'=1+1, "quy định"\nchưa hợp lý`,
      "Mã phiếu của cơ quan": plain.code,
    });
    await expect(writeNational(config, file, { codes: [], now: MONDAY })).rejects.toThrow();
  });

  test("the form refuses complaints and denunciations", () => {
    const form = readFileSync("knowledge/national-form.yaml", "utf8");
    const bent = mkdtempSync(join(tmpdir(), "lang-nghe-form-"));
    writeFileSync(join(bent, "national-form.yaml"), form.replace("kien_nghi, ho_so_tre", "kien_nghi, to_cao"));
    expect(() => loadNationalForm(bent)).toThrow(/national-form\.yaml:\d+ .*tố cáo/);
    rmSync(bent, { recursive: true });
  });
});
