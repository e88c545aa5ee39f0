import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { type Catalogue, type Knowledge, loadKnowledge, openCatalogue, starterCatalogue } from "../catalogue/index.ts";
import { loadDirectory } from "../departments/index.ts";
import { createWording, WordingFile } from "../messages/index.ts";
import { loadPlaces, loadProvinces } from "../places/index.ts";
import { parseYaml } from "../platform/index.ts";
import { loadSecretWords, loadTicketRules, NOTICE_KEYS } from "../tickets/index.ts";
import type { Bot } from "./bot.ts";
import { createElsewhere } from "./elsewhere.ts";
import { decodeModel, EmergencyModelFile, EmergencyWordsFile } from "./emergency.ts";
import { lintFlow } from "./flow/lint.ts";
import { Flow } from "./flow/schema.ts";
import { decodeLeaning, LeaningModelFile } from "./leans.ts";
import type { Office, Script } from "./ports.ts";
import { ACTION_OUTCOMES } from "./report-actions.ts";
import { decodeSorts, SortModelFile } from "./sorts.ts";
import { IntentsFile, type Models } from "./understand.ts";

/** Reads flows/. Throws FileMistake for a file that cannot be read, and an error listing every lint mistake. */
export function loadScript(flowsDirectory: string): Script {
  const { script, mistakes } = readScript(flowsDirectory);
  if (mistakes.length > 0) throw new Error(`flows/ có lỗi:\n${mistakes.join("\n")}`);
  return script;
}

export function readScript(flowsDirectory: string): { script: Script; mistakes: string[] } {
  const names = readdirSync(flowsDirectory)
    .filter((name) => name.endsWith(".flow.yaml"))
    .sort();
  const flows = names.map((name) => parseYaml(name, readFileSync(join(flowsDirectory, name), "utf8"), Flow));
  const messagesDirectory = join(flowsDirectory, "messages");
  const entries = readdirSync(messagesDirectory)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => parseYaml(`messages/${name}`, readFileSync(join(messagesDirectory, name), "utf8"), WordingFile));
  const wording = createWording(Object.assign({}, ...entries) as WordingFile);
  const world = { hasWording: (key: string) => wording.has(key), actions: ACTION_OUTCOMES };
  const notices = NOTICE_KEYS.filter((key) => !wording.has(key)).map((key) => `messages: thiếu lời báo "${key}"`);
  const mistakes = [...flows.flatMap((flow) => lintFlow(flow, world)), ...notices];
  return { script: { wording, flows: new Map(flows.map((flow) => [flow.flow, flow])) }, mistakes };
}

export function loadIntents(knowledgeDirectory: string): IntentsFile {
  return parseYaml("intents.yaml", readFileSync(join(knowledgeDirectory, "intents.yaml"), "utf8"), IntentsFile);
}

/** The fitted models; those that knowledge does not bring are absent, and what they would tell is done without. */
export function loadModels(knowledgeDirectory: string): Models {
  const read = <T>(name: string, file: z.ZodType<T>): T | undefined => {
    const path = join(knowledgeDirectory, name);
    return existsSync(path) ? file.parse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
  };
  const emergencies = read("emergency-model.json", EmergencyModelFile);
  const sorts = read("sort-model.json", SortModelFile);
  const leaning = read("leaning-model.json", LeaningModelFile);
  return {
    emergencies: emergencies && decodeModel(emergencies, loadEmergencyWords(knowledgeDirectory)),
    sorts: sorts && decodeSorts(sorts),
    leaning: leaning && decodeLeaning(leaning),
  };
}

export function loadEmergencyWords(knowledgeDirectory: string): Record<string, string[]> {
  const name = "emergency-words.yaml";
  return parseYaml(name, readFileSync(join(knowledgeDirectory, name), "utf8"), EmergencyWordsFile);
}

export interface OfficePaths {
  readonly knowledgeDirectory: string;
  readonly flowsDirectory: string;
  /** A published catalogue (JSON Lines); absent: the procedures shipped in knowledge/. */
  readonly catalogueFile: string | undefined;
  /** A file of codes, one a line, that narrows the catalogue. */
  readonly catalogueCodes: string | undefined;
  /** Where an imported catalogue's judged records and index are kept. */
  readonly cacheDirectory: string;
  readonly requireApproval: boolean;
  /** The table of places the installation imported, if it did. */
  readonly importedPlaces?: string;
}

/** Loads everything one office knows and says. `now` in epoch milliseconds. */
export async function loadOffice(paths: OfficePaths, now: () => number): Promise<Office> {
  const { knowledgeDirectory } = paths;
  const knowledge = loadKnowledge(knowledgeDirectory);
  const today = () => isoDay(now());
  const units = loadDirectory(knowledgeDirectory);
  const [catalogue, directory, rules] = await Promise.all([
    openOfficeCatalogue(paths, knowledge),
    units,
    loadTicketRules(knowledgeDirectory, now(), { approval: paths.requireApproval }, units),
  ]);
  const home = { province: directory.province, commune: directory.commune };
  const places = await loadPlaces(knowledgeDirectory, home, paths.importedPlaces);
  let bot: Promise<Bot> | undefined;
  return {
    script: loadScript(paths.flowsDirectory),
    intents: loadIntents(knowledgeDirectory),
    models: loadModels(knowledgeDirectory),
    knowledge,
    elsewhere: createElsewhere(loadProvinces(knowledgeDirectory), directory.province),
    places,
    catalogue,
    directory,
    rules,
    secretWords: loadSecretWords(knowledgeDirectory),
    // The Bot Framework takes half a second to load: it is fetched soon after the start, or when a turn needs it.
    bot: () => {
      bot ??= import("./bot.ts").then(({ createBot }) => createBot());
      return bot;
    },
    today,
  };
}

async function openOfficeCatalogue(paths: OfficePaths, knowledge: Knowledge): Promise<Catalogue> {
  if (!paths.catalogueFile) return starterCatalogue(paths.knowledgeDirectory, knowledge);
  const codes = paths.catalogueCodes
    ? new Set(readFileSync(paths.catalogueCodes, "utf8").split(/\s+/).filter(Boolean))
    : undefined;
  return openCatalogue({
    file: paths.catalogueFile,
    ...(codes ? { codes } : {}),
    cacheDirectory: paths.cacheDirectory,
    knowledge,
    knowledgeDirectory: paths.knowledgeDirectory,
  });
}

const HANOI_OFFSET_MS = 7 * 3_600_000;
const isoDay = (at: number) => new Date(at + HANOI_OFFSET_MS).toISOString().slice(0, 10);
