import { type Accused, accusedIn } from "./accused.ts";
import type { Department, Directory } from "./directory.ts";
import { confidenceIn, type RankedTopic, type RankedUnit, rankTopics, rankUnits } from "./rank.ts";

/** The kinds of record, as tickets/ names them. */
export type Matter =
  | "pakn_hanh_vi"
  | "pakn_quy_dinh"
  | "kien_nghi"
  | "ho_so_tre"
  | "hien_truong"
  | "hoi_dap"
  | "khen_gop_y"
  | "khieu_nai"
  | "to_cao";

export interface AssignmentFacts {
  readonly recordType: Matter;
  /** What the citizen wrote. */
  readonly text: string;
  /** Topic ids the conversation has already settled on. */
  readonly topicHints?: readonly string[];
  /** Today's commune and province, as far as known. */
  readonly place?: { readonly commune: string | null; readonly province: string | null } | null;
  /** The unit complained about, when the conversation knows it; else the text is read for it. */
  readonly accused?: Accused;
}

export interface Candidate {
  readonly department: string;
  readonly topic: string;
  readonly score: number;
}

/** Where a record goes. `because` is shown to officers; `denied` are units that must not see it. */
export type Assignment =
  | {
      readonly to: "department";
      readonly department: string;
      readonly coHandlers: readonly string[];
      readonly denied: readonly string[];
      readonly because: string;
      readonly confidence: number;
    }
  | {
      readonly to: "triage";
      readonly because: string;
      readonly confidence: number;
      readonly denied: readonly string[];
      readonly candidates: readonly Candidate[];
    }
  /** Beyond this system: a person writes to the agency within five working days (NĐ 20/2008 Đ9). */
  | {
      readonly to: "transfer_out";
      readonly agency: string;
      readonly denied: readonly string[];
      readonly because: string;
      readonly confidence: number;
    };

/** Below this a person decides. */
export const THRESHOLD = 0.55;

/** What a matter must score to count as said: one phrase of two syllables. */
const SAID = 2;
/** How much the way of handling weighs where the matter itself is said. */
const MANNER = 0.55;

interface Reading {
  readonly facts: AssignmentFacts;
  readonly directory: Directory;
  readonly topics: readonly RankedTopic[];
  readonly units: readonly RankedUnit[];
  readonly confidence: number;
}

/** The one accountable unit for a record, or why a person must choose it. Pure. */
export function assign(facts: AssignmentFacts, directory: Directory): Assignment {
  const topics = rankTopics(facts.text, facts.topicHints ?? [], directory);
  const units = rankUnits(matterFirst(topics));
  const reading: Reading = { facts, directory, topics, units, confidence: confidenceIn(units) };
  if (facts.recordType === "khieu_nai" || facts.recordType === "to_cao") return toInspector(reading);
  if (isElsewhere(facts, directory)) return triage(reading, elsewhereWords(facts));
  const accused = facts.accused ?? (facts.recordType === "pakn_hanh_vi" ? accusedIn(facts.text, directory) : undefined);
  return accused ? aboveAccused(accused, reading) : byKind(reading);
}

/** Where the matter is said, how it was handled comes second. */
function matterFirst(topics: readonly RankedTopic[]): RankedTopic[] {
  if (!topics.some(({ topic, score }) => !topic.manner && score >= SAID)) return [...topics];
  const weighed = topics.map((ranked) => (ranked.topic.manner ? { ...ranked, score: ranked.score * MANNER } : ranked));
  return weighed.sort((a, b) => b.score - a.score);
}

/** Complaints and denunciations are never routed by a machine (Luật Tố cáo 2018 Đ8.3). */
function toInspector({ directory }: Reading): Assignment {
  const candidates = [{ department: directory.inspectorate, topic: "", score: 1 }];
  const because = "khiếu nại, tố cáo: chỉ người được giao mới xem và hướng dẫn, không phân công tự động";
  return { to: "triage", because, confidence: 1, denied: [], candidates };
}

/** "xã Tuyên Bình" → "Tuyên Bình"; "Nam Ba Đồn" is not "Ba Đồn". */
const bare = (name: string) => name.replace(/^(?:xã|phường|đặc khu|tỉnh|thành phố)\s+/iu, "");

function isElsewhere({ place }: AssignmentFacts, directory: Directory): boolean {
  const differs = (stated: string | null | undefined, ours: string) => stated != null && bare(stated) !== bare(ours);
  return differs(place?.province, directory.province) || differs(place?.commune, directory.commune);
}

const elsewhereWords = ({ place }: AssignmentFacts): string => {
  const where = [place?.commune, place?.province].filter(Boolean).join(", ");
  return `địa bàn (${where}) không thuộc xã này`;
};

/** Nobody judges a complaint about themselves: it goes to the unit above. */
function aboveAccused(accused: Accused, reading: Reading): Assignment {
  const { directory } = reading;
  const unit = directory.departments.get(accused.department);
  if (!unit) return triage(reading, "chưa rõ đơn vị bị phản ánh");
  const who = accused.head ? unit.head : unit.name;
  if (unit.kind !== "own" && unit.parent !== null) {
    const because = `phản ánh về ${who}, ngành dọc: chuyển cấp trên của đơn vị đó`;
    return { to: "transfer_out", agency: unit.parent, denied: [unit.id], because, confidence: 0.9 };
  }
  const judge = judgeOf(unit, directory);
  const because = `phản ánh về ${who}: không giao cho chính đơn vị đó`;
  return { to: "department", department: judge, coHandlers: [], denied: [unit.id], because, confidence: 0.9 };
}

/** The unit above; where that is the province's leaders, their office, and the inspectorate for that office itself. */
function judgeOf(unit: Department, directory: Directory): string {
  const { communeHead, provinceFocalPoint, inspectorate } = directory;
  if (unit.id === inspectorate) return provinceFocalPoint;
  if (unit.id === provinceFocalPoint || unit.parent === provinceFocalPoint) return inspectorate;
  if (unit.id === communeHead || unit.level === "province") return provinceFocalPoint;
  const above = unit.parent === null ? undefined : directory.departments.get(unit.parent);
  return above?.kind === "own" ? above.id : provinceFocalPoint;
}

function byKind(reading: Reading): Assignment {
  switch (reading.facts.recordType) {
    case "pakn_hanh_vi":
      return conduct(reading);
    case "pakn_quy_dinh":
      return regulation(reading);
    case "ho_so_tre":
      return lateDossier(reading);
    case "khen_gop_y":
      return praise(reading);
    default:
      return byTopic(reading);
  }
}

/** Behaviour of people whose unit is not said: never to the unit whose work it was, if the words tell which that is. */
function conduct(reading: Reading): Assignment {
  const { directory, topics } = reading;
  const [matter] = rankUnits(topics.filter(({ topic }) => !topic.manner));
  const [manner] = topics.filter(({ topic }) => topic.manner);
  const ofCentre = manner?.topic.unit === directory.serviceCentre ? directory.serviceCentre : undefined;
  const behind = matter && matter.score >= SAID ? matter.unit : ofCentre;
  if (behind) return aboveAccused({ department: behind, head: false }, reading);
  const unit = manner?.topic.unit ?? directory.focalPoint;
  return sure(unit, joined(unit, manner?.topic.co ?? []), "phản ánh hành vi, chưa rõ đơn vị: giao đầu mối", 0.7);
}

/** Opinions on a regulation belong to the province's focal point, whoever issued it (NĐ 92/2017, NĐ 20/2008 Đ8). */
function regulation({ topics, directory }: Reading): Assignment {
  const field = topics[0]?.topic;
  const co = field && directory.departments.get(field.province)?.kind === "own" ? [field.province] : [];
  const because = `phản ánh quy định${field ? ` (${field.name})` : ""}: đầu mối kiểm soát thủ tục hành chính của tỉnh`;
  return sure(
    directory.provinceFocalPoint,
    co.filter((id) => id !== directory.provinceFocalPoint),
    because,
    0.8,
  );
}

/** The unit that holds the dossier answers; the service centre helps. */
function lateDossier(reading: Reading): Assignment {
  const { directory } = reading;
  const topics = reading.topics.filter(({ topic }) => !topic.manner);
  const units = rankUnits(topics);
  const confidence = confidenceIn(units);
  const centre = directory.serviceCentre;
  if (confidence < THRESHOLD) return sure(centre, [], "hồ sơ chậm, chưa rõ lĩnh vực: nơi tiếp nhận hồ sơ", 0.7);
  const chosen = byTopic({ ...reading, topics, units, confidence });
  return chosen.to === "department"
    ? { ...chosen, coHandlers: joined(chosen.department, [...chosen.coHandlers, centre]) }
    : chosen;
}

function praise({ units, directory }: Reading): Assignment {
  const co = units
    .slice(0, 1)
    .map(({ unit }) => unit)
    .filter((id) => directory.departments.get(id)?.kind === "own");
  return sure(
    directory.focalPoint,
    joined(directory.focalPoint, co),
    "khen, góp ý: đầu mối ghi nhận và chuyển lời",
    0.9,
  );
}

function byTopic(reading: Reading): Assignment {
  const { units, directory, confidence } = reading;
  const [first] = units;
  const unit = first && directory.departments.get(first.unit);
  if (!unit) return triage(reading, "chưa nhận ra lĩnh vực");
  if (confidence < THRESHOLD)
    return triage(reading, `có thể thuộc nhiều đơn vị: ${namesOf(units.slice(0, 3), directory)}`);
  const because = reasonOf(first.best);
  if (unit.kind !== "own") return { to: "transfer_out", agency: unit.id, denied: [], because, confidence };
  return sure(unit.id, joined(unit.id, first.best.topic.co), because, confidence);
}

function sure(department: string, coHandlers: readonly string[], because: string, confidence: number): Assignment {
  return { to: "department", department, coHandlers, denied: [], because, confidence };
}

function triage({ units, confidence }: Reading, because: string): Assignment {
  const candidates = units
    .slice(0, 5)
    .map(({ unit, best, score }) => ({ department: unit, topic: best.topic.id, score }));
  return { to: "triage", because, confidence, denied: [], candidates };
}

const joined = (main: string, co: readonly string[]) => [...new Set(co)].filter((id) => id !== main);

function namesOf(units: readonly RankedUnit[], directory: Directory): string {
  return units.map(({ unit }) => directory.departments.get(unit)?.name ?? unit).join("; ");
}

function reasonOf({ topic, words }: RankedTopic): string {
  const said =
    words.length > 0
      ? ` (${words
          .slice(0, 4)
          .map((word) => `“${word}”`)
          .join(", ")})`
      : "";
  return `${topic.name}${said}. Căn cứ: ${topic.basis}`;
}
