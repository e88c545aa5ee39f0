import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { ticketsOf } from "../../src/tickets/index.ts";
import { OFFICE, openSite, postTo, type Site, smsWebhook, startHere } from "../fakes/running-app.ts";
import { type PhoneLine, phoneLine } from "../fakes/twilio-voice.ts";

const OFFICER = "+842923888999";
let site: Site;
let app: App;
let line: PhoneLine;
/** Somebody who has never called before, in each test. */
let CALLER = "";
let callers = 0;

async function open(environment: Record<string, string> = {}) {
  site = await openSite({ environment });
  app = await startHere(site);
  line = phoneLine({ ...OFFICE, url: app.url });
}
async function close() {
  await app.stop();
  await site.close();
}
beforeAll(() => open());
afterAll(close);
beforeEach(() => {
  callers += 1;
  CALLER = `+8490123${4000 + callers}`;
});
const tickets = (id = CALLER) => ticketsOf(app.db.read, { channel: "voice", id, account: OFFICE.ownNumber }, 9);
const texts = () => site.twilio.sent.filter(({ to }) => to === CALLER).map(({ body }) => body);

/** As far as the confirmation. */
async function report() {
  const call = await line.call(CALLER);
  await call.say("tôi muốn phản ánh rác thải đổ đầy ở thôn 2 mấy hôm nay chưa ai dọn");
  await call.say("tôi là Nguyễn Văn Bình");
  return call;
}

describe("a call", () => {
  test("begins with who speaks, and listens in Vietnamese to speech and keys", async () => {
    const { heard } = await line.call(CALLER);
    expect(heard.say).toMatch(/trợ lý tự động.*AI.*bấm phím 0/s);
    expect(heard.twiml).toContain('input="speech dtmf"');
    expect(heard.twiml).toContain('language="vi-VN"');
  });

  test("1. a question is answered, and its papers follow by SMS as was said", async () => {
    const call = await line.call(CALLER);
    const { say } = await call.say("làm giấy khai sinh cho con cần giấy tờ gì");
    expect(say).toContain("Giấy tờ cần có");
    expect(say).toContain("gửi cho Anh Chị bằng tin nhắn sau cuộc gọi");
    expect(say).not.toMatch(/[/“”()]|https?:|gov\.vn|nhắn “/);
    expect(texts()).toEqual([]);
    await call.hangUp();
    await app.settle();
    expect(texts()).toEqual([expect.stringMatching(/^Dang ky khai sinh/)]);
  });

  test("2. a report is read back, confirmed by key, and its code is spelt and sent", async () => {
    const call = await report();
    expect(call.heard.say).toMatch(/Tôi đọc lại|tôi đọc lại/);
    expect(call.heard.say).toContain("Bấm phím một: Gửi.");
    expect(call.heard.hints).toContain("Sửa nội dung");
    expect(await tickets()).toEqual([]);
    const { say } = await call.press("1");
    const [ticket] = await tickets();
    expect(say).toContain("Mã phiếu là pê a,");
    expect(say).not.toContain(ticket?.code);
    expect(ticket).toMatchObject({ source: "voice", place: "thôn 2", reporter: { phone: CALLER } });
    await call.hangUp();
    await app.settle();
    expect(texts()).toEqual([expect.stringContaining(`Ma phieu ${ticket?.code}`)]);
  });

  test("3. a report is confirmed by a spoken yes", async () => {
    const call = await report();
    await call.say("đồng ý");
    expect(await tickets()).toHaveLength(1);
  });

  test("4. a wrong read-back is corrected before anything is opened", async () => {
    const call = await report();
    expect((await call.press("2")).say).toMatch(/chỗ nào chưa đúng/);
    await call.say("đèn đường ở thôn 3 hỏng cả tuần nay tối om không ai sửa");
    await call.say("đồng ý");
    const [ticket, ...others] = await tickets();
    expect(others).toEqual([]);
    expect(ticket).toMatchObject({ place: "thôn 3", content: expect.stringContaining("đèn đường") });
  });

  test("5. danger is answered with the number at once, however unclearly it was heard", async () => {
    const call = await line.call(CALLER);
    const { say, gather } = await call.say("cháy nhà rồi cứu với", 0.31);
    expect(say).toMatch(/^Anh Chị dập máy và gọi ngay một một bốn/);
    expect(gather).toBeDefined();
  });

  test("6. without an officer's number, a person asked for becomes a call-back task", async () => {
    const call = await line.call(CALLER);
    const { say, dials } = await call.press("0");
    expect(dials).toBeUndefined();
    expect(say).toContain("Cán bộ sẽ liên hệ trong giờ làm việc");
    expect(await tickets()).toMatchObject([{ recordType: "hoi_dap", reporter: { phone: CALLER } }]);
  });

  test("7. silence is asked about, then an officer is offered, then the call ends", async () => {
    const call = await line.call(CALLER);
    expect((await call.silence()).say).toContain("chưa nghe thấy");
    expect((await call.silence()).say).toContain("bấm phím 0 để gặp cán bộ");
    const third = await call.silence();
    expect([third.hangsUp, third.gather]).toEqual([true, undefined]);
    expect(await tickets()).toEqual([]);
  });

  test("8. silence in the middle repeats the question, and speech goes on from there", async () => {
    const call = await line.call(CALLER);
    const asked = await call.say("tôi muốn phản ánh đường hỏng nặng xe không đi được cả tháng nay");
    expect((await call.silence()).say).toContain(asked.say.split(". ").at(-1));
    await call.say("thôn 5");
    expect(call.heard.say).toContain("họ tên");
  });

  test("9. twice not understood offers an officer", async () => {
    const call = await line.call(CALLER);
    expect((await call.say("ờ thì là mà")).say).not.toContain("Muốn có người nghe");
    expect((await call.say("blup blap blip")).say).toContain("Muốn có người nghe, Anh Chị bấm phím 0");
  });

  test("10. what was heard unclearly is read back and taken only when confirmed", async () => {
    const call = await line.call(CALLER);
    const { say } = await call.say("tôi muốn phản ánh rác thải ở thôn 2 chưa ai dọn", 0.4);
    expect(say).toContain("Tôi nghe được là. tôi muốn phản ánh rác thải ở thôn 2 chưa ai dọn. Đúng như vậy");
    expect((await call.say("không phải", 0.9)).say).toContain("nói lại giúp tôi");
    await call.say("tôi muốn phản ánh rác thải ở thôn 9 chưa ai dọn", 0.5);
    expect((await call.press("1")).say).toContain("họ tên");
    await call.say("Nguyễn Văn Bình");
    await call.press("1");
    expect(await tickets()).toMatchObject([{ place: "thôn 9" }]);
  });

  test("11. a hang-up in the middle goes on by SMS, and opens one ticket", async () => {
    const call = await line.call(CALLER);
    await call.say("tôi muốn phản ánh rác thải đổ đầy ở thôn 2 mấy hôm nay chưa ai dọn");
    await call.hangUp();
    await app.settle();
    expect(texts()).toEqual([expect.stringContaining("con ghi do"), expect.stringContaining("ho ten")]);
    await postTo(app.url, smsWebhook({ person: CALLER, text: "Nguyễn Văn Bình", id: "SM01" }));
    await app.settle();
    await postTo(app.url, smsWebhook({ person: CALLER, text: "1", id: "SM02" }));
    await app.settle();
    expect(texts().slice(-2).join()).toContain("Ma phieu PA-");
    const bySms = await ticketsOf(app.db.read, { channel: "sms", id: CALLER, account: OFFICE.ownNumber }, 9);
    expect(bySms).toMatchObject([{ place: "thôn 2", source: "sms" }]);
    expect(await tickets()).toEqual([]);
  });

  test("12. a hang-up in the middle goes on in the next call, and no longer by SMS", async () => {
    const first = await line.call(CALLER);
    await first.say("tôi muốn phản ánh rác thải đổ đầy ở thôn 2 mấy hôm nay chưa ai dọn");
    await first.hangUp();
    const second = await line.call(CALLER);
    expect(second.heard.say).toMatch(/đang ghi dở.*họ tên/s);
    await second.say("Nguyễn Văn Bình");
    await second.press("1");
    expect(await tickets()).toMatchObject([{ place: "thôn 2", reporter: { name: "Nguyễn Văn Bình" } }]);
  });

  test("13. a request that comes twice is answered alike and does nothing twice", async () => {
    const call = await report();
    const first = await call.press("1");
    const second = await call.retry();
    expect(second.twiml).toBe(first.twiml);
    expect(await tickets()).toHaveLength(1);
    await call.hangUp();
    await call.hangUp();
    await app.settle();
    expect(texts()).toHaveLength(1);
  });

  test("14. a hidden number is served, hears that nobody can call it back, and is sent nothing", async () => {
    const call = await line.call("anonymous");
    const { say } = await call.say("cho tôi gặp cán bộ");
    expect(say).toContain("Số máy của Anh Chị không hiện");
    expect(say).not.toContain("tin nhắn");
    const before = site.twilio.calls.count;
    await call.hangUp();
    await app.settle();
    expect(site.twilio.calls.count).toBe(before);
  });

  test("15. a landline is not promised an SMS", async () => {
    const call = await line.call("+842923888777");
    const { say } = await call.say("làm giấy khai sinh cho con cần giấy tờ gì");
    expect(say).toContain("Giấy tờ cần có");
    expect(say).not.toContain("tin nhắn");
  });

  test("16. the number a call shows opens no ticket: code and digits do", async () => {
    await (await report()).press("1");
    const [ticket] = await tickets();
    const call = await line.call(CALLER);
    const { say } = await call.say("tra cứu phiếu của tôi");
    expect(say).toContain("đọc mã phiếu");
    const spelt = ticket?.code.replace("PA-", "").replaceAll("-", " ") ?? "";
    expect((await call.say(`pê a ${spelt}`)).say).toContain("4 số cuối");
    expect((await call.press(CALLER.slice(-4))).say).toMatch(/^Phiếu pê a,.*(đã chuyển đơn vị xử lý|chờ phân loại)/s);
  });

  test("17. the star repeats the last answer", async () => {
    const call = await line.call(CALLER);
    const answer = await call.say("làm giấy khai sinh cho con cần giấy tờ gì");
    expect((await call.press("*")).say).toContain(answer.say.split(". ")[1]);
  });

  test("18. a goodbye ends the call", async () => {
    const call = await line.call(CALLER);
    expect((await call.say("tạm biệt")).hangsUp).toBe(true);
  });
});

describe("with an officer's number, and a sender name nobody can answer to", () => {
  beforeAll(async () => {
    await close();
    await open({ VOICE_TRANSFER_NUMBER: OFFICER, TWILIO_FROM: "UBNDXA" });
  });

  test("19. whoever asks for a person is connected", async () => {
    const call = await line.call(CALLER);
    expect((await call.say("cho tôi gặp cán bộ")).dials).toBe(OFFICER);
    expect((await call.dialEnds("completed")).hangsUp).toBe(true);
    expect(await tickets()).toEqual([]);
  });

  test("20. where nobody answers, a call-back task is opened, once", async () => {
    const call = await line.call(CALLER);
    await call.press("0");
    const { say } = await call.dialEnds("no-answer");
    expect(say).toMatch(/^Dạ, cán bộ chưa nghe máy được.*đã chuyển lời/s);
    await call.retry();
    expect(await tickets()).toHaveLength(1);
  });

  test("21. a report cut off waits for the next call, and nobody is asked to answer where they cannot", async () => {
    const first = await line.call(CALLER);
    await first.say("tôi muốn phản ánh rác thải đổ đầy ở thôn 2 mấy hôm nay chưa ai dọn");
    await first.hangUp();
    await app.settle();
    expect(texts()).toEqual([]);
    const second = await line.call(CALLER);
    expect(second.heard.say).toMatch(/đang ghi dở.*họ tên/s);
  });

  test("22. papers are not promised where operators refuse any text that was not registered", async () => {
    const call = await line.call(CALLER);
    const { say } = await call.say("làm giấy khai sinh cho con cần giấy tờ gì");
    expect(say).toContain("Giấy tờ cần có");
    expect(say).not.toContain("tin nhắn");
    await call.hangUp();
    await app.settle();
    expect(texts()).toEqual([]);
  });
});
