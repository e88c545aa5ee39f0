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
 * left out. bend: a paper made optional. leak: its instructions. promise, link, chatter: things nobody may say.
 * `says`: these very words. The rest is about the wire: silence, silence in the middle of the body, a byte now and then,
 * an endless body, pages instead of JSON, lines cut off, refusals, another address.
 */
export type ModelMood =
  | "kind"
  | "lie"
  | "swap"
  | "drop"
  | "bend"
  | "leak"
  | "promise"
  | "link"
  | "chatter"
  | { readonly says: string }
  | WireMood;

type WireMood =
  | "stall"
  | "stall_in_body"
  | "drip"
  | "huge"
  | "html"
  | "hang_up"
  | "hang_up_in_body"
  | "broken_json"
  | "no_choices"
  | "throttled"
  | "redirect"
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

type Wire = Readonly<Record<WireMood, (response: ServerResponse) => void>>;

const HEAD = '{"choices":[{"message":{"role":"assistant","content":"Dạ';
const start = (response: ServerResponse, type = "application/json") =>
  response.writeHead(200, { "content-type": type });

const WIRE: Wire = {
  stall: () => undefined,
  stall_in_body: (response) => void start(response).write(HEAD),
  drip: (response) => {
    start(response).write(HEAD);
    const timer = setInterval(() => response.write(" "), 100);
    response.on("close", () => clearInterval(timer));
  },
  huge: (response) => {
    start(response).write(HEAD);
    const more = () => {
      while (!response.destroyed && response.write("x".repeat(65_536)));
    };
    response.on("drain", more);
    more();
  },
  html: (response) => void start(response, "text/html").end("<html>made-up sign-in page</html>"),
  hang_up: (response) => void response.destroy(),
  hang_up_in_body: (response) => void start(response).write(HEAD, () => response.destroy()),
  broken_json: (response) => void start(response).end(HEAD),
  no_choices: (response) => answerJson(response, 200, completion([])),
  throttled: (response) =>
    answerJson(response, 429, { error: { message: "made-up limit", type: "rate_limit" } }, { "retry-after": "60" }),
  redirect: (response) => void response.writeHead(307, { location: "/elsewhere" }).end(),
  error: (response) => answerJson(response, 500, { error: { message: "made-up failure", type: "server_error" } }),
};

function answer(mood: ModelMood, messages: NonNullable<ChatRequest["messages"]>, response: ServerResponse): void {
  if (typeof mood === "string" && mood in WIRE) {
    WIRE[mood as WireMood](response);
    return;
  }
  const content =
    typeof mood === "string" ? say(mood, messages[0]?.content ?? "", messages.at(-1)?.content ?? "") : mood.says;
  answerJson(response, 200, completion([{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }]));
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
  if (mood === "leak") return instructions;
  const [head = "", ...rest] = told.replace(/^CÂU TRẢ LỜI:\n/u, "").split("\n\n");
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
    case "bend":
      return paragraphs.map((one) => (one.startsWith("Giấy tờ cần có:") ? `${one} nếu cần` : one));
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
