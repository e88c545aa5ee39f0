export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export const row = (...cells: readonly (string | number)[]): string[] => cells.map(String);

export const decimal = (value: number, digits: number): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

export function markdown({ header, rows }: Table): string {
  const lines = [header, header.map((_, index) => (index === 0 ? "---" : "---:")), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
