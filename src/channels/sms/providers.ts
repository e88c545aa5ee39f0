import type { Channel, ChannelOff, Sender } from "../channel.ts";

/** In the order in which they are tried where nothing else decides: Twilio cannot take in SMS in Viet Nam. */
export const SMS_PROVIDERS = ["esms", "android", "twilio"] as const;
export type SmsProvider = (typeof SMS_PROVIDERS)[number];

/**
 * One SMS channel of all providers that are on: messages come in by each; what goes out goes by the one the person wrote to,
 * else by the preferred one, else by the first that is on.
 */
export function smsChannel(
  all: Readonly<Record<SmsProvider, Channel | ChannelOff>>,
  preferred: SmsProvider | undefined,
): Channel | ChannelOff {
  const providers = new Map(SMS_PROVIDERS.map((name) => [`sms/${name}`, all[name]] as const));
  const on = SMS_PROVIDERS.flatMap((name) => {
    const channel = all[name];
    return "off" in channel ? [] : [[name, channel] as const];
  });
  const senders = new Map(on.flatMap(([name, { sender }]) => (sender ? [[name, sender] as const] : [])));
  const standing = (preferred && senders.get(preferred)) ?? senders.values().next().value;
  if (standing === undefined) return { off: whyOff(all), oneOf: offOnes(all) };
  return {
    name: "sms",
    providers,
    routes: (ports) => on.flatMap(([, channel]) => channel.routes(ports)),
    sender: senderOf(senders, standing),
  };
}

function senderOf(senders: ReadonlyMap<SmsProvider, Sender>, standing: Sender): Sender {
  return {
    channel: "sms",
    render: (reply, wishes) => standing.render(reply, wishes),
    send: (to, part, key) => {
      const own = senders.get(providerOf(to.account));
      // Another provider knows nothing of the number the person wrote to.
      return own && to.account ? own.send(to, part, key) : standing.send({ channel: to.channel, id: to.id }, part, key);
    },
  };
}

/** "esms:8079" and "android:1" name their provider; Twilio's accounts are bare numbers. */
function providerOf(account = ""): SmsProvider {
  return SMS_PROVIDERS.find((name) => account === name || account.startsWith(`${name}:`)) ?? "twilio";
}

const offOnes = (all: Readonly<Record<SmsProvider, Channel | ChannelOff>>): Record<string, ChannelOff> =>
  Object.fromEntries(Object.entries(all).flatMap(([name, channel]) => ("off" in channel ? [[name, channel]] : [])));

const whyOff = (all: Readonly<Record<SmsProvider, Channel | ChannelOff>>): string =>
  Object.entries(offOnes(all))
    .map(([name, { off }]) => `${name}: ${off}`)
    .join("; ");
