import { describe, expect, test } from "vitest";
import { draftOf } from "../../../src/conversation/draft.ts";
import {
  offeredPlaces,
  placeAnswered,
  placeChosen,
  placeInReport,
  whereIn,
} from "../../../src/conversation/whereabouts.ts";
import { openShipped } from "../places/shipped.ts";

const ports = { places: await openShipped() };
const report = (content: string, saved = {}) => placeInReport({ content, ...saved }, ports);
const chosen = (content: string, answer: string) =>
  placeChosen({ content, ...report(content).saved, place_answer: answer }, ports, "Quảng Trị");

describe("where a report is", () => {
  test("its words are kept, and the unit beside them", () => {
    const { outcome, saved } = report("rác ở chợ Mai Hóa không ai dọn");
    expect([outcome, saved["place"], saved["place_unit"]]).toEqual(["place-known", "chợ Mai Hóa", "18991"]);
    expect(whereIn(saved, ports)).toEqual({ commune: "Tuyên Bình", province: "Quảng Trị" });
  });

  test("said anew it replaces what was known, not said it stays", () => {
    const before = { place: "chợ Mai Hóa", place_unit: "18991" };
    expect(report("rác chất đống không ai dọn", before)).toEqual({ outcome: "place-known", saved: {} });
    expect(report("rác ở thôn 3 không ai dọn", before).saved).toMatchObject({ place: "thôn 3", place_unit: "" });
  });

  test("a question offers units of today with what they were", () => {
    expect(offeredPlaces(report("rác ở xã Cam Thủy").saved)).toEqual([
      "xã Cam Hồng (xã Cam Thủy cũ)",
      "xã Hiếu Giang (xã Cam Thủy cũ)",
    ]);
  });

  test.each([
    ["2", "place-known", "19603"],
    ["số 1", "place-known", "19255"],
    ["Cam Lộ", "place-known", "19603"],
    ["o le thuy", "place-known", "19255"],
    ["xã Mai Hóa", "place-known", "18991"],
    ["tỉnh Thanh Hóa", "place-elsewhere", undefined],
  ])("of which %s takes one", (answer, outcome, unit) => {
    const place = chosen("rác ở xã Cam Thủy", answer);
    expect([place.outcome, place.saved["place_unit"]]).toEqual([outcome, unit]);
    expect(place.saved["place"]).toContain("xã Cam Thủy");
  });

  const question = { content: "rác ở xã Cam Thủy", ...report("rác ở xã Cam Thủy").saved };
  const answered = (place_answer: string, saved = {}) =>
    placeChosen({ ...question, ...saved, place_answer }, ports, "Quảng Trị");

  test.each([
    ["gần cầu sắt", "xã Cam Thủy (gần cầu sắt)"],
    ["cái nào cũng được", "xã Cam Thủy"],
  ])("of which %s takes none is asked about once more", (answer, place) => {
    const once = answered(answer);
    expect(once).toMatchObject({ outcome: "place-ambiguous", forget: ["place_answer"], saved: { place } });
    const twice = answered("ở đó", once.saved);
    expect(twice).toMatchObject({ outcome: "place-known", saved: { place_unit: "", place_open: "1" } });
    expect(twice.saved["place"]).toContain("ở đó");
  });

  test("of which nobody knows which is left open, and is no affair of this commune", () => {
    const { outcome, saved } = answered("không rõ");
    expect([outcome, saved["place"]]).toEqual(["place-known", "xã Cam Thủy"]);
    expect(whereIn({ ...question, ...saved }, ports)).toEqual({
      commune: "Cam Hồng hay Hiếu Giang",
      province: "Quảng Trị",
    });
  });

  test("is left open where a name and a number are given instead, which do not stand in the place", () => {
    const { outcome, saved } = answered("Lê Văn Tám 0911 222 333");
    expect(outcome).toBe("place-known");
    expect(saved).toMatchObject({ place: "xã Cam Thủy", contact: "Lê Văn Tám 0911 222 333" });
  });

  test.each([
    ["xã bắt tôi đóng tiền nước, thôn 3 mất nước", "thôn 3"],
    ["đường thôn 3 xã tuyên bình hỏng", "thôn 3, xã tuyên bình"],
    ["cống trước chợ mai hóa vẫn nghẹt", "chợ mai hóa"],
    ["rác ở phường 5 không ai dọn", "phường 5"],
    ["duong ap 2 tan thanh hu nang", "ap 2, tan thanh"],
  ])("%s: %s", (content, place) => {
    expect(report(content).saved["place"]).toBe(place);
  });

  test("what was asked about is not asked about anew", () => {
    const again = placeAnswered({ place: "xã Tân Thành", place_asked: "same_name" }, ports);
    expect(again).toMatchObject({ outcome: "place-known", saved: { place: "xã Tân Thành", place_unit: "" } });
  });

  test("goes into the ticket, and its commune of before into the reason officers see", () => {
    const route = () => ({
      department: null,
      coHandlers: [],
      because: "rác",
      denied: { departments: [], officers: [] },
    });
    const message = {
      providerId: "1",
      from: { channel: "zalo", id: "1", account: "office" },
      sentAt: 0,
      text: "",
      attachments: [],
    } as const;
    const place = { words: "chợ Mai Hóa", where: null, unit: "18991", because: "xã Mai Hóa cũ" };
    const draft = draftOf(
      message,
      "hien_truong",
      "rác",
      place,
      { name: null, phone: null, anonymous: true },
      { route },
    );
    expect(draft).toMatchObject({ place: "chợ Mai Hóa", placeUnit: "18991", because: "rác\nĐịa bàn: xã Mai Hóa cũ" });
  });
});
