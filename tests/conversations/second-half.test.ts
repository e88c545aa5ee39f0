import { holdShare } from "./run.ts";

holdShare(1, 2);
