/**
 * Loaded before the app by `--import`: a disk whose syncs fail while the file that DISK_IS_BROKEN names exists. What was written stays
 * readable, as it does on Linux.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const sign = process.env["DISK_IS_BROKEN"] ?? "";
const { fdatasync } = fs;

fs.fdatasync = ((descriptor: number, done: fs.NoParamCallback) => {
  if (!fs.existsSync(sign)) return fdatasync(descriptor, done);
  setImmediate(() => done(Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" })));
}) as typeof fdatasync;
syncBuiltinESMExports();
