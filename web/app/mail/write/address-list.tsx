/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-to-interactive-role -- a combobox of WAI-ARIA; browsers' own lists show no second line */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { type JSX, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer, MemberRoutes } from "../../../parts/call.ts";
import { useRested } from "../../pieces/use-rested.ts";
import { call, queryClient } from "../../session.ts";

export type FoundAddress = Answer<MemberRoutes, "completeAddress">["addresses"][number];

/** So long after the last key somebody is asked for. */
const restMs = 120;

const addressesQuery = (text: string) =>
  queryOptions({ queryKey: ["addresses", text], queryFn: () => call("completeAddress", { body: { text } }) });

export interface AddressCompletion {
  readonly found: readonly FoundAddress[];
  readonly active: number;
  readonly inputProps: Readonly<Record<string, string | boolean | undefined>>;
  /** True when the key was for the list. */
  onKey(event: KeyboardEvent): boolean;
  close(): void;
  listProps: { readonly id: string };
}

/** Who may be meant by what was typed, as a listbox below a field (WAI-ARIA combobox). */
export function useAddressCompletion(
  id: string,
  typed: string,
  except: ReadonlySet<string>,
  { onChoose, onNobody }: { onChoose: (address: FoundAddress) => void; onNobody: () => void },
): AddressCompletion {
  const text = useRested(typed.trim(), restMs);
  const [closedFor, setClosedFor] = useState("");
  const [moved, setMoved] = useState({ text: "", to: 0 });
  const isOpen = text.length > 0 && text === typed.trim() && closedFor !== text;
  const { data, isFetching } = useQuery({ ...addressesQuery(text), enabled: isOpen });
  const found = isOpen ? (data?.addresses ?? []).filter(({ email }) => !except.has(email)) : [];
  const latest = useRef({ typed, except, onChoose, onNobody });
  useEffect(() => {
    latest.current = { typed, except, onChoose, onNobody };
  });
  /** Who presses Enter before the list is there means the first of it, as a moment later. */
  const chooseWhenFound = async (name: string): Promise<void> => {
    const answer = await queryClient.fetchQuery(addressesQuery(name)).catch(() => undefined);
    const now = latest.current;
    if (now.typed.trim() !== name) return;
    const first = answer?.addresses.find(({ email }) => !now.except.has(email));
    if (first) now.onChoose(first);
    else now.onNobody();
  };
  const at = Math.min(moved.text === text ? moved.to : 0, found.length - 1);
  return {
    found,
    active: at,
    inputProps: {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": found.length > 0,
      "aria-controls": `${id}-list`,
      "aria-activedescendant": found.length > 0 ? `${id}-${at}` : undefined,
    },
    onKey: (event) => {
      const name = typed.trim();
      const isComing = name !== "" && !name.includes("@") && closedFor !== name && (name !== text || isFetching);
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && isComing) {
        void chooseWhenFound(name);
        event.preventDefault();
        return true;
      }
      if (found.length === 0) return false;
      if (event.key === "ArrowDown") setMoved({ text, to: (at + 1) % found.length });
      else if (event.key === "ArrowUp") setMoved({ text, to: (at + found.length - 1) % found.length });
      else if (event.key === "Escape") setClosedFor(text);
      else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey) onChoose(found[at]!);
      else return false;
      event.preventDefault();
      return true;
    },
    close: () => setClosedFor(text),
    listProps: { id: `${id}-list` },
  };
}

export function AddressList(props: {
  id: string;
  completion: AddressCompletion;
  onChoose: (address: FoundAddress) => void;
}): JSX.Element {
  const { t } = useTranslation();
  const { found, active } = props.completion;
  return (
    <ul
      id={`${props.id}-list`}
      role="listbox"
      aria-label={t("write.addresses")}
      className="addresses"
      hidden={found.length === 0}
    >
      {found.map((address, at) => (
        <li
          key={address.email}
          id={`${props.id}-${at}`}
          role="option"
          aria-selected={at === active}
          onMouseDown={(event) => {
            event.preventDefault();
            props.onChoose(address);
          }}
        >
          <span>{address.name ?? address.email}</span>
          {address.name !== undefined && <span className="soft">{address.email}</span>}
          {address.kind !== "contact" && <span className="soft address-kind">{t(`write.kind.${address.kind}`)}</span>}
        </li>
      ))}
    </ul>
  );
}
