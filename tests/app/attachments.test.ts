import { mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MIGRATIONS } from "../../src/app.ts";
import {
  attachmentsOf,
  backlog,
  clamdScan,
  fileWith,
  noteAttachments,
  openFiles,
  publicReach,
  startAttachments,
} from "../../src/attachments/index.ts";
import { readConfig } from "../../src/config.ts";
import type { InboundMessage } from "../../src/messages/index.ts";
import { createLog, type Database, fixedClock, newId } from "../../src/platform/index.ts";
import { loadTicketRules, openTicket, type TicketRules } from "../../src/tickets/index.ts";
import { type CdnFake, startCdnFake } from "../fakes/cdn.ts";
import { ENGINES } from "../fakes/databases.ts";
import { chattyPng, phoneJpeg, SECRETS } from "../fakes/pictures.ts";

const START = Date.UTC(2026, 10, 23, 2);
const RULES = {
  hosts: ["zdn.vn", "zadn.vn", "api.twilio.com"],
  largestBytes: 200_000,
  longestMs: 1500,
  unfiledMs: 1000,
};
const HOUR = 3_600_000;

type Options = Parameters<typeof startAttachments>[0];

describe.each(ENGINES)("attachments on $kind", (engine) => {
  let cdn: CdnFake;
  let db: Database;
  let folder = "";
  let clock = fixedClock(START);
  let ticketRules: TicketRules;
  const started: ReturnType<typeof startAttachments>[] = [];

  beforeAll(async () => {
    await engine.start();
    ticketRules = await loadTicketRules(readConfig({}).knowledgeDirectory, START, { approval: false });
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    cdn = await startCdnFake();
    clock = fixedClock(START);
    db = await engine.open(await engine.place(), MIGRATIONS);
    folder = mkdtempSync(join(tmpdir(), "lang-nghe-attachments-"));
  });
  afterEach(async () => {
    for (const one of started.splice(0)) await one.stop();
    await db.close();
    await cdn.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function start(more: Partial<Options> = {}) {
    const files = openFiles(folder);
    const one = startAttachments({
      db,
      files,
      rules: RULES,
      reach: cdn.reach,
      clock,
      log: createLog("silent"),
      ...more,
    });
    started.push(one);
    return one;
  }

  let opened = 0;
  /** A message with these addresses, whose files belong to a ticket; the ticket's id. */
  async function sent(...urls: string[]): Promise<string> {
    opened += 1;
    const from = { channel: "zalo", id: "8170236945512073846" } as const;
    const attachments = urls.map((url) => ({ kind: "image", url, name: "nguyen-van-a.jpg" }) as const);
    const message: InboundMessage = { providerId: "m", from, sentAt: START, text: "", attachments };
    const messageId = newId(clock.now());
    const content = "Rác đổ đầy bờ mương sau chợ.";
    const reporter = { address: from, name: null, phone: null, postalAddress: null };
    const draft = {
      key: `k-${opened}`,
      recordType: "hien_truong",
      content,
      department: null,
      because: "thử",
      reporter,
      source: "zalo",
    } as const;
    return db.write(async (tx) => {
      await noteAttachments(tx, message, messageId, clock.now());
      const { ticket } = await openTicket(tx, ticketRules, draft, clock.now());
      await fileWith(tx, { ticketId: ticket.id, messageIds: [messageId], isUnnamed: false }, clock.now());
      return ticket.id;
    });
  }

  const fetched = async (ticketId: string, more: Partial<Options> = {}) => {
    const worker = start(more);
    await worker.idle();
    return { worker, files: await attachmentsOf(db.read, ticketId) };
  };
  const onDisk = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

  test("a phone's picture is kept without where it was taken, once, and can be opened", async () => {
    const ticket = await sent(
      cdn.serve("/a.jpg", phoneJpeg(), "text/html"),
      cdn.serve("/again.png", phoneJpeg(), "image/png"),
    );
    const { worker, files } = await fetched(ticket);
    expect(files.map(({ state, type, reason }) => [state, type, reason])).toEqual([
      ["kept", "image/jpeg", null],
      ["kept", "image/jpeg", null],
    ]);
    expect(new Set(files.map(({ hash }) => hash)).size).toBe(1);
    expect(onDisk()).toHaveLength(1);
    const opened = await worker.open(files[0]?.id ?? "");
    const text = opened?.bytes.toString("latin1") ?? "";
    expect(text.length).toBeGreaterThan(100);
    expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
  });

  test.each([
    ["a page that calls itself a picture", "type", "<script>alert(1)</script>"],
    ["a picture's first bytes and nothing more", "malformed", "\u00ff\u00d8\u00ff\u00e0"],
    ["something huge", "too_large", "x".repeat(200_001)],
  ])("%s is refused: %s", async (_, reason, body) => {
    const ticket = await sent(cdn.serve("/a.jpg", Buffer.from(body, "latin1")));
    const { worker, files } = await fetched(ticket);
    expect(files).toMatchObject([{ state: "refused", reason, hash: null }]);
    expect(await worker.open(files[0]?.id ?? "")).toBeUndefined();
    expect(onDisk()).toEqual([]);
  });

  test("a flood that states no length is cut off at the limit", async () => {
    let written = 0;
    cdn.on("/flood", (_request, response) => {
      const pour = () => {
        if (response.destroyed || written > 50_000_000) return;
        written += 65_536;
        response.write(Buffer.alloc(65_536, 1), pour);
      };
      response.writeHead(200);
      pour();
    });
    const { files } = await fetched(await sent("https://photo.zdn.vn/flood"));
    expect(files).toMatchObject([{ state: "refused", reason: "too_large" }]);
    expect(written).toBeLessThan(50_000_000);
  });

  test("a host that answers too slowly is tried again later", async () => {
    cdn.on("/slow", (_request, response) => void response.writeHead(200).write("x"));
    const { files } = await fetched(await sent("https://photo.zdn.vn/slow"));
    expect(files).toMatchObject([{ state: "waiting", reason: "timeout" }]);
  });

  test.each([
    ["https://evil.example/a.jpg", "redirect"],
    ["http://photo.zdn.vn/a.jpg", "redirect"],
    ["https://169.254.169.254/latest/meta-data", "redirect"],
    ["//[::1]/a", "redirect"],
    ["/loop", "redirect"],
  ])("a redirect to %s is not followed", async (location, reason) => {
    cdn.on("/loop", (_request, response) => void response.writeHead(302, { location }).end());
    const { files } = await fetched(await sent("https://photo.zdn.vn/loop"));
    expect(files).toMatchObject([{ state: "refused", reason }]);
    expect(new Set(cdn.seen.map(({ host }) => host))).toEqual(new Set(["photo.zdn.vn"]));
  });

  test("a redirect within the list is followed, and a login stays with the host it is for", async () => {
    cdn.serve("/real.png", chattyPng(4, 4));
    const location = "https://other.zadn.vn/real.png";
    cdn.on("/media", (_request, response) => void response.writeHead(307, { location }).end());
    const authorization = (host: string) => (host === "api.twilio.com" ? "Basic abc" : undefined);
    const { files } = await fetched(await sent("https://api.twilio.com/media"), { authorization });
    expect(files).toMatchObject([{ state: "kept", type: "image/png" }]);
    expect(cdn.seen.map(({ host, authorization: login }) => [host, login])).toEqual([
      ["api.twilio.com", "Basic abc"],
      ["other.zadn.vn", ""],
    ]);
  });

  test("a listed name that leads into our own house is not connected to, at the first asking or a later one", async () => {
    const url = cdn.serve("/a.png", chattyPng(4, 4));
    const inside = publicReach(async () => ["127.0.0.1"]);
    const { files } = await fetched(await sent(url), { reach: inside });
    expect(files).toMatchObject([{ state: "refused", reason: "private_address" }]);
    let asked = 0;
    const rebinding = publicReach(async () => [asked++ === 0 ? "118.102.1.1" : "127.0.0.1"]);
    cdn.on("/hop", (_request, response) => void response.writeHead(302, { location: url }).end());
    const reach = async (host: string) => ((await rebinding(host)).ok ? cdn.reach(host) : rebinding(host));
    const second = await fetched(await sent("https://photo.zdn.vn/hop"), { reach });
    expect(second.files).toMatchObject([{ state: "refused", reason: "private_address" }]);
  });

  test("a certificate that is not the host's is not believed", async () => {
    cdn.serve("/a.png", chattyPng(4, 4));
    const { files } = await fetched(await sent("https://unknown.zdn.vn/a.png"));
    expect(files).toMatchObject([{ state: "waiting", reason: "err_tls_cert_altname_invalid" }]);
    expect(cdn.seen).toEqual([]);
  });

  test("what fails is tried again, and given up after its last try", async () => {
    cdn.on("/down", (_request, response) => void response.writeHead(503).end());
    const ticket = await sent("https://photo.zdn.vn/down");
    const { worker } = await fetched(ticket);
    const states: unknown[] = [];
    for (let tries = 0; tries < 9; tries++) {
      states.push((await attachmentsOf(db.read, ticket))[0]?.state);
      clock.advance(24 * HOUR);
      worker.wake();
      await worker.idle();
    }
    expect(states.at(0)).toBe("waiting");
    expect(states.at(-1)).toBe("refused");
    expect(cdn.seen).toHaveLength(8);
  });

  test("a crash between the file and its row: it is fetched again when the lease is over, and kept once", async () => {
    const url = cdn.serve("/a.jpg", phoneJpeg());
    const ticket = await sent(url);
    const crashed = openFiles(folder);
    const never = {
      ...crashed,
      keep: async (bytes: Uint8Array) => crashed.keep(bytes).then(() => new Promise<string>(() => undefined)),
    };
    startAttachments({ db, files: never, rules: RULES, reach: cdn.reach, clock, log: createLog("silent") });
    await expect.poll(() => onDisk().length).toBe(1);
    expect(await attachmentsOf(db.read, ticket)).toMatchObject([{ state: "waiting", hash: null }]);
    clock.advance(HOUR);
    const { worker, files } = await fetched(ticket);
    expect(files).toMatchObject([{ state: "kept" }]);
    expect(onDisk()).toHaveLength(1);
    expect(await worker.open(files[0]?.id ?? "")).toBeDefined();
  });

  test("a full disk keeps the file for later and says so", async () => {
    const ticket = await sent(cdn.serve("/a.jpg", phoneJpeg()));
    const whole = openFiles(folder);
    let full = true;
    const error = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    const files = { ...whole, keep: (bytes: Uint8Array) => (full ? Promise.reject(error) : whole.keep(bytes)) };
    const { worker } = await fetched(ticket, { files });
    expect(await backlog(db)).toEqual({ waiting: 1, unscanned: 0, diskFull: 1 });
    expect(await worker.accept(phoneJpeg())).toEqual({ ok: false, reason: "disk_full" });
    full = false;
    clock.advance(HOUR);
    worker.wake();
    await worker.idle();
    expect(await backlog(db)).toEqual({ waiting: 0, unscanned: 0, diskFull: 0 });
    expect(await attachmentsOf(db.read, ticket)).toMatchObject([{ state: "kept" }]);
  });

  test("what no ticket took goes after its time, with its bytes; what two share stays for the other", async () => {
    const shared = cdn.serve("/a.jpg", phoneJpeg());
    const ticket = await sent(shared);
    const from = { channel: "zalo", id: "1" } as const;
    const loose = [shared, cdn.serve("/b.png", chattyPng(4, 4))].map((url) => ({ kind: "image", url }) as const);
    const message: InboundMessage = { providerId: "x", from, sentAt: START, text: "", attachments: loose };
    await db.write((tx) => noteAttachments(tx, message, "loose", clock.now()));
    const worker = start();
    await worker.idle();
    expect(onDisk()).toHaveLength(2);
    for (const { parentPath, name } of onDisk()) utimesSync(join(parentPath, name), START / 1000, START / 1000);
    clock.advance(2 * HOUR);
    await worker.sweep();
    const [file] = await attachmentsOf(db.read, ticket);
    expect(onDisk().map(({ name }) => name)).toEqual([file?.hash]);
  });

  describe("with a scanner", () => {
    let clamd: Server;
    let answer = "stream: OK\0";
    const heard: Buffer[] = [];
    beforeEach(async () => {
      heard.length = 0;
      clamd = createServer((socket) => {
        let all = Buffer.alloc(0);
        socket.on("data", (part) => {
          all = Buffer.concat([all, part]);
          if (!all.subarray(-4).equals(Buffer.alloc(4))) return;
          heard.push(all);
          socket.end(answer);
        });
      });
      await new Promise<void>((resolve) => clamd.listen(0, "127.0.0.1", resolve));
    });
    afterEach(() => new Promise((resolve) => clamd.close(resolve)));
    const scan = () => clamdScan("127.0.0.1", (clamd.address() as AddressInfo).port);

    test("what it finds clean is shown", async () => {
      answer = "stream: OK\0";
      const { files } = await fetched(await sent(cdn.serve("/a.jpg", phoneJpeg())), { scan: scan() });
      expect(files).toMatchObject([{ state: "kept" }]);
      expect(heard[0]?.subarray(0, 10).toString("latin1")).toBe("zINSTREAM\0");
    });

    test("what it finds a virus in is not kept", async () => {
      answer = "stream: Made-Up-Virus FOUND\0";
      const { worker, files } = await fetched(await sent(cdn.serve("/a.jpg", phoneJpeg())), { scan: scan() });
      expect(files).toMatchObject([{ state: "refused", reason: "infected" }]);
      expect(await worker.accept(phoneJpeg())).toEqual({ ok: false, reason: "infected" });
    });

    test.each(["stream: size limit exceeded. ERROR\0", "", "OK"])(
      "while it answers %j nothing is shown",
      async (odd) => {
        answer = odd;
        const { worker, files } = await fetched(await sent(cdn.serve("/a.jpg", phoneJpeg())), { scan: scan() });
        expect(files).toMatchObject([{ state: "unscanned" }]);
        expect(await worker.open(files[0]?.id ?? "")).toBeUndefined();
        answer = "stream: OK\0";
        clock.advance(HOUR);
        worker.wake();
        await worker.idle();
        expect(await worker.open(files[0]?.id ?? "")).toBeDefined();
      },
    );
  });
});
