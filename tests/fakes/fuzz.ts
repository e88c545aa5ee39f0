/** Bodies a parser is thrown; more with FUZZ_RUNS=100000. */
export const FUZZ_RUNS = Number(process.env["FUZZ_RUNS"] ?? 3000);
