/** Ordner, Dateien und Rechte. */
export const files = {
  "files.absent":
    "Diese Datei oder dieser Ordner ist nicht (mehr) da, oder Sie dürfen ihn nicht sehen. Gehen Sie zurück zu Ihren Ordnern.",
  "files.only_reading":
    "In diesem Ordner dürfen Sie nur lesen. Bitten Sie einen Eigentümer des Ordners um das Recht zu schreiben.",
  "files.owner_needed": "Das kann nur ein Eigentümer dieses Ordners. Wer das ist, steht bei den Rechten des Ordners.",
  "files.name_wrong":
    "So kann eine Datei oder ein Ordner nicht heißen. Wählen Sie einen Namen ohne / und mit höchstens 255 Zeichen.",
  "files.name_taken": "Hier heißt schon etwas so. Wählen Sie einen anderen Namen.",
  "files.changed_meanwhile":
    "Jemand hat dies inzwischen geändert. Sehen Sie sich die neueste Version an und versuchen Sie es dann erneut.",
  "files.is_folder": "Das ist ein Ordner. Wählen Sie eine Datei, oder laden Sie den Ordner als ZIP herunter.",
  "files.is_file": "Das ist eine Datei. Wählen Sie einen Ordner.",
  "files.too_deep": "Ordner können höchstens 64 tief ineinander liegen. Legen Sie diesen Ordner weiter oben ab.",
  "files.into_itself": "Ein Ordner kann nicht in sich selbst liegen. Wählen Sie einen anderen Ordner.",
  "files.root_stays":
    "Dieser Ordner bleibt, wo er ist, und behält seinen Namen. Was darin liegt, lässt sich verschieben.",
  "files.own_stays":
    "Ihr eigener Ordner wird nicht geteilt. Legen Sie einen geteilten Ordner an, oder legen Sie die Datei in einen geteilten.",
  "files.too_many_at_once": "Das sind mehr als {limit} Dateien und Ordner auf einmal. Machen Sie es in Teilen.",
  "files.last_owner":
    "Ein Ordner hat immer mindestens einen Mitarbeiter als Eigentümer, ohne Enddatum. Bestimmen Sie zuerst einen anderen Eigentümer.",
  "files.until_past": "Das Enddatum ist schon vorbei. Wählen Sie einen Tag, der noch kommt.",
  "files.subject_absent":
    "Dieser Mitarbeiter oder diese Gruppe ist nicht (mehr) da. Laden Sie die Seite neu und wählen Sie noch einmal.",
  "files.has_own_rights": "Dieser Ordner hat schon eigene Rechte. Ändern Sie sie beim Ordner selbst.",
  "files.locked":
    "{who} hat diese Datei gerade in einem Programm geöffnet. Warten Sie, bis sie zu ist, oder fragen Sie nach.",
  "files.lock_absent": "Diese Sperre gibt es nicht mehr. Öffnen Sie die Datei erneut.",
  "files.properties_too_many": "Diese Datei hat schon zu viele Eigenschaften von Programmen, oder diese ist zu lang.",
  "files.conflict_word": "Konflikt",
  "files.batch_wrong": "Die Dateien kamen nicht richtig an. Was schon da ist, bleibt. Senden Sie den Rest noch einmal.",
  "files.file_too_large": "Eine Datei darf höchstens {limitBytes:size} groß sein.",
  "files.moment_wrong": "Wählen Sie einen Zeitpunkt in der Vergangenheit, nach dem Anlegen des Ordners.",
  "files.second_factor_needed":
    "Dieser Ordner fragt erst nach einem Code von Ihrem Telefon. Geben Sie ihn ein und machen Sie dann weiter.",
  "files.paused":
    "Dieses Gerät ändert plötzlich sehr viel und wurde deshalb angehalten. Sehen Sie in Zegel unter Dateien nach, was geschah, und lassen Sie es dort weitermachen.",
  "files.too_large_to_compare":
    "Diese Versionen sind zu groß, um sie hier nebeneinander zu legen, oder es ist kein Text. Laden Sie sie herunter, um sie zu vergleichen.",
  "identity.group_absent": "Diese Gruppe ist nicht (mehr) da. Laden Sie die Seite neu.",
  "identity.group_name_taken": "Es gibt schon eine Gruppe mit diesem Namen. Wählen Sie einen anderen.",
} as const;
