import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const HOUSE = resolve(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(HOUSE, path), "utf8");
const filesIn = (folder: string) => readdirSync(join(HOUSE, folder)).filter((name) => name.endsWith(".md"));
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = ""]) => found);

/** The settings as src/config.ts declares them, one a line. */
const SETTINGS = matches(read("src/config.ts"), /^ {2}([A-Z][A-Z0-9_]+): /gm);
const SCRIPTS: readonly string[] = Object.keys(JSON.parse(read("package.json")).scripts);
const PAGES = [
  "README.md",
  "README.vi.md",
  "CONTRIBUTING.md",
  "knowledge/README.md",
  "flows/README.md",
  "docs/glossary.md",
];
const RUNBOOKS = filesIn("docs/runbooks").map((name) => `docs/runbooks/${name}`);

describe("every setting", () => {
  test("was found in the code", () => {
    expect(SETTINGS.length).toBeGreaterThan(25);
    expect(SETTINGS).toEqual(expect.arrayContaining(["PORT", "ZALO_OA_SECRET_KEY", "HOTLINE_SECRET"]));
  });

  test("stands in .env.example, once and with words above it", () => {
    const lines = read(".env.example").split("\n");
    const given = lines.flatMap((line) => /^([A-Z][A-Z0-9_]+)=/.exec(line)?.[1] ?? []);
    expect([...given].sort()).toEqual([...SETTINGS].sort());
    const firstOfGroup = lines.filter((line, i) => /^[A-Z]/.test(line) && !/^(#|[A-Z])/.test(lines[i - 1] ?? ""));
    expect(firstOfGroup).toEqual([]);
  });

  test("stands in the table of README, and nothing else does", () => {
    const table = read("README.md").split("## Configure it")[1]?.split("\n## ")[0] ?? "";
    const rows = table.split("\n").filter((line) => line.startsWith("| `"));
    const named = rows.flatMap((row) => matches(row.split("|")[1] ?? "", /`([A-Z0-9_]+)`/g));
    expect(named.sort()).toEqual([...SETTINGS].sort());
  });
});

describe("every decision", () => {
  const decisions = filesIn("docs/adr");

  test("is there, numbered without a gap", () => {
    expect(decisions.length).toBeGreaterThanOrEqual(10);
    expect(decisions.map((name) => Number(name.slice(0, 4)))).toEqual(decisions.map((_, i) => i + 1));
  });

  test.each(decisions)("%s has the four headings, and 30 to 60 lines", (name) => {
    const text = read(`docs/adr/${name}`);
    expect(text).toMatch(new RegExp(`^# ${name.slice(0, 4)}\\. .{20,}`));
    expect(matches(text, /^## (.+)$/gm)).toEqual(["Context", "Decision", "Status", "Consequences"]);
    expect(text.trimEnd().split("\n").length).toBeGreaterThanOrEqual(30);
    expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(60);
  });
});

describe("what the pages name", () => {
  test.each([...PAGES, ...RUNBOOKS])("%s: its npm scripts exist", (page) => {
    const named = matches(read(page), /npm run (?:--silent )?([a-z:-]+)/g);
    expect(named.filter((name) => !SCRIPTS.includes(name))).toEqual([]);
  });

  test("README names scripts at all, npm start and npm test among them", () => {
    expect(matches(read("README.md"), /npm run ([a-z-]+)/g).length).toBeGreaterThan(10);
    expect(SCRIPTS).toEqual(expect.arrayContaining(["start", "test", "check"]));
  });

  test.each([...PAGES, ...RUNBOOKS])("%s: its links lead to files", (page) => {
    const folder = join(HOUSE, page, "..");
    const links = matches(read(page), /\]\((?!https?:)([^)#]+)/g);
    expect(links.filter((link) => !existsSync(join(folder, link)))).toEqual([]);
  });

  test("the glossary has 40 words and more, and each stands where it says", () => {
    const rows = read("docs/glossary.md")
      .split("\n")
      .filter((line) => /^\| (?!English|-)/.test(line));
    expect(rows.length).toBeGreaterThanOrEqual(40);
    const places = rows.map((row) => /`([^`]+)` \|$/.exec(row)?.[1] ?? row);
    expect(places.filter((place) => !existsSync(join(HOUSE, "src", place)) && !existsSync(join(HOUSE, place)))).toEqual(
      [],
    );
  });

  test("the flow linter's actions, in the editors' page", () => {
    const page = read("flows/README.md");
    const actions = matches(
      /ACTION_OUTCOMES = \{([^}]+)\}/.exec(read("src/conversation/report-actions.ts"))?.[1] ?? "",
      /(\w+): \[/g,
    );
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !page.includes(`\`${action}\``))).toEqual([]);
  });
});

test("CI runs what README says under Test it", () => {
  const section = read("README.md").split("## Test it")[1]?.split("\n## ")[0] ?? "";
  const commands = /```sh\n([\s\S]+?)```/.exec(section)?.[1]?.trim().split("\n") ?? [];
  expect(commands.length).toBeGreaterThan(0);
  expect(read(".ci/run")).toContain(commands.join(" && "));
});
