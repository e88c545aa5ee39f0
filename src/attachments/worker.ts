import type { Clock, Database, Logger } from "../platform/index.ts";
import type { KeptAttachment, MediaType, RefusalReason } from "./attachment.ts";
import { type FetchPorts, fetchFile } from "./fetch/client.ts";
import type { FileStore } from "./files/store.ts";
import { typeOf } from "./kinds.ts";
import { cleanPicture, isPicture } from "./picture/clean.ts";
import type { Scan, ScanResult } from "./scan/client.ts";
import { attachmentById } from "./store.ts";
import { claimDue, isWanted, noteProgress, type Progress, purge, type Task } from "./work/store.ts";

export interface AttachmentOptions extends FetchPorts {
  readonly db: Database;
  readonly files: FileStore;
  /** Absent: nothing is scanned, and files are shown as they come. */
  readonly scan?: Scan | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told what became of each try: "kept", "refused:host", "retry:timeout" … */
  readonly observe?: (outcome: string) => void;
}

export type Accepted =
  | { readonly ok: true; readonly hash: string; readonly type: MediaType; readonly size: number }
  | { readonly ok: false; readonly reason: RefusalReason | "unscanned" | "disk_full" };

export interface Attachments {
  /** Something new is to be fetched. */
  wake(): void;
  /** Resolves when nothing due is left to do. */
  idle(): Promise<void>;
  stop(): Promise<void>;
  /** The bytes of a file that may be shown; undefined for every other. */
  open(id: string): Promise<{ readonly file: KeptAttachment; readonly bytes: Buffer<ArrayBuffer> } | undefined>;
  /** Looks at an officer's file as at everybody's, and keeps its bytes. */
  accept(bytes: Uint8Array): Promise<Accepted>;
  /** Removes what is no longer wanted, now. */
  sweep(): Promise<void>;
}

const LEASE_MS = 10 * 60_000;
const AT_ONCE = 4;
const LOOK_MS = 10_000;
const SWEEP_MS = 3_600_000;
/** Links live for hours or days, so the first tries come soon; after the last it is given up. */
const RETRY_MS = [5_000, 30_000, 120_000, 600_000, 3_600_000, 3 * 3_600_000, 12 * 3_600_000];
/** A full disk and a scanner that is away are nobody's fault outside: tried again for as long as it takes. */
const PATIENT_MS = 60_000;
const DISK_CODES: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EROFS", "EIO", "EACCES", "EPERM"]);

/** Fetches what citizens send, in the background; a crash leaves a row that is taken up again when its lease is over. */
export function startAttachments(options: AttachmentOptions): Attachments {
  const { db, files, clock, log } = options;
  let isStopping = false;
  let again = false;
  let running: Promise<void> | undefined;
  let sweptAt = clock.now();

  async function run(): Promise<void> {
    do {
      again = false;
      const tasks = isStopping ? [] : await claimDue(db, clock.now(), LEASE_MS, AT_ONCE);
      await Promise.all(tasks.map((task) => work(options, task)));
      if (tasks.length > 0) again = true;
    } while (again);
    if (!isStopping && clock.now() - sweptAt >= SWEEP_MS) await sweep();
  }

  async function sweep(): Promise<void> {
    sweptAt = clock.now();
    await purge(db, clock.now() - options.rules.unfiledMs);
    await files.sweep(clock.now(), (hash) => isWanted(db, hash));
  }

  function wake(): void {
    again = true;
    running ??= run()
      .catch((error: unknown) => log.warn({ err: error }, "attachments: a look failed"))
      .finally(() => {
        running = undefined;
      });
  }

  const timer = setInterval(wake, LOOK_MS).unref();
  wake();
  return {
    wake,
    async idle() {
      while (running !== undefined) await running;
    },
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await running;
    },
    async open(id) {
      const file = await attachmentById(db.read, id);
      if (file?.state !== "kept" || file.hash === null) return undefined;
      const bytes = await files.read(file.hash);
      return bytes && { file, bytes };
    },
    accept: (bytes) => acceptFile(options, bytes),
    sweep,
  };
}

async function work(options: AttachmentOptions, task: Task): Promise<void> {
  const { db, clock, log } = options;
  try {
    const progress = task.state === "waiting" ? await fetchOne(options, task) : await scanOne(options, task);
    options.observe?.([progress.state ?? "retry", progress.reason].filter(Boolean).join(":"));
    await noteProgress(db, task.id, progress);
  } catch (error) {
    // The row's lease ends by itself, and then it is taken up once more.
    log.warn({ err: error, attachment: task.id }, "attachments: a file failed");
    const reason = isDisk(error) ? "disk_full" : "failed";
    await noteProgress(db, task.id, { reason, next_at: clock.now() + PATIENT_MS }).catch(() => undefined);
  }
}

const isDisk = (error: unknown): boolean => error instanceof Error && "code" in error && DISK_CODES.has(error.code);

async function fetchOne(options: AttachmentOptions, task: Task): Promise<Progress> {
  const fetched = await fetchFile(task.url ?? "", options);
  if (fetched.kind === "refused") return refused(fetched.reason);
  if (fetched.kind === "retry") return later(options.clock, task, fetched.reason);
  const looked = lookAt(fetched.bytes);
  if (!looked.ok) return refused(looked.reason);
  const hash = await options.files.keep(looked.bytes);
  const kept = { hash, type: looked.type, size: looked.bytes.length, attempts: 0, next_at: options.clock.now() };
  return { ...kept, state: options.scan ? "unscanned" : "kept", reason: null };
}

/** A file as it may be kept: of a type we keep, and a picture without what it tells of its maker. */
function lookAt(
  bytes: Uint8Array,
): { ok: true; type: MediaType; bytes: Uint8Array } | { ok: false; reason: "type" | "malformed" } {
  const type = typeOf(bytes);
  if (!type) return { ok: false, reason: "type" };
  if (!isPicture(type)) return { ok: true, type, bytes };
  const clean = cleanPicture(bytes, type);
  return clean ? { ok: true, type, bytes: clean } : { ok: false, reason: "malformed" };
}

const refused = (reason: RefusalReason): Progress => ({ state: "refused", reason, hash: null });

function later(clock: Clock, { attempts }: Task, reason: string): Progress {
  const waitMs = RETRY_MS[attempts];
  return waitMs === undefined
    ? refused("unreachable")
    : { reason, attempts: attempts + 1, next_at: clock.now() + waitMs };
}

async function scanOne({ scan, files, clock }: AttachmentOptions, { hash }: Task): Promise<Progress> {
  const bytes = hash === null ? undefined : await files.read(hash);
  if (!bytes) return refused("gone");
  const result = await scanned(scan, bytes);
  switch (result.kind) {
    case "clean":
      return { state: "kept", reason: null };
    case "infected":
      return refused("infected");
    case "failed":
      return { reason: result.reason, next_at: clock.now() + PATIENT_MS };
    default:
      return result satisfies never;
  }
}

/** The scanner was switched off since: what waited for it is shown like everything else. */
const scanned = (scan: Scan | undefined, bytes: Uint8Array): Promise<ScanResult> =>
  scan?.(bytes) ?? Promise.resolve({ kind: "clean" });

async function acceptFile({ files, scan }: AttachmentOptions, bytes: Uint8Array): Promise<Accepted> {
  const looked = lookAt(bytes);
  if (!looked.ok) return looked;
  const result = await scanned(scan, looked.bytes);
  if (result.kind === "infected") return { ok: false, reason: "infected" };
  if (result.kind === "failed") return { ok: false, reason: "unscanned" };
  const hash = await files.keep(looked.bytes).catch((error: unknown) => {
    if (isDisk(error)) return undefined;
    throw error;
  });
  return hash === undefined
    ? { ok: false, reason: "disk_full" }
    : { ok: true, hash, type: looked.type, size: looked.bytes.length };
}
