/** Mappen, bestanden en rechten. */
export const files = {
  "files.absent": "Dit bestand of deze map is er niet (meer), of je mag hem niet zien. Ga terug naar je mappen.",
  "files.only_reading": "In deze map mag je alleen lezen. Vraag een eigenaar van de map om je te laten schrijven.",
  "files.owner_needed": "Dat kan alleen een eigenaar van deze map. Wie dat is, zie je bij de rechten van de map.",
  "files.name_wrong": "Zo kan een bestand of map niet heten. Kies een naam zonder / en van hoogstens 255 tekens.",
  "files.name_taken": "Hier is al iets met deze naam. Kies een andere naam.",
  "files.changed_meanwhile":
    "Iemand heeft dit intussen gewijzigd. Bekijk de nieuwste versie en probeer het daarna opnieuw.",
  "files.is_folder": "Dit is een map. Kies een bestand, of download de map als zip.",
  "files.is_file": "Dit is een bestand. Kies een map.",
  "files.too_deep": "Mappen kunnen hoogstens 64 diep in elkaar zitten. Zet deze map hoger.",
  "files.into_itself": "Een map kan niet in zichzelf. Kies een andere map.",
  "files.root_stays": "Deze map blijft waar hij is en houdt zijn naam. Wat erin zit, kun je wel verplaatsen.",
  "files.own_stays": "Je eigen map deel je niet. Maak een gedeelde map, of zet het bestand in een map die gedeeld is.",
  "files.too_many_at_once": "Dat zijn meer dan {limit} bestanden en mappen in één keer. Doe het in delen.",
  "files.last_owner":
    "Een map heeft altijd minstens één medewerker als eigenaar, zonder einddatum. Wijs eerst een andere eigenaar aan.",
  "files.until_past": "De einddatum is al voorbij. Kies een dag die nog komt.",
  "files.subject_absent": "Deze medewerker of groep is er niet (meer). Ververs de pagina en kies opnieuw.",
  "files.has_own_rights": "Deze map heeft al eigen rechten. Wijzig die bij de map zelf.",
  "files.locked": "{who} heeft dit bestand nu open in een programma. Wacht tot het dicht is, of vraag het even.",
  "files.lock_absent": "Deze vergrendeling is er niet meer. Open het bestand opnieuw.",
  "files.properties_too_many": "Bij dit bestand staan al te veel eigenschappen van programma’s, of deze is te lang.",
  "files.conflict_word": "conflict",
  "files.batch_wrong": "De bestanden kwamen niet goed over. Wat al binnen is, staat er. Stuur de rest opnieuw.",
  "files.file_too_large": "Een bestand mag hoogstens {limitBytes:size} zijn.",
  "files.moment_wrong": "Kies een moment in het verleden, van nadat de map is gemaakt.",
  "files.second_factor_needed": "Deze map vraagt eerst om een code van je telefoon. Vul die in en ga daarna verder.",
  "files.paused":
    "Dit apparaat wijzigt ineens heel veel en is daarom stilgezet. Kijk in Zegel bij Bestanden wat er gebeurde, en zet het daar weer aan.",
  "files.too_large_to_compare":
    "Deze versies zijn te groot om hier naast elkaar te zetten, of het is geen tekst. Download ze om ze te vergelijken.",
  "identity.group_absent": "Deze groep is er niet (meer). Ververs de pagina.",
  "identity.group_name_taken": "Er is al een groep met deze naam. Kies een andere naam.",
} as const;
