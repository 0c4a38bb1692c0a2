import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type JSX, type Ref, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const pauseMs = 350;

/** Searches the whole mailbox once somebody stops typing for a moment. */
export function SearchField({
  place,
  onSearch,
}: {
  place: Ref<HTMLInputElement>;
  onSearch: (query: string) => void;
}): JSX.Element {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [here, setHere] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => onSearch(typed.trim()), typed === "" ? 0 : pauseMs);
    return () => clearTimeout(timer);
  }, [typed, onSearch]);
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(typed.trim());
        }}
      >
        <TextInput
          ref={place}
          type="search"
          size="sm"
          autoComplete="off"
          maxLength={200}
          aria-label={t("mail.search")}
          placeholder={t("mail.search")}
          description={here ? t("find.search_help") : undefined}
          inputWrapperOrder={["input", "description"]}
          leftSection={<IconSearch size={18} aria-hidden="true" />}
          rightSection={
            typed !== "" && <CloseButton size="sm" aria-label={t("mail.search_clear")} onClick={() => setTyped("")} />
          }
          value={typed}
          onFocus={() => setHere(true)}
          onBlur={() => setHere(false)}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            setTyped("");
            event.currentTarget.blur();
          }}
        />
      </form>
    </search>
  );
}
