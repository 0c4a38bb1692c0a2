import type { JSX } from "react";

const toolCount = 7;

/** As large as the editor that comes in its place, on every width: what stands below it is pressed meanwhile. */
export function EditorWaiting({ said }: { said?: string }): JSX.Element {
  return (
    <div className="editor editor-waiting">
      <div className="editor-tools" aria-hidden="true">
        {Array.from({ length: toolCount }, (_, at) => (
          <span key={at} className="editor-tool-waiting" />
        ))}
      </div>
      <p className="editor-text soft">{said}</p>
    </div>
  );
}
