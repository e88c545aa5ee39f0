import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { type VoicePorts, voiceChannel } from "../../src/channels/index.ts";
import { formFields } from "../../src/channels/sms/twilio/verify.ts";
import { parseVoice, queryOf, START } from "../../src/channels/voice/parse.ts";
import type { Reply } from "../../src/messages/index.ts";
import { phoneLine } from "../fakes/twilio-voice.ts";
import { configured, openDoor } from "./door.ts";
import { OWN_ACCOUNT, TWILIO_OWN_TOKEN, VOICE_TURN } from "./vectors.ts";

const NOW = 1_793_318_700_000;
const PUBLIC_URL = "https://bot.example.vn";
/** FUZZ_RUNS=100000 for the long run. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 3000);

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** The voice door over an office whose turns take as long as the test says, and whose calls are kept in memory. */
async function openLine(
  repliesTo: VoicePorts["repliesTo"],
  { full = false, off = false, transferNumber = "" }: { full?: boolean; off?: boolean; transferNumber?: string } = {},
) {
  const hungUp: string[] = [];
  const office: VoicePorts = {
    calls: {
      begin: async () => undefined,
      leftOff: async () => undefined,
      keepHeard: async () => undefined,
      heard: async () => undefined,
      hangUp: async ({ callSid }) => void hungUp.push(callSid),
    },
    repliesTo,
    reads: () => ({ isUrgent: false, wantsPerson: false, isRight: undefined }),
    say: (key) => ({ key, text: key.replaceAll("_", " ") }),
    canText: () => false,
  };
  const settings = { accountSid: OWN_ACCOUNT, authToken: TWILIO_OWN_TOKEN, publicUrl: PUBLIC_URL, transferNumber };
  const door = await openDoor(configured(voiceChannel(settings, office)), NOW, { full, off });
  open.push(door);
  const line = phoneLine({ ...settings, url: door.url, ownNumber: "+842871000000" });
  return { door, line, hungUp };
}

describe("a turn that takes too long", () => {
  const answer: Reply = { key: "tra_loi", text: "Giấy tờ cần có: tờ khai." };

  test("is waited for politely, and then answered; its words were taken in once", async () => {
    let asked = 0;
    const { line, door } = await openLine(async () => (++asked < 3 ? "late" : [answer]));
    const call = await line.call("+84901234567");
    const { say } = await call.say("làm giấy khai sinh cần gì");
    expect(say).toContain("Giấy tờ cần có: tờ khai.");
    expect(call.waits).toBe(2);
    expect(door.accepted.map(({ text }) => text)).toEqual(["làm giấy khai sinh cần gì"]);
  });

  test("is not waited for without end: the caller hears that it is kept, and goes on", async () => {
    const { line } = await openLine(async () => "late");
    const call = await line.call("+84901234567");
    const { say, gather } = await call.say("làm giấy khai sinh cần gì");
    expect(say).toBe("goi.con cho");
    expect(gather).toContain("luot=2");
    expect(call.waits).toBe(3);
  });
});

test("what cannot be kept is asked for again, then the call ends, each time with an answer", async () => {
  const { line, door } = await openLine(async () => [], { full: true });
  const call = await line.call("+84901234567");
  const first = await call.say("tôi muốn phản ánh rác ở thôn 2");
  expect([first.status, first.say]).toEqual([200, "goi.chua ghi"]);
  const second = await call.say("tôi muốn phản ánh rác ở thôn 2");
  expect([second.say, second.hangsUp]).toEqual(["goi.goi lai sau", true]);
  expect(door.rejected).toEqual(["voice not_stored", "voice not_stored"]);
});

describe("while calls are switched off", () => {
  test("a caller hears so, and whom to call in danger, never a provider's error", async () => {
    const { line, door, hungUp } = await openLine(async () => [], { off: true });
    const call = await line.call("+84901234567");
    expect(call.heard).toMatchObject({ status: 200, say: "goi.dang tat", hangsUp: true });
    expect(door.rejected).toEqual(["voice disabled"]);
    await call.hangUp();
    expect(hungUp).toHaveLength(1);
  });

  test("an officer is rung where there is a number for it", async () => {
    const { line } = await openLine(async () => [], { off: true, transferNumber: "+842033888999" });
    const call = await line.call("+84901234567");
    expect(call.heard).toMatchObject({ say: "goi.dang tat goi.noi may", dials: "+842033888999" });
    expect(await call.dialEnds("completed")).toMatchObject({ say: "tam biet", hangsUp: true });
    const other = await line.call("+84901234568");
    expect(await other.dialEnds("no-answer")).toMatchObject({ say: "goi.dang tat", hangsUp: true });
  });
});

test("the end of a call is passed on, whatever ended it", async () => {
  const { line, hungUp } = await openLine(async () => []);
  const call = await line.call("+84901234567");
  expect((await call.hangUp()).status).toBe(200);
  expect(hungUp).toEqual([call.sid]);
});

test("a request signed for another place in the call is refused", async () => {
  const { line, door } = await openLine(async () => []);
  const call = await line.call("+84901234567");
  const forged = await fetch(`${door.url}/webhooks/voice/twilio?luot=7`, {
    method: "POST",
    body: VOICE_TURN,
    headers: { "x-twilio-signature": "qXisDk7/MNg5+eP4zFyHJvU/MmM=" },
  });
  expect([forged.status, call.heard.status]).toEqual([403, 200]);
});

describe("what Twilio sends of a call", () => {
  const address = `${PUBLIC_URL}/webhooks/voice/twilio`;
  const parse = (form: string, query = "") => parseVoice(formFields(Buffer.from(form)), address + query, OWN_ACCOUNT);
  const names = fc.constantFrom(
    ...["CallSid", "AccountSid", "From", "To", "CallStatus", "SpeechResult", "Confidence", "Digits"],
    ...["DialCallStatus", "ApiVersion", "__proto__", "constructor", "toString"],
  );
  const values = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom(OWN_ACCOUNT, "CA1", "+84901234567", "anonymous", "0.5", "1e999", "-1", "NaN", "1234#", "completed"),
  );
  const query = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }).map((text) => `?${encodeURI(text.toWellFormed())}`),
    fc
      .tuple(fc.constantFrom("luot", "im", "cho", "noi", "doc_lai"), fc.string())
      .map((pair) => `?${new URLSearchParams([pair])}`),
  );

  test(`any form and any place in the call are read without a throw (${RUNS} runs)`, () => {
    const kinds = new Set<string>();
    const pairs = fc.array(fc.tuple(fc.oneof(names, fc.string()), values), { maxLength: 12 });
    fc.assert(
      fc.property(pairs, query, fc.boolean(), (fields, place, isWhole) => {
        const form = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value.toWellFormed()]));
        const inbound = parse(isWhole ? `${VOICE_TURN}&${form}` : form.toString(), place);
        kinds.add(inbound.kind);
        if (inbound.kind !== "going_on") return;
        const { text, place: at, confidence, call } = inbound.request;
        expect(text).toBe(text.normalize("NFC"));
        expect(confidence === null || (confidence > 0 && confidence <= 1)).toBe(true);
        expect(Object.values(at).every((value) => typeof value === "boolean" || (value >= 0 && value < 10_000))).toBe(
          true,
        );
        expect(call.from.channel).toBe("voice");
      }),
      { numRuns: RUNS },
    );
    expect([...kinds]).toContain("going_on");
  });

  test(`any bytes are read without a throw (${RUNS} runs)`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(parseVoice(formFields(Buffer.from(bytes)), address, OWN_ACCOUNT).kind).toBe("not_for_us");
      }),
      { numRuns: RUNS },
    );
  });

  test("a place survives its way through Twilio", () => {
    const place = { ...START, nth: 4, silent: 1, unclear: 2, readBack: 1, waited: 3, failed: 1, dialled: true };
    expect(parse(VOICE_TURN, `?${queryOf(place)}`)).toMatchObject({ request: { place } });
  });
});
