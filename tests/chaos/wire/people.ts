import { androidReceived, androidWebhook, startAndroidFake } from "../../fakes/android-gateway.ts";
import { esmsMoCall, startEsmsFake } from "../../fakes/esms.ts";
import { type Environment, OFFICE, signedZalo, smsWebhook, zaloWebhook } from "../../fakes/running-app.ts";
import { startTwilioFake } from "../../fakes/twilio.ts";
import { magicZaloUser } from "../../fakes/zalo.ts";
import { zaloEvent } from "../../fakes/zalo-events.ts";

/** Something that came by SMS: who gets it, what it says, and all names it may have in our books. */
export interface SmsReceipt {
  readonly phone: string;
  readonly text: string;
  readonly ids: readonly string[];
}

/** One SMS provider of three. */
export interface SmsProvider {
  readonly name: "twilio" | "esms" | "android";
  readonly url: string;
  /** Which of our numbers people write to: part of the lane. */
  readonly account: string;
  readonly environment: (line: string) => Environment;
  readonly received: () => SmsReceipt[];
  /** The call a provider makes for an SMS to us. */
  readonly call: (phone: string, text: string, id: string, now: number) => SignedCall;
  close(): Promise<void>;
}

export interface SignedCall {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

const ANDROID_SECRET = "made-up-android-secret";
const ESMS = { apiKey: "made-up-esms-key", secretKey: "made-up-esms-secret" } as const;

async function viaTwilio(): Promise<SmsProvider> {
  const fake = await startTwilioFake(OFFICE);
  return {
    name: "twilio",
    url: fake.url,
    account: OFFICE.ownNumber,
    environment: (line) => ({
      TWILIO_ACCOUNT_SID: OFFICE.accountSid,
      TWILIO_AUTH_TOKEN: OFFICE.authToken,
      TWILIO_FROM: OFFICE.ownNumber,
      TWILIO_API_URL: line,
    }),
    received: () => fake.sent.map(({ to, body, sid }) => ({ phone: to, text: body, ids: [sid] })),
    call: (person, text, id) => ({ method: "POST", ...smsWebhook({ person, text, id }) }),
    close: fake.close,
  };
}

async function viaEsms(): Promise<SmsProvider> {
  const fake = await startEsmsFake(ESMS);
  return {
    name: "esms",
    url: fake.url,
    account: "esms:8079",
    environment: (line) => ({ ESMS_API_KEY: ESMS.apiKey, ESMS_SECRET_KEY: ESMS.secretKey, ESMS_API_URL: line }),
    received: () =>
      fake.sent.map(({ phone, content, smsId, requestId }) => ({
        phone: `+${phone}`,
        text: content,
        ids: [smsId, requestId],
      })),
    call: (phone, text, id) => ({
      method: "GET",
      path: esmsMoCall({ smsid: id, content: text, sender: phone.slice(1) }, ESMS.secretKey),
      headers: {},
    }),
    close: fake.close,
  };
}

async function viaAndroid(): Promise<SmsProvider> {
  const fake = await startAndroidFake();
  const { origin, username, password } = new URL(fake.url);
  return {
    name: "android",
    url: origin,
    account: "android:1",
    environment: (line) => ({
      ANDROID_SMS_URL: line.replace("//", `//${username}:${password}@`),
      ANDROID_SMS_SECRET: ANDROID_SECRET,
    }),
    received: () => fake.sent.map(({ id, to, text }) => ({ phone: to, text, ids: [id] })),
    call: (phone, text, id, now) => ({
      method: "POST",
      path: "/webhooks/sms/android",
      ...androidWebhook(androidReceived(id, text, phone), ANDROID_SECRET, now),
    }),
    close: fake.close,
  };
}

export const SMS_PROVIDERS = [viaTwilio, viaEsms, viaAndroid] as const;

export interface Person {
  readonly name: string;
  /** Empty: writes by SMS alone. */
  readonly zalo: string;
  readonly phone: string;
}

/** One whom Zalo reaches, one who has blocked the account and is written to by SMS, and one without Zalo. */
export const PEOPLE: readonly Person[] = [
  { name: "Lan", zalo: "8170236945512070001", phone: "+84911000001" },
  { name: "Minh", zalo: magicZaloUser(-217), phone: "+84911000002" },
  { name: "Hoa", zalo: "", phone: "+84911000003" },
];

export const SENTENCES = [
  "làm giấy khai sinh cần gì",
  "lệ phí bao nhiêu",
  "Tôi phản ánh rác thải chất đống ở thôn 3 cả tuần nay chưa ai dọn",
  "Ngô An 0933444666",
  "gửi đi",
  "giờ làm việc của ủy ban",
  "gặp cán bộ",
] as const;

/** A person's message as the call a provider makes; what a phone gateway sends is stamped anew each time. */
export function said(who: Person, text: string, id: string, sentAt: number, sms: SmsProvider) {
  if (who.zalo === "") return (now: number) => sms.call(who.phone, text, id, now);
  const hook = { method: "POST", ...zaloWebhook({ person: who.zalo, text, id, at: sentAt }) } as const;
  return (): SignedCall => hook;
}

/** The person shares their number in Zalo. */
export function sharesNumber({ zalo, phone }: Person, at: number): SignedCall {
  const event = zaloEvent({ appId: OFFICE.appId, oaId: OFFICE.oaId, userId: zalo, name: "user_submit_info", at });
  return { method: "POST", ...signedZalo(JSON.stringify({ ...JSON.parse(event), info: { phone: phone.slice(1) } })) };
}
