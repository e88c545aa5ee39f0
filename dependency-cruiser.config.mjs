/**
 * Who may import whom. `npm run boundaries` checks it; tests/boundaries/ checks the check: each rule is shown a seeded
 * violation, and the cruise must have seen the whole house (under TypeScript 7 this tool sees no module and still passes).
 */

/** From the top of the house to the bottom: a folder may import from lines below its own, never from its own line or above. */
const FLOORS = [
  ["channels", "officers", "public", "reports", "cli"],
  ["conversation"],
  ["answers", "tickets"],
  ["catalogue", "places", "departments", "outbox", "attachments"],
  ["messages"],
  ["text", "platform"],
];

/** Which package may be imported where; types count too, because whoever replaces the package must visit those files. */
const HOMES = {
  botbuilder: ["botbuilder[^/]*", "^src/(conversation/bot\\.ts$|channels/botframework/)"],
  twilio: ["twilio", "^src/channels/(sms/twilio(\\.ts$|/)|voice/)"],
  langchain: ["(langchain|@langchain)", "^src/(answers/phrase|catalogue/embeddings|catalogue/retriever)\\.ts$"],
  qdrant: ["@qdrant", "^src/catalogue/qdrant/"],
  express: ["express", "/http\\.ts$"],
};

/** Files that may touch the world, by name and by place. */
const WORLDLY = "(/(store|http|worker|client|load)\\.ts$|^src/(platform|cli)/|^src/(main|app|config)\\.ts$|^src/app/)";

/** Pure files that hash or compare secrets: values in, values out, no chance and no clock. */
const HASHING =
  "^src/(channels/(zalo/verify|zalo-bot/verify|sms/(twilio|esms|android)/verify|botframework/verify|transcripts/verify|transcripts/message)|tickets/(history/chain|receipts/sign))\\.ts$";

const npm = (name) => `(^|/)node_modules/${name}(/|$)`;
const inFolders = (names) => `^src/(${names.join("|")})/`;

const directions = FLOORS.flatMap((floor, i) =>
  floor.map((folder) => {
    // A command starts the house as main.ts does, so cli/ may import app.ts, app/ and config.ts.
    const forbidden = FLOORS.slice(0, i + 1)
      .flat()
      .filter((name) => name !== folder);
    return {
      name: `direction-${folder}`,
      comment: `${folder}/ stands on floor ${i + 1}: it may not know ${forbidden.join(", ")}${folder === "cli" ? "" : " or the files that build the house"}.`,
      severity: "error",
      from: { path: `^src/${folder}/` },
      to: { path: folder === "cli" ? inFolders(forbidden) : `${inFolders([...forbidden, "app"])}|^src/[^/]+\\.ts$` },
    };
  }),
);

const homes = Object.entries(HOMES).map(([name, [packages, home]]) => ({
  name: `home-of-${name}`,
  comment: `${name} is imported in one place only (${home}), so that replacing it is work in one place.`,
  severity: "error",
  from: { path: "^src/", pathNot: home },
  to: { path: npm(packages) },
}));

export default {
  forbidden: [
    {
      name: "no-cycles",
      comment:
        "Files that need each other cannot be read one at a time. Types may point back: they are gone when the code runs.",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "through-the-front-door",
      comment:
        "Another folder is entered only through an index.ts, so what it offers can be read in one file. platform/http.ts is a second door, which keeps express out of everything that needs none.",
      severity: "error",
      from: { path: "^src/([^/]+)/" },
      to: { path: "^src/[^/]+/", pathNot: ["^src/$1/", "^src/app/", "/index\\.ts$", "^src/platform/http\\.ts$"] },
    },
    {
      name: "through-the-front-door-from-above",
      comment:
        "The same for main.ts and app.ts. app/ is app.ts in parts; a command is a folder of files, each loaded by name.",
      severity: "error",
      from: { path: "^src/[^/]+\\.ts$" },
      to: { path: "^src/[^/]+/", pathNot: ["^src/app/", "/index\\.ts$", "^src/platform/http\\.ts$"] },
    },
    {
      name: "edges-are-wired-by-app-alone",
      comment:
        "Only app.ts and its parts in app/ import channels/ or officers/: everything else is blind to who speaks and through what.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(app(\\.ts$|/)|channels/|officers/)" },
      to: { path: inFolders(["channels", "officers"]) },
    },
    ...directions,
    {
      name: "core-touches-nothing",
      comment:
        "A file's name says whether it touches the world. Others import no Node built-in and no package but zod; types are free. Named packages have rules of their own.",
      severity: "error",
      from: { path: "^src/", pathNot: WORLDLY },
      to: {
        dependencyTypes: ["core", "npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown"],
        dependencyTypesNot: ["type-only"],
        pathNot: ["^(node:)?crypto$", npm("zod"), ...Object.values(HOMES).map(([packages]) => npm(packages))],
      },
    },
    {
      name: "hashing-only-where-listed",
      comment: "node:crypto also makes chance. Pure files that only hash are listed above, one by one.",
      severity: "error",
      from: { path: "^src/", pathNot: [WORLDLY, HASHING] },
      to: { path: "^(node:)?crypto$", dependencyTypes: ["core"] },
    },
    ...homes,
    {
      name: "everything-resolves",
      comment: "An import that leads nowhere would slip past every rule above.",
      severity: "error",
      from: { path: "^src/" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/assets/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".js", ".mjs", ".d.ts"],
    },
  },
};
