import { z } from "zod";
import { mostLogoBytes } from "./logo.ts";
import { onDark, onLight } from "./readable-colour.ts";
import { defineRoutes } from "./route.ts";

/** How the firm shows itself to guests; everything may be empty. */
export const lookSchema = z.object({
  /** `#rrggbb`; empty: Zegel's own. Where it can't be read, a darker or lighter one is used. */
  colour: z.union([z.literal(""), z.string().regex(/^#[0-9a-f]{6}$/)]),
  /** In the sender of notifications, where it is another than the firm's full name. */
  senderName: z.string().max(80),
  /** In notifications and on the page before the message is opened; plain, and without links. */
  ownText: z.string().max(300),
});
/** `#rrggbb` each. */
export const coloursSchema = z.object({ light: z.string(), dark: z.string() });
export type Colours = z.output<typeof coloursSchema>;

/** What a firm's colour is shown as, so that it can be read; null for none. */
export const shownColours = (colour: string): Colours | null =>
  colour === "" ? null : { light: onLight(colour), dark: onDark(colour) };

export type Look = z.output<typeof lookSchema>;
export const plainLook: Look = { colour: "", senderName: "", ownText: "" };

export const lookRoutes = defineRoutes({
  look: {
    method: "GET",
    path: "/api/organisation/look",
    summary: "How the firm shows itself to guests",
    access: "member",
    /** `logo`: a name for what it is now, empty for none. */
    answer: lookSchema.extend({ logo: z.string() }),
  },
  saveLook: {
    method: "PUT",
    path: "/api/organisation/look",
    summary: "Change how the firm shows itself to guests (admins)",
    access: "member",
    body: lookSchema,
    status: 204,
  },
  logo: {
    method: "GET",
    path: "/api/organisation/logo",
    summary: "The firm's logo",
    access: "member",
    query: z.object({ v: z.string().max(32).optional() }),
    binary: true,
  },
  saveLogo: {
    method: "PUT",
    path: "/api/organisation/logo",
    summary: "Change the firm's logo: a PNG in Base64 (admins)",
    access: "member",
    body: z.object({ png: z.base64().max(Math.ceil(mostLogoBytes / 3) * 4) }),
    status: 204,
  },
  removeLogo: {
    method: "DELETE",
    path: "/api/organisation/logo",
    summary: "Remove the firm's logo (admins)",
    access: "member",
    status: 204,
  },
  previewLook: {
    method: "POST",
    path: "/api/organisation/look/preview",
    summary: "A notification as guests would get it; nothing is sent or kept (admins)",
    access: "member",
    body: lookSchema,
    answer: z.object({
      from: z.string(),
      subject: z.string(),
      html: z.string(),
      text: z.string(),
      colours: coloursSchema.nullable(),
    }),
  },
});
