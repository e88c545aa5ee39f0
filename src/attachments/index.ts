/** Files people send and officers give out: fetched, looked at, cleaned, kept by hash. */
export { EXTENSIONS, isFetched, isToSend, type KeptAttachment, type MediaType } from "./attachment.ts";
export { publicReach, type Reach } from "./fetch/client.ts";
export { openFiles } from "./files/store.ts";
export { type AttachmentRules, loadAttachmentRules } from "./load.ts";
export { clamdScan } from "./scan/client.ts";
export { attachmentsOf, fileWith, forgetUnfiled, noteAttachments, noteUpload, sendOut, takeBack } from "./store.ts";
export { attachmentMigrations } from "./tables.ts";
export { type Backlog, backlog } from "./work/store.ts";
export { type Accepted, type Attachments, startAttachments } from "./worker.ts";
