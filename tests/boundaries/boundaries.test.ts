import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const HOUSE = resolve(import.meta.dirname, "../..");
const CRUISER = join(HOUSE, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
const RULES = join(HOUSE, "dependency-cruiser.config.mjs");

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
  };
  readonly modules: readonly { readonly source: string }[];
}

function cruise(directory: string): Cruise {
  const arguments_ = [CRUISER, "src", "--config", RULES, "--output-type", "json"];
  const { stdout, stderr } = spawnSync(process.execPath, arguments_, {
    cwd: directory,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (!stdout.startsWith("{")) throw new Error(`dependency-cruiser said: ${stderr || stdout}`);
  return JSON.parse(stdout);
}

const told = ({ summary }: Cruise) => summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);

describe("the house as it stands", () => {
  const house = cruise(HOUSE);
  const own = house.modules.filter(({ source }) => source.startsWith("src/"));

  test("more than 40 of its own files were looked at", () => {
    expect(own.length).toBeGreaterThan(40);
    expect(own.map(({ source }) => source)).toEqual(
      expect.arrayContaining(["src/main.ts", "src/conversation/turn.ts", "src/platform/db.ts"]),
    );
  });

  test("nobody imports what they may not", () => {
    expect(told(house)).toEqual([]);
  });
});

/** One wrong import for each rule: rule, file, what the file says. Every file stands in a house of its own kind. */
const SEEDED: readonly (readonly [rule: string, file: string, text: string])[] = [
  ["no-cycles", "src/tickets/egg.ts", 'import { hen } from "./hen.ts";\nexport const egg = () => hen;\n'],
  [
    "through-the-front-door",
    "src/tickets/side-door.ts",
    'import { inside } from "../messages/inside.ts";\nexport const got = inside;\n',
  ],
  [
    "through-the-front-door-from-above",
    "src/side.ts",
    'import { inside } from "./messages/inside.ts";\nexport const got = inside;\n',
  ],
  [
    "edges-are-wired-by-app-alone",
    "src/conversation/sees-channel.ts",
    'import { channels } from "../channels/index.ts";\nexport const got = channels;\n',
  ],
  [
    "edges-are-wired-by-app-alone",
    "src/main.ts",
    'import { officers } from "./officers/index.ts";\nexport const got = officers;\n',
  ],
  [
    "edges-are-wired-by-app-alone",
    "src/cli/sees-officers.ts",
    'import { officers } from "../officers/index.ts";\nexport const got = officers;\n',
  ],
  [
    "direction-cli",
    "src/cli/sees-console.ts",
    'import { officers } from "../officers/index.ts";\nexport const got = officers;\n',
  ],
  [
    "direction-attachments",
    "src/attachments/up.ts",
    'import { tickets } from "../tickets/index.ts";\nexport const got = tickets;\n',
  ],
  [
    "direction-channels",
    "src/channels/up.ts",
    'import { reports } from "../reports/index.ts";\nexport const got = reports;\n',
  ],
  [
    "direction-officers",
    "src/officers/up.ts",
    'import type { publicPages } from "../public/index.ts";\nexport type Got = typeof publicPages;\n',
  ],
  [
    "direction-public",
    "src/public/up.ts",
    'import { officers } from "../officers/index.ts";\nexport const got = officers;\n',
  ],
  ["direction-reports", "src/reports/up.ts", 'import { app } from "../app.ts";\nexport const got = app;\n'],
  ["direction-conversation", "src/conversation/up.ts", 'import { app } from "../app.ts";\nexport const got = app;\n'],
  [
    "direction-answers",
    "src/answers/up.ts",
    'import { tickets } from "../tickets/index.ts";\nexport const got = tickets;\n',
  ],
  [
    "direction-tickets",
    "src/tickets/up.ts",
    'import type { conversation } from "../conversation/index.ts";\nexport type Got = typeof conversation;\n',
  ],
  [
    "direction-catalogue",
    "src/catalogue/up.ts",
    'import { answers } from "../answers/index.ts";\nexport const got = answers;\n',
  ],
  [
    "direction-places",
    "src/places/up.ts",
    'import { departments } from "../departments/index.ts";\nexport const got = departments;\n',
  ],
  [
    "direction-departments",
    "src/departments/up.ts",
    'import { tickets } from "../tickets/index.ts";\nexport const got = tickets;\n',
  ],
  ["direction-outbox", "src/outbox/up.ts", 'export const late = () => import("../tickets/index.ts");\n'],
  [
    "direction-messages",
    "src/messages/up.ts",
    'import { outbox } from "../outbox/index.ts";\nexport const got = outbox;\n',
  ],
  [
    "direction-text",
    "src/text/up.ts",
    'import { messages } from "../messages/index.ts";\nexport const got = messages;\n',
  ],
  [
    "direction-platform",
    "src/platform/up.ts",
    'import { readConfig } from "../config.ts";\nexport const got = readConfig;\n',
  ],
  [
    "core-touches-nothing",
    "src/tickets/reads-a-file.ts",
    'import { readFileSync } from "node:fs";\nexport const got = readFileSync;\n',
  ],
  ["core-touches-nothing", "src/text/uses-a-package.ts", 'import { parse } from "yaml";\nexport const got = parse;\n'],
  ["core-touches-nothing", "src/answers/waits.ts", 'export const wait = () => import("node:timers/promises");\n'],
  [
    "hashing-only-where-listed",
    "src/tickets/rolls-dice.ts",
    'import { randomBytes } from "node:crypto";\nexport const got = randomBytes;\n',
  ],
  [
    "home-of-botbuilder",
    "src/conversation/second-bot.ts",
    'import { ActivityHandler } from "botbuilder";\nexport const got = ActivityHandler;\n',
  ],
  ["home-of-twilio", "src/outbox/client.ts", 'export const late = () => import("twilio");\n'],
  [
    "home-of-langchain",
    "src/conversation/client.ts",
    'import { PromptTemplate } from "@langchain/core/prompts";\nexport const got = PromptTemplate;\n',
  ],
  [
    "home-of-qdrant",
    "src/answers/client.ts",
    'import { QdrantClient } from "@qdrant/js-client-rest";\nexport const got = QdrantClient;\n',
  ],
  ["home-of-express", "src/officers/pages.ts", 'import type { Request } from "express";\nexport type Got = Request;\n'],
  ["everything-resolves", "src/text/lost.ts", 'import { gone } from "./gone.ts";\nexport const got = gone;\n'],
];

/** What must stay allowed, or the rules would be obeyed by working around them. */
const ALLOWED: readonly (readonly [file: string, text: string])[] = [
  [
    "src/tickets/store.ts",
    'import { readFileSync } from "node:fs";\nimport { messages } from "../messages/index.ts";\nexport const got = [readFileSync, messages];\n',
  ],
  [
    "src/tickets/http.ts",
    'import express from "express";\nimport { sendPage } from "../platform/http.ts";\nexport const got = [express, sendPage];\n',
  ],
  [
    "src/tickets/schema.ts",
    'import { z } from "zod";\nimport type { Generated } from "kysely";\nexport const Id = z.string();\nexport type Row = Generated<string>;\n',
  ],
  ["src/tickets/desk/page.ts", 'import { Id } from "../schema.ts";\nexport const got = Id;\n'],
  ["src/channels/zalo/verify.ts", 'import { createHmac } from "node:crypto";\nexport const got = createHmac;\n'],
  ["src/conversation/bot.ts", 'import { ActivityHandler } from "botbuilder";\nexport const got = ActivityHandler;\n'],
  ["src/app/desk.ts", 'import { officers } from "../officers/index.ts";\nexport const got = officers;\n'],
  ["src/cli/serve.ts", 'import { app } from "../app.ts";\nexport const got = app;\n'],
];

const FOLDERS = [
  "answers",
  "attachments",
  "catalogue",
  "channels",
  "cli",
  "conversation",
  "departments",
  "messages",
  "officers",
  "outbox",
  "places",
  "platform",
  "reports",
  "text",
  "tickets",
];
const FOUNDATIONS: readonly (readonly [file: string, text: string])[] = [
  ...FOLDERS.map((name) => [`src/${name}/index.ts`, `export const ${name} = 1;\n`] as const),
  ["src/public/index.ts", "export const publicPages = 1;\n"],
  ["src/app.ts", "export const app = 1;\n"],
  ["src/config.ts", "export const readConfig = 1;\n"],
  ["src/messages/inside.ts", "export const inside = 1;\n"],
  ["src/platform/http.ts", "export const sendPage = 1;\n"],
  ["src/tickets/hen.ts", 'import { egg } from "./egg.ts";\nexport const hen = () => egg;\n'],
];

function build(directory: string): void {
  copyFileSync(join(HOUSE, "tsconfig.json"), join(directory, "tsconfig.json"));
  copyFileSync(join(HOUSE, "package.json"), join(directory, "package.json"));
  symlinkSync(join(HOUSE, "node_modules"), join(directory, "node_modules"));
  const seeds = SEEDED.map(([, file, text]) => [file, text] as const);
  for (const [file, text] of [...FOUNDATIONS, ...ALLOWED, ...seeds]) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
}

describe("a house built wrong on purpose", () => {
  const directory = mkdtempSync(join(tmpdir(), "lang-nghe-boundaries-"));
  let found: Cruise;

  beforeAll(() => {
    build(directory);
    found = cruise(directory);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test.each(SEEDED)("%s is told of %s", (rule, file) => {
    expect(found.summary.violations.filter(({ from }) => from === file).map((one) => one.rule.name)).toContain(rule);
  });

  test("no rule is without its seeded violation", () => {
    const rules = found.summary.ruleSetUsed.forbidden.map(({ name }) => name);
    expect(rules.length).toBeGreaterThan(20);
    expect(rules.filter((name) => !SEEDED.some(([rule]) => rule === name))).toEqual([]);
  });

  test.each(ALLOWED)("%s is left alone", (file) => {
    expect(found.modules.map(({ source }) => source)).toContain(file);
    expect(told(found).filter((line) => line.includes(`: ${file} →`))).toEqual([]);
  });
});
