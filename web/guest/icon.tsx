/** @jsxImportSource preact */
import type { JSX } from "preact";

/** Outlines of Tabler's set (MIT), for the few that this page needs. */
const outlines = {
  check: "M5 12l5 5L20 7",
  reply: "M9 14l-4-4 4-4M5 10h11a4 4 0 0 1 0 8h-1",
  download: "M4 17v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-2M7 11l5 5 5-5M12 4v12",
  file: "M14 3v4a1 1 0 0 0 1 1h4M17 21H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h7l5 5v11a2 2 0 0 1-2 2z",
  clip: "M15 7l-6.500 6.500a1.500 1.500 0 0 0 3 3L18 10a3 3 0 0 0-6-6l-6.500 6.500a4.500 4.500 0 0 0 9 9L21 13",
  close: "M18 6L6 18M6 6l12 12",
  eye: "M12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5zM21 12c-2.400 4-5.400 6-9 6s-6.600-2-9-6c2.400-4 5.400-6 9-6s6.600 2 9 6z",
  print:
    "M17 17h2a2 2 0 0 0 2-2v-4a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v4a2 2 0 0 0 2 2h2M17 9V5a2 2 0 0 0-2-2H9a2 2 0 0 0-2 2v4M7 15a2 2 0 0 1 2-2h6a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2z",
  lock: "M5 13a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2zM8 11V7a4 4 0 1 1 8 0v4M12 16v.1",
  device: "M6 5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2zM11 4h2M12 17v.1",
  send: "M10 14L21 3M21 3l-6.500 18a.55.55 0 0 1-1 0L10 14l-7-3.500a.55.55 0 0 1 0-1L21 3",
} as const;

export function Icon(props: { name: keyof typeof outlines }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={outlines[props.name]} />
    </svg>
  );
}
