// What makes this install a device: its id, and the token of the one user it serves. The token stays in extension-origin
// IndexedDB, where no content script reaches it; only the worker asks for it.
import { database, read, write } from "./database";

/** The signed-in device. `token` is secret: it is sent to our server and to nobody else. */
export interface SignedIn {
  token: string;
  /** The server that gave the token; it is sent nowhere else. Records from before it was kept have none. */
  server?: string;
  device_id: string;
  user_id: string;
  email: string;
  label: string;
}

const INSTALL = "install_id";
const SIGNED_IN = "signed_in";

/** This install's id, drawn at the first call and kept over updates and users. */
export async function installId(): Promise<string> {
  const connection = await database();
  let id: string = crypto.randomUUID();
  // read and written in one transaction, so that two contexts that ask at once get the same id
  await write(connection, "device", (store) => {
    const known: IDBRequest<string | undefined> = store.get(INSTALL);
    known.onsuccess = () => {
      if (known.result === undefined) store.put(id, INSTALL);
      else id = known.result;
    };
  });
  return id;
}

/** Who this device is signed in as; undefined before the first sign-in and after signing out. */
export async function signedIn(): Promise<SignedIn | undefined> {
  return read<SignedIn | undefined>(await database(), "device", (store) => store.get(SIGNED_IN));
}

export async function keepSignIn(device: SignedIn): Promise<void> {
  await write(await database(), "device", (store) => store.put(device, SIGNED_IN));
}

export async function forgetSignIn(): Promise<void> {
  await write(await database(), "device", (store) => store.delete(SIGNED_IN));
}
