import { z } from 'zod'
import { type OpenTabs, openTabs, type Steps, type Tab } from '../contract/tabs.ts'
import type { Database } from './database.ts'
import { openStepStore } from './step-store.ts'
import type { Texts } from './texts.ts'

/**
 * The open documents with their unsaved edits. When a call returns, a crash loses nothing of it.
 *
 * @throws StoreError from every call
 */
export interface TabStore {
  /** @throws Error when the store has a newer revision of this tab, which stays */
  write(tab: Tab): void
  forget(id: string): void
  /** What undo and redo of an open document return to. */
  steps(id: string): Steps
  writeOrder(tabs: OpenTabs): void
  /** What is open, without the texts. */
  list(): readonly Pick<Tab, 'id' | 'title'>[]
  order(): OpenTabs
  /** @param ids  of the documents to read; all unless given */
  read(ids?: readonly string[]): OpenTabs & { readonly documents: readonly Tab[] }
}

export function openTabStore(database: Database, texts: Texts): TabStore {
  const steps = openStepStore(database, texts)
  const kept = (id: string) =>
    keptRow.optional().parse(database.get('SELECT revision, text FROM tabs WHERE id = ?', id))
  const list = () => z.array(tabRow.pick({ id: true, title: true })).parse(database.all('SELECT id, title FROM tabs'))
  const order = (): OpenTabs => {
    const row = database.get('SELECT ids, active FROM tab_order')
    return row
      ? openTabs.parse({ order: JSON.parse(String(row.ids)), active: row.active })
      : { order: [], active: null }
  }
  const readTab = (id: string): Tab[] => {
    const found = database.get('SELECT * FROM tabs WHERE id = ?', id)
    if (!found) return []
    const row = tabRow.parse(found)
    const { notes, source, ...rest } = row
    const kept = notes === null ? {} : { notes: z.array(z.string()).parse(JSON.parse(notes)) }
    return [
      { ...rest, ...kept, ...(source !== null && { source }), dirty: row.dirty !== 0, text: texts.read(row.text) },
    ]
  }
  return {
    list,
    order,
    read: (ids = list().map(({ id }) => id)) => ({ ...order(), documents: ids.flatMap(readTab) }),
    steps: steps.read,
    write: ({ id, title, path, source, version, dirty, revision, text, notes = [], steps: given }) =>
      database.together(() => {
        const before = kept(id)
        if (before && before.revision > revision)
          throw new Error(`${title} was changed in another window since. The newer version is kept.`)
        const now = texts.keep(text)
        const noted = notes.length > 0 ? JSON.stringify(notes) : null
        const values = [id, title, path, source ?? null, version ?? null, Number(dirty), revision, now, noted]
        database.run(
          `INSERT INTO tabs (id, title, path, source, version, dirty, revision, text, notes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE
           SET title = excluded.title, path = excluded.path, source = excluded.source, version = excluded.version, dirty = excluded.dirty, revision = excluded.revision, text = excluded.text, notes = excluded.notes`,
          ...values,
        )
        if (given) steps.write(id, given, now)
        if (before && before.text !== now) texts.release(before.text)
      }),
    forget: id =>
      database.together(() => {
        const before = kept(id)
        steps.forget(id)
        database.run('DELETE FROM tabs WHERE id = ?', id)
        if (before) texts.release(before.text)
      }),
    writeOrder: ({ order, active }) =>
      void database.run('INSERT OR REPLACE INTO tab_order VALUES (1, ?, ?)', JSON.stringify(order), active),
  }
}

const keptRow = z.object({ revision: z.number(), text: z.number() })

const tabRow = z.object({
  id: z.string(),
  title: z.string(),
  path: z.string().nullable(),
  source: z.string().nullable(),
  version: z.string().nullable(),
  dirty: z.number(),
  revision: z.number(),
  text: z.number(),
  notes: z.string().nullable(),
})
