import { z } from "zod";
import { idSchema } from "./common.ts";
import { defineRoutes } from "./route.ts";

/** Attachments shown or taken together, for members; guests have the same among their routes. */
export const attachmentRoutes = defineRoutes({
  attachmentPicture: {
    method: "GET",
    path: "/api/mail/attachments/:attachmentId/picture",
    summary: "An attachment that is a picture (JPEG, PNG, GIF, WebP), to be shown in the page",
    access: "member",
    params: z.object({ attachmentId: idSchema }),
    binary: true,
  },
  messageZip: {
    method: "GET",
    path: "/api/mail/messages/:messageId/zip",
    summary: "All attachments of a message as one zip file",
    access: "member",
    params: z.object({ messageId: idSchema }),
    binary: true,
  },
});
