import { changeProperties, type ChangeProperties } from "#/files/index.ts";
import { Refusal } from "#/kernel/index.ts";
import { checkIf } from "./if-header.ts";
import { isProtected, liveProperties } from "./live-properties.ts";
import { emptyElement, multistatus, propstat } from "./propfind.ts";
import { xmlBody } from "./request.ts";
import { assertBelowTop, hrefOf, resolveThere } from "./tree.ts";
import type { DavCall } from "./types.ts";
import { childOf, elementsOf, escapeXml, isDav, malformed, writeContent, type XmlElement, xmlType } from "./xml.ts";

type Change = ChangeProperties["changes"][number];

function changesIn(body: XmlElement | undefined): Change[] {
  if (!body || !isDav(body, "propertyupdate")) throw malformed();
  return elementsOf(body).flatMap((step) => {
    const isSet = isDav(step, "set");
    if (!isSet && !isDav(step, "remove")) return [];
    const prop = childOf(step, "prop");
    if (!prop) throw malformed();
    return elementsOf(prop).map(({ namespace, name, children }) => ({
      namespace,
      name,
      ...(isSet ? { content: writeContent(children) } : {}),
    }));
  });
}

/** RFC 4918, section 9.2: all or none. */
export async function proppatch({ app, actor, request, reply, names }: DavCall): Promise<unknown> {
  const changes = changesIn(await xmlBody(request));
  assertBelowTop(names);
  await checkIf(app, actor, request, names);
  const { found } = await resolveThere(app, actor, names);
  const live = liveProperties(app.clock.now(), () => "");
  const refused = changes.filter(({ namespace, name }) => isProtected(namespace, name, live));
  if (refused.length === 0) await changeProperties(app, actor, { entryId: found.entry.entryId, changes });
  else if (changes.length === 0) throw new Refusal("invalid", "http.malformed");
  const others = changes.filter((change) => !refused.includes(change));
  const stats =
    refused.length === 0
      ? propstat("200 OK", changes.map(emptyElement))
      : propstat("403 Forbidden", refused.map(emptyElement)) +
        propstat("424 Failed Dependency", others.map(emptyElement));
  const href = escapeXml(hrefOf(names, found.entry.kind === "folder"));
  return reply
    .code(207)
    .header("content-type", xmlType)
    .send(multistatus(`<D:response><D:href>${href}</D:href>${stats}</D:response>`));
}
