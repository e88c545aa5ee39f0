/** The same as `npm start`. */
export async function run(): Promise<number> {
  await import("../main.ts");
  return 0;
}
