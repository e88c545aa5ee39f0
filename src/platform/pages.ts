import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Eta } from "eta";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/** Templates of one folder; everything put into them is escaped unless the template says otherwise. */
export interface Views {
  render(view: string, data: object): string;
}

/** `folder` is a file URL such as `new URL("views/", import.meta.url)`. */
export function viewsIn(folder: URL): Views {
  const eta = new Eta({ views: fileURLToPath(folder), autoEscape: true, cache: true });
  return { render: (view, data) => eta.render(view, data) };
}

export interface NavigationLink {
  readonly href: string;
  readonly text: string;
  readonly current?: boolean;
  /** A number beside the words, kept up to date by a script through `badgeId`. */
  readonly badge?: number;
  readonly badgeId?: string;
}

/** What stands around a page's own HTML. */
export interface Shell {
  readonly title: string;
  /** Rendered by a view, so already escaped. */
  readonly body: string;
  /** The words beside the mark in the header: which part of the service this is. */
  readonly service?: string;
  readonly home?: string;
  readonly navigation?: readonly NavigationLink[];
  /** Shown at the right of the header: who is signed in. */
  readonly person?: { readonly name: string; readonly signOut: string; readonly csrf: string };
  /** Paths of extra scripts and stylesheets. */
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
  readonly bodyClass?: string;
}

const shellViews = viewsIn(new URL("views/", import.meta.url));

/** A whole HTML document. */
export function page(shell: Shell): string {
  return shellViews.render("./shell", { ...EMPTY_SHELL, ...shell, asset: assetPath });
}

const EMPTY_SHELL = { service: "", home: "/", navigation: [], person: null, scripts: [], styles: [], bodyClass: "" };

const packageFolder = (name: string): string => dirname(require.resolve(`${name}/package.json`));

/** Folders served whole, by their first path segment. */
export const ASSET_FOLDERS = { font: packageFolder("@fontsource/be-vietnam-pro") } as const;

/** Text assets: name under /assets → file. */
const TEXT_ASSETS: Readonly<Record<string, string>> = {
  "kit.css": join(packageFolder("govuk-frontend"), "dist/govuk/govuk-frontend.min.css"),
  "kit.js": join(packageFolder("govuk-frontend"), "dist/govuk/govuk-frontend.min.js"),
  "htmx.js": join(packageFolder("htmx.org"), "dist/htmx.min.js"),
  ...ownAssets(join(here, "assets")),
};

function ownAssets(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, join(folder, name)]));
}

/** Changes whenever an asset changes, so that a browser may keep what it has for ever. */
const VERSION = versionOf(Object.values(TEXT_ASSETS));

function versionOf(files: readonly string[]): string {
  const hash = createHash("sha256").update("2");
  for (const file of files) hash.update(`${file.split("node_modules").at(-1)}:${statSync(file).size}`);
  for (const file of files) if (file.startsWith(here)) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 12);
}

/** The address of an asset: `style.css`, `kit.js`, `font/400.css` … */
export function assetPath(name: string): string {
  return `/assets/${VERSION}/${name}`;
}

/** A text asset's content as served, or undefined for a name we do not have. */
export function textAsset(name: string): string | undefined {
  const file = TEXT_ASSETS[name];
  if (file === undefined) return undefined;
  const text = readFileSync(file, "utf8");
  return name === "kit.css" ? withoutForeignMarks(text) : text;
}

/**
 * The kit's licence for its typeface and crest covers one government's sites only, so both are taken out of its
 * stylesheet and our typeface stands in (govuk-frontend README, "Licence").
 */
export function withoutForeignMarks(css: string): string {
  return css
    .replace(/@font-face\{[^}]*\}/g, "")
    .replaceAll("GDS Transport", "Be Vietnam Pro")
    .replace(/url\(\/assets\/[^)]*\)/g, "none");
}
