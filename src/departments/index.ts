/** Who handles what, where; and who must not. */
export { type Accused, accusedIn } from "./accused.ts";
export { type Assignment, type AssignmentFacts, assign, type Candidate, THRESHOLD } from "./assign.ts";
export type { Department, Directory, Topic } from "./directory.ts";
export { loadDirectory } from "./load.ts";
export { unitNamed } from "./named.ts";
export { findPhrases, indexPhrases, type PhraseIndex } from "./phrases.ts";
export { type RankedTopic, rankTopics, topicOf } from "./rank.ts";
