import { holdShare } from "./run.ts";

holdShare(0, 2);
