import type { RequestClient as RequestClientType, Twilio } from "twilio";

/** The only file that imports the package; it costs 0.2 s and 60 MB, so it loads when the first message needs it. */
export async function loadTwilio() {
  const { default: twilio } = await import("twilio");
  return twilio;
}

/** One REST request as the package makes it, and what we hand back. */
export interface RestRequest {
  readonly method: string;
  readonly uri: string;
  readonly username?: string;
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, unknown>>;
}
export interface RestResponse {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The package's client over our own way of making requests: the package has no setting for another base address. */
export async function openTwilio(
  accountSid: string,
  authToken: string,
  request: (wish: RestRequest) => Promise<RestResponse>,
): Promise<Twilio> {
  const twilio = await loadTwilio();
  // The package calls this one method only; its type is a class with the package's own agent settings.
  return twilio(accountSid, authToken, { httpClient: { request } as unknown as RequestClientType });
}
