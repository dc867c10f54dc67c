// Who uses this device, for the pages.
import { create } from "zustand";
import { type Account, readAccount } from "./account.ts";

export const useSession = create<{ account: Account | undefined }>(() => ({ account: readAccount() }));

export function useAccount(): Account | undefined {
  return useSession((state) => state.account);
}
