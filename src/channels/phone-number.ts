/**
 * A telephone number in E.164, or null where the text is none (hidden numbers, short codes, sender names). Vietnamese
 * national forms are understood: 0901…, 84901…, +84 901…, 0084901…, and the common slip +84 0901….
 */
export function toE164(raw: string): string | null {
  const digits = raw.trim().replace(/[\s().-]/g, "");
  const international = digits
    .replace(/^00(?=[1-9])/, "+")
    .replace(/^84(?=\d{9,10}$)/, "+84")
    .replace(/^0(?=[1-9]\d{8,9}$)/, "+84")
    .replace(/^\+840(?=\d{9,10}$)/, "+84");
  return /^\+[1-9][0-9]{6,14}$/.test(international) ? international : null;
}
