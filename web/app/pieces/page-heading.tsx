import { type JSX, type ReactNode, useEffect, useRef } from "react";

/** Names the tab. Never with content: browsers write titles to their history. */
export function useTabTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Zegel`;
  }, [title]);
}

/** The heading of a step; takes the focus when the step appears. */
export function StepTitle({ children }: { children: string }): JSX.Element {
  const place = useRef<HTMLHeadingElement>(null);
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={place} tabIndex={-1}>
      {children}
    </h1>
  );
}

interface PageHeadingProps {
  readonly title: string;
  readonly lead?: string;
  readonly children?: ReactNode;
}

/** The heading of a page; takes the focus when the page appears, with its actions beside it. */
export function PageHeading({ title, lead, children }: PageHeadingProps): JSX.Element {
  const place = useRef<HTMLHeadingElement>(null);
  useTabTitle(title);
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
  return (
    <header className="page-heading">
      <div>
        <h1 ref={place} tabIndex={-1}>
          {title}
        </h1>
        {lead !== undefined && <p className="soft">{lead}</p>}
      </div>
      {children !== undefined && <div className="page-actions">{children}</div>}
    </header>
  );
}
