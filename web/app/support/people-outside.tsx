import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import { agreementsQuery } from "../mail/noticed/file-queries.ts";

/** Whom the working agreements name for help: the IT supplier, say. */
export function PeopleOutside(): JSX.Element | null {
  const { data } = useQuery(agreementsQuery);
  const helpers = data?.agreements.support ?? [];
  if (helpers.length === 0) return null;
  return (
    <ul className="help-people">
      {helpers.map(({ name, email, phone, hours }) => (
        <li key={`${name} ${email ?? ""}`}>
          <strong>{name}</strong>
          {phone !== undefined && <a href={`tel:${phone.replaceAll(/[^\d+]/g, "")}`}>{phone}</a>}
          {email !== undefined && <a href={`mailto:${email}`}>{email}</a>}
          {hours !== undefined && <span className="soft">{hours}</span>}
        </li>
      ))}
    </ul>
  );
}
