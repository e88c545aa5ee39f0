import { createConnection } from "node:net";

export type ScanResult =
  | { readonly kind: "clean" }
  | { readonly kind: "infected" }
  /** Not scanned: it must not be shown, and is asked again. */
  | { readonly kind: "failed"; readonly reason: string };
export type Scan = (bytes: Uint8Array) => Promise<ScanResult>;

const LONGEST_MS = 60_000;
const PIECE = 64 * 1024;

/**
 * Asks a ClamAV daemon by its INSTREAM command: pieces with their length before them, an empty one at the end, one line back
 * ("stream: OK", "stream: NAME FOUND"). Everything else counts as not scanned.
 */
export function clamdScan(host: string, port: number): Scan {
  return (bytes) =>
    new Promise((resolve) => {
      const socket = createConnection({ host, port });
      let answer = "";
      const end = (result: ScanResult) => {
        socket.destroy();
        resolve(result);
      };
      socket.setTimeout(LONGEST_MS, () => end({ kind: "failed", reason: "scan_timeout" }));
      socket.on("error", () => end({ kind: "failed", reason: "scan_unreachable" }));
      socket.on("data", (part: Buffer) => {
        answer = (answer + part.toString("latin1")).slice(0, 1000);
      });
      socket.on("close", () => end(resultOf(answer)));
      socket.on("connect", () => {
        socket.write("zINSTREAM\0");
        for (let at = 0; at < bytes.length; at += PIECE) {
          const piece = bytes.subarray(at, at + PIECE);
          socket.write(lengthBefore(piece.length));
          socket.write(piece);
        }
        socket.write(lengthBefore(0));
      });
    });
}

function lengthBefore(length: number): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(length);
  return head;
}

function resultOf(answer: string): ScanResult {
  const line = answer.replace(/\0/g, "").trim();
  if (/^stream: OK$/.test(line)) return { kind: "clean" };
  return / FOUND$/.test(line) ? { kind: "infected" } : { kind: "failed", reason: "scan_answer" };
}
