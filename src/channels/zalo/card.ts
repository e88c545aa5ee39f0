import { z } from "zod";
import { toE164 } from "../phone-number.ts";

const said = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(undefined);
/** Not documented; the fields of cards people have passed on. */
const Card = z.object({ name: said, caption: said, title: said, phone: said });

/**
 * What the description of something shared says to a reader. A business card comes as a link whose description is JSON, with keys
 * and codes for the app: its name and its number are what the sender meant. JSON without either says nothing.
 */
export function describedWords(description: string | null | undefined): string | undefined {
  const json = objectIn(description ?? "");
  if (!json) return description ?? undefined;
  const { name, caption, title, phone } = Card.parse(json);
  const number = phone ? (toE164(phone)?.replace(/^\+84/, "0") ?? phone) : undefined;
  const told = [name ?? caption ?? title, number].filter(Boolean).join(", ");
  return told ? `Danh thiếp Zalo: ${told}` : undefined;
}

function objectIn(text: string): object | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}
