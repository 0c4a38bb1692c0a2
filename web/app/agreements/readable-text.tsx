import type { JSX } from "react";
import type { Readable } from "./agreements-queries.ts";
import "./agreements.css";

/** The agreements as people read them. */
export function ReadableText({ sections }: { sections: Readable }): JSX.Element {
  return (
    <div className="readable">
      {sections.map(({ heading, lines }) => (
        <section key={heading}>
          <h2>{heading}</h2>
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </section>
      ))}
    </div>
  );
}
