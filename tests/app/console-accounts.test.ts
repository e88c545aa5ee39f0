import { afterEach, describe, expect, test } from "vitest";
import { latestAudit } from "../../src/officers/index.ts";
import { type Office, openOffice, signedIn, type Visitor } from "../fakes/console-office.ts";

let office: Office;
afterEach(() => office.close());

/** The address at which an account is changed, read off the list. */
async function pathOf(admin: Visitor, username: string): Promise<string> {
  await admin.get("/console/can-bo");
  const after = admin.page().split(`ln-quiet">${username}<`)[1] ?? expect.fail(`${username} is listed`);
  const path = /\/console\/can-bo\/[0-9a-f]+\/sua/.exec(after)?.[0] ?? expect.fail("there is a way to change it");
  await admin.get(path);
  return path;
}

describe("an account is put right", () => {
  test("another name, unit and several roles hold from the next page on, and are noted", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a", { department: "phong-van-hoa" });
    const admin = await signedIn(office, "quan.tri", "admin", null);
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    expect(await officer.get(`/console/phieu/${ticket.code}`)).toBe(404);
    const path = await pathOf(admin, "an.nguyen");
    expect(admin.page()).toMatch(/value="officer" checked/);
    const fields = { displayName: "Nguyễn Văn An", roles: "head", department: "phong-van-hoa" };
    expect((await admin.post(path, fields)).status).toBe(303);
    await admin.get("/console/can-bo");
    expect(admin.page()).toContain("Đã cập nhật tài khoản an.nguyen.");
    expect(admin.page()).toContain("Lãnh đạo đơn vị · Phòng Văn hóa – Xã hội");
    expect(await officer.get(`/console/phieu/${ticket.code}`)).toBe(200);
    expect((await latestAudit(office.db, 5)).map(({ action }) => action)).toContain("officer_changed");
    const both = new URLSearchParams([
      ["_csrf", admin.hidden("_csrf")],
      ["displayName", "Nguyễn Văn An"],
      ["roles", "head"],
      ["roles", "coordinator"],
      ["department", "phong-van-hoa"],
    ]);
    expect((await admin.request(path, { method: "POST", body: both })).status).toBe(303);
    await admin.get("/console/can-bo");
    expect(admin.page()).toContain("Lãnh đạo đơn vị, Điều phối (phân loại) · Phòng Văn hóa – Xã hội");
  });

  test("mistakes are told with what was typed, and somebody always stays administrator", async () => {
    office = await openOffice();
    const admin = await signedIn(office, "quan.tri", "admin", null);
    await office.addOfficer("an.nguyen", "officer", "phong-kinh-te");
    const path = await pathOf(admin, "an.nguyen");
    const none = await admin.post(path, { displayName: "Nguyễn An", department: "phong-kinh-te" });
    expect(none.status).toBe(422);
    expect(none.text).toContain("Vui lòng chọn ít nhất một vai trò.");
    expect(none.text).toContain('value="Nguyễn An"');
    const homeless = await admin.post(path, { displayName: "Nguyễn An", roles: "officer", department: "" });
    expect(homeless.text).toContain("Vai trò này cần chọn đơn vị.");
    const own = await pathOf(admin, "quan.tri");
    const resigned = await admin.post(own, { displayName: "Quản trị", roles: "inspector", department: "" });
    expect(resigned.status).toBe(422);
    expect(resigned.text).toContain("Hệ thống luôn cần ít nhất một quản trị còn hoạt động.");
    expect(await admin.get("/console/can-bo")).toBe(200);
  });

  test("is for administrators alone", async () => {
    office = await openOffice();
    const admin = await signedIn(office, "quan.tri", "admin", null);
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const path = await pathOf(admin, "an.nguyen");
    expect(await officer.get(path)).toBe(404);
    await officer.get("/console");
    const fields = { displayName: "Tôi", roles: "admin", department: "" };
    expect((await officer.post(path, fields)).status).toBe(404);
  });
});
