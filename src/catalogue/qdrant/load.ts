import { createHash } from "node:crypto";
import { aliasesOf } from "../embedded/phrases.ts";
import type { Catalogue } from "../load.ts";
import { payloadOf } from "./points.ts";

/** What turns texts into vectors; LangChain's Embeddings interface, with the model's name. */
export interface Dense {
  readonly model: string;
  embedDocuments(texts: string[]): Promise<number[][]>;
  /** Undefined when the service does not answer in time. */
  embedQuery(text: string): Promise<number[] | undefined>;
}

/** One state of the catalogue as Qdrant holds it. Two editions are equal when their names are. */
export interface Edition {
  /** A fingerprint of everything the points are made of. */
  readonly name: string;
  readonly catalogue: Catalogue;
  /** One embedding an entry; absent: words only. */
  readonly meanings?: readonly number[][];
}

/** Changes when the same catalogue would be written to Qdrant otherwise. */
const FORMAT = "1";

export function editionOf(catalogue: Catalogue, model?: string, meanings?: readonly number[][]): Edition {
  const { index } = catalogue;
  const hash = createHash("sha256").update(`${FORMAT}|${model ?? ""}|${meanings?.[0]?.length ?? 0}|`);
  for (const numbers of [index.postingStart, index.postingEntry, index.postingWeight, index.kinds]) {
    hash.update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  }
  for (const syllable of index.terms.keys()) hash.update(`${syllable} `);
  for (const id of index.ids) hash.update(JSON.stringify(payloadOf("", id, catalogue.procedure(id))));
  return { name: hash.digest("hex").slice(0, 16), catalogue, ...(meanings ? { meanings } : {}) };
}

/** What is embedded of each entry: what it is called and what it is about. */
export function textsOf({ index, procedure, outside }: Catalogue): string[] {
  const spoken = [...index.spoken.keys()];
  return index.ids.map((id, entry) => {
    const aliases = aliasesOf(index.phrases, spoken, entry);
    const record = procedure(id);
    return [record?.name ?? outside(id)?.name ?? id, record?.field ?? "", ...aliases].filter(Boolean).join(". ");
  });
}
