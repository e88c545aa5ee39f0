import { fold, words } from "../../src/text/index.ts";
import { answerJson, bodyOf, listen } from "./listen.ts";

/** An OpenAI-compatible embedding service whose vectors are made by hashing words: texts that share words lie close. */
export interface EmbeddingsFake {
  /** For EMBEDDINGS_URL. */
  readonly url: string;
  readonly calls: readonly EmbeddingsCall[];
  behave(mood: EmbeddingsMood): void;
  close(): Promise<void>;
}

/** `short`: one vector fewer than asked for; `odd`, `holes`, `blank`: no numbers, not all numbers, none; `longer`: of another length. */
export type EmbeddingsMood = "well" | "down" | "hang" | "short" | "odd" | "holes" | "blank" | "longer";

export interface EmbeddingsCall {
  readonly path: string;
  readonly model: string;
  readonly input: readonly string[];
  readonly authorization: string | undefined;
}

export const DIMENSIONS = 48;

export async function startEmbeddingsFake(): Promise<EmbeddingsFake> {
  const calls: EmbeddingsCall[] = [];
  let mood: EmbeddingsMood = "well";
  const server = await listen(async (request, response) => {
    const body = JSON.parse(await bodyOf(request)) as {
      model: string;
      input: string | string[];
      encoding_format?: string;
    };
    const input = Array.isArray(body.input) ? body.input : [body.input];
    calls.push({ path: request.url ?? "", model: body.model, input, authorization: request.headers.authorization });
    if (mood === "hang") return;
    if (mood === "down" || body.encoding_format !== "float") return void response.writeHead(503).end("made-up outage");
    const kept = mood === "short" ? input.slice(1) : input;
    const data = kept.map((text, index) => ({
      object: "embedding",
      index,
      embedding: bent(mood, vectorOf(text)),
    }));
    answerJson(response, 200, {
      object: "list",
      model: body.model,
      data,
      usage: { prompt_tokens: 1, total_tokens: 1 },
    });
  });
  return {
    url: `${server.url}/v1`,
    calls,
    behave(next) {
      mood = next;
    },
    close: server.close,
  };
}

function bent(mood: EmbeddingsMood, vector: number[]): unknown[] {
  switch (mood) {
    case "odd":
      return ["no", "numbers"];
    case "holes":
      return [null, ...vector.slice(1)];
    case "blank":
      return [];
    case "longer":
      return [...vector, 0.5];
    default:
      return vector;
  }
}

export function vectorOf(text: string): number[] {
  const vector = Array<number>(DIMENSIONS).fill(0.001);
  for (const word of words(fold(text))) {
    let hash = 7;
    for (const character of word) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
    vector[hash % DIMENSIONS] = (vector[hash % DIMENSIONS] ?? 0) + 1;
  }
  return vector;
}
