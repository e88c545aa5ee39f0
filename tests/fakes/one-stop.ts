import { answerJson, happens, listen, type Mishap, mishaps } from "./listen.ts";

export const ONE_STOP_TOKEN = "made-up-one-stop-token";

/** A fake electronic one-stop system on the wire: knows the dossiers it was given, checks the token, fails on demand. */
export async function fakeOneStop(dossiers: Readonly<Record<string, unknown>>) {
  const planned = mishaps();
  const asked: string[] = [];
  const server = await listen((request, response) => {
    const code = decodeURIComponent((request.url ?? "").split("/").at(-1) ?? "");
    asked.push(code);
    void happens(planned.next(), response, (to, status) => answerJson(to, status, {})).then((used) => {
      if (used) return;
      if (request.headers.authorization !== `Bearer ${ONE_STOP_TOKEN}`) return answerJson(response, 401, {});
      const found = dossiers[code];
      answerJson(response, found === undefined ? 404 : 200, found ?? {});
    });
  });
  return {
    url: `${server.url}/ho-so`,
    asked,
    plan: (mishap: Mishap, times = 1) => planned.plan(mishap, times),
    close: server.close,
  };
}
