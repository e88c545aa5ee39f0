import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { checkReceipt, loadOfficeKey } from "../../../src/tickets/index.ts";
import { printReceipt } from "../../../src/tickets/receipts/receipt.ts";
import { isSignedBy, officeKey } from "../../../src/tickets/receipts/sign.ts";

const folder = mkdtempSync(join(tmpdir(), "lang-nghe-receipt-"));
afterAll(() => rmSync(folder, { recursive: true }));
const key = await loadOfficeKey(folder);
const other = await loadOfficeKey(join(folder, "other"));
const KEYS = new Map([[key.id, key.publicKey]]);
const FACTS = {
  code: "PA-7K3M-92XF",
  receivedAt: Date.parse("2026-11-23T08:00:00+07:00"),
  dueAt: Date.parse("2026-11-30T11:30:00+07:00"),
  contentHash: "ab".repeat(32),
  eventHash: "01".repeat(32),
};
const printed = printReceipt(FACTS, key);

/** The example of RFC 8032 §7.1, test 2, as PKCS #8. */
const RFC = {
  pem: `-----BEGIN PRIVATE KEY-----\n${Buffer.from(
    `302e020100300506032b657004220420${"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"}`,
    "hex",
  ).toString("base64")}\n-----END PRIVATE KEY-----\n`,
  publicKey: Buffer.from("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "hex").toString(
    "base64url",
  ),
  message: "r",
  signature: Buffer.from(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "hex",
  ).toString("base64url"),
};

describe("the office's key", () => {
  test("is made once, for its owner's eyes, and is the same ever after", async () => {
    expect((await loadOfficeKey(folder)).publicKey).toBe(key.publicKey);
    expect(statSync(join(folder, "office-key.pem")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "office-key.pem"), "utf8")).toContain("PRIVATE KEY");
    expect(key.publicKey).toMatch(/^[\w-]{43}$/);
    expect(key.id).toMatch(/^[\w-]{8}$/);
  });

  test("signs as RFC 8032 says", () => {
    const known = officeKey(RFC.pem);
    expect(known.publicKey).toBe(RFC.publicKey);
    expect(known.sign(RFC.message)).toBe(RFC.signature);
    expect(isSignedBy(RFC.publicKey, RFC.message, RFC.signature)).toBe(true);
    expect(isSignedBy(RFC.publicKey, "s", RFC.signature)).toBe(false);
    expect(isSignedBy("no key", RFC.message, RFC.signature)).toBe(false);
  });
});

describe("a receipt", () => {
  test("says what was taken in, whatever stands around it, and is the same every time", () => {
    expect(printReceipt(FACTS, key)).toBe(printed);
    expect(printed.length).toBeLessThan(250);
    const inChat = `Dạ, biên nhận:\n${printed.replace(/(.{30})/g, "$1\u200b\n ")}\nAi cũng kiểm tra được.`;
    for (const text of [printed, `Chuỗi: ${printed}\n`, `“${printed.slice(0, 70)}\n  ${printed.slice(70)}”`, inChat])
      expect(checkReceipt(text, KEYS)).toEqual({ kind: "genuine", receipt: { ...FACTS, keyId: key.id } });
  });

  test("is not believed with any one character changed, taken out or put in", () => {
    fc.assert(
      fc.property(
        fc.nat(printed.length - 1),
        fc.constantFrom(..."aZ09-_.!x"),
        fc.constantFrom(0, 1),
        (at, mark, out) => {
          const changed = printed.slice(0, at) + mark + printed.slice(at + out);
          // What stands before it is not part of it.
          fc.pre(changed !== printed && at + out > 0);
          expect(checkReceipt(changed, KEYS).kind).not.toBe("genuine");
        },
      ),
      { numRuns: 3000 },
    );
    for (let at = 0; at < printed.length; at++)
      expect(checkReceipt(printed.slice(0, at) + printed.slice(at + 1), KEYS).kind).not.toBe("genuine");
  });

  test("of another key is told apart from a forged one", () => {
    const foreign = printReceipt(FACTS, other);
    expect(checkReceipt(foreign, KEYS).kind).toBe("unknown_key");
    const posing = foreign.replace(`.${other.id}.`, `.${key.id}.`);
    expect(checkReceipt(posing, KEYS).kind).toBe("forged");
    expect(checkReceipt(foreign.slice(0, -20), KEYS)).toEqual({ kind: "incomplete" });
    expect(checkReceipt("xin chào", KEYS)).toEqual({ kind: "unreadable" });
  });
});
