import { z } from "zod";
import { idSchema, nameSchema } from "./common.ts";
import { defineRoutes } from "./route.ts";

export const groupAnswer = z.object({
  groupId: idSchema,
  name: z.string(),
  members: z.array(z.object({ memberId: idSchema, name: z.string(), email: z.string() })),
});
export type GroupAnswer = z.infer<typeof groupAnswer>;

const groupBody = z.object({ name: nameSchema, memberIds: z.array(idSchema).max(1000) });

/** Groups of members: rights are given to them, and follow who is in them. */
export const groupRoutes = defineRoutes({
  listGroups: {
    method: "GET",
    path: "/api/groups",
    summary: "All groups of members",
    access: "member",
    answer: z.object({ groups: z.array(groupAnswer) }),
  },
  makeGroup: {
    method: "POST",
    path: "/api/groups",
    summary: "Make a group of members (admins)",
    access: "member",
    body: groupBody,
    answer: z.object({ groupId: idSchema }),
    status: 201,
  },
  changeGroup: {
    method: "PUT",
    path: "/api/groups/:groupId",
    summary: "Say anew what a group is called and who is in it (admins)",
    access: "member",
    params: z.object({ groupId: idSchema }),
    body: groupBody,
    status: 204,
  },
  removeGroup: {
    method: "DELETE",
    path: "/api/groups/:groupId",
    summary: "End a group; rights that it had end with it (admins)",
    access: "member",
    params: z.object({ groupId: idSchema }),
    status: 204,
  },
});
