// Written by generate-schema.ts; not by hand.
import type { ColumnType, Generated as HasDefault } from "kysely";
import type { Bytes, Id } from "#/kernel/index.ts";

type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
/** Give `JSON.stringify(value)` when writing: the driver would take a list for an array of the database. */
export type Json = ColumnType<JsonValue, string, string>;
type Generated<T> = T extends Json ? ColumnType<JsonValue, string | undefined, string> : HasDefault<T>;

export interface Schema {
  "agreements_reading": {
    organisation_id: Id;
    version: number;
    member_id: Id;
    signature: Bytes;
    key_id: Id;
    at: Date;
  };
  "agreements_record": {
    organisation_id: Id;
    record_id: Id;
    issuing_key_id: Id;
    at: Date;
    sealed: Bytes;
  };
  "agreements_records_key": {
    organisation_id: Id;
    issuing_key_id: Id;
    public_key: Bytes;
    signature: Bytes;
    created_at: Date;
  };
  "agreements_reminder": {
    organisation_id: Id;
    version: number;
    member_id: Id;
    times: number;
    last_at: Date;
  };
  "agreements_version": {
    organisation_id: Id;
    version: number;
    statement: Bytes;
    signature: Bytes;
    issuing_key_id: Id;
    created_by: Id;
    created_at: Date;
  };
  "audit_checkpoint": {
    organisation_id: Id;
    size: number;
    note: string;
    at: Date;
    mailed_at: Date | null;
  };
  "audit_entry": {
    organisation_id: Id;
    entry_id: Id;
    at: Date;
    actor_kind: "member" | "guest" | "app-password" | "operator" | "system";
    actor_id: Id | null;
    act: string;
    subject_kind: string | null;
    subject_id: Id | null;
    details: Generated<Json>;
  };
  "audit_leaf": {
    organisation_id: Id;
    position: number;
    entry_id: Id;
    leaf_hash: Bytes;
    salt: Bytes | null;
  };
  "audit_node": {
    organisation_id: Id;
    level: number;
    index: number;
    hash: Bytes;
  };
  "audit_pending": {
    organisation_id: Id;
    entry_id: Id;
    mac: Bytes | null;
  };
  "certificates_key": {
    organisation_id: Id;
    key_id: Id;
    kind: "issuing" | "invitation" | "person" | "sub-identity" | "intake" | "compliance" | "officer";
    subject_id: Id;
    issuer_key_id: Id;
    certificate: Bytes;
    created_at: Date;
    revoked_at: Date | null;
  };
  "files_change": {
    organisation_id: Id;
    space_id: Id;
    sequence: number;
    entry_id: Id;
    act: "added" | "written" | "renamed" | "moved" | "trashed" | "restored" | "erased" | "rewound";
    at: Date;
    member_id: Id | null;
    door: string;
    device_id: Id | null;
    parent_id: Id | null;
    name_mac: Bytes;
    name_sealed: Bytes;
    version: number | null;
    is_trashed: boolean;
  };
  "files_entry": {
    organisation_id: Id;
    entry_id: Id;
    space_id: Id;
    parent_id: Id | null;
    kind: "folder" | "file";
    mount_space_id: Id | null;
    name_mac: Bytes;
    name_sealed: Bytes;
    revision: number;
    version: number | null;
    reserved_version: Generated<number>;
    size_bytes: Generated<number>;
    modified_at: Date;
    changed_at: Date;
    changed_by: Id | null;
    trashed_at: Date | null;
    trashed_by: Id | null;
    created_at: Date;
  };
  "files_handed_out": {
    organisation_id: Id;
    entry_id: Id;
    version: number;
    member_id: Id;
    door: string;
    day: number;
    at: Date;
  };
  "files_lock": {
    organisation_id: Id;
    token: Id;
    space_id: Id;
    entry_id: Id;
    is_exclusive: boolean;
    is_deep: boolean;
    owner_sealed: Bytes;
    member_id: Id;
    expires_at: Date;
  };
  "files_property": {
    organisation_id: Id;
    entry_id: Id;
    property_mac: Bytes;
    sealed: Bytes;
  };
  "files_right": {
    organisation_id: Id;
    space_id: Id;
    subject_kind: "member" | "group" | "everybody" | "guest";
    subject_id: Id;
    role: "owner" | "editor" | "reader" | "uploader";
    until: Date | null;
    given_by: Id;
    given_at: Date;
  };
  "files_space": {
    organisation_id: Id;
    space_id: Id;
    personal_of: Id | null;
    is_general: Generated<boolean>;
    sequence: Generated<number>;
    used_bytes: Generated<number>;
    versions_kept: Generated<number>;
    keep_days: Generated<number>;
    step_up_minutes: number | null;
    created_at: Date;
  };
  "files_version": {
    organisation_id: Id;
    entry_id: Id;
    version: number;
    size_bytes: number;
    modified_at: Date;
    created_at: Date;
    created_by: Id | null;
    door: "web" | "webdav" | "sync" | "guest" | "cli";
    device_id: Id | null;
    device: Generated<string>;
    label_sealed: Bytes | null;
    is_pinned: Generated<boolean>;
  };
  "identity_app_password": {
    organisation_id: Id;
    app_password_id: Id;
    member_id: Id;
    key_id: Id;
    door: "smtp" | "webdav" | "imap" | "caldav" | "sync" | "api";
    label: string;
    any_from: Generated<boolean>;
    user_name: string;
    verifier: Bytes;
    sealed_identity: Bytes;
    created_at: Date;
    last_used_at: Date | null;
    revoked_at: Date | null;
  };
  "identity_attempt": {
    organisation_id: Id;
    subject: string;
    failures: number;
    first_at: Date;
    last_at: Date;
  };
  "identity_group": {
    organisation_id: Id;
    group_id: Id;
    name: string;
    created_at: Date;
  };
  "identity_group_member": {
    organisation_id: Id;
    group_id: Id;
    member_id: Id;
  };
  "identity_invitation": {
    organisation_id: Id;
    invitation_id: Id;
    member_id: Id;
    key_id: Id;
    verifier: Bytes;
    expires_at: Date;
    used_at: Date | null;
    created_by: Id;
    created_at: Date;
    grants: Bytes | null;
    gives_back: Generated<boolean>;
  };
  "identity_logo": {
    organisation_id: Id;
    png: Bytes;
    created_at: Date;
  };
  "identity_member": {
    organisation_id: Id;
    member_id: Id;
    email: string;
    name: string;
    roles: string[];
    language: Generated<string>;
    state: "invited" | "active" | "locked" | "removed";
    mailbox_space_id: Id | null;
    created_at: Date;
  };
  "identity_organisation": {
    organisation_id: Id;
    name: string;
    domain: string;
    root_public: Bytes;
    kit_fingerprint: string;
    kit_shares: number;
    kit_threshold: number;
    settings: Generated<Json>;
    created_at: Date;
  };
  "identity_recovery_mail": {
    organisation_id: Id;
    member_id: Id;
    token_hash: Bytes;
    expires_at: Date;
  };
  "identity_session": {
    organisation_id: Id;
    session_id: Bytes;
    kind: "member" | "guest" | "pending";
    subject_id: Id;
    server_key_id: string;
    sealed: Bytes;
    csrf_hash: Bytes;
    created_at: Date;
    last_seen_at: Date;
    expires_at: Date;
    user_agent: Generated<string>;
    locked_at: Date | null;
  };
  "keys.certificates_key_secret": {
    organisation_id: Id;
    key_id: Id;
    holder_member_id: Id;
    sealed: Bytes;
  };
  "keys.files_name_key": {
    organisation_id: Id;
    space_id: Id;
    epoch: number;
    sealed: Bytes;
  };
  "keys.identity_backup_code": {
    organisation_id: Id;
    member_id: Id;
    code_mac: Bytes;
    created_at: Date;
    used_at: Date | null;
  };
  "keys.identity_unlock": {
    organisation_id: Id;
    unlock_id: Id;
    member_id: Id;
    kind: "password" | "recovery" | "passkey" | "device";
    salt: Bytes;
    parameters: Json;
    verifier: Bytes;
    sealed_identity: Bytes;
    sealed_totp: Bytes | null;
    totp_last_step: Generated<number>;
    created_at: Date;
  };
  "keys.spaces_header": {
    organisation_id: Id;
    object_id: Id;
    version: number;
    header: Bytes;
  };
  "keys.spaces_wrap": {
    organisation_id: Id;
    space_id: Id;
    epoch: number;
    holder_kind: "space" | "person" | "sub-identity" | "link" | "recovery" | "officer";
    holder_id: Id;
    holder_epoch: Generated<number>;
    nested: Generated<boolean>;
    sealed: Bytes;
    created_at: Date;
  };
  "keys.uploads_header": {
    organisation_id: Id;
    upload_id: Id;
    header: Bytes;
  };
  "mail_address_use": {
    organisation_id: Id;
    mailbox_space_id: Id;
    email: string;
    uses: number;
    last_used_at: Date;
  };
  "mail_attachment": {
    organisation_id: Id;
    attachment_id: Id;
    message_id: Id;
    object_id: Id;
    position: number;
    size_bytes: number;
    recalled_at: Date | null;
  };
  "mail_code": {
    organisation_id: Id;
    link_id: Id;
    code_mac: Bytes | null;
    tries: Generated<number>;
    requested_at: Date;
    sent_at: Date | null;
    expires_at: Date | null;
    sends: Generated<number>;
    first_send_at: Date;
  };
  "mail_contact": {
    organisation_id: Id;
    contact_id: Id;
    email: string;
    language: string | null;
    verification: "none" | "sms" | "password" | null;
    sealed_phone: Bytes | null;
    phone_epoch: number | null;
    password_salt: Bytes | null;
    password_public: Bytes | null;
    created_at: Date;
    check_signature: Bytes | null;
    check_key_id: Id | null;
    sealed_name: Bytes | null;
    name_epoch: number | null;
    forgotten_at: Date | null;
  };
  "mail_contact_import": {
    organisation_id: Id;
    import_id: Id;
    member_id: Id;
    mailbox_space_id: Id | null;
    created: number;
    changed: number;
    at: Date;
    undone_at: Date | null;
  };
  "mail_contact_import_row": {
    organisation_id: Id;
    import_id: Id;
    contact_id: Id;
    written: Bytes;
    previous: Json | null;
  };
  "mail_conversation": {
    organisation_id: Id;
    conversation_id: Id;
    started_by: Id;
    last_message_at: Date;
    created_at: Date;
  };
  "mail_conversation_label": {
    organisation_id: Id;
    mailbox_space_id: Id;
    conversation_id: Id;
    label_id: Id;
  };
  "mail_dispatch": {
    organisation_id: Id;
    dispatch_id: Id;
    kind: "notification" | "reminder" | "sms" | "notice" | "relay" | "invitation";
    recipient_id: Id | null;
    link_id: Id | null;
    queue_key_id: string;
    sealed: Bytes | null;
    blob_id: Id | null;
    payload_bytes: number;
    state: "queued" | "handed-over" | "failed";
    attempts: Generated<number>;
    last_answer: string | null;
    created_at: Date;
    handed_over_at: Date | null;
    first_try_at: Date | null;
    next_try_at: Date | null;
    unanswered_at: Date | null;
    unanswered_tries: Generated<number>;
    delay_told_at: Date | null;
    reported_at: Date | null;
  };
  "mail_draft": {
    organisation_id: Id;
    draft_id: Id;
    mailbox_space_id: Id;
    object_id: Id;
    summary_object_id: Id;
    conversation_id: Id | null;
    version: number;
    message_id: Id | null;
    updated_by: Id;
    updated_at: Date;
  };
  "mail_follow_up_setting": {
    organisation_id: Id;
    remind_after_days: number;
    expiry_notice_days: number;
  };
  "mail_habits": {
    organisation_id: Id;
    mailbox_space_id: Id;
    epoch: number;
    sealed: Bytes;
  };
  "mail_held": {
    organisation_id: Id;
    dispatch_id: Id;
    message_id: Id;
    kind: string;
    recipient_id: Id | null;
    link_id: Id | null;
    queue_key_id: string;
    sealed: Bytes;
  };
  "mail_hold": {
    organisation_id: Id;
    message_id: Id;
    sender_id: Id;
    mailbox_space_id: Id;
    agreements_version: number;
    may_read: boolean;
    held_at: Date;
    deadline_at: Date;
    ends_at: Date;
    told_at: Date | null;
    deadline_told_at: Date | null;
    state: "held" | "released" | "returned" | "refused" | "expired";
    decided_by: Id | null;
    decided_at: Date | null;
    note_epoch: number | null;
    note: Bytes | null;
  };
  "mail_hold_reason": {
    organisation_id: Id;
    message_id: Id;
    mailbox_space_id: Id;
    epoch: number;
    sealed: Bytes;
  };
  "mail_idempotency": {
    organisation_id: Id;
    member_id: Id;
    key_mac: Bytes;
    request_mac: Bytes;
    message_id: Id;
    at: Date;
  };
  "mail_label": {
    organisation_id: Id;
    mailbox_space_id: Id;
    label_id: Id;
    sealed_name: Bytes;
    epoch: number;
    colour: "petrol" | "green" | "amber" | "red" | "violet" | "grey";
    created_at: Date;
  };
  "mail_link": {
    organisation_id: Id;
    link_id: Id;
    conversation_id: Id;
    contact_id: Id;
    public_key: Bytes;
    verification: "none" | "sms" | "password";
    sealed_phone: Bytes | null;
    password_salt: Bytes | null;
    sealed_secret: Bytes | null;
    language: string;
    expires_at: Date;
    opened_at: Date | null;
    created_at: Date;
    secret_space_id: Id | null;
    secret_epoch: number | null;
    wrong_answers: Generated<number>;
    recent_wrong: Generated<number>;
    recent_wrong_since: Date | null;
    closed_at: Date | null;
    notification_mac: Bytes | null;
  };
  "mail_mailbox": {
    organisation_id: Id;
    mailbox_space_id: Id;
    email: string;
    name: string;
    statement: Bytes;
    signature: Bytes;
    issuing_key_id: Id;
    created_by: Id;
    created_at: Date;
  };
  "mail_mailbox_entry": {
    organisation_id: Id;
    mailbox_space_id: Id;
    message_id: Id;
    conversation_id: Id;
    folder: "inbox" | "sent";
    at: Date;
    read_at: Date | null;
    place: Generated<"folder" | "archive" | "trash">;
    trashed_at: Date | null;
  };
  "mail_message": {
    organisation_id: Id;
    message_id: Id;
    conversation_id: Id;
    epoch: number;
    door: "web" | "smtp" | "guest" | "cli" | "api";
    sender_kind: "member" | "guest";
    sender_id: Id;
    sender_email: string;
    secure: boolean;
    body_object_id: Id;
    summary_object_id: Id;
    original_object_id: Id | null;
    size_bytes: number;
    attachment_count: number;
    internet_message_id: string;
    client_message_id: string | null;
    sent_at: Date;
    expires_at: Date | null;
    recalled_at: Date | null;
    copy_of: Id | null;
    release_at: Date | null;
    sender_mailbox_id: Id | null;
    remind_after_days: number | null;
  };
  "mail_outbox": {
    organisation_id: Id;
    outbox_id: Id;
    kind: "mail" | "sms";
    queue_key_id: string;
    sealed: Bytes;
    at: Date;
  };
  "mail_personal_contact": {
    organisation_id: Id;
    mailbox_space_id: Id;
    contact_id: Id;
    verification: "none" | "sms" | "password" | null;
    sealed_phone: Bytes | null;
    phone_epoch: number | null;
    password_salt: Bytes | null;
    password_public: Bytes | null;
    sealed_name: Bytes | null;
    name_epoch: number | null;
    check_signature: Bytes;
    check_key_id: Id;
    created_at: Date;
  };
  "mail_recipient": {
    organisation_id: Id;
    recipient_id: Id;
    message_id: Id;
    email: string;
    role: "to" | "cc" | "bcc";
    route: "member" | "guest" | "relay";
    verification: "none" | "sms" | "password" | null;
    contact_id: Id | null;
    link_id: Id | null;
    mailbox_space_id: Id | null;
    state: "waiting" | "queued" | "handed-over" | "delivered" | "bounced" | "opened" | "downloaded" | "replied" | "recalled";
    reason: string | null;
    queued_at: Date | null;
    handed_over_at: Date | null;
    bounced_at: Date | null;
    opened_at: Date | null;
    downloaded_at: Date | null;
    replied_at: Date | null;
    recalled_at: Date | null;
    reminded_at: Date | null;
    expiry_told_at: Date | null;
    more_time_asked_at: Date | null;
    other_way_asked_at: Date | null;
  };
  "mail_reply_budget": {
    organisation_id: Id;
    link_id: Id;
    since: Date;
    received_bytes: number;
    replies: number;
  };
  "mail_scheduled": {
    organisation_id: Id;
    message_id: Id;
    mailbox_space_id: Id;
    sender_id: Id;
    draft_id: Id | null;
    release_at: Date;
    stopped_at: Date | null;
    created_at: Date;
    awaits_approval: Generated<boolean>;
  };
  "mail_share": {
    organisation_id: Id;
    conversation_id: Id;
    mailbox_space_id: Id;
    member_id: Id;
    shared_by: Id;
    signature: Bytes;
    signer_key_id: Id;
    created_at: Date;
  };
  "mail_sms_number": {
    organisation_id: Id;
    number_mac: Bytes;
    sends: number;
    first_send_at: Date;
  };
  "mail_stand_in": {
    organisation_id: Id;
    stand_in_id: Id;
    mailbox_space_id: Id;
    owner_id: Id;
    member_id: Id;
    from_at: Date;
    until_at: Date;
    next_epoch: number;
    signature: Bytes;
    key_id: Id;
    created_at: Date;
    ended_at: Date | null;
  };
  "mail_template": {
    organisation_id: Id;
    template_id: Id;
    scope: "mine" | "firm";
    space_id: Id;
    object_id: Id;
    updated_by: Id;
    updated_at: Date;
  };
  "mail_trusted_device": {
    organisation_id: Id;
    device_id: Id;
    contact_id: Id;
    token_hash: Bytes;
    kind: "sms" | "password";
    sealed: Bytes;
    user_agent: string;
    created_at: Date;
    last_used_at: Date;
    expires_at: Date;
  };
  "mail_visit": {
    organisation_id: Id;
    visit_id: Id;
    link_id: Id;
    entered_at: Date;
    verification: "none" | "sms" | "password";
    phone_hint: string | null;
    browser: string;
  };
  "mail_warning": {
    organisation_id: Id;
    mailbox_space_id: Id;
    warning_id: Id;
    signal: string;
    heeded: boolean;
    at: Date;
  };
  "mail_writing": {
    organisation_id: Id;
    mailbox_space_id: Id;
    undo_seconds: number;
    signature_in_replies: boolean;
    signature_object_id: Id | null;
  };
  "operation_warning": {
    organisation_id: Id;
    kind: "disk" | "certificate" | "queue" | "backup" | "jobs";
    step: number;
    since: Date;
    told_at: Date;
    over_at: Date | null;
  };
  "segments_item": {
    organisation_id: Id;
    space_id: Id;
    item_id: Id;
    segment_id: Id;
  };
  "segments_pending": {
    organisation_id: Id;
    space_id: Id;
    item_id: Id;
    tries: Generated<number>;
  };
  "segments_segment": {
    organisation_id: Id;
    segment_id: Id;
    version: Generated<number>;
    space_id: Id;
    item_count: number;
  };
  "segments_space": {
    organisation_id: Id;
    space_id: Id;
    generation: Generated<number>;
  };
  "spaces_change": {
    organisation_id: Id;
    change_id: Id;
    space_id: Id;
    object_id: Id;
    version: number;
    comes: boolean;
    signature: Bytes;
    mac: Bytes | null;
    position: number | null;
    at: Generated<Date>;
  };
  "spaces_content": {
    organisation_id: Id;
    object_id: Id;
    version: number;
    payload: Bytes;
  };
  "spaces_epoch": {
    organisation_id: Id;
    space_id: Id;
    epoch: number;
    public_key: Bytes;
    certificate: Bytes;
    signer_key_id: Id;
    created_at: Date;
  };
  "spaces_head": {
    organisation_id: Id;
    space_id: Id;
    changes: number;
    chain: Bytes;
  };
  "spaces_membership": {
    organisation_id: Id;
    space_id: Id;
    member_id: Id;
    created_at: Date;
  };
  "spaces_object": {
    organisation_id: Id;
    object_id: Id;
    version: number;
    space_id: Id;
    epoch: number;
    kind: string;
    size_bytes: number;
    payload_bytes: number;
    blob_id: Id | null;
    root: Bytes;
    leaves: Bytes;
    signature: Bytes;
    signer_key_id: Id;
    created_at: Date;
  };
  "spaces_space": {
    organisation_id: Id;
    space_id: Id;
    kind: "compliance" | "mailbox" | "contacts" | "conversation" | "folder";
    current_epoch: number;
    reserved_epoch: number;
    created_at: Date;
  };
  "support_question": {
    organisation_id: Id;
    question_id: Id;
    conversation_id: Id;
    asked_by: Id;
    asked_at: Date;
    screen: string;
    state: "open" | "handed-over" | "closed";
    handed_to: string | null;
    settled_by: Id | null;
    settled_at: Date | null;
  };
  "uploads_upload": {
    organisation_id: Id;
    upload_id: Id;
    member_id: Id;
    space_id: Id;
    epoch: number;
    size_bytes: number;
    offset_bytes: Generated<number>;
    leaves: Generated<Bytes>;
    signature: Bytes;
    signer_key_id: Id;
    blob_id: Id | null;
    held_by: Id | null;
    locked_by: Id | null;
    locked_until: Date | null;
    created_at: Date;
    finished_at: Date | null;
    expires_at: Date | null;
  };
  "webhooks_delivery": {
    organisation_id: Id;
    delivery_id: Id;
    endpoint_id: Id;
    event: string;
    body: string;
    state: "queued" | "delivered" | "failed";
    attempts: Generated<number>;
    last_answer: string | null;
    created_at: Date;
    settled_at: Date | null;
  };
  "webhooks_endpoint": {
    organisation_id: Id;
    endpoint_id: Id;
    url: string;
    label: string;
    events: string[];
    only_applications: boolean;
    secret_number: number;
    state: "active" | "paused";
    failing_since: Date | null;
    created_by: Id;
    created_at: Date;
  };
}
