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
