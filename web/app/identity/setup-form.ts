import { plainLine } from "../../parts/plain-line.ts";

/** What the first visit asks for. */
export interface SetupForm {
  readonly organisation: string;
  readonly domain: string;
  readonly adminName: string;
  readonly adminEmail: string;
  readonly password: string;
  readonly shares: number;
  readonly threshold: number;
}

export interface SetupStepProps {
  readonly form: SetupForm;
  readonly onChange: (part: Partial<SetupForm>) => void;
}

export const longestName = 200;

/** As it will stand in mails and on pages. */
export const typedName = (text: string): string => plainLine(text).slice(0, longestName);

const key = "zegel.setup";
const blank: SetupForm = {
  organisation: "",
  domain: "",
  adminName: "",
  adminEmail: "",
  password: "",
  shares: 1,
  threshold: 1,
};

/** What was typed in this tab before it was loaded again; a password is never kept. */
export function keptForm(): SetupForm {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}") as Record<string, unknown>;
    const fits = (name: string): boolean => typeof kept[name] === typeof blank[name as keyof SetupForm];
    return { ...blank, ...Object.fromEntries(Object.entries(kept).filter(([name]) => name in blank && fits(name))) };
  } catch {
    return blank;
  }
}

export const keepForm = (form: SetupForm): void =>
  sessionStorage.setItem(key, JSON.stringify({ ...form, password: undefined }));
export const forgetForm = (): void => sessionStorage.removeItem(key);
