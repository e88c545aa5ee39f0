/** The shapes a Vietnamese syllable can have once its marks are taken off: a closed list, so anything else is a slip, slang or foreign. */

const INITIAL = "ngh|ng|nh|gh|gi|kh|ch|ph|qu|th|tr|[bcdghklmnprstvx]";
const RIME = [
  "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay",
  "e|ec|ech|em|en|eng|enh|eo|ep|et|eu",
  "i|ia|ich|iec|iem|ien|ieng|iep|iet|ieu|im|in|inh|ip|it|iu",
  "o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|oc|oe|oen|oeo|oet|oi|om|on|ong|ooc|oong|op|ot",
  "u|ua|uan|uang|uat|uay|uc|ue|uech|uenh|ui|um|un|ung|uo|uoc|uoi|uom|uon|uong|uop|uot|uou|up|ut|uu|uy|uya|uych|uyen|uyet|uynh|uyt|uyu",
  "y|yem|yen|yet|yeu",
].join("|");
const SYLLABLE = new RegExp(`^(?:${INITIAL})?(?:${RIME})$|^gi$`);

/** True for a folded word that a Vietnamese syllable may look like ("duong"; not "duonng", "sih" or "kys"). */
export function isSyllable(folded: string): boolean {
  return SYLLABLE.test(folded);
}
