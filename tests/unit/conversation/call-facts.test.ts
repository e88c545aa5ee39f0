import { describe, expect, test } from "vitest";
import { callFacts } from "../../../src/conversation/call-facts.ts";
import type { InboundMessage, SpokenTurn } from "../../../src/messages/index.ts";

type Line = readonly [speaker: SpokenTurn["speaker"], text: string, confidence?: number | null];

function facts(lines: readonly Line[], callerNumber: string | null = null) {
  const turns = lines.map(
    ([speaker, text, confidence = null], index): SpokenTurn => ({ index, speaker, text, startMs: null, confidence }),
  );
  const call = { callId: "CA1", callerNumber, turns };
  const said = turns.filter(({ speaker }) => speaker === "caller");
  const message: InboundMessage = {
    providerId: "pbx:CA1:0",
    from: { channel: "transcript", id: callerNumber ?? "call:CA1" },
    sentAt: 0,
    text: (said.length > 0 ? said : turns).map(({ text }) => text).join("\n"),
    attachments: [],
    call,
  };
  return callFacts(message, call);
}

const GREETING: Line = ["agent", "Dạ, hotline xã nghe, nhà mình ở đâu ạ", 0.2];

describe("what is taken from a call", () => {
  test("points to the lines it stands in", () => {
    const { place, contact, lines } = facts([
      GREETING,
      ["caller", "Tôi phản ánh rác thải ở thôn 2 chưa ai dọn"],
      ["agent", "Anh cho xin tên với số điện thoại"],
      ["caller", "Tôi tên là Nguyễn Văn Bình, số 0912 345 678"],
    ]);
    expect(place).toBe("thôn 2");
    expect(contact).toEqual({ name: "Nguyễn Văn Bình", phone: "+84912345678", anonymous: false });
    expect(lines).toEqual({ content: [1, 3], place: [1], name: [3], phone: [3] });
  });

  test("a place ends with its line", () => {
    const { place, lines } = facts([
      ["caller", "Tôi phản ánh rác thải ở thôn 2"],
      ["caller", "Tôi là Nguyễn Thị Hoa"],
    ]);
    expect([place, lines["place"]]).toEqual(["thôn 2", [0]]);
  });

  test("the number shown is the caller's, and stands in no line", () => {
    const { contact, lines } = facts([["caller", "gọi lại số 0912345678 giúp tôi"]], "+84901234567");
    expect(contact.phone).toBe("+84901234567");
    expect(lines).not.toHaveProperty("phone");
  });

  test.each([["tôi tên là gì thì kệ"], ["tôi là người dân thôn 2"], ["em là vợ anh Bình"]])("%j names nobody", (text) =>
    expect(facts([["caller", text]]).contact.name).toBeNull(),
  );

  test.each([
    ["Anh cho xin tên với số điện thoại", "Nguyễn Văn Bình ạ, số 0912 345 678", "Nguyễn Văn Bình"],
    ["Dạ chị tên gì ạ", "dạ em là Lê Hà", "Lê Hà"],
    ["Xin cho biết họ tên và số điện thoại.", "trần thị lan, không chín một hai", "Trần Thị Lan"],
    ["Cho em xin quý danh", "Bác Đỗ Văn Sáu", "Đỗ Văn Sáu"],
    ["Anh tên là gì?", "thôn 2 xã Tuyên Bình", null],
    ["Anh tên là gì?", "Không cần đâu", null],
    ["Anh tên là gì?", "dạ thôi khỏi nêu", null],
    ["Anh báo giúp ở thôn nào", "Mai Hóa", null],
    ["Đường đó tên gì", "lý do là xe ben", null],
  ])("asked “%s”, “%s” names %s", (asked, answered, name) => {
    const { contact, lines } = facts([
      ["caller", "rác ở thôn 2 không ai dọn"],
      ["agent", asked],
      ["caller", answered],
    ]);
    expect(contact.name).toBe(name);
    expect(lines["name"]).toEqual(name === null ? undefined : [2]);
  });

  test("a wish to stay unnamed outweighs a name given", () => {
    const { contact } = facts([
      ["agent", "Anh cho xin tên"],
      ["caller", "Nguyễn Văn Bình, nhưng tôi muốn ẩn danh"],
    ]);
    expect(contact).toEqual({ name: null, phone: null, anonymous: true });
  });

  test("where speakers are not told apart, every line may be the caller's", () => {
    expect(
      facts([
        ["unknown", "rác ở thôn 4"],
        ["unknown", "dạ vâng"],
      ]).lines,
    ).toMatchObject({ content: [0, 1], place: [0] });
  });
});

describe("a person listens first", () => {
  test.each<readonly [string, readonly Line[], RegExp | undefined]>([
    [
      "when the caller was heard badly on the whole",
      [
        ["caller", "rác ở thôn hai", 0.5],
        ["caller", "dạ", 0.6],
      ],
      /trung bình 0,55/,
    ],
    [
      "when figures were heard badly",
      [GREETING, ["caller", "rác", 0.95], ["caller", "nhà số 12", 0.55]],
      /^Dòng 3 có con số/,
    ],
    [
      "when figures said in words were heard badly",
      [
        ["caller", "số không chín một hai", 0.5],
        ["caller", "rác quá", 0.99],
        ["caller", "vâng", 0.99],
      ],
      /^Dòng 1/,
    ],
    [
      "not for one unclear line without figures",
      [
        ["caller", "ờ", 0.2],
        ["caller", "rác ở đầu làng", 0.95],
        ["caller", "vâng", 0.95],
      ],
      undefined,
    ],
    ["not at exactly 0.6", [["caller", "nhà số 12", 0.6]], undefined],
    ["not for what the desk said", [GREETING, ["agent", "số 5", 0.1], ["caller", "rác", 0.9]], undefined],
    ["not where nothing was measured", [["caller", "nhà số 12"]], undefined],
  ])("%s", (_, lines, doubt) => {
    const found = facts(lines).doubt;
    if (doubt) expect(found).toMatch(doubt);
    else expect(found).toBeUndefined();
  });
});
