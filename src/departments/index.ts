/** Who handles what, where; and who must not. */
export { type Accused, accusedIn } from "./accused.ts";
export { type Assignment, type AssignmentFacts, assign, type Candidate, THRESHOLD } from "./assign.ts";
export type { Department, Directory, Topic } from "./directory.ts";
export {
  decidePhrases,
  type LearnedPhrase,
  type Learning,
  learnedPhrases,
  learningMigrations,
  openLearning,
  undoPhrase,
} from "./learning/store.ts";
export { LEAST_TICKETS, type Suggestion as RoutingSuggestion, suggestions } from "./learning/suggest.ts";
export { loadDirectory } from "./load.ts";
export { unitNamed } from "./named.ts";
export { findPhrases, indexPhrases, type PhraseIndex } from "./phrases.ts";
export { type RankedTopic, rankTopics, topicOf } from "./rank.ts";
