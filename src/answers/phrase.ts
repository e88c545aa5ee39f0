import { createCircuit } from "../platform/index.ts";
import { judge, type PlainAnswer, type Rejection } from "./guard.ts";
import { type ModelMessage, type Proposed, readProposal, rewriteInstructions } from "./rewrite.ts";

export interface LanguageModelSettings {
  /** Base of an OpenAI-compatible API, as in http://127.0.0.1:8000/v1. */
  readonly url: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly timeoutMs?: number;
  readonly onPhrasing?: (outcome: PhraseOutcome) => void;
  readonly onRewriting?: (outcome: RewriteOutcome) => void;
}

type Unheard = "unreachable" | "resting";

/** What came of asking the model; everything but "phrased" means that the plain answer goes out. */
export type PhraseOutcome = "phrased" | Unheard | Rejection;

/** Everything but "question" means that the citizen's own words stand alone. */
export type RewriteOutcome = Proposed["kind"] | Unheard;

/** A language model that may word an answer more kindly or put a question in other words, and decides nothing. */
export interface LanguageModel {
  /** The answer in the model's words when the guard accepts them, else undefined. */
  phrase(plain: PlainAnswer): Promise<string | undefined>;
  /** What the message may mean, as a question to search with; undefined when the model takes it for something else. */
  rewrite(message: string): Promise<string | undefined>;
  /** False while the model fails. */
  isWell(): boolean;
}

const TIMEOUT_MS = 3000;
const FAILURES = 3;
const OPEN_MS = 30_000;

/** Puts the model, its time-out, its circuit breaker and the guard into one. LangChain is loaded with the first question. */
export function openLanguageModel(settings: LanguageModelSettings): LanguageModel {
  const { now, timeoutMs = TIMEOUT_MS } = settings;
  const circuit = createCircuit({ failures: FAILURES, openMs: OPEN_MS });
  let isWell = true;
  let loaded: Promise<Model> | undefined;
  const model = () => {
    loaded ??= loadModel(settings, timeoutMs);
    return loaded;
  };

  /** What the model says, or why it is not heard. */
  async function ask(messages: readonly ModelMessage[]): Promise<{ said: string } | Unheard> {
    if (!circuit.allows(now())) return "resting";
    try {
      const said = await inTime((await model())(messages, AbortSignal.timeout(timeoutMs)), timeoutMs);
      circuit.succeeded();
      isWell = true;
      return { said };
    } catch {
      circuit.failed(now());
      isWell = false;
      return "unreachable";
    }
  }

  return {
    isWell: () => isWell,
    async phrase(plain) {
      const answer = await ask(phraseInstructions(plain));
      const verdict = typeof answer === "string" ? undefined : judge(answer.said, plain);
      const isAccepted = verdict?.kind === "accepted";
      settings.onPhrasing?.(isAccepted ? "phrased" : (verdict?.because ?? (answer as Unheard)));
      return isAccepted ? verdict.text : undefined;
    },
    async rewrite(message) {
      const answer = await ask(rewriteInstructions(message));
      const proposed = typeof answer === "string" ? undefined : readProposal(answer.said);
      settings.onRewriting?.(proposed?.kind ?? (answer as Unheard));
      return proposed?.kind === "question" ? proposed.text : undefined;
    },
  };
}

type Model = (messages: readonly ModelMessage[], signal: AbortSignal) => Promise<string>;

async function loadModel({ url, model, apiKey = "none" }: LanguageModelSettings, timeoutMs: number): Promise<Model> {
  const { initChatModel } = await import("langchain/chat_models/universal");
  const chat = await initChatModel(model, {
    modelProvider: "openai",
    apiKey,
    temperature: 0,
    maxRetries: 0,
    timeout: timeoutMs,
    configuration: { baseURL: url, fetch: fetchBounded },
  });
  return async (messages, signal) => {
    const { content } = await chat.invoke(
      messages.map(([role, text]): [string, string] => [role, text]),
      { signal },
    );
    if (typeof content !== "string") throw new Error("the model answered with something else than text");
    return content;
  };
}

/** The client's own time-out ends with the first byte; this one ends with the answer. */
async function inTime<T>(call: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the model took too long")), timeoutMs);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Far more than any answer takes. */
const LONGEST_BODY = 256 * 1024;

/** Takes no endless answer into memory, and carries the prompt to no other address than the one set. */
async function fetchBounded(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: "error" });
  let left = LONGEST_BODY;
  const bounded = response.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        left -= chunk.byteLength;
        if (left < 0) controller.error(new Error("the model's answer is too long"));
        else controller.enqueue(chunk);
      },
    }),
  );
  return new Response(bounded ?? null, { status: response.status, headers: response.headers });
}

/** Courtesies the guard is sure to know; a model left to its own finds others, and its answer is then thrown away. */
export const SAMPLES = [
  "Dạ thưa Anh/Chị, tôi xin gửi thông tin như sau ạ:",
  "Cảm ơn Anh/Chị đã hỏi. Tôi xin trả lời như sau:",
  "Dạ, về câu hỏi của Anh/Chị, tôi xin gửi thông tin ạ.",
  "Dạ, mời Anh/Chị xem thông tin dưới đây ạ.",
  "Anh/Chị cần hỏi thêm, xin nhắn lại giúp tôi ạ.",
  "Nếu còn điều gì chưa rõ, Anh/Chị cứ nhắn cho tôi ạ.",
  "Chúc Anh/Chị mọi việc thuận lợi.",
  "Trân trọng cảm ơn Anh/Chị.",
] as const;

const INSTRUCTIONS = `Bạn giúp một cơ quan nhà nước nói lại câu trả lời về thủ tục hành chính cho nhẹ nhàng, lễ phép, gọi người hỏi là "Anh/Chị".
Giữ nguyên từng chữ mỗi dòng thông tin và thứ tự của chúng, mỗi dòng thông tin là một dòng riêng đứng dưới đúng đề mục của nó, không bỏ dòng nào, giữ dòng "Nguồn" ở cuối.
Chỉ được thêm một lời chào, một lời dẫn ở đầu và một lời kết ở cuối, mỗi lời là một dòng riêng, theo các mẫu này:
${SAMPLES.map((sample) => `- ${sample}`).join("\n")}
Không thêm số, ngày, tiền, giấy tờ, cơ quan, luật, đường dẫn; không hứa; không dùng ký hiệu định dạng.
Chỉ trả về câu trả lời đã nói lại, không nói gì khác.`;

/** All that leaves the house: the record's stated lines. Nothing of what the citizen wrote. */
const phraseInstructions = (plain: PlainAnswer): ModelMessage[] => [
  ["system", INSTRUCTIONS],
  ["human", `CÂU TRẢ LỜI:\n${plain.text}`],
];
