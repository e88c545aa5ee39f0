import { z } from "zod";

const key = z.string().regex(/^[a-z0-9_]+$/);

const Param = z.strictObject({
  /** What the provider calls it. */
  name: key,
  /** The value of the notice that goes into it, as in the wording of flows/messages. */
  value: key,
  type: z.enum(["text", "number", "date"]),
  /** Characters, as approved. */
  max: z.number().int().min(1).max(400),
});

const Template = z
  .strictObject({
    /** The notice's key in flows/messages. */
    key,
    provider_id: z
      .string()
      .regex(/^[0-9A-Za-z-]{1,40}$/)
      .nullable(),
    approved_on: z.iso.date().nullable(),
    tag: z.enum(["transaction", "customer_care", "promotion"]),
    /** Whole đồng a message, from the contract; null: the price list's. */
    price_vnd: z.number().int().nonnegative().nullable(),
    reach: z.array(z.enum(["uid", "phone"])).min(1),
    /** What was handed in for approval; `<name>` stands for a parameter. */
    wording: z.string().min(1),
    params: z.array(Param),
  })
  .refine(({ provider_id, approved_on }) => (provider_id === null) === (approved_on === null), {
    path: ["approved_on"],
    message: "provider_id và approved_on phải cùng có, hoặc cùng để null",
  })
  .refine(
    ({ wording, params }) =>
      sameNames(
        namesIn(wording),
        params.map(({ name }) => name),
      ),
    {
      path: ["params"],
      message: "các <tham_so> trong wording phải đúng bằng các name trong params",
    },
  );

const namesIn = (wording: string): string[] => [...wording.matchAll(/<([a-z0-9_]+)>/g)].map(([, name = ""]) => name);
const sameNames = (one: readonly string[], other: readonly string[]): boolean =>
  [...new Set(one)].sort().join() === [...new Set(other)].sort().join();

/** knowledge/templates/zalo.yaml. */
export const TemplatesFile = z.strictObject({
  templates: z
    .array(Template)
    .refine((list) => new Set(list.map((template) => template.key)).size === list.length, "mỗi key chỉ một mẫu"),
});

export type ZaloTemplate = z.infer<typeof Template>;

/** The templates by notice key. */
export type TemplateRegistry = ReadonlyMap<string, ZaloTemplate>;

export const registryOf = (list: readonly ZaloTemplate[]): TemplateRegistry =>
  new Map(list.map((template) => [template.key, template]));

export type Filled =
  | { readonly kind: "filled"; readonly data: Readonly<Record<string, string>> }
  /** `why` names the parameter, never its value. */
  | { readonly kind: "unfit"; readonly why: string };

const FORMS: Readonly<Record<"text" | "number" | "date", RegExp>> = {
  text: /^[^\n\r]+$/,
  number: /^\d+$/,
  date: /^\d{2}\/\d{2}\/\d{4}$/,
};

/** Fills a template with a notice's values; what the provider would refuse is refused here, before it costs a call. */
export function fill(template: ZaloTemplate, values: Readonly<Record<string, string>>): Filled {
  const data: Record<string, string> = {};
  for (const { name, value, type, max } of template.params) {
    const text = (values[value] ?? "").normalize("NFC").trim();
    if (text === "") return { kind: "unfit", why: `${name} is empty` };
    if ([...text].length > max) return { kind: "unfit", why: `${name} is longer than ${max}` };
    if (!FORMS[type].test(text)) return { kind: "unfit", why: `${name} is no ${type}` };
    data[name] = text;
  }
  return { kind: "filled", data };
}
