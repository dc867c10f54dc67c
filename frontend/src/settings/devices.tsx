// The devices of the account, and which of them are in use now.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { sendAs } from "../api/session.ts";
import type { Device } from "../api/types.ts";
import { useConnection } from "../app/connection.ts";
import { useFormat } from "../i18n/format.ts";
import type { Present } from "../live/frames.ts";
import { vault } from "../session/vault.ts";
import { deviceOf } from "../store/index.ts";

/** The list as the server has it, and who is there as the connection tells. Nothing where the server cannot be asked. */
export function useDevices(userId: string): { own: string; devices: Device[] } | undefined {
  const others = useConnection((state) => state.others);
  const [known, setKnown] = useState<{ own: string; devices: Device[] }>();
  // Asked again when somebody comes or goes: it may be a device that was not known.
  const online = others.map(({ deviceId }) => deviceId).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    let stays = true;
    const ask = async () => {
      const own = await deviceOf((await vault()).db);
      const { items: devices } = await sendAs<{ items: Device[] }>(userId, "GET", "/sync/devices");
      if (stays) setKnown({ own, devices });
    };
    void ask().catch(() => undefined);
    return () => {
      stays = false;
    };
  }, [userId, online]);
  return known;
}

export function Devices({ own, devices }: { own: string; devices: Device[] }) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const others = useConnection((state) => state.others);
  const isOpen = (id: string) => others.some(({ deviceId }) => deviceId === id);
  const state = ({ deviceId, lastSeen }: Listed) => {
    if (deviceId === own) return t("thisDevice");
    if (isOpen(deviceId) || lastSeen === undefined) return t("openNow");
    return t("lastActive", { date: format.date(Date.parse(lastSeen)) });
  };
  // This one first, then those in use, then by when they were.
  const rank = ({ deviceId }: Listed) => (deviceId === own ? 0 : isOpen(deviceId) ? 1 : 2);
  const ordered = allOf(own, devices, others).sort(
    (a, b) => rank(a) - rank(b) || ((a.lastSeen ?? "") < (b.lastSeen ?? "") ? 1 : -1),
  );
  return (
    <ul className="grid gap-3">
      {ordered.map((one) => (
        <li key={one.deviceId} className="grid">
          <span>{one.name ?? t("unnamed")}</span>
          <span className="text-sm text-soft">{state(one)}</span>
        </li>
      ))}
    </ul>
  );
}

type Listed = Pick<Device, "deviceId" | "name"> & { lastSeen?: string };

/** With those that the server had not heard of when it was asked: this one, and who came just now. */
function allOf(own: string, devices: Device[], others: Present[]): Listed[] {
  const all = new Map<string, Listed>([[own, { deviceId: own, name: null }]]);
  for (const { deviceId, name } of others) all.set(deviceId, { deviceId, name });
  for (const one of devices) all.set(one.deviceId, one);
  return [...all.values()];
}
