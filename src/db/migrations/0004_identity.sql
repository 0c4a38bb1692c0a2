-- What an invitation hands over, and the one space of contacts.

alter table identity_invitation
  -- JSON sealed to the invitation's key: secrets of epochs, and for an admin the issuing key. Gone once it was used.
  add column grants bytea;

create unique index spaces_space_contacts on spaces_space (organisation_id) where kind = 'contacts';
