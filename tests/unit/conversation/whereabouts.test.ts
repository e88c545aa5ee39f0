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
    ["gần cầu sắt", "place-known", ""],
    ["tỉnh Thanh Hóa", "place-elsewhere", undefined],
  ])("of which %s takes one", (answer, outcome, unit) => {
    const place = chosen("rác ở xã Cam Thủy", answer);
    expect([place.outcome, place.saved["place_unit"]]).toEqual([outcome, unit]);
    expect(place.saved["place"]).toContain("xã Cam Thủy");
  });

  test("is asked about once", () => {
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
