import { registerHooks } from "node:module";

const ABSENT = new URL("./absent.cjs", import.meta.url).href;

/**
 * Runs `load`, an import, with something empty in place of the packages named by `absent` wherever a file of `askers` imports them:
 * what is never called need not be read, compiled and kept. To call it all the same throws.
 */
export async function importWithout<T>(absent: RegExp, askers: RegExp, load: () => Promise<T>): Promise<T> {
  const hooks = registerHooks({
    resolve: (name, context, next) =>
      absent.test(name) && askers.test(context.parentURL ?? "")
        ? { url: ABSENT, format: "commonjs", shortCircuit: true }
        : next(name, context),
  });
  try {
    return await load();
  } finally {
    hooks.deregister();
  }
}
