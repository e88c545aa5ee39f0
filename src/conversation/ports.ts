import type { LanguageModel } from "../answers/index.ts";
import type { Catalogue, Knowledge } from "../catalogue/index.ts";
import { accusedIn, assign, type Directory, topicOf, unitNamed } from "../departments/index.ts";
import type { InboundMessage, ReplyAttachment, Wording } from "../messages/index.ts";
import type { Places } from "../places/index.ts";
import { findCode, type OfficeKey, type RecordType, type SecretWords, type TicketRules } from "../tickets/index.ts";
import type { Bot } from "./bot.ts";
import type { DossierDesk } from "./dossier/client.ts";
import { draftOf, NOWHERE, type Route } from "./draft.ts";
import type { Elsewhere } from "./elsewhere.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import type { FlowContext } from "./flow/advance.ts";
import type { Flow } from "./flow/schema.ts";
import { withoutVillageNames } from "./intake.ts";
import type { TurnCommand, TurnInput } from "./model.ts";
import { partsIn } from "./parts.ts";
import { flowActions, flowValues } from "./report-actions.ts";
import { readContact } from "./sender.ts";
import type { IntentsFile, Models } from "./understand.ts";
import { createUnderstanding } from "./understand.ts";
import { offeredPlaces, type Where } from "./whereabouts.ts";
import type { ConversationPorts } from "./worker.ts";

/** How the bot talks: its flows and its words. */
export interface Script {
  readonly wording: Wording;
  readonly flows: ReadonlyMap<string, Flow>;
}

/** Everything one office's conversations draw on; all of it data. */
export interface Office {
  readonly script: Script;
  readonly intents: IntentsFile;
  /** See what no phrase of `intents` foresaw. */
  readonly models: Models;
  readonly knowledge: Knowledge;
  readonly elsewhere: Elsewhere;
  readonly places: Places;
  readonly catalogue: Catalogue;
  readonly directory: Directory;
  readonly rules: TicketRules;
  readonly secretWords: SecretWords;
  readonly bot: () => Promise<Bot>;
  /** May word answers more kindly and put in other words what search did not understand; absent: neither is done. */
  readonly languageModel?: LanguageModel | undefined;
  /** A provider's form for name and telephone, offered where a flow asks for them. */
  readonly contactForm?: ReplyAttachment | undefined;
  /** Signs receipts; absent where nothing is kept. */
  readonly officeKey?: OfficeKey | undefined;
  /** Knows how dossiers stand; absent: citizens are told where to look themselves. */
  readonly dossiers?: DossierDesk | undefined;
  /** ISO date. */
  readonly today: () => string;
}

/** Joins an office's data to what turns need. `isWithheld`: records an administrator has switched off. */
export function conversationPorts(
  office: Office,
  isWithheld: (code: string) => boolean = () => false,
): ConversationPorts {
  const { wording } = office.script;
  const { intents, models } = office;
  const understand = createUnderstanding(intents, office.knowledge.lexicon.standardise, models);
  const departmentName = (id: string | null) =>
    id === null ? wording.text("noi_phan_loai") : (office.directory.departments.get(id)?.name ?? id);
  const route: FeedbackPorts["route"] = (recordType, text, place, where) =>
    routeOf(office.directory, recordType, text, place, where);
  const handOver = (message: InboundMessage, why: string) => {
    const content = message.text || `(${why})`;
    const anybody = {
      route: () => ({ department: null, coHandlers: [], because: HAND_OVER[why] ?? why, denied: NOBODY }),
    };
    return draftOf(message, "hoi_dap", content, NOWHERE, { ...readContact("", message), anonymous: false }, anybody);
  };
  const ports: ConversationPorts = {
    catalogue: office.catalogue,
    isWithheld,
    knowledge: office.knowledge,
    understand,
    rules: office.rules,
    secretWords: office.secretWords,
    wording,
    departmentName,
    elsewhere: office.elsewhere,
    places: office.places,
    province: office.directory.province,
    oneStop: office.knowledge.overrides.one_stop,
    accusesUnit: (text) => accusedIn(text, office.directory) !== undefined,
    unitNamed: (text) => unitNamed(text, office.directory),
    officeName: `xã ${office.directory.commune}, ${office.directory.province}`,
    get today() {
      return office.today();
    },
    flow: (name) => {
      const flow = office.script.flows.get(name);
      if (!flow) throw new Error(`flows/ has no "${name}"`);
      return flow;
    },
    flowContext: (input) => flowContext(input, office, () => ports),
    route,
    tellsOfOthers: true,
    topicName: (id) => office.directory.topics.get(id)?.name ?? "",
    handOver,
    bot: office.bot,
    languageModel: office.languageModel,
    dossiers: office.dossiers,
    officeKey: office.officeKey,
  };
  return ports;
}

const NOBODY = { departments: [], officers: [] } as const;
const HAND_OVER: Readonly<Record<string, string>> = {
  gap_can_bo: "Người dân xin gặp cán bộ.",
  du_lieu_ca_nhan: "Người dân yêu cầu về dữ liệu cá nhân của mình: trả lời trong 2 ngày làm việc.",
  tu_hai: "Người dân có dấu hiệu muốn tự làm hại mình: cần người liên hệ ngay.",
  loi_he_thong: "Phần mềm không xử lý được tin này: cần người đọc và trả lời.",
};

function routeOf(
  directory: Directory,
  recordType: RecordType,
  text: string,
  place: string | undefined,
  where: Where | null,
): Route {
  const about = withoutVillageNames(text);
  const told = place ? `${about}\n${withoutVillageNames(place)}` : about;
  // Who is accused is read of what was written: no word of a name may be lost.
  const accused = recordType === "pakn_hanh_vi" ? accusedIn(text, directory) : undefined;
  const chosen = assign({ recordType, text: told, place: where, ...(accused && { accused }) }, directory);
  const topic = topicOf(about, directory);
  const denied = { departments: chosen.denied, officers: [] };
  const shared = { because: chosen.because, denied, ...(topic !== undefined && { topic }) };
  switch (chosen.to) {
    case "department":
      return { ...shared, department: chosen.department, coHandlers: chosen.coHandlers };
    case "transfer_out":
      return { ...shared, department: null, coHandlers: [], transferTo: chosen.agency };
    case "triage":
      return { ...shared, department: null, coHandlers: [] };
    default:
      return chosen satisfies never;
  }
}

function flowContext(input: TurnInput, office: Office, ports: () => FeedbackPorts): FlowContext<TurnCommand> {
  const { wording } = office.script;
  return {
    wording,
    actions: flowActions(input, ports()),
    accept: {
      optionWords: (option) => [wording.text(`lua_chon.${option}`), ...wording.words(`lua_chon.${option}`)],
      parts: partsIn(input.state.flow?.saved ?? {}).length,
      ticketCode: (text) => findCode(text) ?? input.found.codeGiven,
    },
    contactForm: office.contactForm,
    values: (saved) => flowValues(saved, wording),
    offered: offeredPlaces,
  };
}
