import { beforeAll, describe, expect, test } from "vitest";
import {
  type AssignmentFacts,
  assign,
  type Directory,
  loadDirectory,
  rankTopics,
} from "../../../src/departments/index.ts";

let directory: Directory;
beforeAll(async () => {
  directory = await loadDirectory("knowledge");
});

const topicOf = (text: string): string => rankTopics(text, [], directory)[0]?.topic.id ?? "";
const scoreOf = (text: string, topic: string): number =>
  rankTopics(text, [], directory).find((ranked) => ranked.topic.id === topic)?.score ?? 0;

describe("phrases people take apart", () => {
  test.each([
    ["Cây phượng già trước sân đổ ngang", "cay-xanh"],
    ["công ty nợ hai tháng lương", "lao-dong"],
    ["trường thu đủ thứ quỹ", "truong-hoc"],
    ["thanh niên say xong ném gạch vô nhà", "an-ninh"],
  ])("%s: %s", (text, topic) => {
    expect(topicOf(text)).toBe(topic);
  });

  test("no more than four words stand in a gap", () => {
    expect(scoreOf("cây cao bóng mát ở sân trường sáng nay vẫn chưa đổ", "cay-xanh")).toBeLessThan(
      scoreOf("cây ở sân trường đổ", "cay-xanh") + scoreOf("bóng mát", "cay-xanh"),
    );
    expect(rankTopics("chó một hai ba bốn năm cắn", [], directory)).toEqual([]);
  });

  test("what a phrase with a gap says again adds nothing", () => {
    const [topic] = rankTopics("mất nước", [], directory);
    expect(topic?.words).toEqual(["mất nước"]);
  });

  test("single syllables with a gap say little when typed without accents", () => {
    expect(scoreOf("cho em can hoi", "cho-tha-rong")).toBeLessThan(scoreOf("chó em cắn hỏi", "cho-tha-rong") / 2);
  });
});

describe("words that are not the matter", () => {
  test("a word belongs to the longer phrase", () => {
    const topics = rankTopics("can bo xa thai do coi thuong dan", [], directory).map(({ topic }) => topic.id);
    expect(topics).toContain("thai-do");
    expect(topics).not.toContain("o-nhiem");
  });

  test("whom it concerns says half as much as what it is about", () => {
    expect(scoreOf("học sinh", "truong-hoc")).toBeLessThan(scoreOf("học phí", "truong-hoc") * 0.6);
  });

  test("the house beside is a neighbour, beside a school is where", () => {
    expect(topicOf("nhà bên nuôi chim yến")).toBe("chan-nuoi");
    expect(scoreOf("bên trường tiểu học", "truong-hoc")).toBeLessThan(scoreOf("ở trường tiểu học", "truong-hoc") / 2);
  });
});

/** By kind: where a matter of a topic goes, whatever the words. */
const KINDS = [
  "hien_truong",
  "kien_nghi",
  "hoi_dap",
  "ho_so_tre",
  "pakn_quy_dinh",
  "khen_gop_y",
  "khieu_nai",
  "to_cao",
] as const;

function expected(kind: (typeof KINDS)[number], unit: string, isManner: boolean): string {
  if (kind === "khieu_nai" || kind === "to_cao") return "triage";
  if (kind === "pakn_quy_dinh") return directory.provinceFocalPoint;
  if (kind === "khen_gop_y") return directory.focalPoint;
  return kind === "ho_so_tre" && isManner ? directory.serviceCentre : unit;
}

function chosen(facts: AssignmentFacts): string {
  const assignment = assign(facts, directory);
  if (assignment.to === "triage") return "triage";
  return assignment.to === "department" ? assignment.department : assignment.agency;
}

test.each(KINDS)("every topic has its place in the directory for %s", (recordType) => {
  const wrong = [...directory.topics.values()].filter(
    ({ id, unit, manner }) => chosen({ recordType, text: "", topicHints: [id] }) !== expected(recordType, unit, manner),
  );
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test("behaviour about a topic's work is judged above the unit whose work it is, for every topic", () => {
  for (const { id, unit, manner } of directory.topics.values()) {
    if (manner) continue;
    const assignment = assign({ recordType: "pakn_hanh_vi", text: "", topicHints: [id] }, directory);
    expect(assignment.denied, id).toEqual([unit]);
    expect(assignment.to === "department" ? assignment.department : "", id).not.toBe(unit);
  }
});
