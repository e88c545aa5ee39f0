/** What the system is told from outside, read and checked. Absent: not set. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  readonly knowledgeDirectory: string;
  readonly flowsDirectory: string;
  readonly catalogueFile: string | undefined;
  readonly catalogueCodes: string | undefined;
  readonly publicUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly logLevel: string;
  readonly trustedProxies: number;
  readonly tryPage: boolean;
  readonly requireApproval: boolean;
  readonly qdrant: { readonly url: string | undefined; readonly apiKey: string | undefined };
  readonly embeddings: ModelSettings;
  readonly languageModel: ModelSettings;
  /** The electronic one-stop system that knows dossiers. */
  readonly oneStop: { readonly url: string | undefined; readonly token: string | undefined };
  readonly zalo: {
    readonly appId: string | undefined;
    readonly oaId: string | undefined;
    readonly appSecret: string | undefined;
    readonly oaSecretKey: string | undefined;
    readonly refreshToken: string | undefined;
    readonly accessToken: string | undefined;
    readonly apiUrl: string | undefined;
    readonly oauthUrl: string | undefined;
    readonly znsUrl: string | undefined;
    readonly strict: boolean;
    readonly buttons: boolean;
    readonly preflight: boolean;
    readonly secretProof: boolean;
    readonly templateRehearsal: boolean;
    readonly polling: boolean;
    readonly codeVerifier: string | undefined;
    readonly contactFormImage: string | undefined;
  };
  readonly zaloBot: {
    readonly token: string | undefined;
    readonly secret: string | undefined;
    readonly apiUrl: string | undefined;
  };
  readonly twilio: {
    readonly accountSid: string | undefined;
    readonly authToken: string | undefined;
    readonly from: string | undefined;
    readonly apiUrl: string | undefined;
  };
  readonly esms: {
    readonly apiKey: string | undefined;
    readonly secretKey: string | undefined;
    readonly moKey: string | undefined;
    readonly brandName: string | undefined;
    readonly keyword: string | undefined;
    readonly allowedIps: readonly string[];
    readonly apiUrl: string | undefined;
  };
  readonly android: {
    readonly url: string | undefined;
    readonly secret: string | undefined;
    readonly toleranceMs: number;
  };
  readonly sms: { readonly provider: "esms" | "android" | "twilio" | undefined; readonly accents: boolean };
  readonly hotline: { readonly secret: string | undefined };
  /** A ClamAV daemon that looks at files before anybody else does. */
  readonly scanner: { readonly host: string; readonly port: number } | undefined;
  readonly botFramework: {
    readonly door: "on" | undefined;
    readonly secret: string | undefined;
    readonly serviceUrls: readonly string[];
  };
  readonly voice: { readonly transferNumber: string | undefined };
}

/** An OpenAI-compatible service; without an address it is off. */
interface ModelSettings {
  readonly url: string | undefined;
  readonly model: string;
  readonly apiKey: string | undefined;
}
