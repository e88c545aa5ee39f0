import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { addOfficer } from "../../src/officers/index.ts";
import { sql } from "../../src/platform/index.ts";
import { eventsOf, ticketsOf } from "../../src/tickets/index.ts";
import { signedInAt } from "../fakes/console-office.ts";
import { callWebhook, openSite, postTo, type Site, signedCall, startHere } from "../fakes/running-app.ts";

let site: Site;
let app: App;
/** In each test another caller, another call, and empty folders. */
let CALLER = "";
let CALL = "";
let count = 0;
beforeAll(async () => {
  site = await openSite();
  app = await startHere(site);
});
beforeEach(() => {
  count += 1;
  CALLER = `+8490123${4000 + count}`;
  CALL = `CA${count}`;
  for (const name of ["in", "done", "failed"]) rmSync(folder(name), { recursive: true, force: true });
});
afterAll(async () => {
  await app.stop();
  await site.close();
});

const folder = (name: string) => join(site.dataDirectory, "transcripts", name);
const files = (name: string) => (existsSync(folder(name)) ? readdirSync(folder(name)).sort() : []);
const tickets = (id = CALLER) => ticketsOf(app.db.read, { channel: "transcript", id }, 50);

type Line = readonly [speaker: string, text: string, confidence?: number];
const call = (lines: readonly Line[], more: object = {}) =>
  JSON.stringify({
    schema: "hotline-transcript/1",
    callId: CALL,
    provider: "pbx",
    language: "vi-VN",
    caller: CALLER,
    turns: lines.map(([speaker, text, confidence = null], index) => ({ index, speaker, text, confidence })),
    ...more,
  });
const RUBBISH: Line = ["caller", "Tôi phản ánh rác thải đổ ở thôn 2 chưa ai dọn", 0.95];

async function lay(name: string, content: string | Buffer) {
  mkdirSync(folder("in"), { recursive: true });
  writeFileSync(join(folder("in"), name), content);
  await app.takeTranscripts();
  await app.takeTranscripts();
  await app.settle();
}

describe("the watched folder", () => {
  test("takes a call in and puts the file away", async () => {
    await lay("ca-sang.json", call([RUBBISH]));
    expect(await tickets()).toMatchObject([{ place: "thôn 2", source: "transcript" }]);
    expect([files("in"), files("failed")]).toEqual([[], []]);
    expect(files("done")).toEqual([expect.stringMatching(/^ca-sang\.[0-9a-f]{8}\.json$/)]);
  });

  test("leaves a file alone while it is being written", async () => {
    mkdirSync(folder("in"), { recursive: true });
    for (const part of ["{", call([RUBBISH]).slice(0, 40), call([RUBBISH])]) {
      writeFileSync(join(folder("in"), "dang-ghi.json"), part);
      await app.takeTranscripts();
    }
    writeFileSync(join(folder("in"), "a.json.part"), "{");
    await app.takeTranscripts();
    await app.takeTranscripts();
    await app.settle();
    expect([files("in"), files("failed")]).toEqual([["a.json.part"], []]);
    expect(await tickets()).toHaveLength(1);
  });

  test.each<readonly [string, () => string | Buffer, string]>([
    ["la.txt", () => "không phải bản ghi", "Chưa nhận ra dạng tệp"],
    ["trong.vtt", () => " \n", "Tệp trống"],
    ["anh.json", () => Buffer.from([0xff, 0xd8, 0xff, 0xe0]), "Tệp không phải chữ"],
    ["sai.json", () => call([["somebody", "x"]]), "sai ở chỗ “turns[0].speaker”"],
    ["do.json", () => call([RUBBISH], { final: false }), "Cuộc gọi chưa kết thúc"],
    ["im.json", () => call([["agent", "Alo"]]), "không có lời nào của người gọi"],
  ])("puts %s into failed/ with the reason beside it", async (name, content, reason) => {
    await lay(name, content());
    const [first, second] = files("failed");
    expect([first, second].every((one) => one?.startsWith(basename(name).split(".")[0] ?? "?"))).toBe(true);
    const note = files("failed").find((one) => one.endsWith(".ly-do.txt")) ?? "";
    expect(readFileSync(join(folder("failed"), note), "utf8")).toContain(reason);
    expect([files("in"), files("done"), await tickets()]).toEqual([[], [], []]);
  });

  test("puts a file with the longest name away too, taken or not", async () => {
    const name = `${"ộ".repeat(82)}.json`;
    await lay(name, call([RUBBISH]));
    await lay(name, "{");
    expect(files("in")).toEqual([]);
    expect([files("done").length, files("failed").length]).toEqual([1, 2]);
    expect(await tickets()).toHaveLength(1);
  });

  test("takes the same bytes once, whatever the file is called and whichever way they come", async () => {
    await lay("mot.json", call([RUBBISH]));
    await lay("hai.json", call([RUBBISH]));
    await postTo(app.url, signedCall(call([RUBBISH])));
    await app.settle();
    expect(await tickets()).toHaveLength(1);
    expect(files("done")).toHaveLength(2);
  });
});

describe("a second file of the same call", () => {
  test("corrects the ticket, and doubles nothing", async () => {
    await lay("nhap.json", call([RUBBISH]));
    const sent = site.twilio.sent.length;
    await lay(
      "sua.json",
      call([
        ["agent", "Dạ"],
        ["caller", "Tôi phản ánh rác thải đổ ở thôn 9 chưa ai dọn", 0.97],
      ]),
    );
    const [ticket, ...others] = await tickets();
    expect(others).toEqual([]);
    const last = (await eventsOf(app.db.read, ticket?.id ?? "")).at(-1);
    expect(last).toMatchObject({
      kind: "transcript_corrected",
      data: { text: "Tôi phản ánh rác thải đổ ở thôn 9 chưa ai dọn", lines: { content: [1], place: [1] } },
    });
    expect(site.twilio.sent).toHaveLength(sent);
  });

  test("is known even where only one of them shows who called", async () => {
    await lay("nhap.json", call([RUBBISH], { caller: null }));
    await lay("sua.json", call([["caller", "Tôi phản ánh rác thải đổ ở thôn 9 chưa ai dọn"]]));
    expect([(await tickets()).length, (await tickets(`call:${CALL}`)).length]).toEqual([0, 1]);
  });

  test("of another call whose id begins alike is another call", async () => {
    await lay("a.json", call([RUBBISH], { callId: `${CALL}0` }));
    await lay("b.json", call([["caller", "Tôi phản ánh đèn đường hỏng ở thôn 3"]], { callId: `${CALL}0:1` }));
    expect(await tickets()).toHaveLength(2);
  });

  test("after one that was not final is the first", async () => {
    await postTo(app.url, callWebhook({ person: CALLER, text: "Tôi phản ánh rác", id: CALL }, { final: false }));
    await postTo(
      app.url,
      callWebhook({ person: CALLER, text: "Tôi phản ánh rác thải ở thôn 2 chưa dọn", id: CALL }, { final: true }),
    );
    await app.settle();
    const [ticket] = await tickets();
    expect((await eventsOf(app.db.read, ticket?.id ?? "")).map(({ kind }) => kind)).toEqual(["opened"]);
  });
});

test("what was heard badly waits for a person, whatever unit it seems to be for", async () => {
  await lay("ro.json", call([RUBBISH]));
  await lay(
    "khong-ro.json",
    call([["caller", "Tôi phản ánh rác thải đổ ở thôn 2 chưa ai dọn", 0.41]], { callId: `${CALL}x` }),
  );
  const [unclear, clear] = await tickets();
  expect(clear?.department).not.toBeNull();
  expect(unclear).toMatchObject({ department: null, status: "received", because: expect.stringContaining("0,41") });
});

const SAMPLES = resolve(import.meta.dirname, "../../../shared/reference/transcript-samples");
const samples = existsSync(SAMPLES) ? readdirSync(SAMPLES).filter((name) => !name.endsWith(".md")) : [];

/** Over all tickets. */
const eventCount = async (kind: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ticket_events where kind = ${kind}`.execute(
    app.db.read,
  );
  return Number(rows[0]?.n);
};

describe("every exporter's sample", () => {
  test.skipIf(samples.length > 0)("is not here: these tests are skipped", () => undefined);

  test.each(samples)("%s becomes a ticket, by webhook and by folder alike", async (name) => {
    const before = await eventCount("opened");
    const content = readFileSync(join(SAMPLES, name));
    expect((await postTo(app.url, signedCall(content.toString("utf8")))).status).toBe(200);
    await app.settle();
    expect((await eventCount("opened")) - before).toBe(1);
    await lay(name, content);
    expect(files("failed")).toEqual([]);
    expect(files("done")).toHaveLength(1);
  });
});

describe("the console's page for calls", () => {
  async function officer(role: "intake" | "officer") {
    const department = role === "officer" ? "phong-kinh-te" : null;
    const added = await addOfficer(
      app.db,
      { username: `nguoi.${role}.${count}`, displayName: "Cán bộ thử", roles: [role], department },
      Date.now(),
    );
    return signedInAt(app.url, added);
  }

  test("shows what was understood, with its lines and what is wrong, and takes nothing in before it is told to", async () => {
    const person = await officer("intake");
    await person.get("/console/ban-ghi");
    const status = await person.upload("/console/ban-ghi/xem", [
      ["ca sáng.json", call([["agent", "Dạ"], RUBBISH, ["caller", "nhà số 12", 0.4]])],
      ["hỏng.json", "{"],
    ]);
    expect(status).toBe(200);
    expect(person.page()).toContain("ca sáng.json");
    expect(person.page()).toContain("nghe chưa rõ dòng 3");
    expect(person.page()).toMatch(/hỏng\.json.*Không nhận được.*Chưa nhận ra dạng tệp/s);
    await app.settle();
    expect(await tickets()).toEqual([]);
    await person.post("/console/ban-ghi/nhan", { id: person.hidden("id") });
    await app.settle();
    const [ticket] = await tickets();
    expect(ticket).toMatchObject({ place: "thôn 2", because: expect.stringContaining("Dòng 3") });
    await person.get("/console/ban-ghi");
    expect(person.page()).toContain("Đã nhận 1 cuộc gọi");
    await person.get(`/console/phieu/${ticket?.code}`);
    expect(person.page()).toMatch(/thôn 2<small> \(dòng 2\)/);
    expect(person.page()).toMatch(/Người gọi · dòng 3 · nghe chưa rõ/);
  });

  test("says so when no file was chosen, and takes the same call once", async () => {
    const person = await officer("intake");
    await person.get("/console/ban-ghi");
    expect(await person.upload("/console/ban-ghi/xem", [])).toBe(422);
    expect(person.page()).toContain("chọn ít nhất một tệp");
    for (const words of ["Đã nhận 1 cuộc gọi", "đã có từ trước"]) {
      await person.get("/console/ban-ghi");
      await person.upload("/console/ban-ghi/xem", [["a.json", call([RUBBISH])]]);
      await person.post("/console/ban-ghi/nhan", { id: person.hidden("id") });
      await person.get("/console/ban-ghi");
      expect(person.page()).toContain(words);
    }
    await app.settle();
    expect(await tickets()).toHaveLength(1);
  });

  test("is not there for those who take nothing in for others, nor without the form's key", async () => {
    const person = await officer("officer");
    expect(await person.get("/console/ban-ghi")).toBe(404);
    const desk = await officer("intake");
    expect(await desk.upload("/console/ban-ghi/xem", [["a.json", call([RUBBISH])]], "wrong")).toBe(403);
  });
});
