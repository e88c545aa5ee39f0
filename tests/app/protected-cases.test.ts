import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeHistory } from "../../src/app/export.ts";
import { exportTranscript } from "../../src/app/transcript.ts";
import type { App } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { laneOf } from "../../src/messages/index.ts";
import { COMMAND_FORMS } from "../../src/officers/desk/forms.ts";
import { addOfficer, latestAudit } from "../../src/officers/index.ts";
import { enqueue, giveFloorBack, openFloors, takeFloor } from "../../src/outbox/index.ts";
import { fixedClock, newId } from "../../src/platform/index.ts";
import { openTicket, type Ticket, type TicketDraft } from "../../src/tickets/index.ts";
import { ACCUSED, type Aims, MARKS, openTown, type Town, UNIT } from "../fakes/accused-town.ts";
import { signedInAt, type Visitor } from "../fakes/console-office.ts";
import { type DumpedRow, dump, textOf } from "../fakes/dump.ts";
import { routesOf } from "../fakes/routes-of.ts";
import { OFFICE, openSite, postTo, type Site, startHere, zaloWebhook } from "../fakes/running-app.ts";

const MONDAY = Date.parse("2026-11-23T08:00:00+07:00");

/**
 * How each route is tried on those a protected case is about. Every page and every answer must read as in the same town without the
 * cases: no word, no code, no number differs. A route that stands nowhere here fails the test: whoever adds one says how it is tried.
 */
type Plan =
  /** Pages to look at. */
  | { readonly look: (aims: Aims, town: Town) => readonly string[] }
  /** Forms to send. */
  | { readonly send: (aims: Aims, town: Town) => readonly (readonly [path: string, fields: Record<string, string>])[] }
  /** Sums over the whole commune, for whoever runs the system: they name no ticket, unit or person. */
  | { readonly sums: readonly string[] }
  /** Touches no ticket; why. */
  | { readonly none: string };

const page = (...paths: string[]): Plan => ({ look: () => paths });
const ofEach = (path: (code: string) => string): Plan => ({ look: ({ codes }) => codes.map(path) });
const FIELDS = { text: "thử", reason: "thử", summary: "thử", question: "thử", answer: "thử", version: "1" };
const ACCOUNTS = "accounts of officers; no ticket";
const OWN_SESSION = "one's own sign-in";
const CHANNEL = "messages come in; nothing is told of tickets but to their reporters";
const CATALOGUE = "procedures; no ticket";
/** What somebody who is reported may guess of the case. */
const REMEMBERED = ["phong bì", "xi mang", "bến đò", "thôn 2", "cán bộ", "phòng kinh tế"];
const OWN_TALK = "the visitor's own talk with the bot, on a machine where it is tried out";

const PLANS: Readonly<Record<string, Plan>> = {
  "GET /console/": page(
    "/console",
    ...["cho-phan-loai", "cua-toi", "dang-xu-ly", "cho-dan", "sap-den-han", "qua-han", "bao-toi", "da-tra-loi"].flatMap(
      (filter) => [`/console?loc=${filter}`, `/console?loc=${filter}&noi-dung=hv`, `/console?loc=${filter}&trang=2`],
    ),
  ),
  "GET /console/tim": {
    look: ({ codes }) =>
      [...codes, ...MARKS, ...REMEMBERED].map((text) => `/console/tim?ma=${encodeURIComponent(text)}`),
  },
  "GET /console/phieu/:code": ofEach((code) => `/console/phieu/${code}`),
  "POST /console/phieu/:code/:slug": {
    send: ({ codes }) =>
      codes.flatMap((code) => COMMAND_FORMS.map(({ slug }) => [`/console/phieu/${code}/${slug}`, FIELDS] as const)),
  },
  "POST /console/phieu/:code/:slug/xem-truoc": {
    send: ({ codes }) =>
      codes.flatMap((code) =>
        COMMAND_FORMS.map(({ slug }) => [`/console/phieu/${code}/${slug}/xem-truoc`, FIELDS] as const),
      ),
  },
  "GET /console/phieu/:code/gop": {
    look: ({ codes }, { ordinary }) =>
      codes.flatMap((code) => [
        `/console/phieu/${code}/gop`,
        ...ordinary.map((own) => `/console/phieu/${own.code}/gop?vao=${code}`),
      ]),
  },
  "POST /console/phieu/:code/gop": {
    send: ({ codes }, { ordinary }) =>
      codes.flatMap((code) =>
        ordinary.flatMap((own) => [
          [`/console/phieu/${own.code}/gop`, { ...FIELDS, into: code }] as const,
          [`/console/phieu/${code}/gop`, { ...FIELDS, into: own.code }] as const,
        ]),
      ),
  },
  "GET /console/phieu/:code/tep/:id": {
    look: ({ codes, files }, { ordinary }) =>
      [...codes, ...ordinary.map(({ code }) => code)].flatMap((code) =>
        files.map((file) => `/console/phieu/${code}/tep/${file}`),
      ),
  },
  "POST /console/phieu/:code/tep": { send: ({ codes }) => codes.map((code) => [`/console/phieu/${code}/tep`, {}]) },
  "POST /console/phieu/:code/tep/:id/bo": {
    send: ({ codes, files }) =>
      codes.flatMap((code) => files.map((file) => [`/console/phieu/${code}/tep/${file}/bo`, {}] as const)),
  },
  "GET /console/phieu/:code/phieu-chuyen/:nth": ofEach((code) => `/console/phieu/${code}/phieu-chuyen/1`),
  "GET /console/phieu/:code/phieu-chuyen/:nth.txt": ofEach((code) => `/console/phieu/${code}/phieu-chuyen/1.txt`),
  "GET /console/phieu/:code/he-thong-quoc-gia": ofEach((code) => `/console/phieu/${code}/he-thong-quoc-gia`),
  "POST /console/phieu/:code/he-thong-quoc-gia": {
    send: ({ codes }) =>
      codes.map((code) => [`/console/phieu/${code}/he-thong-quoc-gia`, { "ma-quoc-gia": "PAKN.20261123.0001" }]),
  },
  "GET /console/goi-y": page("/console/goi-y"),
  "POST /console/goi-y/quyet-dinh": { none: "a rule proposed from where tickets were sent; takes no ticket" },
  "POST /console/goi-y/bo": { none: "a rule proposed from where tickets were sent; takes no ticket" },
  "GET /console/diem-nong": page("/console/diem-nong"),
  "POST /console/diem-nong/da-xem": { none: "takes a hot spot's id; protected tickets make none" },
  "GET /console/lien-he": page("/console/lien-he"),
  "POST /console/lien-he/goi": {
    send: ({ deliveries }) =>
      deliveries.flatMap((id) => [
        ["/console/lien-he/goi", { id, result: "done" }] as const,
        ["/console/lien-he/goi", { id, result: "not_reached" }] as const,
      ]),
  },
  "POST /console/lien-he/tin": {
    send: ({ deliveries }) =>
      deliveries.flatMap((id) => [
        ["/console/lien-he/tin", { id, what: "gui-lai" }] as const,
        ["/console/lien-he/tin", { id, what: "thoi" }] as const,
      ]),
  },
  "GET /console/tro-chuyen": page("/console/tro-chuyen"),
  "GET /console/tro-chuyen/:id": { look: ({ floor }) => [`/console/tro-chuyen/${floor}`] },
  "POST /console/tiep-quan/:code": { send: ({ codes }) => codes.map((code) => [`/console/tiep-quan/${code}`, {}]) },
  "POST /console/tro-chuyen/:id/gui": { send: ({ floor }) => [[`/console/tro-chuyen/${floor}/gui`, FIELDS]] },
  "POST /console/tro-chuyen/:id/tiep-tuc": { send: ({ floor }) => [[`/console/tro-chuyen/${floor}/tiep-tuc`, {}]] },
  "POST /console/tro-chuyen/:id/tra-lai": { send: ({ floor }) => [[`/console/tro-chuyen/${floor}/tra-lai`, FIELDS]] },
  "GET /console/chi-phi": page("/console/chi-phi"),
  "GET /console/he-thong": page("/console/he-thong"),
  "POST /console/he-thong/gui-lai": {
    send: ({ deliveries }) => deliveries.map((id) => ["/console/he-thong/gui-lai", { id }]),
  },
  "POST /console/he-thong/kenh": { none: "channels; no ticket" },
  "GET /console/dong": { none: "the numbers beside the entries, which stand on every page too" },
  "GET /console/can-bo": page("/console/can-bo"),
  "POST /console/can-bo": { none: ACCOUNTS },
  "GET /console/can-bo/:id/sua": { none: ACCOUNTS },
  "POST /console/can-bo/:id/sua": { none: ACCOUNTS },
  "POST /console/can-bo/:id/khoa": { none: ACCOUNTS },
  "POST /console/can-bo/:id/mo": { none: ACCOUNTS },
  "POST /console/can-bo/:id/mat-khau": { none: ACCOUNTS },
  "GET /console/he-thong/zalo": page("/console/he-thong/zalo"),
  "POST /console/he-thong/zalo/uy-quyen": { none: "the Official Account; no ticket" },
  "POST /console/he-thong/zalo/nhan-quyen": { none: "the Official Account; no ticket" },
  "POST /console/he-thong/zalo/nut-bam": { none: "the Official Account; no ticket" },
  "POST /console/he-thong/zalo/tam-ngung": { none: "the Official Account; no ticket" },
  "GET /console/zalo/ve": { none: "the Official Account; no ticket" },
  "GET /console/thu-tuc": page("/console/thu-tuc"),
  "GET /console/thu-tuc/lich-su": page("/console/thu-tuc/lich-su"),
  "POST /console/thu-tuc/tam-dung": { none: CATALOGUE },
  "POST /console/thu-tuc/tra-loi-lai": { none: CATALOGUE },
  "GET /console/ban-ghi": page("/console/ban-ghi"),
  "POST /console/ban-ghi/xem": { none: "shows the file the officer has just brought" },
  "POST /console/ban-ghi/nhan": { none: "takes in the file the officer has just brought" },
  "GET /console/dang-nhap": { none: OWN_SESSION },
  "POST /console/dang-nhap": { none: OWN_SESSION },
  "POST /console/dang-xuat": { none: OWN_SESSION },
  "GET /console/cai-dat": { none: OWN_SESSION },
  "POST /console/cai-dat": { none: OWN_SESSION },
  "GET /console/mat-khau": { none: OWN_SESSION },
  "POST /console/mat-khau": { none: OWN_SESSION },
  "GET /tra-cuu/": page("/tra-cuu"),
  "POST /tra-cuu/": { send: ({ codes }) => codes.map((ma) => ["/tra-cuu", { ma, "xac-nhan": "0000" }]) },
  "POST /tra-cuu/bo-sung": { none: "opened by a secret alone" },
  "POST /tra-cuu/rut": { none: "opened by a secret alone" },
  "POST /tra-cuu/khong-dong-y": { none: "opened by a secret alone" },
  "GET /tra-cuu/bien-nhan": { none: "an empty form" },
  "POST /tra-cuu/bien-nhan": {
    send: ({ codes }) => codes.map((ma) => ["/tra-cuu/bien-nhan", { ma, "xac-nhan": "0000" }]),
  },
  "GET /tra-cuu/khoa": { none: "the office's public keys" },
  "GET /tra-cuu/khoa.txt": { none: "the office's public keys" },
  "GET /metrics": { sums: ["/metrics"] },
  "GET /readyz": { sums: ["/readyz"] },
  "GET /healthz": { sums: ["/healthz"] },
  "GET /": page("/"),
  "GET /assets/1/:name": { none: "style sheets" },
  "POST /webhooks/zalo": { none: CHANNEL },
  "POST /webhooks/sms/twilio": { none: CHANNEL },
  "POST /webhooks/voice/twilio": { none: CHANNEL },
  "POST /webhooks/hotline": { none: CHANNEL },
  "GET /thu/": { none: OWN_TALK },
  "GET /thu/dong": { none: OWN_TALK },
  "POST /thu/tin": { none: OWN_TALK },
  "POST /thu/ban-ghi": { none: OWN_TALK },
};

/** How each command of the shell treats tickets. */
const COMMANDS: Readonly<Record<string, string>> = {
  transcript: "refuses protected tickets; of an ordinary one it gives the talk that led to it",
  verify: "counts, and codes of tickets whose history is broken",
  export: "leaves protected tickets out, and says how many",
  costs: "sums by month and channel",
  serve: "the routes above",
  talk: "one's own talk",
  converse: "a store of its own",
  evaluate: "a store of its own",
  import: "procedures and places",
  catalogue: "procedures",
  flows: "flows",
  knowledge: "knowledge",
  officer: "accounts",
};

describe("those a protected case is about", () => {
  let sites: Site[];
  let town: Town;
  let quiet: Town;

  beforeAll(async () => {
    sites = await Promise.all([openSite(), openSite()]);
    town = await openTown(sites[0] as Site, fixedClock(MONDAY), "cases");
    quiet = await openTown(sites[1] as Site, fixedClock(MONDAY), "none");
  }, 60_000);
  afterAll(async () => {
    await town.app.stop();
    await quiet.app.stop();
    await Promise.all(sites.map((site) => site.close()));
  });

  test("every route is known, and what stands beside them", () => {
    const { routes, others } = routesOf(town.app.web);
    expect(routes.filter((route) => !(route in PLANS))).toEqual([]);
    expect(Object.keys(PLANS).filter((route) => !routes.includes(route))).toEqual([]);
    // A handler put among these would hide from the list above.
    expect([...new Set(others)].sort()).toEqual([...OTHERS].sort());
  });

  test.each(Object.keys(ACCUSED))(
    "%s sees every page as if there were none",
    async (name) => {
      const wanted: Record<string, string> = {};
      const seen: Record<string, string> = {};
      for (const plan of Object.values(PLANS)) {
        if (!("look" in plan)) continue;
        const [here, there] = [plan.look(town.aims, town), plan.look(town.aims, quiet)];
        for (const [nth, path] of here.entries()) {
          const label = plain(path, town);
          seen[label] = await looked(town, name, path);
          wanted[label] = await looked(quiet, name, there[nth] ?? "");
        }
      }
      expect(Object.keys(seen).length).toBeGreaterThan(50);
      expect(seen).toEqual(wanted);
    },
    60_000,
  );

  test.each(Object.keys(ACCUSED))(
    "%s can do nothing to one",
    async (name) => {
      const before = await casesOf(town);
      const wanted: Record<string, string> = {};
      const seen: Record<string, string> = {};
      for (const [route, plan] of Object.entries(PLANS)) {
        if (!("send" in plan)) continue;
        // Before the forms, for their token; after them, for what is left to be said on the next page.
        for (const one of [town, quiet]) await looked(one, name, "/console");
        const [here, there] = [plan.send(town.aims, town), plan.send(town.aims, quiet)];
        for (const [nth, [path, fields]] of here.entries()) {
          const label = `${plain(path, town)} ${plain(JSON.stringify(fields), town)}`;
          const [otherPath, otherFields] = there[nth] ?? ["", {}];
          seen[label] = await sent(town, name, path, fields);
          wanted[label] = await sent(quiet, name, otherPath, otherFields);
        }
        seen[`after ${route}`] = await looked(town, name, "/console");
        wanted[`after ${route}`] = await looked(quiet, name, "/console");
      }
      expect(Object.keys(seen).length).toBeGreaterThan(50);
      expect(seen).toEqual(wanted);
      expect(await casesOf(town)).toEqual(before);
    },
    60_000,
  );

  test("sums name no ticket, unit or person, and no reminder went to them", async () => {
    for (const plan of Object.values(PLANS))
      for (const path of "sums" in plan ? plan.sums : []) {
        const text = await (await fetch(town.app.url + path)).text();
        expect([...town.aims.codes, ...MARKS, "phong-kinh-te"].filter((mark) => text.includes(mark))).toEqual([]);
      }
    const metrics = await (await fetch(`${town.app.url}/metrics`)).text();
    expect(
      metrics
        .split("\n")
        .filter((line) => line.startsWith("lang_nghe_tickets{"))
        .sort(),
    ).toEqual([
      'lang_nghe_tickets{kind="hien_truong",content="none"} 2',
      'lang_nghe_tickets{kind="ho_so_tre",content="hv"} 1',
      'lang_nghe_tickets{kind="pakn_hanh_vi",content="hv"} 1',
    ]);
    const accused = Object.keys(ACCUSED).map((name) => town.ids.get(name) ?? "");
    const reminders = (await dump(town.app.db)).filter(({ table }) => table === "ticket_reminders");
    const ofCases = reminders.filter((row) => town.aims.codes.length > 0 && isOfCase(row, town));
    expect(ofCases.length).toBeGreaterThan(0);
    expect(ofCases.filter((row) => accused.some((id) => textOf(row).includes(id)))).toEqual([]);
  });

  test("no command of the shell gives a case out", async () => {
    const source = readFileSync("src/cli/main.ts", "utf8");
    const commands = [...source.matchAll(/^ {2}(\w+): \{/gm)].map(([, name]) => name);
    expect(commands.sort()).toEqual(Object.keys(COMMANDS).sort());
    const config = readConfig(sites[0]?.environment ?? {});
    for (const code of town.aims.codes) expect(await exportTranscript(config, code, MONDAY)).toBe("kept_back");
    const file = join(sites[0]?.dataDirectory ?? "", "history.jsonl");
    expect(await writeHistory(config, file, { codes: [], now: MONDAY })).toEqual({ tickets: 2, leftOut: 3 });
    const written = readFileSync(file, "utf8");
    expect([...town.aims.codes, ...town.aims.tickets, ...MARKS].filter((mark) => written.includes(mark))).toEqual([]);
    const given = await exportTranscript(config, town.ordinary[1]?.code ?? "", MONDAY);
    expect(typeof given === "object" && MARKS.filter((mark) => given.file.includes(mark))).toEqual([]);
  });

  test("what a command gave out is written down, and what it was asked for and refused", async () => {
    const config = readConfig(sites[0]?.environment ?? {});
    const [denunciation = ""] = town.aims.codes.slice(2);
    const file = join(sites[0]?.dataDirectory ?? "", "one.jsonl");
    const before = await latestAudit(town.app.db, 1000);
    await exportTranscript(config, denunciation, MONDAY);
    await writeHistory(config, file, { codes: [denunciation, town.ordinary[1]?.code ?? ""], now: MONDAY });
    const since = (await latestAudit(town.app.db, 1000)).length - before.length;
    expect((await latestAudit(town.app.db, since)).map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      `export_refused ${denunciation}`,
      `history_exported ${town.ordinary[1]?.code}`,
      `export_refused ${denunciation}`,
    ]);
  });

  test("the inspector sees them, and every look is written down", async () => {
    const inspector = town.people.get("thanh.tra");
    if (!inspector) throw new Error("there is no inspector");
    const looks = async () =>
      (await latestAudit(town.app.db, 1000)).filter(
        ({ officerId, action }) =>
          officerId === town.ids.get("thanh.tra") && /^ticket_(viewed|listed)|^attach/.test(action),
      );
    const [denunciation, late, conduct] = [town.aims.codes[2], town.aims.codes[1], town.aims.codes[0]];
    const before = (await looks()).length;
    await inspector.get("/console?loc=qua-han");
    expect(inspector.page()).toContain(denunciation);
    const listed = await looks();
    expect(listed.slice(0, listed.length - before).map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([denunciation, late, conduct]),
    );
    await inspector.get(`/console/phieu/${denunciation}`);
    expect(inspector.page()).toContain(MARKS[2]);
    expect((await looks())[0]).toMatchObject({ action: "ticket_viewed", subject: denunciation });
    await inspector.post(`/console/phieu/${denunciation}/tra-loi/xem-truoc`, { ...FIELDS, text: "" });
    expect((await looks()).length).toBe(listed.length + 2);
    expect(await inspector.get(`/console/phieu/${conduct}/tep/${town.aims.files[0]}`)).toBe(200);
    expect((await looks())[0]?.action).toBe("attachment_opened");
    const calls = (await looks()).length;
    await inspector.get("/console/lien-he");
    expect((await looks()).length).toBeGreaterThan(calls);
  });

  test("the console reads tickets by way of what the viewer may see alone", () => {
    const unguarded = /\b(?:ticketByCode|ticketById|ticketsOf|ticketOpenedBy)\b/;
    const files = readdirSync("src/officers", { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".ts"),
    );
    expect(files.length).toBeGreaterThan(30);
    expect(files.filter((file) => unguarded.test(readFileSync(join("src/officers", file), "utf8")))).toEqual([]);
    const byId = files.filter((file) => /\bticketsByIds\b/.test(readFileSync(join("src/officers", file), "utf8")));
    // Whose duty a message is can only be said by somebody who knows what it is about.
    expect(byId).toEqual(["contact/store.ts"]);
  });
});

describe("a later ticket of who reported them", () => {
  const person = "8170236945512099001";
  const reporter = {
    address: { channel: "zalo", id: person, account: OFFICE.oaId },
    name: null,
    phone: null,
    postalAddress: null,
  } as const;
  const ADDED = "cầm cố giấy tờ";
  const SHOWN = "đèn đường thôn 2 hỏng hai tuần nay";
  let site: Site;
  let app: App;
  let officer: Visitor;
  let about: Ticket;
  let later: Ticket;

  const say = async (text: string) => {
    await postTo(app.url, zaloWebhook({ person, text, id: `${Date.now()}-${text.length}`, at: Date.now() }));
    await app.settle();
  };
  const open = async (nth: number, draft: Pick<TicketDraft, "recordType" | "content" | "department" | "denied">) => {
    const whole: TicketDraft = { key: `later-${nth}`, because: "thử", source: "zalo", reporter, ...draft };
    return (await app.db.write((tx) => openTicket(tx, app.office.rules, whole, Date.now()))).ticket;
  };
  const notify = (ticket: Ticket, text: string) => {
    const reply = { key: "phieu_tra_loi", text };
    const delivery = {
      id: newId(Date.now()),
      to: reporter.address,
      reply,
      key: `told:${text}`,
      cause: "officer",
    } as const;
    return app.db.write((tx) => enqueue(tx, { ...delivery, ticketId: ticket.id }, Date.now()));
  };

  beforeAll(async () => {
    site = await openSite();
    app = await startHere(site, { settleMs: 1 });
    const added = await addOfficer(
      app.db,
      { username: "can.bo", displayName: "Cán bộ", roles: ["officer", "coordinator"], department: UNIT },
      Date.now(),
    );
    if (added.kind !== "added") throw new Error("the name is taken");
    const denied = { departments: [UNIT], officers: [] };
    const conduct = { recordType: "pakn_hanh_vi", content: "phiền hà", department: "van-phong-xa", denied } as const;
    about = await open(1, conduct);
    // Said before the code is asked for, with the code, and while an officer of another unit had the floor.
    await say(`tôi muốn nói thêm: cán bộ ${MARKS[0]}`);
    await say(`bổ sung ${about.code}: tôi có ghi âm lời ${ADDED}`);
    await notify(about, `Trả lời phiếu ${about.code}: sẽ làm việc với người ${MARKS[2]}`);
    await takeFloor(app.db, reporter.address, "van.phong", Date.now());
    await say("ông trưởng phòng lại đòi thêm tiền của tôi");
    const lane = laneOf(reporter.address);
    await app.db.write((tx) => giveFloorBack(tx, lane, { officerId: "van.phong", summary: "xong", at: Date.now() }));
    await say("tra cứu phiếu của tôi");
    await say(SHOWN);
    later = await open(2, { recordType: "hien_truong", content: SHOWN, department: UNIT });
    await takeFloor(app.db, reporter.address, added.id, Date.now());
    await notify(about, `Trả lời phiếu ${about.code}: đã nhắc người ${MARKS[2]}`);
    await notify(later, "Đã có trả lời về đèn đường.");
    officer = await signedInAt(app.url, { kind: "added", id: added.id, token: added.token });
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await site.close();
  });

  const told = (text: string) => [...MARKS, ADDED, about.code, "đòi thêm tiền"].filter((mark) => text.includes(mark));

  test("shows what led to it, and nothing that was added to theirs, answered to it or said about it", async () => {
    expect(await officer.get(`/console/phieu/${later.code}`)).toBe(200);
    expect(officer.page()).toContain(SHOWN);
    expect(told(officer.page())).toEqual([]);
    const given = await exportTranscript(readConfig(site.environment), later.code, MONDAY);
    if (typeof given === "string") throw new Error(given);
    expect(given.file).toContain(SHOWN);
    expect(told(given.file)).toEqual([]);
  });

  test("whoever has its talk hears nothing of the other", async () => {
    const [floor] = await openFloors(app.db.read);
    expect(await officer.get(`/console/tro-chuyen/${floor?.id}`)).toBe(200);
    expect(officer.page()).toContain("Đã có trả lời về đèn đường.");
    expect(told(officer.page())).toEqual([]);
  });
});

/** Guards, parsers and the ends of every request, by the names of their functions. */
const OTHERS: readonly string[] = [
  "<anonymous>",
  "answerUploads",
  "callUploads",
  "cookieParser",
  "doubleCsrfProtection",
  "guard",
  "helmetMiddleware",
  "notFound",
  "onlyAdmins",
  "onlyIntake",
  "onlyLocal",
  "outdatedForm",
  "serveStatic",
  "session",
  "tooLarge",
  "urlencodedParser",
];

/** A page's text with what differs between any two towns taken out: random ids, tokens, codes of ordinary tickets. */
function plain(text: string, town: Town): string {
  const codes = town.ordinary.reduce((now, { code }, nth) => now.replaceAll(code, `ORDINARY-${nth}`), text);
  return (
    codes
      .replace(/name="_csrf" value="[^"]*"/g, "")
      .replace(/[0-9a-f]{32,}/g, "·")
      // What administrators see of the whole commune: how many messages, and how often a provider refused one.
      .replace(/<dd>\d+<\/dd>|>\d+ lần</g, "·")
      .replaceAll(town.app.url, "")
  );
}

async function looked(town: Town, name: string, path: string): Promise<string> {
  const person = town.people.get(name);
  if (!person) throw new Error(`there is no ${name}`);
  const status = await person.get(path);
  if (person.page().includes("/console/dang-nhap?")) throw new Error(`${name} is not signed in`);
  return `${status} ${plain(person.page(), town)}`;
}

async function sent(town: Town, name: string, path: string, fields: Record<string, string>): Promise<string> {
  const person = town.people.get(name);
  if (!person) throw new Error(`there is no ${name}`);
  const { status, location, text } = await person.post(path, fields);
  if (location.includes("/console/dang-nhap")) throw new Error(`${name} is not signed in`);
  return `${status} ${plain(`${location} ${text}`, town)}`;
}

const isOfCase = (row: DumpedRow, { aims }: Town): boolean => {
  const text = textOf(row);
  return [...aims.tickets, ...aims.codes, ...aims.deliveries, ...aims.files, aims.floor, ...MARKS].some((mark) =>
    text.includes(mark),
  );
};

/** Whose a talk is; when its holder is reminded of it is the clock's affair. */
const heldBy = ({ values }: DumpedRow) => ({
  id: values["id"],
  officer: values["officer_id"],
  ended: values["ended_at"],
});

/** All that is kept of the cases, but for who looked. */
const casesOf = async (town: Town): Promise<string[]> =>
  (await dump(town.app.db))
    .filter(({ table }) => table !== "audit_log" && !table.startsWith("officer_"))
    .filter((row) => isOfCase(row, town))
    .map((row) => textOf(row.table === "floors" ? { ...row, values: heldBy(row) } : row))
    .sort();
