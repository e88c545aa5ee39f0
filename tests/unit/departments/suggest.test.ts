import { beforeAll, expect, test } from "vitest";
import { type Directory, loadDirectory, suggestions } from "../../../src/departments/index.ts";

let directory: Directory;
beforeAll(async () => {
  directory = await loadDirectory("knowledge");
});

const decided = (unit: string, ...texts: string[]) =>
  texts.map((text, nth) => ({ code: `PA-${unit}-${nth}`, text, unit }));
const phrasesOf = (decisions: ReturnType<typeof decided>, settled: { unit: string; phrase: string }[] = []) =>
  suggestions(decisions, directory, settled).flatMap(({ phrases }) => phrases);

const THREE = ["Bè thủy phi cơ chắn ghe", "be thuy phi co neo kin ben", "Bè thủy phi cơ trôi trên sông"];

test("words of three reports of one unit are offered, in accents, the longest only", () => {
  const [one, ...more] = suggestions(decided("phong-kinh-te", ...THREE), directory, []);
  expect(more).toEqual([]);
  expect(one?.phrases.toSorted()).toEqual(["bè thủy phi"]);
  expect(one?.tickets).toHaveLength(3);
  expect(one?.topics).toContain(one?.topic);
});

test("what went to several units, what a topic knows, or what only two said is not", () => {
  expect(phrasesOf(decided("phong-kinh-te", ...THREE.slice(0, 2)))).toEqual([]);
  expect(phrasesOf([...decided("phong-kinh-te", ...THREE), ...decided("phong-vh-xh", THREE[0] ?? "")])).toEqual([]);
  expect(phrasesOf(decided("phong-kinh-te", "Đèn đường tắt", "đèn đường hỏng", "đèn đường cháy"))).toEqual([]);
  expect(
    phrasesOf(decided("phong-kinh-te", ...THREE.map((text) => text.normalize("NFD").replace(/\p{M}/gu, "")))),
  ).toEqual([]);
});

test("neither a settled phrase nor a piece of it comes again, but another unit's may", () => {
  const settled = [
    { unit: "phong-kinh-te", phrase: "bè thủy phi" },
    { unit: "phong-kinh-te", phrase: "thủy phi cơ" },
  ];
  expect(phrasesOf(decided("phong-kinh-te", ...THREE), settled)).toEqual([]);
  expect(phrasesOf(decided("phong-vh-xh", ...THREE), settled)).not.toEqual([]);
});

test("a unit without topics of its own is offered nothing", () => {
  expect(phrasesOf(decided("ubnd-xa", ...THREE))).toEqual([]);
});
