import { z } from "zod";

const PLACE = /\{([a-z_]+)\}/g;

/** knowledge/templates/sms.yaml: texts operators have approved for a brand name, word for word. */
export const SmsTemplateFile = z.array(
  z
    .strictObject({
      name: z.string().regex(/^[a-z0-9_]+$/),
      /** The brand name the text is approved for; up to 11 characters. */
      brand: z.string().regex(/^[A-Za-z0-9 ._-]{1,11}$/),
      /** As approved, with {places}. */
      text: z.string().min(1).max(1600),
      /** The most characters each place may hold. */
      max: z.record(z.string(), z.int().min(1).max(1600)).default({}),
      /** The day of approval. */
      approved: z.iso.date(),
    })
    .superRefine(({ text, max }, context) => {
      const places = placesOf(text);
      for (const place of places.filter((name) => !(name in max)))
        context.addIssue({ code: "custom", path: ["max"], message: `thiếu độ dài của {${place}}` });
      for (const place of Object.keys(max).filter((name) => !places.includes(name)))
        context.addIssue({ code: "custom", path: ["max", place], message: `mẫu không có {${place}}` });
    }),
);
export type SmsTemplate = z.infer<typeof SmsTemplateFile>[number];

const placesOf = (text: string) => [...text.matchAll(PLACE)].map(([, name = ""]) => name);

/**
 * Why this text must not go out under `brand`; undefined where an approved template is it, word for word. Operators refuse
 * every other text, and it would count against the brand.
 */
export function refusedByTemplates(text: string, brand: string, all: readonly SmsTemplate[]): string | undefined {
  const own = all.filter((template) => template.brand === brand);
  if (own.some((template) => fits(text, template))) return undefined;
  const tooLong = own.find((template) => fits(text, { ...template, max: {} }));
  if (tooLong) return `template ${tooLong.name}: a place is too long`;
  return `no approved template of ${brand} fits`;
}

/** The positions of the text that can be reached, piece by piece: no pattern is run that a value could slow down. */
function fits(text: string, template: SmsTemplate): boolean {
  let reached = new Set([0]);
  for (const [i, piece] of template.text.split(PLACE).entries()) {
    const isPlace = i % 2 === 1;
    reached = isPlace ? throughPlace(text, reached, template.max[piece]) : throughWords(text, reached, piece);
  }
  return reached.has(text.length);
}

function throughWords(text: string, from: ReadonlySet<number>, words: string): Set<number> {
  return new Set([...from].filter((at) => text.startsWith(words, at)).map((at) => at + words.length));
}

/** From one character to `most`; any number where the template states none. */
function throughPlace(text: string, from: ReadonlySet<number>, most = text.length): Set<number> {
  const reached = new Set<number>();
  for (const at of from) for (let to = at + 1; to <= Math.min(at + most, text.length); to += 1) reached.add(to);
  return reached;
}
