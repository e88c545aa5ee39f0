import { shortName } from "../answers/index.ts";
import { type Catalogue, type Hit, type Knowledge, type Procedure, readQuestion } from "../catalogue/index.ts";
import { cleanText, type InboundMessage } from "../messages/index.ts";
import { isAccented, words } from "../text/index.ts";
import type { Part } from "./model.ts";
import type { ConversationState } from "./state.ts";
import { asidesOf, isMixed, segmentsOf, type Understand } from "./understand.ts";

export interface LookUpPorts {
  readonly catalogue: Catalogue;
  readonly knowledge: Pick<Knowledge, "lexicon">;
  readonly understand: Understand;
}

/** What is read of a message for understanding; all of it is kept, whatever its length. */
const READ_AT_MOST = 2000;
/** Enough that a hit in context can be looked up among those of the words alone. */
const HITS = 60;
/** A longer tale is one matter: looking up each of its sentences would answer chance words. */
const MOST_MATTERS = 6;

/** The message as a whole and cut into its matters, each understood and looked up. */
export async function lookUp(
  message: InboundMessage,
  state: ConversationState,
  ports: LookUpPorts,
): Promise<{ whole: Part; parts: Part[] }> {
  const text = cleanText(message.text).slice(0, READ_AT_MOST);
  const whole = await partOf(text, state, ports);
  const segments = text.length > 20 ? mattersOf(text, ports.understand) : [];
  const parts =
    segments.length > 1 && segments.length <= MOST_MATTERS
      ? await Promise.all(segments.map((segment) => partOf(segment, state, ports)))
      : [whole];
  return { whole, parts };
}

/** Sentences, and within a question what "và" joins: each may be about a procedure of its own. */
function mattersOf(text: string, understand: Understand): string[] {
  const sentences = segmentsOf(text);
  const finer = sentences.flatMap(asidesOf);
  if (finer.length > sentences.length && isMixed(finer.map(understand))) return finer;
  return sentences.length > 1
    ? sentences
    : text.split(/\s+(?:và|va|cùng với|cung voi|kèm theo)\s+/iu).filter((part) => part.trim().length > 8);
}

async function partOf(text: string, state: ConversationState, ports: LookUpPorts): Promise<Part> {
  const question = readQuestion(text, ports.knowledge.lexicon);
  const context = contextOf(state, ports.catalogue);
  const [hits, hitsInContext] = await Promise.all([
    ports.catalogue.search.find(question.query, HITS),
    context ? inContext(text, context, state, ports) : Promise.resolve([]),
  ]);
  return { text, understood: ports.understand(text), question, hits, hitsInContext };
}

/** What was being talked about: the question we asked back about, or the name of the latest procedure. */
function contextOf(state: ConversationState, catalogue: Catalogue): string | undefined {
  if (state.offered) return state.offered.text;
  const procedure: Procedure | undefined = state.topics[0] ? catalogue.procedure(state.topics[0]) : undefined;
  return procedure && shortName(procedure.name);
}

/** The citizen's words count in full, the context's fill in what they leave out. */
async function inContext(
  text: string,
  context: string,
  state: ConversationState,
  ports: LookUpPorts,
): Promise<readonly Hit[]> {
  const said = readQuestion(text, ports.knowledge.lexicon).query;
  const before = readQuestion(context, ports.knowledge.lexicon).query;
  const added = before.words
    .map((word, i) => ({ word, weight: before.weights[i] ?? 1 }))
    .filter(({ word }) => !said.words.includes(word));
  const query = {
    words: [...said.words, ...added.map(({ word }) => word)],
    weights: [...said.weights, ...added.map(({ weight }) => weight)],
    implied: [...said.implied, ...(state.offered ? before.implied : [])],
    denied: said.denied,
    accented: isAccented(text) || words(text).length === 0,
    all: state.offered ? [...said.all, ...before.all] : said.all,
  };
  return ports.catalogue.search.find(query, HITS);
}
