import type { JSX, ReactNode } from "react";

const pictures = {
  /** An open envelope with a sealed letter rising from it. */
  inbox: (
    <>
      <path className="pic-paper" d="M22 62 80 22l58 40v62H22z" />
      <path className="pic-paper pic-front" d="M44 34h72v54H44z" />
      <path className="pic-line" d="M56 48h48M56 60h48M56 72h26" />
      <path className="pic-wash" d="M22 62v62h116V62L80 100z" />
      <path className="pic-line" d="M22 62v62h116V62L80 100zM22 124l44-34M138 124 94 90" />
      <circle className="pic-wax" cx="80" cy="100" r="11" />
    </>
  ),
  /** A letter on its way. */
  sent: (
    <>
      <path className="pic-line pic-faint" d="M14 58h22M8 76h30M18 94h18" />
      <path className="pic-paper" d="M50 38h92v72H50z" />
      <path className="pic-wash" d="M50 38h92L96 80z" />
      <path className="pic-line" d="M50 38h92v72H50zM50 38l46 42 46-42" />
      <circle className="pic-wax" cx="96" cy="80" r="11" />
    </>
  ),
  /** An open folder with papers. */
  folder: (
    <>
      <path className="pic-paper" d="M20 44h44l12 14h64v18l-10 48H20z" />
      <path className="pic-paper pic-front" d="M48 30h60v60H48z" />
      <path className="pic-line" d="M60 46h36M60 58h36M60 70h20" />
      <path className="pic-wash" d="M20 76h120l-10 48H20z" />
      <path className="pic-line" d="M20 44h28M108 58h32v18M20 44v80h110l10-48H32L20 124" />
    </>
  ),
  /** A desk with a closed letter. */
  reading: (
    <>
      <path className="pic-paper" d="M40 30h80v96H40z" />
      <path className="pic-wash" d="M40 30h80v26H40z" />
      <path className="pic-line" d="M40 30h80v96H40zM52 70h56M52 84h56M52 98h34" />
      <circle className="pic-wax" cx="104" cy="110" r="12" />
    </>
  ),
} as const;

interface EmptyStateProps {
  readonly picture: keyof typeof pictures;
  readonly title: string;
  readonly lead: string;
  readonly children?: ReactNode;
}

/** Teaches: one picture, one sentence, one button. */
export function EmptyState({ picture, title, lead, children }: EmptyStateProps): JSX.Element {
  return (
    <div className="empty">
      <svg viewBox="0 0 160 150" width="160" height="150" aria-hidden="true">
        {pictures[picture]}
      </svg>
      <h2>{title}</h2>
      <p className="soft">{lead}</p>
      {children}
    </div>
  );
}
