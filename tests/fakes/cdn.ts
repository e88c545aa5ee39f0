import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import type { Reach } from "../../src/attachments/index.ts";

/** Made for the tests: it vouches for three hosts on the loopback interface and for nothing else. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIB4TCCAYegAwIBAgIUJdkmkHdgU/5k76r/h/VtJELPYaAwCgYIKoZIzj0EAwIw
KDEmMCQGA1UEAwwdbWFkZS11cCBwcm92aWRlciAodGVzdHMgb25seSkwIBcNMjYx
MTIyMTA1MjE2WhgPMjEyNjEwMjkxMDUyMTZaMCgxJjAkBgNVBAMMHW1hZGUtdXAg
cHJvdmlkZXIgKHRlc3RzIG9ubHkpMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
b7GpOw/DjLTVDM5XjF93P6DDVg70Ux/21W1zGi7DW7dgoPOtUse9JIAiChDH4cG9
/X7l/E3Xo+bGTiSg8lhlwqOBjDCBiTAdBgNVHQ4EFgQUQtQ0eqi2CL1FvTFihOeH
bZPaBikwHwYDVR0jBBgwFoAUQtQ0eqi2CL1FvTFihOeHbZPaBikwDwYDVR0TAQH/
BAUwAwEB/zA2BgNVHREELzAtggxwaG90by56ZG4udm6CDW90aGVyLnphZG4udm6C
DmFwaS50d2lsaW8uY29tMAoGCCqGSM49BAMCA0gAMEUCIHGugxn/Ls+Uff1f7izd
NMle1lOHsBNLeIRtVF5IvV+1AiEA+zU4VqQgRAcLcrDtQ1g4p6KWVIJXKllfqhjG
Hsl95zc=
-----END CERTIFICATE-----
`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGFieZUX+bd2+1uvs
pRyoOE3HLJ3WKhzimd/q+a8W4AGhRANCAARvsak7D8OMtNUMzleMX3c/oMNWDvRT
H/bVbXMaLsNbt2Cg861Sx70kgCIKEMfhwb39fuX8Tdej5sZOJKDyWGXC
-----END PRIVATE KEY-----
`;

export type CdnAnswer = (request: IncomingMessage, response: ServerResponse) => void;

/** A provider's file host behind TLS, with one answer a path; where there is none, 404. */
export async function startCdnFake() {
  const answers = new Map<string, CdnAnswer>();
  const seen: { readonly host: string; readonly path: string; readonly authorization: string }[] = [];
  const options: ServerOptions = { cert: CERTIFICATE, key: KEY };
  const server = createServer(options, (request, response) => {
    const { host = "", authorization = "" } = request.headers;
    seen.push({ host, path: request.url ?? "", authorization });
    const answer = answers.get(request.url ?? "");
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const reach: Reach = async () => ({ ok: true, address: "127.0.0.1", port, ca: CERTIFICATE });
  return {
    /** Leads every host here. */
    reach,
    seen,
    on: (path: string, answer: CdnAnswer) => void answers.set(path, answer),
    /** Serves bytes under a content type that need not be true. */
    serve(path: string, bytes: Uint8Array, type = "image/jpeg"): string {
      answers.set(path, (_request, response) => response.writeHead(200, { "content-type": type }).end(bytes));
      return `https://photo.zdn.vn${path}`;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type CdnFake = Awaited<ReturnType<typeof startCdnFake>>;
