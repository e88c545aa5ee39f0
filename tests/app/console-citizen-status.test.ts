import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { checkReceipt, eventsOf, loadSecretWords, newSecret } from "../../src/tickets/index.ts";
import { type Office, openOffice, signedIn, visitor } from "../fakes/console-office.ts";

let office: Office;
afterEach(() => office.close());

async function ask(ma: string, proof: string) {
  const citizen = visitor(office.url);
  return citizen.post("/tra-cuu", { ma, "xac-nhan": proof });
}

describe("the status page", () => {
  test("tells the reporter how the ticket stands, and nobody's words, name or number", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const { status, text } = await ask(ticket.code.toLowerCase().replaceAll("-", " "), "5678");
    expect(status).toBe(200);
    expect(text).toContain("Đã giao đơn vị");
    expect(text).toContain("Phòng Kinh tế");
    expect(text).toContain(ticket.dueSteps[0]);
    expect(text).not.toMatch(/Nguyễn Thị Hoa|912345678|Rác ở ngõ 5/);
  });

  test("opens an unnamed case with its secret alone, and lets its holder add, object and withdraw", async () => {
    office = await openOffice();
    const words = loadSecretWords("knowledge");
    const secret = await newSecret(office.db, words);
    const ticket = await office.openTicket("a", { secretHash: secret.hash });
    const plain = secret.words.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll(",", " ");
    const opened = await ask("", plain.toUpperCase());
    expect(opened.status).toBe(200);
    expect(opened.text).toContain(ticket.code);
    expect((await ask(ticket.code, "5678")).status).toBe(404);
    expect((await ask("PA-2222-2222", secret.words)).status).toBe(404);
    const holder = visitor(office.url);
    const proof = { "xac-nhan": secret.words };
    expect((await holder.post("/tra-cuu/bo-sung", { ...proof, "noi-dung": "Hôm nay lại có thêm rác" })).text).toContain(
      "Đã ghi thêm",
    );
    expect((await eventsOf(office.db.read, ticket.id)).at(-1)?.data).toEqual({ text: "Hôm nay lại có thêm rác" });
    expect((await holder.post("/tra-cuu/khong-dong-y", { ...proof, "noi-dung": "chưa sạch" })).text).toContain(
      "chưa làm được việc này",
    );
    expect((await holder.post("/tra-cuu/rut", { "xac-nhan": "5678" })).status).toBe(404);
    expect((await holder.post("/tra-cuu/rut", proof)).text).toContain("Anh/Chị đã rút");
  });

  test("shows who left no way to be told what an officer asks, and why a ticket was refused, which they may object to", async () => {
    office = await openOffice();
    const secret = await newSecret(office.db, loadSecretWords("knowledge"));
    const unnamed = { address: null, name: null, phone: null, postalAddress: null };
    const ticket = await office.openTicket("a", { secretHash: secret.hash, anonymous: true, reporter: unnamed });
    const head = await signedIn(office, "truong.phong", "head", "phong-kinh-te");
    const act = async (slug: string, fields: Record<string, string>) => {
      const path = `/console/phieu/${ticket.code}`;
      await head.get(path);
      const form = head.form(`${path}/${slug}`);
      const keys = { formKey: head.hidden("formKey", form), version: head.hidden("version", form) };
      expect((await head.post(`${path}/${slug}`, { ...keys, ...fields })).status).toBe(303);
    };
    await act("hoi-them", { question: "Anh/Chị thấy ở cổng nào ạ?" });
    const asked = (await ask("", secret.words)).text;
    expect(asked).toContain("Anh/Chị thấy ở cổng nào ạ?");
    // One touch beside "Gửi thêm" must not withdraw a case.
    expect(asked).toMatch(/<summary>Rút phiếu<\/summary><form method="post" action="\/tra-cuu\/rut">/);
    const holder = visitor(office.url);
    await holder.post("/tra-cuu/bo-sung", { "xac-nhan": secret.words, "noi-dung": "Cổng phía đông" });
    expect((await ask("", secret.words)).text).not.toContain("Anh/Chị thấy ở cổng nào ạ?");
    await act("khong-tiep-nhan", { reason: "Chợ do doanh nghiệp quản lý." });
    const refused = (await ask("", secret.words)).text;
    expect(refused).toContain("Chợ do doanh nghiệp quản lý.");
    expect(refused).toContain('action="/tra-cuu/khong-dong-y"');
    const objected = await holder.post("/tra-cuu/khong-dong-y", { "xac-nhan": secret.words, "noi-dung": "Chợ của xã" });
    expect(objected.text).toContain("Đã ghi nhận Anh/Chị chưa đồng ý");
  });

  test("gives the reporter a receipt that anybody can check with the published key, and tells no words in it", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const page = (await ask(ticket.code, "5678")).text;
    const receipt = /name="bien-nhan" value="([^"]+)"/.exec(page)?.[1] ?? "";
    const citizen = visitor(office.url);
    const file = (await citizen.post("/tra-cuu/bien-nhan", { "bien-nhan": receipt, tai: "1" })).text;
    expect(file).toContain(receipt);
    expect(file).toContain("https://xa.example.vn/tra-cuu/khoa");
    expect(file).not.toMatch(/Rác ở ngõ 5|Nguyễn Thị Hoa|912345678/);
    const keys = await (await citizen.request("/tra-cuu/khoa.txt")).text();
    const [id = "", publicKey = ""] = keys.split(" ");
    const checked = checkReceipt(file, new Map([[id, publicKey]]));
    const contentHash = createHash("sha256").update(ticket.content).digest("hex");
    const [opening] = await eventsOf(office.db.read, ticket.id);
    expect(checked).toEqual({
      kind: "genuine",
      receipt: {
        code: ticket.code,
        receivedAt: ticket.createdAt,
        dueAt: ticket.dueAt,
        contentHash,
        eventHash: opening?.hash,
        keyId: id,
      },
    });
    await citizen.get("/tra-cuu/khoa");
    expect(citizen.page()).toContain(publicKey);
    expect((await citizen.post("/tra-cuu/bien-nhan", { "bien-nhan": receipt })).text).toContain("Đúng là biên nhận");
    const forged = await citizen.post("/tra-cuu/bien-nhan", { "bien-nhan": receipt.replace(/.$/, "!"), tai: "1" });
    expect([forged.status, /Chưa thấy chuỗi biên nhận|bị thiếu/.test(forged.text)]).toEqual([422, true]);
  });

  test("gives no receipt for a denunciation, which is not taken in by message", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a", { recordType: "to_cao" });
    const { status, text } = await ask(ticket.code, "5678");
    expect(status).toBe(200);
    expect(text).not.toContain("LN1.");
  });

  test("answers a wrong code and a wrong proof alike", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const wrongProof = await ask(ticket.code, "0000");
    const wrongCode = await ask("PA-2222-2222", "5678");
    const nonsense = await ask("abc", "5678");
    expect([wrongProof.status, wrongCode.status, nonsense.status]).toEqual([404, 404, 404]);
    const bare = (text: string) => text.replace(/name="ma" value="[^"]*"/, "");
    expect(bare(wrongCode.text)).toBe(bare(wrongProof.text));
    expect(bare(nonsense.text)).toBe(bare(wrongProof.text));
  });

  test("shows an answer once it has left, never a draft", async () => {
    office = await openOffice({ policy: { approval: true } });
    const ticket = await office.openTicket("a");
    const officer = await signedIn(office, "an.nguyen", "officer", "phong-kinh-te");
    const head = await signedIn(office, "truong.phong", "head", "phong-kinh-te");
    const path = `/console/phieu/${ticket.code}`;
    await officer.get(path);
    await officer.post(`${path}/du-thao`, { formKey: "a", version: "1", answer: "Đã dọn sáng nay." });
    expect((await ask(ticket.code, "5678")).text).not.toContain("Đã dọn sáng nay.");
    await head.get(path);
    await head.post(`${path}/duyet`, { formKey: "b", version: head.hidden("version") });
    expect((await ask(ticket.code, "5678")).text).toContain("Đã dọn sáng nay.");
  });

  test("lets nobody try out the four digits of a ticket", async () => {
    office = await openOffice();
    const ticket = await office.openTicket("a");
    const statuses: number[] = [];
    for (let digits = 1000; digits < 1010; digits++) statuses.push((await ask(ticket.code, String(digits))).status);
    expect(statuses).toEqual([...Array(8).fill(404), 429, 429]);
    expect((await ask(ticket.code, "5678")).status).toBe(429);
  });
});
