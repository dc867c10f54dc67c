// What the tabs of this browser do one at a time.

/** Talking to the server about records, and changing who is signed in. */
export const SYNC_LOCK = "mirubato:sync";

/** Opening a connection, which belongs to whoever is signed in at that moment, and changing who that is. */
export const SESSION_LOCK = "mirubato:session";
