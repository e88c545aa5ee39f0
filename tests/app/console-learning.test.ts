import { afterEach, expect, test } from "vitest";
import { assign, learnedPhrases, topicOf } from "../../src/departments/index.ts";
import { latestAudit } from "../../src/officers/index.ts";
import { applyCommand, loadTicketRules, type Ticket } from "../../src/tickets/index.ts";
import { type Office, openOffice, signedIn } from "../fakes/console-office.ts";

let office: Office;
afterEach(() => office.close());

const TEXTS = [
  "Bè thủy phi cơ nhà ông Tư chắn lối ghe",
  "mấy bè thủy phi cơ neo kín bến",
  "Ba cái bè thủy phi cơ trôi tự do trên khúc sông",
] as const;

/** Sorted by the desk: reports no topic knows, all given to one unit. */
async function sorted(texts: readonly string[], more: object = {}): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  const rules = await loadTicketRules("knowledge", office.clock.now(), { approval: false });
  for (const [nth, content] of texts.entries()) {
    const ticket = await office.openTicket(`${content}${nth}`, { content, department: null, ...more });
    tickets.push(ticket);
    await office.db.write((tx) =>
      applyCommand(tx, rules, {
        ticketId: ticket.id,
        command: "assign",
        actor: { role: "coordinator", id: "dp" },
        data: { department: "phong-kinh-te" },
        at: office.clock.now(),
      }),
    );
  }
  return tickets;
}

const LIKE_IT = "thuyền nhà tôi vướng bè thủy phi cơ";
const unitOf = (text: string): string => {
  const to = assign({ recordType: "hien_truong", text }, office.directory);
  return to.to === "department" ? to.department : to.to;
};

test("three decisions make a suggestion; nothing is learned until a person accepts, and it can be taken back", async () => {
  office = await openOffice();
  const known = await sorted(TEXTS.slice(0, 2));
  const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
  await coordinator.get("/console/goi-y");
  expect(coordinator.page()).toContain("Chưa có gợi ý nào.");

  known.push(...(await sorted(TEXTS.slice(2))));
  await coordinator.get("/console/goi-y");
  expect(coordinator.page()).toContain("3 phiếu đã giao Phòng Kinh tế xã Tuyên Bình");
  expect(coordinator.page()).toMatch(/“[^”]*thủy phi[^”]*”/);
  expect(unitOf(LIKE_IT)).toBe("triage");
  expect(await learnedPhrases(office.db.read)).toEqual([]);

  const boxes = [...coordinator.page().matchAll(/name="(tu-\d+)" value="([^"]+)"/g)];
  const chosen = Object.fromEntries(boxes.map(([, name, value]) => [name ?? "", value ?? ""]));
  const fields = { unit: "phong-kinh-te", topic: "via-he", ...chosen };
  expect((await coordinator.post("/console/goi-y/quyet-dinh", { ...fields, viec: "them" })).status).toBe(303);
  expect(unitOf(LIKE_IT)).toBe("phong-kinh-te");
  expect(topicOf(LIKE_IT, office.directory)).toBe("via-he");

  await coordinator.get("/console/goi-y");
  expect(coordinator.page()).toContain("Chưa có gợi ý nào.");
  expect(coordinator.page()).toContain("Đang dùng");
  const from = (await learnedPhrases(office.db.read)).flatMap(({ tickets }) => tickets);
  expect(new Set(from)).toEqual(new Set(known.map(({ code }) => code)));
  for (const { code } of known)
    expect(coordinator.page()).toMatch(new RegExp(`Học từ phiếu:[^\\n]*/console/phieu/${code}"`));
  for (const { id } of await learnedPhrases(office.db.read)) {
    await coordinator.get("/console/goi-y");
    expect((await coordinator.post("/console/goi-y/bo", { id })).status).toBe(303);
  }
  expect(unitOf(LIKE_IT)).toBe("triage");
  const actions = (await latestAudit(office.db, 20)).map(({ action, subject }) => `${action} ${subject}`);
  expect(actions).toContain(`words_learned via-he ${boxes.length}`);
  expect(actions).toContain("words_unlearned via-he 1");
  expect(actions.join()).not.toContain("phi");
});

test("what is turned down is not offered again, and a form brings in no words of its own", async () => {
  office = await openOffice();
  await sorted(TEXTS);
  const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
  await coordinator.get("/console/goi-y");
  const boxes = [...coordinator.page().matchAll(/name="(tu-\d+)" value="([^"]+)"/g)];
  const fields = { unit: "phong-kinh-te", topic: "via-he" };
  const invented = { ...fields, "tu-0": "bất cứ điều gì", viec: "them" };
  await coordinator.post("/console/goi-y/quyet-dinh", invented);
  expect(await learnedPhrases(office.db.read)).toEqual([]);
  const foreign = Object.fromEntries(boxes.map(([, name, value]) => [name ?? "", value ?? ""]));
  await coordinator.get("/console/goi-y");
  await coordinator.post("/console/goi-y/quyet-dinh", { ...fields, ...foreign, topic: "thue", viec: "them" });
  expect(await learnedPhrases(office.db.read)).toEqual([]);
  await coordinator.get("/console/goi-y");
  await coordinator.post("/console/goi-y/quyet-dinh", { ...fields, ...foreign, viec: "bo-qua" });
  await coordinator.get("/console/goi-y");
  expect(coordinator.page()).toContain("Chưa có gợi ý nào.");
  expect(unitOf(LIKE_IT)).toBe("triage");
});

test("protected reports teach nothing, and only the desk's coordinator sees the page", async () => {
  office = await openOffice();
  await sorted(TEXTS, { denied: { departments: ["cong-an-xa"], officers: [] } });
  const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
  await coordinator.get("/console/goi-y");
  expect(coordinator.page()).toContain("Chưa có gợi ý nào.");
  const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
  expect(await officer.get("/console/goi-y")).toBe(404);
});

test("who reported how somebody behaved teaches nothing", async () => {
  office = await openOffice();
  await sorted(TEXTS, { recordType: "pakn_hanh_vi", contentCode: "hv" });
  const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
  await coordinator.get("/console/goi-y");
  expect(coordinator.page()).toContain("Chưa có gợi ý nào.");
});

test("what became a denunciation is no evidence any more: neither its code nor words too few others say", async () => {
  office = await openOffice();
  const [first, second] = await sorted(TEXTS);
  const [other] = await sorted(["Bè thủy phi cơ lại chắn bến", "bè thủy phi cơ của ông Tư, cả thôn mất ngủ"]);
  const coordinator = await signedIn(office, "dieu.phoi", "coordinator", null);
  const restrict = async (ticket: Ticket | undefined) => {
    const rules = await loadTicketRules("knowledge", office.clock.now(), { approval: false });
    const result = await office.db.write((tx) =>
      applyCommand(tx, rules, {
        ticketId: ticket?.id ?? "",
        command: "reclassify",
        actor: { role: "coordinator", id: "dp" },
        data: { recordType: "to_cao" },
        at: office.clock.now(),
      }),
    );
    expect(result).toMatchObject({ ok: true, ticket: { restricted: true } });
    await coordinator.get("/console/goi-y");
  };
  await coordinator.get("/console/goi-y");
  expect(coordinator.page()).toContain(first?.code);
  await restrict(first);
  expect(coordinator.page()).toContain(other?.code);
  expect(coordinator.page()).not.toContain(first?.code);
  await restrict(other);
  expect(coordinator.page()).toContain("thủy phi");
  expect(coordinator.page()).toContain("3 phiếu đã giao");
  await restrict(second);
  expect(coordinator.page()).toContain("Chưa có gợi ý nào.");
  expect(coordinator.page()).not.toContain("thủy");
});
