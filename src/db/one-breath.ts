import type { Writable } from "node:stream";
import type { ClientBase } from "pg";

const gathering = new WeakSet<Writable>();

/**
 * What is asked of one connection in one turn leaves in one write: each write wakes the other side up, which costs both
 * more than reading a few statements more. It leaves as soon as nobody goes on without an answer.
 */
export function inOneBreath(client: ClientBase): void {
  const { stream } = (client as ClientBase & { readonly connection: { readonly stream: Writable } }).connection;
  if (gathering.has(stream)) return;
  gathering.add(stream);
  stream.cork();
  process.nextTick(() => {
    gathering.delete(stream);
    stream.uncork();
  });
}
