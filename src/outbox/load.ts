import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { parseYaml } from "../platform/index.ts";
import { PricesFile } from "./charges/price.ts";
import type { DeliveryRules } from "./policy.ts";
import { DeliveryFile } from "./rules.ts";

/** How this office delivers. Knowledge without the files: no fall-back, no quiet hours, no prices. Throws FileMistake. */
export function loadDeliveryRules(knowledgeDirectory: string): DeliveryRules {
  const delivery = read(knowledgeDirectory, "delivery.yaml", DeliveryFile);
  const prices = read(knowledgeDirectory, "prices.yaml", PricesFile);
  return {
    chain: delivery?.chain ?? [],
    quietHours: delivery?.quiet_hours ?? null,
    services: prices?.services ?? [],
  };
}

function read<T>(directory: string, name: string, schema: z.ZodType<T>): T | undefined {
  const path = join(directory, name);
  return existsSync(path) ? parseYaml(name, readFileSync(path, "utf8"), schema) : undefined;
}
