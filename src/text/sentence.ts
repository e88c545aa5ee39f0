/** Words somebody typed, so that another sentence can follow: a capital in front, a full stop behind where none ends them. */
export function asSentence(words: string): string {
  const text = words.trim();
  if (text === "") return "";
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]["”»)]*$/.test(text) ? "" : "."}`;
}
