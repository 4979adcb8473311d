import type { Database } from './database.ts'

/**
 * The tables of the store. Each entry brings a file from one version to the next; an entry that was released never changes.
 */
const versions: readonly string[] = [
  `
  -- Texts of workflows, each once. base: the text that this one differs from between the letters head and length - tail.
  CREATE TABLE texts (
    id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE,
    base INTEGER REFERENCES texts(id), head INTEGER NOT NULL, tail INTEGER NOT NULL, body BLOB NOT NULL
  );
  CREATE INDEX texts_base ON texts(base);

  -- The queue and the history. state: waiting, running, interrupted, done, failed or cancelled. place: in the queue.
  CREATE TABLE runs (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, document TEXT, text INTEGER NOT NULL REFERENCES texts(id),
    targets TEXT, live TEXT, state TEXT NOT NULL, place REAL NOT NULL, queued REAL NOT NULL,
    started REAL NOT NULL, ms REAL NOT NULL, device TEXT, errors TEXT NOT NULL
  );
  CREATE INDEX runs_state ON runs(state, place);
  CREATE INDEX runs_started ON runs(started, number);
  CREATE INDEX runs_document ON runs(document, number);
  CREATE INDEX runs_text ON runs(text);
  CREATE TABLE pictures (
    run INTEGER NOT NULL REFERENCES runs(number) ON DELETE CASCADE,
    node TEXT NOT NULL, filename TEXT NOT NULL, subfolder TEXT NOT NULL, type TEXT NOT NULL
  );
  CREATE INDEX pictures_run ON pictures(run);

  -- What a person can choose; value: JSON.
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  -- The open documents with their unsaved edits, and which one is in front.
  CREATE TABLE tabs (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, path TEXT, dirty INTEGER NOT NULL, revision INTEGER NOT NULL,
    text INTEGER NOT NULL REFERENCES texts(id)
  );
  CREATE INDEX tabs_text ON tabs(text);
  CREATE TABLE tab_order (only INTEGER PRIMARY KEY CHECK (only = 1), ids TEXT NOT NULL, active TEXT);
  `,
  `
  -- Which content the file of a tab had when it was opened or last saved.
  ALTER TABLE tabs ADD COLUMN version TEXT;
  `,
  `
  -- What undo and redo return to, by open document and in the order of their numbers. tabs.step: the number of the present.
  CREATE TABLE steps (
    tab TEXT NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL, text INTEGER NOT NULL REFERENCES texts(id),
    PRIMARY KEY (tab, number)
  ) WITHOUT ROWID;
  CREATE INDEX steps_text ON steps(text);
  ALTER TABLE tabs ADD COLUMN step INTEGER;
  `,
  `
  -- What a run was: JSON, NULL of runs from before. found_by: in small letters, what a search of the gallery looks into.
  ALTER TABLE runs ADD COLUMN summary TEXT;
  ALTER TABLE runs ADD COLUMN found_by TEXT NOT NULL DEFAULT '';
  UPDATE runs SET found_by = lower(title);

  -- A picture that several runs show is one file, and is one favourite.
  CREATE TABLE favourites (
    type TEXT NOT NULL, subfolder TEXT NOT NULL, filename TEXT NOT NULL, PRIMARY KEY (type, subfolder, filename)
  ) WITHOUT ROWID;
  CREATE INDEX pictures_file ON pictures(type, subfolder, filename);
  `,
  `
  -- What a client of ComfyUI's API sent: JSON, NULL of runs that a window asked for.
  ALTER TABLE runs ADD COLUMN request TEXT;
  `,
  `
  -- What was left out or replaced when the file of a tab was opened: JSON, NULL where nothing was.
  ALTER TABLE tabs ADD COLUMN notes TEXT;
  `,
  `
  -- The file that a tab was opened from, where saving does not write there; NULL where it is not known.
  ALTER TABLE tabs ADD COLUMN source TEXT;
  `,
]

/**
 * Brings a file to the present version.
 *
 * @throws Error when a newer program has written the file
 */
export function makeTables(database: Database, path: string): void {
  const present = Number(database.get('PRAGMA user_version')?.user_version)
  if (present > versions.length)
    throw new Error(
      `${path} was written by a newer Leapgraph. Install that version, or choose another folder with --user.`,
    )
  database.together(() => {
    for (const sql of versions.slice(present)) for (const statement of statementsIn(sql)) database.run(statement)
    database.run(`PRAGMA user_version = ${versions.length}`)
  })
}

const statementsIn = (sql: string): readonly string[] =>
  sql
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .filter(statement => statement.trim() !== '')
