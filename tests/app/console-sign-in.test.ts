import { afterEach, describe, expect, test } from "vitest";
import { type Office, openOffice, PASSWORD, signedIn, visitor } from "../fakes/console-office.ts";

let office: Office;
afterEach(() => office.close());

const FIRST = { displayName: "Trần Thị Lan", username: "lan.tran", password: PASSWORD, again: PASSWORD };

async function setUp(token: string) {
  const person = visitor(office.url);
  // A void link's page has no form; the token of another form stands in, as an attacker's would.
  if ((await person.get(`/console/cai-dat?token=${token}`)) !== 200) await person.get("/console/dang-nhap");
  return { person, done: await person.post("/console/cai-dat", { ...FIRST, token }) };
}

describe("the first account", () => {
  test("is made through the printed link, once, and signs in", async () => {
    office = await openOffice();
    const token = (await office.setupToken()) ?? "";
    const { person, done } = await setUp(token);
    expect(done).toMatchObject({ status: 303, location: "/console" });
    expect(await person.get("/console")).toBe(200);
    expect(person.page()).toContain("Trần Thị Lan");
    expect((await setUp(token)).done.status).toBe(410);
    expect(await office.setupToken()).toBeUndefined();
  });

  test("is still offered while nobody with an account may give accounts to others", async () => {
    office = await openOffice();
    await signedIn(office, FIRST.username, "officer", "phong-kinh-te");
    const token = (await office.setupToken()) ?? "";
    const { done } = await setUp(token);
    expect(done.status).toBe(422);
    expect(done.text).toContain("Tên đăng nhập này đã có người dùng.");
    const person = visitor(office.url);
    await person.get(`/console/cai-dat?token=${token}`);
    const made = await person.post("/console/cai-dat", { ...FIRST, username: "quan.tri", token });
    expect(made).toMatchObject({ status: 303, location: "/console" });
    expect(await office.setupToken()).toBeUndefined();
  });

  test("is refused with a link that is unknown, a day old or replaced by a newer one", async () => {
    office = await openOffice();
    const replaced = (await office.setupToken()) ?? "";
    const old = (await office.setupToken()) ?? "";
    expect((await setUp("khong-co")).done.status).toBe(410);
    expect((await setUp(replaced)).done.status).toBe(410);
    office.clock.advance(24 * 3_600_000);
    expect((await setUp(old)).done.status).toBe(410);
  });

  test("needs a password long enough and typed the same twice, and keeps what was typed", async () => {
    office = await openOffice();
    const token = (await office.setupToken()) ?? "";
    const person = visitor(office.url);
    await person.get(`/console/cai-dat?token=${token}`);
    const short = await person.post("/console/cai-dat", { ...FIRST, token, password: "ngan", again: "ngan" });
    expect(short.status).toBe(422);
    expect(short.text).toContain("Mật khẩu cần ít nhất 10 ký tự.");
    expect(short.text).toContain('value="lan.tran"');
    const differing = await person.post("/console/cai-dat", { ...FIRST, token, again: "khac han cau kia" });
    expect(differing.text).toContain("Hai lần nhập mật khẩu chưa giống nhau.");
  });
});

describe("signing in", () => {
  async function tryPassword(username: string, password: string) {
    const person = visitor(office.url);
    await person.get("/console/dang-nhap");
    return { person, done: await person.post("/console/dang-nhap", { username, password }) };
  }

  test("answers a wrong password and an unknown name alike", async () => {
    office = await openOffice();
    await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const wrong = (await tryPassword("an.nguyen", "sai mat khau roi")).done;
    const unknown = (await tryPassword("khong.co", "sai mat khau roi")).done;
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const worded = (text: string, name: string) => text.replace(/value="[^"]*"/g, "").replaceAll(name, "");
    expect(worded(wrong.text, "an.nguyen")).toBe(worded(unknown.text, "khong.co"));
  });

  test("is refused after five wrong tries, even with the right password", async () => {
    office = await openOffice();
    await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    for (let nth = 0; nth < 5; nth++)
      expect((await tryPassword("an.nguyen", "sai mat khau roi")).done.status).toBe(401);
    const refused = (await tryPassword("an.nguyen", PASSWORD)).done;
    expect(refused.status).toBe(429);
    expect(refused.text).toContain("quá nhiều lần");
  });

  test("gives a new session id, so that one planted beforehand opens nothing", async () => {
    office = await openOffice();
    await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const { person, done } = await tryPassword("an.nguyen", PASSWORD);
    expect(done.status).toBe(303);
    const first = person.cookies.get("ln_phien") ?? "";
    const attacker = visitor(office.url);
    attacker.cookies.set("ln_phien", first);
    await attacker.get("/console/dang-nhap");
    attacker.cookies.set("ln_phien", "s%3Aplanted.planted");
    await attacker.get("/console/dang-nhap");
    const again = await attacker.post("/console/dang-nhap", { username: "an.nguyen", password: PASSWORD });
    expect(again.status).toBe(303);
    expect(attacker.cookies.get("ln_phien")).not.toBe("s%3Aplanted.planted");
    expect(attacker.cookies.get("ln_phien")).not.toBe(first);
  });

  test("goes back to the page that was asked for, never to another site", async () => {
    office = await openOffice();
    await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const person = visitor(office.url);
    expect((await person.request("/console/phieu/PA-AAAA-AAAA")).headers.get("location")).toBe(
      "/console/dang-nhap?tiep=%2Fconsole%2Fphieu%2FPA-AAAA-AAAA",
    );
    await person.get("/console/dang-nhap?tiep=//evil.example/console");
    const done = await person.post("/console/dang-nhap", {
      username: "an.nguyen",
      password: PASSWORD,
      tiep: "https://evil.example/console",
    });
    expect(done.location).toBe("/console");
  });

  test("is needed again after half an hour of silence, and after twelve hours in any case", async () => {
    office = await openOffice();
    const person = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    office.clock.advance(29 * 60_000);
    expect(await person.get("/console")).toBe(200);
    office.clock.advance(31 * 60_000);
    expect(await person.get("/console")).toBe(303);
    const busy = await signedIn(office, "ba.le", "officer", "phong-kinh-te");
    for (let quarter = 0; quarter < 47; quarter++) {
      office.clock.advance(15 * 60_000);
      expect(await busy.get("/console")).toBe(200);
    }
    office.clock.advance(15 * 60_000);
    expect(await busy.get("/console")).toBe(303);
  });

  test("survives a restart of the program", async () => {
    office = await openOffice();
    const person = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const { folder } = office;
    await office.close("keep");
    office = await openOffice({ folder });
    const returning = visitor(office.url);
    for (const [name, value] of person.cookies) returning.cookies.set(name, value);
    expect(await returning.get("/console")).toBe(200);
    expect(returning.page()).toContain("Cán bộ an.nguyen");
  });

  test("ends at once when the account is closed, without a loop of redirects", async () => {
    office = await openOffice();
    const person = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const admin = await signedIn(office, "quan.tri", "admin", null);
    await admin.get("/console/can-bo");
    const id = /\/console\/can-bo\/([0-9a-f]+)\/khoa/.exec(admin.page().slice(admin.page().indexOf("an.nguyen")))?.[1];
    expect((await admin.post(`/console/can-bo/${id}/khoa`, {})).status).toBe(303);
    expect(await person.get("/console")).toBe(303);
    expect(await person.get("/console/dang-nhap")).toBe(200);
    expect((await tryPassword("an.nguyen", PASSWORD)).done.status).toBe(401);
  });

  test("ends with signing out", async () => {
    office = await openOffice();
    const person = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    await person.get("/console");
    const stolen = person.cookies.get("ln_phien") ?? "";
    expect((await person.post("/console/dang-xuat", {})).status).toBe(303);
    const thief = visitor(office.url);
    thief.cookies.set("ln_phien", stolen);
    expect(await thief.get("/console")).toBe(303);
  });
});

describe("forms", () => {
  test.each([
    "/console/dang-nhap",
    "/console/dang-xuat",
    "/console/cai-dat",
    "/console/mat-khau",
    "/console/can-bo",
    "/console/phieu/PA-AAAA-AAAA/nhan",
  ])("to %s without a token, or with another browser's, are refused", async (path) => {
    office = await openOffice();
    const person = await signedIn(office, "quan.tri", "admin", null);
    await person.get("/console/can-bo");
    expect((await person.post(path, { _csrf: "" })).status).toBe(403);
    const other = await signedIn(office, "khac", "admin", null);
    await other.get("/console/can-bo");
    expect((await person.post(path, { _csrf: other.hidden("_csrf") })).status).toBe(403);
  });
});

describe("every page", () => {
  test("comes with headers that let nothing foreign in and nothing be kept", async () => {
    office = await openOffice();
    const { headers } = await visitor(office.url).request("/console/dang-nhap");
    expect(headers.get("content-security-policy")).toContain("script-src 'self';");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}$/);
  });

  test("sets cookies that scripts and other sites cannot use", async () => {
    office = await openOffice();
    const added = await office.addOfficer("an.nguyen", "officer", "phong-kinh-te");
    const person = visitor(office.url);
    await person.get(`/console/mat-khau?token=${added.kind === "added" ? added.token : ""}`);
    const body = new URLSearchParams({
      _csrf: person.hidden("_csrf"),
      token: person.hidden("token"),
      password: PASSWORD,
      again: PASSWORD,
    });
    const lines = (await person.request("/console/mat-khau", { method: "POST", body })).headers.getSetCookie();
    const session = lines.find((line) => line.startsWith("ln_phien="));
    expect(session).toMatch(/HttpOnly/);
    expect(session).toMatch(/SameSite=Strict/);
  });

  test("over https has cookies bound to the host and to https", async () => {
    office = await openOffice({ secure: true });
    const token = (await office.setupToken()) ?? "";
    const person = visitor(office.url);
    const https = { headers: { "x-forwarded-proto": "https" } };
    const form = await (await person.request(`/console/cai-dat?token=${token}`, https)).text();
    const body = new URLSearchParams({ ...FIRST, token, _csrf: person.hidden("_csrf", form) });
    const lines = (await person.request("/console/cai-dat", { method: "POST", body, ...https })).headers.getSetCookie();
    expect(lines.find((line) => line.startsWith("__Host-ln_phien="))).toMatch(/Secure/);
  });

  test("that is not there says so, as JSON to a program", async () => {
    office = await openOffice();
    const asked = await fetch(`${office.url}/khong-co`);
    expect([asked.status, await asked.json()]).toEqual([404, { error: "not_found" }]);
  });

  test("uses a kit whose foreign typeface and crest have been taken out", async () => {
    office = await openOffice();
    const person = visitor(office.url);
    await person.get("/console/dang-nhap");
    expect(person.page()).not.toMatch(/gov\.uk/i);
    const path = /href="([^"]*kit\.css)"/.exec(person.page())?.[1] ?? "";
    const asset = await fetch(office.url + path);
    expect(asset.headers.get("cache-control")).toContain("immutable");
    const css = await asset.text();
    expect(css.length).toBeGreaterThan(50_000);
    expect(css).not.toMatch(/GDS Transport|crest|@font-face/);
  });
});
