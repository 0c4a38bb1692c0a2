/** The contract's route tables without their schemas; made by `plugins.ts`. */
declare module "virtual:member-routes" {
  export const routes: Readonly<Record<string, import("./parts/call.ts").RouteShape>>;
}
declare module "virtual:guest-routes" {
  export const routes: Readonly<Record<string, import("./parts/call.ts").RouteShape>>;
}
/** Kept for the page as text: see guest/offline. */
declare module "*.js?raw" {
  const text: string;
  export default text;
}
/** Mantine's variables for our theme as a style sheet; made by `plugins.ts`. */
declare module "virtual:theme.css" {}
