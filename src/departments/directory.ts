import { z } from "zod";
import { indexPhrases, type PhraseIndex } from "./phrases.ts";

const Id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "mã viết thường, không dấu, nối bằng gạch ngang");

const DepartmentRecord = z.strictObject({
  id: Id,
  name: z.string().min(3),
  level: z.enum(["commune", "province"]),
  /** own: under a People's Committee, can be assigned to. vertical, company: can only be written to. */
  kind: z.enum(["own", "vertical", "company"]),
  /** The unit above, to which complaints about this one go; null at the top. */
  parent: Id.nullable(),
  /** The head's office, never a person's name. */
  head: z.string().min(3),
  /** The office of the deputy in charge of this work, where the unit has one. */
  deputy: z.string().min(3).optional(),
  /** What else people call it, old names included. */
  also: z.array(z.string().min(2)),
  /** Published ones, filled in by the office; null until then. */
  phone: z.string().nullable(),
  address: z.string().nullable(),
});
export type Department = Readonly<z.infer<typeof DepartmentRecord>>;

/** knowledge/departments.yaml */
export const DepartmentsFile = z.strictObject({
  commune: z.string().min(2),
  province: z.string().min(2),
  focal_point: Id,
  service_centre: Id,
  commune_head: Id,
  province_focal_point: Id,
  inspectorate: Id,
  departments: z.array(DepartmentRecord).min(1),
});
export type DepartmentsFile = z.infer<typeof DepartmentsFile>;

const TopicRecord = z.strictObject({
  id: Id,
  name: z.string().min(3),
  /** As people say it, accented. */
  words: z.array(z.string().min(2)).min(3),
  /** Of them, those that name whom it concerns ("học sinh"): people are spoken of in other matters too. */
  people: z.array(z.string().min(2)).default([]),
  /** The accountable unit, or the vertical agency or company the matter belongs to. */
  unit: Id,
  /** The unit of the same field in the province. */
  province: Id,
  co: z.array(Id),
  basis: z.string().min(5),
  /** True when the topic is how a matter was handled, not what the matter is. */
  manner: z.boolean().default(false),
});
export type Topic = Readonly<z.infer<typeof TopicRecord>>;

/** knowledge/topics.yaml */
export const TopicsFile = z.strictObject({ topics: z.array(TopicRecord).min(1) });
export type TopicsFile = z.infer<typeof TopicsFile>;

/** Who handles what in one commune and its province. Read-only. */
export interface Directory {
  readonly commune: string;
  readonly province: string;
  /** Ids of the units with a special part in routing. */
  readonly focalPoint: string;
  readonly serviceCentre: string;
  readonly communeHead: string;
  readonly provinceFocalPoint: string;
  readonly inspectorate: string;
  readonly departments: ReadonlyMap<string, Department>;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly topicWords: PhraseIndex;
  readonly unitNames: PhraseIndex;
  /** Words people have added to topics at the console; replaced whole when one is added or taken back. */
  readonly learned: { index: PhraseIndex };
}

/** A directory from its two files. Call `mistakesIn` on them first. */
export function createDirectory(units: DepartmentsFile, { topics }: TopicsFile): Directory {
  return {
    commune: units.commune,
    province: units.province,
    focalPoint: units.focal_point,
    serviceCentre: units.service_centre,
    communeHead: units.commune_head,
    provinceFocalPoint: units.province_focal_point,
    inspectorate: units.inspectorate,
    departments: new Map(units.departments.map((department) => [department.id, department])),
    topics: new Map(topics.map((topic) => [topic.id, topic])),
    topicWords: indexPhrases(topics.map(({ id, words, people }) => ({ id, phrases: words, weak: people }))),
    learned: { index: new Map() },
    unitNames: indexPhrases(units.departments.map(({ id, name, also }) => ({ id, phrases: [name, ...also] }))),
  };
}

/** References that lead nowhere and ids used twice, for the editor: file name, the broken reference and who made it. */
export function mistakesIn(
  units: DepartmentsFile,
  { topics }: TopicsFile,
): { file: string; ref: string; what: string }[] {
  const known = new Set(units.departments.map(({ id }) => id));
  const special = [
    units.focal_point,
    units.service_centre,
    units.commune_head,
    units.province_focal_point,
    units.inspectorate,
  ];
  const unitRefs = [...special, ...units.departments.flatMap(({ parent }) => parent ?? [])];
  const topicRefs = topics.flatMap(({ unit, province, co }) => [unit, province, ...co]);
  const missing = (file: string, refs: readonly string[]) =>
    [...new Set(refs)].filter((ref) => !known.has(ref)).map((ref) => ({ file, ref, what: `không có đơn vị "${ref}"` }));
  const twice = (file: string, ids: readonly string[]) =>
    ids.filter((id, i) => ids.indexOf(id) !== i).map((ref) => ({ file, ref, what: `mã "${ref}" dùng hai lần` }));
  return [
    ...missing("departments.yaml", unitRefs),
    ...missing("topics.yaml", topicRefs),
    ...twice(
      "departments.yaml",
      units.departments.map(({ id }) => id),
    ),
    ...twice(
      "topics.yaml",
      topics.map(({ id }) => id),
    ),
  ];
}
