import { Button, Menu } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { useTranslation } from "react-i18next";
import { changeDraft, type Draft } from "../draft.ts";
import { paragraphs } from "./inline-images.ts";
import { giveText } from "./saving.ts";
import { type Template, templatesQuery } from "./writing-queries.ts";

/** Puts a template before what stands there; the subject only where there is none. */
function insert(draft: Draft, { subject, html, text }: Template): void {
  const own = html === "" ? paragraphs(text) : html;
  giveText(draft.key, { html: `${own}${draft.html}`, text: `${text}\n\n${draft.text}`.trim() });
  if (draft.subject === "" && subject !== "") changeDraft(draft.key, () => ({ subject }));
}

/** Texts to begin with. */
export function TemplatesMenu({ draft }: { draft: Draft }): JSX.Element {
  const { t } = useTranslation();
  const { data } = useQuery(templatesQuery);
  const templates = data?.templates ?? [];
  return (
    <Menu position="top-start" withinPortal>
      <Menu.Target>
        <Button variant="default" leftSection={<IconTemplate size={20} stroke={1.75} />}>
          {t("write.templates.insert")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {templates.map((template) => (
          <Menu.Item key={template.templateId} onClick={() => insert(draft, template)}>
            {template.name}
            {template.scope === "firm" && <span className="soft"> · {t("write.templates.firm")}</span>}
          </Menu.Item>
        ))}
        {templates.length === 0 && <Menu.Label>{t("write.templates.none")}</Menu.Label>}
        <Menu.Divider />
        <Menu.Item component={Link} to="/writing">
          {t("write.templates.manage")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
