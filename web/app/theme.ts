import { createTheme, type CSSVariablesResolver, defaultVariantColorsResolver } from "@mantine/core";

/** Petrol; index 7 acts in the light, 3 in the dark. */
const petrol = [
  "#eef5f6",
  "#dceaec",
  "#b4d4d9",
  "#7fc4cf",
  "#5ba7b4",
  "#3f8693",
  "#2c6e7b",
  "#1f5a66",
  "#174a54",
  "#0f3840",
] as const;

const gray = [
  "#faf9f7",
  "#f5f3ef",
  "#ece9e3",
  "#ded9d0",
  "#c4beb3",
  "#8f897e",
  "#6b665d",
  "#57524a",
  "#3f3b36",
  "#262421",
] as const;

const dark = [
  "#ece9e3",
  "#d2cec6",
  "#b3aea5",
  "#857f75",
  "#57524b",
  "#3d3a35",
  "#302d29",
  "#1a1816",
  "#161412",
  "#100f0d",
] as const;

export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.36,
  colors: { petrol, gray, dark },
  fontFamily: '"Atkinson Hyperlegible Next", system-ui, "Segoe UI", Roboto, sans-serif',
  headings: { fontWeight: "650", textWrap: "balance" },
  defaultRadius: "md",
  radius: { xs: "4px", sm: "4px", md: "8px", lg: "8px", xl: "8px" },
  fontSizes: { xs: "0.875rem", sm: "1rem", md: "1rem", lg: "1.125rem", xl: "1.25rem" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  respectReducedMotion: true,
  // Mantine decides the text on a filled button once, for both schemes; ours differs between light and dark.
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    return input.variant === "filled" && (input.color ?? "petrol") === "petrol"
      ? { ...colours, color: "var(--z-on-petrol)", hoverColor: "var(--z-on-petrol)" }
      : colours;
  },
  cursorType: "pointer",
  components: {
    Button: { defaultProps: { size: "md" } },
    Modal: { defaultProps: { lockScroll: false, centered: true } },
    TextInput: { defaultProps: { size: "md" } },
    PasswordInput: { defaultProps: { size: "md" } },
    Textarea: { defaultProps: { size: "md" } },
    NativeSelect: { defaultProps: { size: "md" } },
    NumberInput: { defaultProps: { size: "md" } },
  },
});

/** Mantine's variables, bound to ours in `parts/colours.css`. Errors are amber: wax red belongs to the seal. */
export const themeVariables: CSSVariablesResolver = () => {
  const bound = {
    "--mantine-color-body": "var(--z-ground)",
    "--mantine-color-text": "var(--z-ink)",
    "--mantine-color-dimmed": "var(--z-ink-soft)",
    "--mantine-color-placeholder": "var(--z-ink-soft)",
    "--mantine-primary-color-contrast": "var(--z-on-petrol)",
    "--mantine-primary-color-light-color": "var(--z-petrol)",
    "--mantine-color-petrol-light-color": "var(--z-petrol)",
    "--mantine-color-error": "var(--z-amber)",
    "--mantine-color-anchor": "var(--z-petrol)",
    "--mantine-color-default": "var(--z-raised)",
    "--mantine-color-default-hover": "var(--z-sunken)",
    "--mantine-color-default-color": "var(--z-ink)",
    "--mantine-color-default-border": "var(--z-line-strong)",
  };
  return { variables: {}, light: bound, dark: bound };
};
