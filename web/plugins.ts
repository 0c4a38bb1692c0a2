import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import type { Plugin } from "vite";
import { guestRoutes, memberRoutes, type Route } from "#/contract/index.ts";
import { theme, themeVariables } from "./app/theme.ts";

const shapes = (table: Readonly<Record<string, Route>>): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(table).map(([name, route]) => [
        name,
        { method: route.method, path: route.path, ...(route.encoding === "multipart" && { multipart: true }) },
      ]),
    ),
  );

function themeStyles(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const ours = themeVariables(merged);
  const base = defaultCssVariablesResolver(merged);
  return convertCssVariables(
    {
      variables: { ...base.variables, ...ours.variables },
      light: { ...base.light, ...ours.light, "--mantine-color-scheme": "light" },
      dark: { ...base.dark, ...ours.dark, "--mantine-color-scheme": "dark" },
    },
    ":root",
  );
}

/**
 * Modules that are made while building: the contract's paths without its schemas (so that the pages carry no schema
 * library), and Mantine's variables as a file (so that the pages need no inline style).
 */
export function zegelModules(): Plugin {
  const modules: Readonly<Record<string, () => string>> = {
    "virtual:member-routes": () => `export const routes = ${shapes(memberRoutes)};`,
    "virtual:guest-routes": () => `export const routes = ${shapes(guestRoutes)};`,
    "virtual:theme.css": themeStyles,
  };
  return {
    name: "zegel-modules",
    resolveId: (source) => (source in modules ? `\0${source}` : undefined),
    load: (id) => modules[id.slice(1)]?.(),
  };
}
