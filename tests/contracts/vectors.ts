/** Signatures computed outside this repository; every secret, number and person is made up or a vendor's published example. */

export const ZALO = {
  appId: "4137853129074462815",
  oaId: "2984415073261958342",
  oaSecretKey: "kF7wP2xR9mT4vB6nQ1zL",
  userId: "8170236945512073846",
} as const;

const ends = { sender: { id: ZALO.userId }, recipient: { id: ZALO.oaId } };
const asked = (text: string) => ({
  event_name: "user_send_text",
  app_id: ZALO.appId,
  ...ends,
  message: { text, msg_id: "96d3cdf3af150460909" },
  timestamp: "1793318460456",
  user_id_by_app: "552177279717587730",
});
const greeting = (timestamp: string | number) =>
  JSON.stringify({
    app_id: ZALO.appId,
    user_id_by_app: "552177279717587730",
    event_name: "user_send_text",
    ...ends,
    message: { msg_id: "a1b2c3d4e5f60718", text: "xin chao" },
    timestamp,
  });
const question = "Tôi muốn hỏi thủ tục cấp sổ đỏ";
const escaped = (json: string) =>
  json.replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
const picture = {
  app_id: ZALO.appId,
  event_name: "user_send_image",
  ...ends,
  message: {
    msg_id: "img-0001",
    text: "",
    attachments: [
      {
        type: "image",
        payload: { thumbnail: "https://photo-stal-12.zdn.vn/t.jpg", url: "https://photo-stal-12.zdn.vn/f.jpg" },
      },
    ],
  },
  timestamp: "1793318520789",
};
const follow = {
  oa_id: ZALO.oaId,
  follower: { id: ZALO.userId },
  user_id_by_app: "552177279717587730",
  event_name: "follow",
  source: "oa_profile",
  app_id: ZALO.appId,
  timestamp: "1793318580001",
};
const emoji = {
  app_id: ZALO.appId,
  event_name: "user_send_text",
  ...ends,
  message: { msg_id: "emoji-1", text: "Cảm ơn 🙏🇻🇳" },
  timestamp: "1793318640002",
};

export interface ZaloVector {
  readonly name: string;
  readonly bytes: number;
  readonly mac: string;
  readonly body: string;
}

export const ZALO_ACCEPTED: readonly ZaloVector[] = [
  {
    name: "Z1 plain ASCII",
    bytes: 265,
    mac: "f19a4da550aa0a7c19164854b3e9960ba99e6f9a9e1dda8afb27961cb5ebc107",
    body: greeting("1793318400123"),
  },
  {
    name: "Z2 accented, NFC",
    bytes: 306,
    mac: "b7efbe9b2e1ff8a60a080487b0a9e4100dc7959f5c6a263b09d9c20fc55fc493",
    body: JSON.stringify(asked(question)),
  },
  {
    name: "Z3 accented, NFD",
    bytes: 313,
    mac: "650f7fb88f73fec3e11ad3522a06175f64c09a693e128925f449fe00966a2246",
    body: JSON.stringify(asked(question.normalize("NFD"))),
  },
  {
    name: "Z4 pretty-printed",
    bytes: 368,
    mac: "2e00452fcbe9621ee172288cdc288e831f7e1c7d629f4601b22d5154603d9d46",
    body: JSON.stringify(asked(question), null, 2),
  },
  {
    name: "Z5 with \\u escapes",
    bytes: 335,
    mac: "a9ef42ab7c52dafd10db17ba12a67602c874cdb20666bd3aed36ae6a22916485",
    body: escaped(JSON.stringify(asked(question))),
  },
  {
    name: "Z6 with \\/ escapes",
    bytes: 355,
    mac: "e534ecd83fe868aa11cecee39022e4adb438e4b9ac110f01e64cdfda89e4825d",
    body: JSON.stringify(picture).replaceAll("/", "\\/"),
  },
  {
    name: "Z7 follow",
    bytes: 212,
    mac: "59f59a61c851e648652617975dc7f6a971ef2d55e467841b22b0c929bc8ab7bb",
    body: JSON.stringify(follow),
  },
  {
    name: "Z8 numeric timestamp",
    bytes: 263,
    mac: "ef56708030b7af3aa24d6e41ea9b6dd5f029464daa0a30e461e9074aba33be8a",
    body: greeting(1793318400123),
  },
  {
    name: "Z9 emoji",
    bytes: 232,
    mac: "d0a0323fd39bd480ed0325b194c31eef272df0cf00d2264ef90ece93c2b61c95",
    body: JSON.stringify(emoji),
  },
];

/** Headers that must not pass for the body of Z1. */
export const ZALO_REFUSED = [
  ["N1 another secret", "mac=7ce6c621ed71e5b649264bf4694a4b4edc3a7474ea27c92b292e264c927ea578"],
  ["N2 the account's id instead of the app's", "mac=ac27722cc68ee55f6e6352a96b5ff039b732a0c3fd625895628878080b107f78"],
  ["N3 an HMAC of the same text", "mac=48f430661a0ad3291f93b485c06d3e1bfc5b705f7611397ccde2ea2bd19e6696"],
  ["N4 an HMAC of the body alone", "mac=b68c1fc92a29e0df88f5cc755469ee132439c4f28f99b5dcb43185687004ea4d"],
  ["N5 the hash of a changed text", "mac=5f25b18bded353a20dcb993afcc0662ad0596f1cabe7296e26fa4c3e74938580"],
  ["N6 the hash with a line end appended", "mac=78042e4a833b0b5c6bba5c126c1105197e7cd674379ff53cc1bfc9c592540d7e"],
  ["N7 the right hash without mac=", "f19a4da550aa0a7c19164854b3e9960ba99e6f9a9e1dda8afb27961cb5ebc107"],
] as const;

const PACKAGE_TOKEN = "12345";
const OWN_TOKEN = "a3f1c0de5eed4b1d9e8f7a6b5c4d3e2f";
const site = (rest: string) => `https://mycompany.com${rest}`;
const bot = (rest: string) => `https://bot.example.vn/webhooks/twilio/${rest}`;
const call = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

export const OWN_ACCOUNT = "AC00000000000000000000000000000001";
const sid1 = "SM00000000000000000000000000000001";
const sid2 = "SM00000000000000000000000000000002";
const incoming = {
  ToCountry: "US",
  ToState: "",
  SmsMessageSid: sid1,
  NumMedia: "0",
  ToCity: "",
  FromZip: "",
  SmsSid: sid1,
  FromState: "",
  SmsStatus: "received",
  FromCity: "",
  Body: question,
  FromCountry: "VN",
  To: "+15005550006",
  ToZip: "",
  NumSegments: "1",
  MessageSid: sid1,
  AccountSid: OWN_ACCOUNT,
  From: "+84901234567",
  ApiVersion: "2010-04-01",
};
const incomingNfd = {
  Body: question.normalize("NFD"),
  From: "+84901234567",
  To: "+15005550006",
  MessageSid: sid1,
  AccountSid: OWN_ACCOUNT,
};
const gathered = {
  CallSid: "CA00000000000000000000000000000001",
  AccountSid: OWN_ACCOUNT,
  From: "+84901234567",
  To: "+842871000000",
  CallStatus: "in-progress",
  ApiVersion: "2010-04-01",
  Direction: "inbound",
  SpeechResult: "tôi muốn phản ánh về hồ sơ đất đai trễ hẹn",
  Confidence: "0.8712",
  Language: "vi-VN",
};
const undelivered = {
  SmsSid: sid2,
  SmsStatus: "undelivered",
  MessageStatus: "undelivered",
  To: "+84901234567",
  MessageSid: sid2,
  AccountSid: OWN_ACCOUNT,
  From: "UBNDXA",
  ApiVersion: "2010-04-01",
  ErrorCode: "30006",
};
export const WIRE_BODY =
  "Body=T%C3%B4i+mu%E1%BB%91n+h%E1%BB%8Fi&From=%2B84901234567&To=%2B15005550006&MessageSid=SM1&AccountSid=AC1&NumMedia=0&OptOutType=";

const JSON_BODY = '{"property": "value", "boolean": true}';
const JSON_SHA = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
const EMPTY_SHA = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
const VN_SHA = "88f366097f4812efbd53013cb4d04198817e7b53a2905d8742d808d89bc3d99b";

/** Name, token, URL, body as sent, signature. */
export const TWILIO_ACCEPTED: readonly (readonly [string, string, string, string, string])[] = [
  ["a form", PACKAGE_TOKEN, site("/myapp.php?foo=1&bar=2"), call, "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
  ["signed with :443", PACKAGE_TOKEN, site("/myapp.php?foo=1&bar=2"), call, "kvajT1Ptam85bY51eRf/AJRuM3w="],
  [
    "http signed with :80",
    PACKAGE_TOKEN,
    "http://mycompany.com/myapp.php?foo=1&bar=2",
    call,
    "0ZXoZLH/DfblKGATFgpif+LLRf4=",
  ],
  [
    "http on port 1234",
    PACKAGE_TOKEN,
    "http://mycompany.com:1234/myapp.php?foo=1&bar=2",
    call,
    "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
  ],
  [
    "https on port 1234, signed without",
    PACKAGE_TOKEN,
    "https://mycompany.com:1234/myapp.php?foo=1&bar=2",
    call,
    "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
  ],
  [
    "a name with two values",
    PACKAGE_TOKEN,
    site("/myapp.php?foo=1&bar=2"),
    "MessagingBinding.Address=%2B1325xxxxxxx&MessagingBinding.Address=%2B1415xxxxxxx",
    "83O6e2vORAoJHUNzJjDWN1jz+BA=",
  ],
  [
    "a value twice",
    PACKAGE_TOKEN,
    site("/myapp.php?foo=1&bar=2"),
    "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234",
    "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
  ],
  [
    "an apostrophe in the URL",
    PACKAGE_TOKEN,
    site("/myapp.php?foo=1&bar=2&Body=It's+amazing"),
    call,
    "TfZzewPq8wqrGlMfyAud8+/IvJ0=",
  ],
  [
    "user and password in the URL",
    PACKAGE_TOKEN,
    "https://user:pass@mycompany.com/myapp.php?foo=1&bar=2",
    call,
    "CukzLTc1tT5dXEDIHm/tKBanW10=",
  ],
  [
    "JSON, other fields in the URL",
    PACKAGE_TOKEN,
    site(`/myapp.php?foo=1&bar=2&bodySHA256=${JSON_SHA}`),
    JSON_BODY,
    "a9nBmqA0ju/hNViExpshrM61xv4=",
  ],
  [
    "JSON, the hash alone",
    PACKAGE_TOKEN,
    site(`/myapp.php?bodySHA256=${JSON_SHA}`),
    JSON_BODY,
    "y77kIzt2vzLz71DgmJGsen2scGs=",
  ],
  [
    "an empty object",
    PACKAGE_TOKEN,
    site(`/myapp.php?foo=1&bar=2&bodySHA256=${EMPTY_SHA}`),
    "{}",
    "Ldidvp12m26NI7eqEvxnEpkd9Hc=",
  ],
  ["an accented SMS", OWN_TOKEN, bot("sms"), form(incoming), "V+jqwSlOdH6uhKqNIl4Qo9SmxuE="],
  ["an accented SMS in NFD", OWN_TOKEN, bot("sms"), form(incomingNfd), "3+TyuJxkkXeyc2cyVvdu4uMGZZk="],
  ["speech", OWN_TOKEN, bot("voice/gather?turn=1"), form(gathered), "qXisDk7/MNg5+eP4zFyHJvU/MmM="],
  ["a delivery report", OWN_TOKEN, bot("status"), form(undelivered), "fea6ZwCNW6s85okParlkTJIeD10="],
  ["a GET", OWN_TOKEN, bot("sms?From=%2B84901234567&Body=Xin%20ch%C3%A0o"), "", "8MgxArZPeXZ6hvG5ZXbHE2IeTP0="],
  [
    "Vietnamese JSON",
    OWN_TOKEN,
    bot(`json?bodySHA256=${VN_SHA}`),
    '{"CallSid":"CA1","text":"Xin chào"}',
    "nzi42vHbGMp1smw+SDmxOMq6rKo=",
  ],
  ["an empty field on the wire", OWN_TOKEN, bot("sms"), WIRE_BODY, "HWe+ltCaG8YxFY+Q9lccvhDB9qs="],
];

/** An answer in a call, as Twilio sends it. */
export const VOICE_TURN = form(gathered);

export const TWILIO_REFUSED: readonly (readonly [string, string, string, string, string])[] = [
  ["the empty field left out of the sum", OWN_TOKEN, bot("sms"), WIRE_BODY, "ftPxRUtOnTZ2ZGKb1i1I/JvuDhw="],
  [
    "http instead of https",
    PACKAGE_TOKEN,
    "http://mycompany.com/myapp.php?foo=1&bar=2",
    call,
    "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
  ],
  ["a slash too many", PACKAGE_TOKEN, site("/myapp.php/?foo=1&bar=2"), call, "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
  ["another token", OWN_TOKEN, site("/myapp.php?foo=1&bar=2"), call, "RSOYDt4T1cUTdK1PDd93/VVr8B8="],
  [
    "another body under the same hash",
    PACKAGE_TOKEN,
    site(`/myapp.php?bodySHA256=${JSON_SHA}`),
    "{}",
    "y77kIzt2vzLz71DgmJGsen2scGs=",
  ],
  ["no signature", PACKAGE_TOKEN, site("/myapp.php?foo=1&bar=2"), call, ""],
];

/** The own vectors' fields, for parsing. */
export const TWILIO_SMS = form(incoming);
export const TWILIO_UNDELIVERED = form(undelivered);
export const TWILIO_OWN_TOKEN = OWN_TOKEN;

/** eSMS's own key of its published example. */
export const ESMS_MO_KEY = "17417a0d20114d36a902e49cad0e97f3";
/** Name, the four signed fields, signature. */
export const ESMS_ACCEPTED = [
  [
    "ASCII",
    { cpid: "TTHC01", smsid: "9f1c7a52", content: "PAKN Duong lang hong nang", receiverTime: "20261122093015" },
    "hHX+DZquqvWiMCpYfP9mtA==",
  ],
  [
    "accented",
    { cpid: "TTHC01", smsid: "9f1c7a52", content: "PAKN Đường làng hỏng nặng", receiverTime: "20261122093015" },
    "hagSCVaqBOvResX9QZVfQQ==",
  ],
] as const;
/** The provider's page gives these two as what is joined and what it comes to, without saying where the fields end. */
export const ESMS_PUBLISHED = [
  ["abcdef1234xyz", ESMS_MO_KEY, "O85nc2XByOhTm8a8t2rYKA=="],
  ["qwerty", "uiop", "buqbfvGReaBpVO3Q9sBc6w=="],
] as const;

export const ANDROID_KEY = "s1gn-k3y";
export const ANDROID_STAMP = "1793318400";
export const ANDROID_BODY =
  '{"deviceId":"dev-1","event":"sms:received","id":"Ey6ECgOkVVFjz3CL48B8C","payload":{"messageId":"abc123","message":"Tôi muốn hỏi thủ tục","sender":"+84901234567","recipient":"+84281234567","simNumber":1,"receivedAt":"2026-11-22T09:30:15.000+07:00"},"webhookId":"LreFUt-Z3sSq0JufY9uWB"}';
export const ANDROID_SIGNATURE = "6aec3cb30b7233912798c9622fe68534b65213da44dd99b19ef90e0518037b44";
