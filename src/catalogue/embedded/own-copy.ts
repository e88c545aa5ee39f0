import type { IndexData, Label, Phrase } from "./build.ts";

/**
 * The same index in arrays of its own. Those that `deserialize` gives are views of the bytes it read, so that one name's
 * four words would keep a file of tens of megabytes in memory.
 */
export function ownCopy(index: IndexData): IndexData {
  return {
    ...index,
    outside: index.outside.slice(),
    postingStart: index.postingStart.slice(),
    postingEntry: index.postingEntry.slice(),
    postingWeight: index.postingWeight.slice(),
    idf: index.idf.slice(),
    nameIdf: index.nameIdf.slice(),
    labels: index.labels.map(ownLabel),
  };
}

function ownLabel(label: Label): Label {
  return {
    name: ownPhrase(label.name),
    aliases: label.aliases.map(ownPhrase),
    not: label.not.map(ownPhrase),
    variants: label.variants,
  };
}

function ownPhrase({ terms, telling, tellingFolded, accented }: Phrase): Phrase {
  return { terms: terms.slice(), telling: telling.slice(), tellingFolded: tellingFolded.slice(), accented };
}
