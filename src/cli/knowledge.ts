import { countTemplates } from "../app/templates.ts";
import { FIELDS, loadKnowledge, loadStarterProcedures } from "../catalogue/index.ts";
import { readConfig } from "../config.ts";
import { loadIntents } from "../conversation/index.ts";
import { loadDirectory } from "../departments/index.ts";
import { loadDeliveryRules } from "../outbox/index.ts";
import { loadPlaces } from "../places/index.ts";
import { loadNationalForm, loadSecretWords, loadTicketRules } from "../tickets/index.ts";

/** Reads all of knowledge/ as a start would, and says what is there and what must be checked again soon. */
export async function run(): Promise<number> {
  const { knowledgeDirectory } = readConfig(process.env);
  const knowledge = loadKnowledge(knowledgeDirectory);
  const procedures = loadStarterProcedures(knowledgeDirectory);
  const directory = await loadDirectory(knowledgeDirectory);
  await loadTicketRules(knowledgeDirectory, Date.now(), { approval: false });
  const { things, kinds } = loadSecretWords(knowledgeDirectory);
  loadNationalForm(knowledgeDirectory);
  const templates = countTemplates(knowledgeDirectory);
  const delivery = loadDeliveryRules(knowledgeDirectory);
  const intents = loadIntents(knowledgeDirectory);
  const { table } = await loadPlaces(knowledgeDirectory, null);
  const facts = procedures.flatMap((procedure) => FIELDS.map((field) => procedure.facts[field]));
  const stated = facts.filter((fact) => fact.state === "stated").length;
  const today = new Date().toISOString().slice(0, 10);
  const late = procedures.filter((procedure) => (procedure.reviewBy ?? today) < today);
  const overridden = Object.keys(knowledge.overrides.procedures);
  const notShipped = overridden.filter((code) => !procedures.some((procedure) => procedure.code === code));
  const unknown = notShipped.length > 0 ? `; không có trong procedures/: ${notShipped.join(", ")}` : "";
  const lines = [
    `${procedures.length} thủ tục, ${stated} mục có nguồn, ${facts.length - stated} mục chưa có (bot sẽ không nói).`,
    `${Object.keys(knowledge.aliases).length} thủ tục có cách gọi của người dân; ${knowledge.outside.length} việc ngoài thẩm quyền có chỉ dẫn; ${knowledge.families.length} nhóm dễ lẫn có câu hỏi lại.`,
    `${directory.departments.size} đơn vị, ${directory.topics.size} chủ đề, ${intents.length} ý định.`,
    `${table.provinces.length} tỉnh, thành phố; ${table.units.length} xã, phường, đặc khu có sẵn (cả nước: npm run import -- --places TỆP).`,
    `${overridden.length} thủ tục có giá trị riêng của tỉnh, của xã (overrides.yaml)${unknown}.`,
    `${things.length * kinds.length} cặp từ cho câu bí mật của phiếu ẩn danh.`,
    `${templates.all} mẫu tin Zalo, ${templates.approved} mẫu đã được duyệt.`,
    `${templates.sms} mẫu tin SMS thương hiệu đã duyệt.`,
    `Gửi tin qua: ${delivery.chain.join(" → ") || "chỉ kênh người dân đã nhắn"}; ${delivery.services.length} dịch vụ trong bảng giá, ${delivery.services.filter(({ price_vnd }) => price_vnd === null).length} chưa có giá.`,
    ...late.map(
      (procedure) =>
        `QUÁ NGÀY RÀ SOÁT ${procedure.reviewBy}: ${procedure.code} ${procedure.name} (bot không nói phí và thời hạn)`,
    ),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}
