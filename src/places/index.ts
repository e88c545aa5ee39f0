/** Old and new communes → today's unit, with a question where the words fit several. */
export { DEFECTS, type Defect, type DefectKind } from "./defects.ts";
export { importedPlacesFile, loadPlaces, loadProvinces, readPlaceTable } from "./load.ts";
export { type Choice, type Found, formerName, fullName, type Home, type Province, type Unit } from "./place.ts";
export type { Places } from "./resolve.ts";
