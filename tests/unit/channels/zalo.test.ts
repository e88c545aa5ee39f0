import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linesIn, messageIn } from "../../../src/channels/zalo/chat/lines.ts";
import { outcomeOfCode, outcomeOfStatus } from "../../../src/channels/zalo/outcome.ts";
import { parseZalo } from "../../../src/channels/zalo/parse.ts";
import { readPart, writePart, type ZaloPart } from "../../../src/channels/zalo/part.ts";
import { book } from "../../../src/channels/zalo/rate.ts";
import { renderZalo, splitText } from "../../../src/channels/zalo/render.ts";
import { appSecretProof, codeChallenge, jsonObjectOf, verifyZalo } from "../../../src/channels/zalo/verify.ts";
import { windowAt } from "../../../src/channels/zalo/window.ts";
import { cleanText } from "../../../src/messages/index.ts";
import { ZALO, ZALO_ACCEPTED, ZALO_REFUSED } from "../../contracts/vectors.ts";
import { FUZZ_RUNS } from "../../fakes/fuzz.ts";

const read = (raw: Buffer) => ({ raw, json: jsonObjectOf(raw) });
const verify = (body: Buffer | string, header: string | undefined) =>
  verifyZalo(read(Buffer.from(body)), header, ZALO.appId, ZALO.oaSecretKey);

describe("Zalo's signature", () => {
  test.each(ZALO_ACCEPTED)("$name is accepted", ({ body, bytes, mac }) => {
    expect(Buffer.byteLength(body)).toBe(bytes);
    expect(verify(body, `mac=${mac}`)).toBe(true);
  });
  test.each(ZALO_REFUSED)("%s is refused", (_, header) =>
    expect(verify(ZALO_ACCEPTED[0]?.body ?? "", header)).toBe(false),
  );
  test("a line end a proxy added is refused", () => {
    const [z1] = ZALO_ACCEPTED;
    expect(verify(`${z1?.body}\n`, `mac=${z1?.mac}`)).toBe(false);
  });
  test("the same event escaped differently needs its own signature", () => {
    expect(verify(ZALO_ACCEPTED[4]?.body ?? "", `mac=${ZALO_ACCEPTED[1]?.mac}`)).toBe(false);
  });
  test.each([
    [undefined],
    [""],
    ["mac="],
    [`mac=${"0".repeat(63)}`],
    [`mac=${"0".repeat(65)}`],
    [`mac=${"g".repeat(64)}`],
  ])("%s is no signature", (header) => expect(verify(ZALO_ACCEPTED[0]?.body ?? "", header)).toBe(false));
  test("an empty secret verifies nothing", () => {
    const body = read(Buffer.from(ZALO_ACCEPTED[0]?.body ?? ""));
    expect(verifyZalo(body, `mac=${ZALO_ACCEPTED[0]?.mac}`, ZALO.appId, "")).toBe(false);
  });
  test("never throws, and never accepts what it cannot read", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ maxLength: 80 }), (bytes, header) => {
        expect(verify(Buffer.from(bytes), header)).toBe(false);
      }),
      { numRuns: FUZZ_RUNS },
    );
  });
});

const AT = 1_793_318_460_456;
const citizen = { channel: "zalo", id: ZALO.userId, account: ZALO.oaId };
const fromUser = {
  app_id: ZALO.appId,
  sender: { id: ZALO.userId },
  recipient: { id: ZALO.oaId },
  timestamp: String(AT),
};
const fromAccount = { ...fromUser, sender: { id: ZALO.oaId }, recipient: { id: ZALO.userId } };
const parse = (body: unknown) => parseZalo(body, ZALO);
const said = (message: object, event_name = "user_send_text") =>
  parse({ ...fromUser, event_name, message: { msg_id: "m-1", ...message } });
const sent = (event_name: string, type: string, payload: object, text?: string) =>
  said({ text, attachments: [{ type, payload }] }, event_name);
const https = "https://f.zdn.vn/x";

describe("Zalo's events", () => {
  test.each([
    ["a text", said({ text: "Tôi hỏi" }), "Tôi hỏi", []],
    ["a text in NFD", said({ text: "Tôi hỏi".normalize("NFD") }), "Tôi hỏi", []],
    ["NUL and control characters", said({ text: "a\u0000b\u0007c" }), "abc", []],
    ["half an emoji", said({ text: "a\ud83d" }), "a\ufffd", []],
    ["emoji alone", said({ text: "🙏🇻🇳" }), "🙏🇻🇳", []],
    ["5,000 characters", said({ text: "ế".repeat(5000) }), "ế".repeat(5000), []],
    [
      "a picture",
      sent("user_send_image", "image", { url: https, thumbnail: https }),
      "",
      [{ kind: "image", url: https }],
    ],
    [
      "a picture with words",
      sent("user_send_image", "image", { url: https }, "Rác đây"),
      "Rác đây",
      [{ kind: "image", url: https }],
    ],
    ["a moving picture", sent("user_send_gif", "gif", { url: https }), "", [{ kind: "image", url: https }]],
    ["a voice note", sent("user_send_audio", "audio", { url: https }), "", [{ kind: "audio", url: https }]],
    [
      "a video",
      sent("user_send_video", "video", { url: https, description: "d" }),
      "",
      [{ kind: "video", url: https }],
    ],
    ["a sticker", sent("user_send_sticker", "sticker", { id: 7, url: https }), "", [{ kind: "sticker", url: https }]],
    [
      "a file whose size is a number",
      sent("user_send_file", "file", { url: https, name: "đơn.pdf", size: 12, type: "pdf" }),
      "",
      [{ kind: "file", url: https, name: "đơn.pdf" }],
    ],
    ["a link", sent("user_send_link", "link", { url: https, description: "Báo" }), `Báo\n${https}`, []],
    [
      "a business card with what it says",
      sent("user_send_business_card", "business_card", { url: https, description: '{"phone":"84912345678"}' }),
      "Danh thiếp Zalo: 0912345678",
      [{ kind: "contact", url: https }],
    ],
    [
      "a place",
      sent(
        "user_send_location",
        "location",
        { coordinates: { latitude: "10.77", longitude: "106.69" } },
        "Chợ Bến Thành",
      ),
      "Chợ Bến Thành",
      [{ kind: "location", latitude: 10.77, longitude: 106.69 }],
    ],
    [
      "a business card",
      sent("user_send_business_card", "business_card", { url: https }),
      "",
      [{ kind: "contact", url: https }],
    ],
    [
      "an address that is not https",
      sent("user_send_image", "image", { url: "http://10.0.0.1/" }, "x"),
      "x",
      [{ kind: "image" }],
    ],
    [
      "words beside an odd attachment",
      sent("user_send_image", "image", { url: 7, coordinates: "?" }, "x"),
      "x",
      [{ kind: "image" }],
    ],
  ])("%s is a message", (_, inbound, text, attachments) => {
    expect(inbound).toEqual({
      kind: "message",
      message: { providerId: "m-1", from: citizen, sentAt: AT, text, attachments },
    });
  });

  test.each([
    ["name and number", '{"name":"Nguyễn Văn An","phone":"84912345678"}', "Danh thiếp Zalo: Nguyễn Văn An, 0912345678"],
    ["a number only", '{"phone":"0912345678","qrCodeUrl":"https://qr.zalo.me/x"}', "Danh thiếp Zalo: 0912345678"],
    ["a number that is one", ' {"caption":"Chị Lan","phone":84912345678}', "Danh thiếp Zalo: Chị Lan, 0912345678"],
    ["a number nobody can read", '{"phone":"1022"}', "Danh thiếp Zalo: 1022"],
    ["nothing for a reader", '{"qrCodeUrl":"https://qr.zalo.me/x","gUid":"z"}', undefined],
    ["no card but words in braces", "{chú ý} nước lũ", "{chú ý} nước lũ"],
  ])("a card that comes as a link with %s is told, not shown as JSON", (_, description, words) => {
    const text = [words, https].filter(Boolean).join("\n");
    expect(sent("user_send_link", "link", { url: https, description })).toMatchObject({ message: { text } });
    const line = { message_id: "m", src: 1, time: AT, type: "link", description, from_id: "1", to_id: ZALO.oaId };
    const read = linesIn([{ ...line, links: [https] }]).map((one) => messageIn(one, ZALO)?.text);
    expect(read).toEqual([text]);
  });

  test("a numeric timestamp means the same", () => {
    const numeric = parse({
      ...fromUser,
      timestamp: AT,
      event_name: "user_send_text",
      message: { msg_id: "m-1", text: "Tôi hỏi" },
    });
    expect(numeric).toEqual(said({ text: "Tôi hỏi" }));
  });

  test("without a message id, event, time and person make one", () => {
    const inbound = parse({ ...fromUser, event_name: "user_send_text", message: { text: "x" } });
    expect(inbound).toMatchObject({ message: { providerId: `user_send_text:${AT}:${ZALO.userId}` } });
  });

  test.each([
    ["a message id of nothing", { message: { msg_id: null, text: "x" } }],
    ["an empty message id", { message: { msg_id: "", text: "x" } }],
    ["what belongs to other events", { message: { text: "x" }, info: null, follower: null, user_id: "", oa_id: null }],
  ])("%s loses nobody's words", (_, odd) => {
    const inbound = parse({ ...fromUser, event_name: "user_send_text", ...odd });
    expect(inbound).toMatchObject({ message: { text: "x", providerId: `user_send_text:${AT}:${ZALO.userId}` } });
  });

  test("a person typed in OA Manager, whatever form their id has", () => {
    const inbound = parse({ ...fromAccount, event_name: "oa_send_text", admin_id: 77, message: { msg_id: null } });
    expect(inbound).toMatchObject({ event: { kind: "account_wrote", byPerson: true } });
  });

  test("a form with one field nobody can read, and an address in the older place", () => {
    const info = { name: 5, phone: "84901234567", full_address: { user_city: "" }, address: "45", city: "X" };
    expect(parse({ ...fromUser, event_name: "user_submit_info", info })).toMatchObject({
      event: { kind: "contact_shared", phone: "+84901234567", address: "45, X" },
    });
  });

  const account = { app_id: ZALO.appId, oa_id: ZALO.oaId, timestamp: String(AT) };
  test.each([
    [
      "follow",
      { ...account, event_name: "follow", follower: { id: ZALO.userId } },
      { kind: "followed", who: citizen, at: AT },
    ],
    [
      "unfollow",
      { ...account, event_name: "unfollow", follower: { id: ZALO.userId } },
      { kind: "unfollowed", who: citizen, at: AT },
    ],
    [
      "chat now",
      { ...account, event_name: "user_click_chatnow", user_id: ZALO.userId },
      { kind: "opened_chat", who: citizen, at: AT },
    ],
    [
      "seen, as Zalo documents it",
      { ...fromAccount, event_name: "user_seen_message", message: { msg_ids: ["a", "b"] } },
      { kind: "delivery", to: citizen, providerIds: ["a", "b"], status: "seen", at: AT },
    ],
    [
      "received, the other way round",
      { ...fromUser, event_name: "user_received_message", message: { msg_id: "a" } },
      { kind: "delivery", to: citizen, providerIds: ["a"], status: "delivered", at: AT },
    ],
    [
      "our own echo",
      { ...fromAccount, event_name: "oa_send_text", message: { msg_id: "a", text: "x" } },
      { kind: "account_wrote", to: citizen, providerId: "a", byPerson: false, at: AT },
    ],
    [
      "an officer in OA Manager",
      { ...fromAccount, event_name: "oa_send_image", admin_id: "42", message: { msg_id: "a" } },
      { kind: "account_wrote", to: citizen, providerId: "a", byPerson: true, at: AT },
    ],
    [
      "contact data, older form",
      {
        ...fromUser,
        event_name: "user_submit_info",
        info: { name: "Lê A", phone: "84901234567", address: "45", ward: "P. 1", city: "X" },
      },
      { kind: "contact_shared", who: citizen, name: "Lê A", phone: "+84901234567", address: "45, P. 1, X", at: AT },
    ],
    [
      "contact data, newer form",
      {
        ...fromUser,
        event_name: "user_submit_info",
        info: { full_address: { user_city: "X", user_ward: "P. 1", user_address: "45" } },
      },
      { kind: "contact_shared", who: citizen, address: "45, P. 1, X", at: AT },
    ],
  ])("%s is kept for later", (_, body, event) => expect(parse(body)).toEqual({ kind: "event", event }));

  test.each([
    ["another app", { ...fromUser, app_id: "1", event_name: "user_send_text", message: { text: "x" } }, "app_id"],
    [
      "another account",
      { ...fromUser, recipient: { id: "1" }, event_name: "user_send_text", message: { text: "x" } },
      "oa_id",
    ],
    ["ourselves", { ...fromAccount, event_name: "user_send_text", message: { text: "x" } }, "user_send_text:direction"],
    [
      "nothing said",
      { ...fromUser, event_name: "user_send_text", message: { text: "\u0000" } },
      "user_send_text:empty",
    ],
    ["an event we do not know", { ...fromUser, event_name: "user_reacted_message" }, "user_reacted_message"],
    ["a name from the prototype", { ...fromUser, event_name: "constructor" }, "constructor"],
    [
      "an id that lost its digits",
      { ...fromUser, sender: { id: 8170236945512073000 }, event_name: "user_send_text" },
      "schema:sender.id",
    ],
    ["no object", null, "schema:"],
  ])("%s is not for us", (_, body, name) => expect(parse(body)).toEqual({ kind: "not_for_us", name }));

  test("never throws on any JSON", () => {
    const body = fc.record(
      {
        app_id: fc.constantFrom(ZALO.appId, "1", 7),
        event_name: fc.oneof(
          fc.constantFrom("user_send_text", "user_send_image", "user_send_location", "follow", "user_click_chatnow"),
          fc.constantFrom(
            "user_submit_info",
            "oa_send_text",
            "user_received_message",
            "change_template_status",
            "__proto__",
          ),
          fc.string(),
        ),
        timestamp: fc.oneof(fc.constant(String(AT)), fc.jsonValue()),
        sender: fc.oneof(fc.constant({ id: ZALO.userId }), fc.jsonValue()),
        recipient: fc.oneof(fc.constant({ id: ZALO.oaId }), fc.jsonValue()),
        message: fc.oneof(
          fc.record({
            text: fc.jsonValue(),
            attachments: fc.array(fc.record({ type: fc.string(), payload: fc.jsonValue() })),
          }),
          fc.jsonValue(),
        ),
        info: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const kinds = new Set<string>();
    fc.assert(
      fc.property(fc.oneof(body, fc.jsonValue()), (json) => void kinds.add(parse(json).kind)),
      { numRuns: FUZZ_RUNS },
    );
    expect(kinds).toContain("not_for_us");
    expect(jsonObjectOf(Buffer.from("[]"))).toBeUndefined();
  });
});

test("the app's secret and a verifier are proved as Zalo and RFC 7636 compute it", () => {
  expect(appSecretProof("appsecret-xyz", "token-abc")).toBe(
    "0297cf8d033b26e74ecde062738eef34e7dc1b5834e35dd73d97af620da6ea7f",
  );
  expect(codeChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  );
});

describe("what is no message and about nobody", () => {
  test.each([
    "change_oa_daily_quota",
    "change_oa_template_tags",
    "change_template_quality",
    "change_template_quota",
    "change_template_status",
  ])("%s is a notice", (event_name) => {
    expect(parse({ app_id: ZALO.appId, timestamp: String(AT), event_name })).toEqual({
      kind: "notice",
      name: event_name,
      at: AT,
    });
  });

  test("the receipt of a template names the telephone, our own key and the time it arrived", () => {
    const message = { msg_id: "z1", tracking_id: "0199aa-1", delivery_time: String(AT - 9) };
    const receipt = { ...fromAccount, recipient: { id: "84901234567" }, event_name: "user_received_message", message };
    expect(parse(receipt)).toMatchObject({
      event: { kind: "delivery", status: "delivered", providerIds: ["z1", "0199aa-1"], at: AT - 9 },
    });
    const { sender: _, ...fromOa } = { ...receipt, oa_id: ZALO.oaId };
    expect(parse(fromOa)).toEqual(parse(receipt));
  });
});

test("a chat's lines of any shape are read or left out, and never throw", () => {
  const line = fc.record(
    {
      message_id: fc.oneof(fc.string(), fc.jsonValue()),
      src: fc.oneof(fc.constantFrom(0, 1, "1"), fc.jsonValue()),
      time: fc.oneof(fc.nat(), fc.jsonValue()),
      type: fc.oneof(fc.constantFrom("text", "photo", "voice", "constructor"), fc.jsonValue()),
      message: fc.jsonValue(),
      url: fc.jsonValue(),
      links: fc.jsonValue(),
      from_id: fc.oneof(fc.constantFrom(ZALO.userId, ZALO.oaId), fc.jsonValue()),
      to_id: fc.oneof(fc.constantFrom(ZALO.userId, ZALO.oaId), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.array(line, { maxLength: 5 }), fc.jsonValue()), (data) => {
      for (const one of linesIn(data)) expect(messageIn(one, ZALO)?.from.id).not.toBe(ZALO.oaId);
    }),
    { numRuns: FUZZ_RUNS },
  );
});

describe("the reply window", () => {
  test.each([
    [undefined, "unknown"],
    [AT + 5000, "free"],
    [AT - 48 * 3_600_000, "free"],
    [AT - 48 * 3_600_000 - 1, "paid"],
    [AT - 168 * 3_600_000, "paid"],
    [AT - 168 * 3_600_000 - 1, "closed"],
  ])("after %s is %s", (last, window) => expect(windowAt(last, AT)).toBe(window));
});

describe("a part", () => {
  test("that is plain text is itself", () => {
    expect(writePart({ kind: "text", text: "Chào", buttons: [] })).toBe("Chào");
  });
  test.each([
    { kind: "text", text: "Chào", buttons: ["Một"] },
    { kind: "image", url: "https://x/a.jpg", caption: "" },
    { kind: "file", reference: "r", name: "a.pdf", type: "application/pdf" },
    { kind: "ask_contact", title: "a", subtitle: "b", imageUrl: "https://x/a.jpg" },
  ] as const)("of kind $kind is read as it was written", (part) => {
    expect(readPart(writePart(part as ZaloPart))).toEqual(part);
  });
  test("cannot be forged in words, which never hold the mark", () => {
    const forged = writePart({ kind: "image", url: "https://x/a.jpg", caption: "" });
    expect(readPart(cleanText(forged)).kind).toBe("text");
  });
});

/** Every code of the documentation, by what becomes of the message. */
const CODES = {
  refresh: [-216, -220, -124],
  retry: [-32, -100, -200, -218, -144, -147, -1441, -1471, -1472, -133, -234],
  unreachable: [-213, -217, -227, -230, -232, -244, -305, -311, -108, -110, -114, -118, -119, -139, -140, -141],
  operator: [
    -204, -205, -209, -211, -212, -219, -221, -223, -224, -235, -240, -242, -320, -321, -101, -102, -103, -104, -105,
    -109, -115, -117, -125, -127, -131, -135, -1351, -136, -137, -146,
  ],
  refused: [
    -201, -210, -214, -233, -237, -238, -241, -248, -249, -403, -111, -112, -1121, -1122, -1124, -132, -145, -161, -162,
    -99999,
  ],
} as const;

describe("what Zalo's error codes mean", () => {
  const noon = Date.UTC(2026, 10, 22, 5, 0, 30);
  const hour = 3_600_000;
  const kindOf = (code: number) => {
    const outcome = outcomeOfCode(code, noon);
    return outcome === "refresh" ? outcome : outcome.kind;
  };
  test.each(Object.entries(CODES).flatMap(([kind, codes]) => codes.map((code) => [code, kind] as const)))(
    "%i is %s",
    (code, kind) => expect(kindOf(code)).toBe(kind),
  );

  test.each([
    ["the minute's limit ends with the minute", -32, 30_000],
    ["a failed sending has no set time", -200, undefined],
    ["what may not go at night goes at six", -234, 18 * hour - 30_000],
    ["the day's quota ends at midnight", -218, 12 * hour - 30_000],
    ["a template's too", -147, 12 * hour - 30_000],
  ])("%s", (_, code, afterMs) => {
    expect(outcomeOfCode(code, noon)).toEqual({
      kind: "retry",
      reason: `zalo ${code}`,
      ...(afterMs !== undefined && { afterMs }),
    });
  });

  test("a night refusal at two in the morning waits until six of the same day", () => {
    expect(outcomeOfCode(-234, Date.UTC(2026, 10, 21, 19))).toMatchObject({ afterMs: 4 * hour });
  });

  test.each([
    [429, "retry", undefined],
    [200, "retry", true],
    [502, "retry", true],
    [503, "retry", undefined],
    [403, "operator", undefined],
    [404, "operator", undefined],
  ])("HTTP %i is %s", (status, kind, uncertain) => {
    const outcome = outcomeOfStatus(status, noon);
    expect([outcome.kind, "uncertain" in outcome ? outcome.uncertain : undefined]).toEqual([kind, uncertain]);
  });
});

describe("Zalo's parts", () => {
  const render = (text: string) => renderZalo({ key: "k", text });
  test("a short text is one part, in NFC", () => expect(render("hồ sơ".normalize("NFD"))).toEqual(["hồ sơ"]));
  test("1,900 characters are one part, 1,901 two", () => {
    expect(render("ế".repeat(1900))).toHaveLength(1);
    expect(render("ế".repeat(1901)).map((part) => part.length)).toEqual([1900, 1]);
  });
  test("is cut between paragraphs before lines, and between lines before sentences", () => {
    expect(splitText(`${"a".repeat(60)}\n\n${"b".repeat(20)}\n${"c".repeat(40)}`, 100)).toEqual([
      "a".repeat(60),
      `${"b".repeat(20)}\n${"c".repeat(40)}`,
    ]);
    expect(splitText(`${"a".repeat(60)}\n${"b".repeat(10)}. ${"c".repeat(40)}`, 100)).toEqual([
      "a".repeat(60),
      `${"b".repeat(10)}. ${"c".repeat(40)}`,
    ]);
  });
  test("never tears an emoji apart", () =>
    expect(splitText("🙏".repeat(25), 10)).toEqual(["🙏".repeat(10), "🙏".repeat(10), "🙏".repeat(5)]));
  test.each([
    ["a code in two groups", `${"x ".repeat(46)}4333 6197 là mã. ${"y ".repeat(20)}`, "4333 6197 là mã."],
    ["a telephone number", `${"x ".repeat(45)}0233 3888 999 là số. ${"y ".repeat(20)}`, "0233 3888 999 là số."],
    ["an address", `${"x ".repeat(40)}https://dichvucong.gov.vn/a?b=1.001193 ${"y ".repeat(20)}`, "https://dichvucong"],
    ["a number and its step", `${"Chữ ".repeat(20)}2. Nộp hồ sơ tại xã. ${"y ".repeat(20)}`, "Nộp hồ sơ"],
    ["TP. and its name", `${"Chữ ".repeat(22)}tại TP. Huế hôm nay. ${"y ".repeat(20)}`, "Huế"],
  ])("does not cut within %s", (_, text, whole) => {
    const parts = splitText(text, 100);
    expect(parts.every((part) => part.length <= 100)).toBe(true);
    expect(parts.join("|")).toContain(whole);
    expect(parts.join("|")).not.toMatch(/(\b2|TP)\.\|/);
  });

  test("loses nothing but the space between parts", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), fc.integer({ min: 1, max: 90 }), (text, limit) => {
        const parts = splitText(text, limit);
        expect(parts.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        for (const part of parts) expect([...part].length).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 1000 },
    );
  });
});

test("fifty requests leave at once, the next one at the pace of fifty a second", () => {
  const pace = { perSecond: 50, burst: 50 };
  let booked = 0;
  const waits = Array.from({ length: 53 }, () => {
    const place = book(booked, 1_000_000, pace);
    booked = place.bookedUntil;
    return place.waitMs;
  });
  expect(waits.slice(0, 50)).toEqual(Array(50).fill(0));
  expect(waits.slice(50)).toEqual([20, 40, 60]);
  expect(book(booked, 1_002_000, pace).waitMs).toBe(0);
});
