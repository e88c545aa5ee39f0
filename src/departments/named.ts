import type { Department, Directory } from "./directory.ts";
import { findPhrases } from "./phrases.ts";

/** The unit a text names most plainly, other than the commune's own committee and its desk, which stand for the office. */
export function unitNamed(text: string, directory: Directory): Department | undefined {
  const [best] = findPhrases(text, directory.unitNames).sort((a, b) => b.weight - a.weight);
  const isOffice = best && [directory.communeHead, directory.serviceCentre, directory.focalPoint].includes(best.id);
  return best && !isOffice ? directory.departments.get(best.id) : undefined;
}
