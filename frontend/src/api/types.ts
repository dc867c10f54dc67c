// The answers of the API that the app reads. To be replaced by types generated from the OpenAPI document.

export interface User {
  id: string;
  email: string;
  displayName: string | null;
  primaryInstrument: string | null;
  role: "user" | "teacher" | "admin";
  createdAt: string;
}

export interface Session {
  user: User;
}

export interface About {
  environment: string;
}

export interface OutboxMail {
  id: string;
  to: string;
  subject: string;
  text: string;
  link: string | null;
  createdAt: string;
}

/** A device of the account, as `/sync/devices` lists it. */
export interface Device {
  deviceId: string;
  name: string | null;
  /** ISO 8601. */
  lastSeen: string;
}
