/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { Problem } from "#/contract/index.ts";
import { asProblem } from "../parts/call.ts";
import { day } from "../parts/format.ts";
import { call, type TrustedDevice } from "./guest-call.ts";
import { Icon } from "./icon.tsx";
import { ProblemNote } from "./notes.tsx";
import { useWords } from "./words.ts";

const browsers = [
  ["Edg", "Edge"],
  ["OPR", "Opera"],
  ["SamsungBrowser", "Samsung Internet"],
  ["Firefox", "Firefox"],
  ["FxiOS", "Firefox"],
  ["CriOS", "Chrome"],
  ["Chrome", "Chrome"],
  ["Safari", "Safari"],
] as const;
const systems = [
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Windows", "Windows"],
  ["Mac OS X", "Mac"],
  ["Linux", "Linux"],
] as const;

const named = (list: readonly (readonly [string, string])[], userAgent: string): string | undefined =>
  list.find(([sign]) => userAgent.includes(sign))?.[1];

/** "Firefox, Windows": how somebody knows a device of theirs; undefined when it does not say. */
function deviceName(userAgent: string): string | undefined {
  const parts = [named(browsers, userAgent), named(systems, userAgent)].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** Devices that need not pass the check for a while; each can be forgotten. Not there when there are none. */
export function DeviceList(props: { linkId: string }): JSX.Element | null {
  const { linkId } = props;
  const { t, language } = useWords();
  const [devices, setDevices] = useState<readonly TrustedDevice[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const load = useCallback(async (): Promise<void> => {
    try {
      setDevices((await call("guestDevices", { params: { linkId } })).devices);
    } catch (error) {
      setProblem(asProblem(error));
    }
  }, [linkId]);
  useEffect(() => void load(), [load]);
  const forget = async (deviceId: string): Promise<void> => {
    setProblem(undefined);
    try {
      await call("guestForgetDevice", { params: { linkId, deviceId } });
      await load();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  if (devices.length === 0) return <ProblemNote problem={problem} />;
  return (
    <section class="devices">
      <h2>{t("guest.devices.heading")}</h2>
      <p class="hint">{t("guest.devices.lead")}</p>
      <ul class="files chosen">
        {devices.map((device) => (
          <li key={device.deviceId}>
            <Icon name="device" />
            <span class="file-name">{deviceName(device.userAgent) ?? t("guest.devices.unknown")}</span>
            <span class="soft">
              {t(device.isThis ? "guest.devices.this_until" : "guest.devices.until", {
                day: day(device.expiresAt, language),
              })}
            </span>
            <button class="plain-button" type="button" onClick={() => void forget(device.deviceId)}>
              <Icon name="close" /> {t("guest.devices.forget")}
            </button>
          </li>
        ))}
      </ul>
      <ProblemNote problem={problem} />
    </section>
  );
}
