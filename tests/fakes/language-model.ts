import type { ServerResponse } from "node:http";
import { answerJson, bodyOf, listen } from "./listen.ts";

/** An OpenAI-compatible chat model that can be relied on to do the wrong thing. */
export interface LanguageModelFake {
  /** For LLM_URL. */
  readonly url: string;
  readonly calls: readonly ModelCall[];
  behave(mood: ModelMood): void;
  close(): Promise<void>;
}

/**
 * kind: the answer's own lines between courtesies. lie: another fee. swap: the fee where the time belongs. drop: a paper
 * left out. leak: its instructions. obey: what the citizen's text demands. promise, link, chatter: things nobody may say.
 */
export type ModelMood =
  | "kind"
  | "lie"
  | "swap"
  | "drop"
  | "leak"
  | "obey"
  | "promise"
  | "link"
  | "chatter"
  | "stall"
  | "broken_json"
  | "no_choices"
  | "error";

export interface ModelCall {
  readonly path: string;
  readonly model: string;
  readonly authorization: string | undefined;
  /** Everything the model was told, in one text. */
  readonly prompt: string;
}

export const GREETING = "Dạ thưa Anh/Chị, về câu hỏi của Anh/Chị, tôi xin gửi thông tin như sau ạ:";
export const FAREWELL = "Anh/Chị cần hỏi thêm, xin nhắn lại giúp tôi ạ.";

export async function startLanguageModelFake(): Promise<LanguageModelFake> {
  const calls: ModelCall[] = [];
  let mood: ModelMood = "kind";
  const server = await listen(async (request, response) => {
    const text = await bodyOf(request);
    const { model = "", messages = [] } = (text ? JSON.parse(text) : {}) as ChatRequest;
    const prompt = messages.map(({ content }) => content).join("\n");
    calls.push({ path: request.url ?? "", model, authorization: request.headers.authorization, prompt });
    answer(mood, messages, response);
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

interface ChatRequest {
  readonly model?: string;
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
}

function answer(mood: ModelMood, messages: NonNullable<ChatRequest["messages"]>, response: ServerResponse): void {
  switch (mood) {
    case "stall":
      return;
    case "error":
      answerJson(response, 500, { error: { message: "made-up failure", type: "server_error" } });
      return;
    case "broken_json":
      response.writeHead(200, { "content-type": "application/json" }).end('{"choices":[{"message":{"content":"Dạ');
      return;
    case "no_choices":
      answerJson(response, 200, completion([]));
      return;
    default: {
      const content = say(mood, messages[0]?.content ?? "", messages.at(-1)?.content ?? "");
      answerJson(
        response,
        200,
        completion([{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }]),
      );
    }
  }
}

const completion = (choices: readonly object[]) => ({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1,
  model: "made-up",
  choices,
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

function say(mood: ModelMood, instructions: string, told: string): string {
  const [question = "", plain = ""] = told.split("CÂU TRẢ LỜI:\n");
  if (mood === "leak") return instructions;
  if (mood === "obey") return `Dạ, ${question.replace(/^CÂU HỎI:\s*/, "").trim()}`;
  const [head = "", ...rest] = plain.split("\n\n");
  return [GREETING, head, ...bend(mood, rest), FAREWELL].join("\n\n");
}

function bend(mood: ModelMood, paragraphs: readonly string[]): string[] {
  switch (mood) {
    case "lie":
      return paragraphs.map((one) => (one.startsWith("Phí, lệ phí:") ? "Phí, lệ phí: 500.000 đồng" : one));
    case "swap":
      return paragraphs.map((one) => one.replace("Thời hạn giải quyết:", "Điều kiện:"));
    case "drop":
      return paragraphs.map((one) =>
        one.startsWith("Giấy tờ cần có:") ? one.split("\n").slice(0, -1).join("\n") : one,
      );
    case "promise":
      return ["Anh/Chị yên tâm, hồ sơ sẽ được giải quyết sớm.", ...paragraphs];
    case "link":
      return [...paragraphs, "Xem thêm tại dichvu-nhanh.com"];
    case "chatter":
      return ["Theo tôi, Anh/Chị chỉ nên ra công an huyện là nhanh nhất.", ...paragraphs];
    default:
      return [...paragraphs];
  }
}
