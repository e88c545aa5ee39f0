import type { InboundMessage } from "../../messages/index.ts";
import type { TurnInput } from "../model.ts";
import type { DossierDesk } from "./client.ts";
import { dossierNumberIn } from "./number.ts";

/** How the dossier stands whose number a message gives; nothing where none is given, or no desk can be asked. */
export async function findDossier(
  { text }: InboundMessage,
  desk: DossierDesk | undefined,
): Promise<Pick<TurnInput["found"], "dossier">> {
  const number = desk && dossierNumberIn(text);
  return desk && number ? { dossier: await desk.find(number) } : {};
}
