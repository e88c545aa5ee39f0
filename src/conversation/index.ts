export type { Bot } from "./bot.ts";
export { awaitsContact } from "./contact-form/store.ts";
export { type DossierDesk, openDossierDesk } from "./dossier/client.ts";
export { draftOf, type Route } from "./draft.ts";
export type { FeedbackPorts } from "./feedback-ports.ts";
export { OFFICER_SPEAKS } from "./floor.ts";
export type { FlowContext } from "./flow/advance.ts";
export { type AlsoForget, talkForgetter } from "./forget/store.ts";
export { greet } from "./greeting/store.ts";
export { handBack } from "./hand-back/store.ts";
export { liveTalk, moveFlow, openQuestion, repliesTo } from "./live/store.ts";
export {
  loadEmergencyWords,
  loadIntents,
  loadModels,
  loadOffice,
  loadScript,
  type OfficePaths,
  readScript,
} from "./load.ts";
export { OUTCOMES, type Outcome, type Trace, type Turn, type TurnCommand, type TurnInput } from "./model.ts";
export { conversationPorts, type Office, type Script } from "./ports.ts";
export { flowActions, flowValues } from "./report-actions.ts";
export { readContact } from "./sender.ts";
export { type Committed, conversationMigrations, type PastTurn, turnsOf } from "./store.ts";
export { createEvidence, createUnderstanding, isEmergency } from "./understand.ts";
export { type ConversationPorts, type Conversations, runTurn, startConversations } from "./worker.ts";
