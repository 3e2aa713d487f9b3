/**
 * What brings the database from each version to the next, the empty file being version 0. Steps are
 * added at the end and never changed: somewhere a database has been through them.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;

  CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    asker_id TEXT NOT NULL,
    server_id TEXT,
    channel_id TEXT NOT NULL,
    question TEXT NOT NULL,
    filters TEXT NOT NULL,
    quotes TEXT NOT NULL,
    is_private INTEGER NOT NULL,
    asked_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX answers_by_age ON answers (asked_at_ms);

  -- Votes outlive the answer that they were cast on, so they name what it quoted first.
  CREATE TABLE votes (
    answer_id TEXT NOT NULL,
    voter TEXT NOT NULL,
    useful INTEGER NOT NULL,
    article_id TEXT,
    article_sha256 TEXT,
    quote_start INTEGER,
    quote_end INTEGER,
    PRIMARY KEY (answer_id, voter)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE channel_modes (
    server_id TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    mode TEXT NOT NULL,
    PRIMARY KEY (server_id, channel_id)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE audit_entries (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    server_id TEXT,
    actor_id TEXT,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT,
    detail TEXT
  ) STRICT;
  CREATE INDEX audit_entries_of_additions ON audit_entries (subject) WHERE action = 'add';
  CREATE TRIGGER audit_entries_stay_as_they_are BEFORE UPDATE ON audit_entries BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
  END;
  CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
  END;
  -- INSERT OR REPLACE removes a row without asking the trigger above.
  CREATE TRIGGER audit_entries_are_not_replaced BEFORE INSERT ON audit_entries
    WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = new.id)
  BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
  END;

  -- Numbers are never used twice, as buttons of old messages name them; the same with runs.
  CREATE TABLE gaps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    server_id TEXT,
    question TEXT NOT NULL,
    asked_at_ms INTEGER NOT NULL,
    dismissed_at_ms INTEGER
  ) STRICT;
  CREATE INDEX gaps_by_server ON gaps (server_id, asked_at_ms);
  CREATE INDEX gaps_by_age ON gaps (asked_at_ms);

  CREATE TABLE server_settings (
    server_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (server_id, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE moderator_roles (
    server_id TEXT NOT NULL,
    role_id TEXT NOT NULL,
    PRIMARY KEY (server_id, role_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE pending_actions (
    id TEXT PRIMARY KEY,
    server_id TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    expires_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX pending_actions_by_expiry ON pending_actions (expires_at_ms);

  CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started_by TEXT,
    started_by_name TEXT NOT NULL,
    server_id TEXT,
    channel_id TEXT,
    message_id TEXT,
    started_at_ms INTEGER NOT NULL,
    is_full INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- The answer whose question was asked again, as for more quotes.
  ALTER TABLE answers ADD COLUMN origin_id TEXT REFERENCES answers (id) ON DELETE CASCADE;
  CREATE INDEX answers_by_origin ON answers (origin_id);
  CREATE INDEX answers_by_asker ON answers (asker_id, asked_at_ms);
  CREATE INDEX answers_by_channel ON answers (channel_id);

  -- Where an answer was given, and which answer of its conversation came before it.
  CREATE TABLE turns (
    answer_id TEXT PRIMARY KEY REFERENCES answers (id) ON DELETE CASCADE,
    previous_answer_id TEXT REFERENCES turns (answer_id) ON DELETE SET NULL,
    is_follow_up INTEGER NOT NULL,
    channel_id TEXT NOT NULL,
    message_id TEXT,
    question_message_id TEXT,
    source_message_id TEXT,
    at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX turns_by_previous ON turns (previous_answer_id);
  CREATE INDEX turns_by_channel ON turns (channel_id, at_ms);
  CREATE INDEX turns_by_message ON turns (message_id);
  CREATE INDEX turns_by_question_message ON turns (question_message_id);
  CREATE INDEX turns_by_source_message ON turns (source_message_id);
  CREATE INDEX turns_by_age ON turns (at_ms);

  -- Threads outlive the answer that they were opened from.
  CREATE TABLE own_threads (
    thread_id TEXT PRIMARY KEY,
    answer_id TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE mutes (
    server_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    PRIMARY KEY (server_id, member_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX mutes_by_member ON mutes (member_id);

  ALTER TABLE gaps ADD COLUMN message_id TEXT;
  CREATE INDEX gaps_by_message ON gaps (message_id);
  `,
  `
  -- Where an answer's other reports stand: differing figures, and what a later article says.
  ALTER TABLE answers ADD COLUMN reports TEXT NOT NULL DEFAULT '[]';
  `,
  `
  -- Articles that were withdrawn or corrected, as far as answers that quoted them are concerned.
  CREATE TABLE corrections (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    path TEXT NOT NULL,
    day TEXT NOT NULL,
    note TEXT,
    server_id TEXT NOT NULL,
    proposed_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL
  ) STRICT;

  -- The answers that it concerns, and how far each is.
  CREATE TABLE corrected_answers (
    id INTEGER PRIMARY KEY,
    correction_id TEXT NOT NULL,
    answer_id TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    passages TEXT NOT NULL,
    state TEXT NOT NULL,
    changed_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX corrected_answers_by_correction ON corrected_answers (correction_id, state);
  CREATE INDEX corrected_answers_by_answer ON corrected_answers (answer_id);
  `,
  `
  -- Messages to the bot that it has dealt with, lest a restart have them answered again.
  CREATE TABLE settled_messages (
    message_id TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX settled_messages_by_age ON settled_messages (at_ms);
  `,
  `
  -- Whoever wants a run to end that another process is at.
  ALTER TABLE runs ADD COLUMN cancelled_by TEXT;
  ALTER TABLE runs ADD COLUMN cancelled_by_name TEXT;
  `,
  `
  -- Since when a confirmed action is being carried out, and the name of who confirmed it.
  ALTER TABLE pending_actions ADD COLUMN begun_at_ms INTEGER;
  ALTER TABLE pending_actions ADD COLUMN begun_by TEXT;
  `,
];
