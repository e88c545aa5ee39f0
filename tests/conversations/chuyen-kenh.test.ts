import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Address, addressesLinkedTo, type ChannelName, laneOf } from "../../src/messages/index.ts";
import { promisedTo } from "../../src/outbox/index.ts";
import { digitsInWords } from "../../src/text/index.ts";
import { openOffice } from "./office.ts";

let office: Awaited<ReturnType<typeof openOffice>>;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());
beforeEach(() => office.forgetReports());

let count = 0;
function somebody(channel: ChannelName): Address {
  count += 1;
  const id = channel === "sms" || channel === "voice" ? `+8490${String(1_000_000 + count)}` : `claim-${count}`;
  return { channel, id, account: "office" };
}

const REPORT = "phản ánh rác thải đổ đầy đường ở thôn 2, bốc mùi mấy hôm nay";
const say = async (from: Address, text: string) => {
  const { replies } = await office.hear(from, { citizen: text });
  return { keys: replies.map(({ key }) => key), text: replies.map((reply) => reply.text).join("\n"), replies };
};
const codeFor = async (from: Address): Promise<string> => {
  const { text } = await say(from, "cho tôi mã chuyển kênh");
  return /\b(\d{4}) (\d{4})\b/.exec(text)?.slice(1).join("") ?? "";
};
/** Another code that is found as the same claim. */
const almost = (code: string) => code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10);

describe("going on at another channel", () => {
  test.each([
    ["sms", "zalo", (code: string) => `mã chuyển kênh ${code}`],
    ["zalo", "sms", (code: string) => `ma chuyen kenh ${code.slice(0, 4)} ${code.slice(4)}`],
    ["sms", "voice", (code: string) => `mã chuyển kênh là ${digitsInWords(code)}`],
    ["zalo", "botframework", (code: string) => `tôi có mã chuyển kênh ${code}`],
    ["voice", "zalo", (code: string) => `mã chuyển kênh ${digitsInWords(code)}`],
  ] as const)("from %s to %s: the report goes on where it stood, and its ticket is one", async (here, there, given) => {
    const [old, now] = [somebody(here), somebody(there)];
    await say(old, REPORT);
    const moved = await say(now, given(await codeFor(old)));
    expect(moved.keys).toEqual(["da_chuyen_kenh", "lien_he_chua_ro"]);
    expect((await say(now, "Nguyễn Văn Bình 0901234567")).keys).toEqual(["hoi_xac_nhan"]);
    expect((await say(now, "1")).keys).toEqual(["phieu_da_mo"]);
    const [ticket, ...more] = await office.tickets(now);
    expect([ticket?.content, more]).toEqual([expect.stringContaining("rác thải đổ đầy đường"), []]);
    expect((await say(old, "xin chào")).keys).not.toContain("hoi_lien_he");
  });

  test("spoken when it is asked for, one digit at a time", async () => {
    const [old, now] = [somebody("sms"), somebody("voice")];
    await say(old, REPORT);
    const code = await codeFor(old);
    expect((await say(now, "tôi có mã chuyển kênh")).keys).toContain("hoi_ma_chuyen_kenh");
    expect((await say(now, `dạ, ${digitsInWords(code)} ạ`)).keys).toEqual(["da_chuyen_kenh", "lien_he_chua_ro"]);
  });

  test("open tickets move along: news goes to the new address, both are one reporter's, the old one is told", async () => {
    const [old, now] = [somebody("sms"), somebody("zalo")];
    for (const text of [REPORT, "Ngô An 0933444666", "1"]) await say(old, text);
    const [before] = await office.tickets(old);
    expect(before?.reporter.address).toEqual(old);
    await say(now, `mã chuyển kênh ${await codeFor(old)}`);
    const [after] = await office.tickets(now);
    expect([after?.code, after?.reporter.address]).toEqual([before?.code, now]);
    expect((await office.tickets(old)).map(({ code }) => code)).toEqual([before?.code]);
    expect(await addressesLinkedTo(office.db.read, now)).toEqual([old]);
    const told = await promisedTo(office.db, laneOf(old));
    expect(told.map(({ reply }) => reply.key)).toContain("da_chuyen_di");
    expect((await say(old, `tra cứu ${before?.code}`)).keys).toEqual(["trang_thai_phieu"]);
  });

  test.each([
    ["sms", "zalo"],
    ["zalo", "voice"],
    ["voice", "sms"],
  ] as const)("from %s to %s: the place of an emergency told before is heard", async (here, there) => {
    const [old, now] = [somebody(here), somebody(there)];
    await say(old, "em không muốn sống nữa");
    await say(now, `mã chuyển kênh ${await codeFor(old)}`);
    expect((await say(now, "em đang ở cầu Mai Hóa")).keys).toEqual(["khan_cap.tu_hai"]);
    const told = (await office.tickets(now)).map(({ content }) => content);
    expect(told).toEqual(["em đang ở cầu Mai Hóa", "em không muốn sống nữa"]);
  });

  test("an emergency told at the old address is waited for in the middle of a report at the new one", async () => {
    const [old, now] = [somebody("sms"), somebody("zalo")];
    await say(old, "em không muốn sống nữa");
    await say(now, REPORT);
    await say(now, `mã chuyển kênh ${await codeFor(old)}`);
    expect((await say(now, "em đang ở cầu Mai Hóa")).keys).toEqual(["khan_cap.tu_hai"]);
  });

  test("what is under way at the new address is not lost", async () => {
    const [old, now] = [somebody("sms"), somebody("zalo")];
    await say(old, REPORT);
    await say(now, "phản ánh đèn đường ở thôn 7 hỏng cả tuần nay, tối om");
    await say(now, `mã chuyển kênh ${await codeFor(old)}`);
    for (const text of ["Ngô An 0933444666", "1"]) await say(now, text);
    expect((await office.tickets(now)).map(({ content }) => content)).toEqual([expect.stringContaining("đèn đường")]);
  });
});

describe("a code", () => {
  test("is told to a caller digit by digit", async () => {
    const { replies, text } = await say(somebody("voice"), "cho tôi mã chuyển kênh");
    const digits = /\b(\d{4}) (\d{4})\b/.exec(text)?.slice(1).join("") ?? "";
    expect(digits).toHaveLength(8);
    expect(replies.at(-1)?.spoken).toContain(digitsInWords(digits));
  });

  test("works once", async () => {
    const [old, now, other] = [somebody("sms"), somebody("zalo"), somebody("zalo")];
    const code = await codeFor(old);
    expect((await say(now, `mã chuyển kênh ${code}`)).keys).toContain("da_chuyen_kenh");
    expect((await say(other, `mã chuyển kênh ${code}`)).keys).toContain("ma_chuyen_kenh_sai");
  });

  test("no longer works after an hour, nor after a newer one", async () => {
    const [old, now] = [somebody("sms"), somebody("zalo")];
    const first = await codeFor(old);
    const second = await codeFor(old);
    if (first !== second) expect((await say(now, `mã chuyển kênh ${first}`)).keys).toContain("ma_chuyen_kenh_sai");
    office.clock.advance(61 * 60_000);
    expect((await say(now, `mã chuyển kênh ${second}`)).keys).toContain("ma_chuyen_kenh_sai");
  });

  test("is locked by five wrong tries, whoever makes them", async () => {
    const old = somebody("sms");
    const code = await codeFor(old);
    for (let tried = 0; tried < 5; tried += 1)
      expect((await say(somebody("zalo"), `mã chuyển kênh ${almost(code)}`)).keys).toContain("ma_chuyen_kenh_sai");
    expect((await say(somebody("zalo"), `mã chuyển kênh ${code}`)).keys).toContain("ma_chuyen_kenh_khoa");
  });

  test("cannot be tried out from one address: after five wrong ones nothing is looked up", async () => {
    const [old, guesser] = [somebody("sms"), somebody("voice")];
    const code = await codeFor(old);
    const other = `${code.startsWith("000") ? "111" : "000"}12345`;
    for (let tried = 0; tried < 5; tried += 1) await say(guesser, `mã chuyển kênh ${other}`);
    const { keys, text } = await say(guesser, `mã chuyển kênh ${code}`);
    expect(keys).toContain("ma_chuyen_kenh_khoa_noi");
    // Whoever only mistyped is told when they may try again.
    expect(text).toMatch(/tới \d\d:\d\d thứ|tới \d\d:\d\d Chủ nhật/);
    expect((await say(somebody("zalo"), `mã chuyển kênh ${code}`)).keys).toContain("da_chuyen_kenh");
  });

  test("is for another address than the one it was given at", async () => {
    const old = somebody("sms");
    expect((await say(old, `mã chuyển kênh ${await codeFor(old)}`)).keys).toEqual(["ma_chuyen_kenh_o_day"]);
  });

  test("is not kept in the clear where codes are kept", async () => {
    const code = await codeFor(somebody("sms"));
    const rows = await office.db.read
      .withTables<{ channel_claims: Record<string, string> }>()
      .selectFrom("channel_claims")
      .selectAll()
      .execute();
    expect(JSON.stringify(rows)).not.toContain(code.slice(3));
    expect(rows.length).toBeGreaterThan(0);
  });
});

test.each(["12345678 là số hồ sơ của tôi", "kênh mương thôn 3 bị tắc, đề nghị chuyển kênh tưới sang chỗ khác"])(
  "nothing is given out or taken for “%s”",
  async (text) => {
    const { keys } = await say(somebody("zalo"), text);
    expect(keys.filter((key) => key.includes("chuyen_kenh"))).toEqual([]);
  },
);
