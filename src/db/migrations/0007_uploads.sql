-- Uploads that can be resumed.

-- An object moves (draft to message) by a new header around the same payload; nothing else of it ever changes.
grant update (space_id, epoch, kind, signature, signer_key_id) on spaces_object to zegel_app;
grant update (header) on keys.spaces_header to zegel_app;
