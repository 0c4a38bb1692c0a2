import { Button } from "@mantine/core";
import { type JSX, useEffect, useRef } from "react";

/** An end of what is loaded: coming near loads on, and so does the button. */
export function Edge({ label, loading, onNear }: { label: string; loading: boolean; onNear: () => void }): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const near = useRef(onNear);
  useEffect(() => {
    near.current = onNear;
  });
  useEffect(() => {
    if (loading) return undefined;
    const watcher = new IntersectionObserver(
      (seen) => {
        if (seen.some((entry) => entry.isIntersecting)) near.current();
      },
      { rootMargin: "400px" },
    );
    watcher.observe(place.current!);
    return () => watcher.disconnect();
  }, [loading]);
  return (
    <div ref={place} className="list-edge">
      <Button variant="subtle" loading={loading} onClick={onNear}>
        {label}
      </Button>
    </div>
  );
}
