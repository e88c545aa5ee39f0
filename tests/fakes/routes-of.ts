import type { Express } from "../../src/platform/http.ts";

interface Layer {
  readonly name: string;
  readonly slash: boolean;
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
  match(path: string): boolean;
}

/** Where routers are mounted; Express 5 keeps the matcher of a mount and not its path. */
const MOUNTS = ["/console", "/tra-cuu", "/thu", "/webhooks", "/api", "/assets/1"];

export interface Routes {
  /** "GET /console/phieu/:code". */
  readonly routes: readonly string[];
  /** Functions that stand between the routes, by name. */
  readonly others: readonly string[];
}

/** Every route of an app, found where Express keeps them, so that a new one is there by itself. */
export function routesOf(app: Express): Routes {
  return walk((app as unknown as { router: { stack: readonly Layer[] } }).router.stack, "");
}

function walk(stack: readonly Layer[], prefix: string): Routes {
  const found = stack.map((layer) => routesIn(layer, prefix));
  return { routes: found.flatMap(({ routes }) => routes), others: found.flatMap(({ others }) => others) };
}

function routesIn(layer: Layer, prefix: string): Routes {
  const { route, handle } = layer;
  if (route) {
    const methods = Object.keys(route.methods).map((method) => method.toUpperCase());
    return { routes: methods.map((method) => `${method} ${prefix}${route.path}`), others: [] };
  }
  return handle.stack ? walk(handle.stack, prefix + mountOf(layer)) : { routes: [], others: [layer.name] };
}

function mountOf(layer: Layer): string {
  const mount = layer.slash ? "" : MOUNTS.find((path) => layer.match(path));
  if (mount === undefined) throw new Error("a router is mounted where tests/fakes/routes-of.ts knows no path");
  return mount;
}
