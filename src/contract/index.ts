export * from "./applications.ts";
export * from "./common.ts";
export * from "./drafts.ts";
export * from "./guest.ts";
export * from "./identity.ts";
export * from "./mail.ts";
export * from "./route.ts";
export * from "./routes.ts";
