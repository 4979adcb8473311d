import type { SQLInputValue } from 'node:sqlite'
import { z } from 'zod'
import { stringifyJson } from '../../graph/json.ts'
import type { RunRecord } from '../contract/answers.ts'
import type { Picture } from '../contract/run-event.ts'
import { type ClientRequest, requestIn } from './client-request.ts'
import type { Database } from './database.ts'
import { foundBy, type StoredGallery, storedGallery } from './gallery.ts'
import { type Remove, remover, type StoredHistory, storedHistory } from './run-history.ts'
import type { Texts } from './texts.ts'

/** A run as a window or a program asks for it. */
export interface RunOrder {
  readonly title: string
  /** The document, as the text of a workflow file. */
  readonly text: string
  /** The id of the document in its window; null for a program that has none. */
  readonly document: string | null
  /** Only these output nodes and what they need. */
  readonly targets?: readonly string[] | undefined
  /** At the front of the queue. */
  readonly front?: boolean | undefined
  /** The id of the run, where the program that asks chooses it. */
  readonly id?: string | undefined
  /** Its place in the queue: before the runs with a greater number. The next whole number when absent. */
  readonly number?: number | undefined
  /** What a client of ComfyUI's API asked for. */
  readonly request?: ClientRequest | undefined
  /** Live mode asks for it, after an edit or in the middle of one. */
  readonly live?: 'edit' | 'draft' | undefined
}

export interface QueuedRun extends RunOrder {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly queued: number
}

/**
 * The queue on disk, by the ids of runs. When a call returns, a crash loses nothing of it.
 *
 * @throws StoreError from every call
 */
interface StoredQueue {
  /** All changes of `work` or none, with one write to the disk. */
  together<T>(work: () => T): T
  /** Notes a run that waits, or, of live mode, one that runs and has something to keep. */
  add(run: QueuedRun, state: 'waiting' | 'running'): void
  /** Removes a run that was cancelled before its turn. */
  drop(id: string): void
  /** The order of what waits. */
  order(ids: readonly string[]): void
  begin(id: string): void
  addPicture(id: string, picture: Picture & { readonly node: string }): void
  end(record: RunRecord): void
  /**
   * What the program left when it ended. A run that was in progress is in the history as interrupted from now on, and is
   * returned under another id in front of those that waited.
   */
  left(): readonly QueuedRun[]
}

export type RunStore = StoredQueue & StoredHistory & { readonly gallery: StoredGallery }

export function openRunStore(database: Database, texts: Texts): RunStore {
  const remove = remover(database, texts)
  return {
    ...storedQueue(database, texts, remove),
    ...storedHistory(database, texts, remove),
    gallery: storedGallery(database),
  }
}

function storedQueue(database: Database, texts: Texts, remove: Remove): StoredQueue {
  const set = (columns: string, id: string, ...values: readonly SQLInputValue[]) =>
    database.run(`UPDATE runs SET ${columns} WHERE id = ?`, ...values, id)

  const add: StoredQueue['add'] = ({ id, title, text, document, targets, front, live, queued, request }, state) =>
    void database.together(() =>
      database.run(
        `INSERT INTO runs (id, title, document, text, targets, live, state, queued, started, request, ms, errors, place)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '[]', ${front ? inFront : behind})`,
        ...[id, title, document, texts.keep(text), targets ? JSON.stringify(targets) : null, live ?? null, state],
        ...[queued, queued, request ? stringifyJson(request) : null],
      ),
    )

  function queuedRun(found: unknown): QueuedRun {
    const { targets, request, ...run } = queuedRow.parse(found)
    const wanted = targets === null ? undefined : z.array(z.string()).parse(JSON.parse(targets))
    return { ...run, text: texts.read(run.text), targets: wanted, request: requestIn(request) }
  }

  return {
    together: work => database.together(work),
    add,
    drop: id => remove('id = ?', id),
    order: ids =>
      database.together(() => {
        for (const [place, id] of ids.entries()) set('place = ?', id, place)
      }),
    begin: id => void set(`state = 'running', started = ?`, id, Date.now()),
    addPicture(id, { node, filename, subfolder, type }) {
      const insert = 'INSERT INTO pictures SELECT number, ?, ?, ?, ? FROM runs WHERE id = ?'
      database.run(insert, node, filename, subfolder, type, id)
    },
    end({ id, title, status, ms, device, errors, summary }) {
      const values = [status, ms, device, JSON.stringify(errors), summary && JSON.stringify(summary)]
      const columns = 'state = ?, ms = ?, device = ?, errors = ?, summary = ?, found_by = ?'
      set(columns, id, ...values, foundBy(title, summary))
    },
    left: () =>
      database.together(() => {
        for (const found of database.all(`SELECT * FROM runs WHERE state = 'running' AND live IS NULL`))
          add({ ...queuedRun(found), id: crypto.randomUUID(), front: true }, 'waiting')
        database.run(`UPDATE runs SET state = 'interrupted' WHERE state = 'running'`)
        return database.all(`SELECT * FROM runs WHERE state = 'waiting' ORDER BY place`).map(queuedRun)
      }),
  }
}

const inFront = `(SELECT coalesce(min(place), 0) - 1 FROM runs WHERE state = 'waiting')`
const behind = `(SELECT coalesce(max(place), 0) + 1 FROM runs WHERE state = 'waiting')`

const queuedRow = z.object({
  id: z.string(),
  title: z.string(),
  document: z.string().nullable(),
  queued: z.number(),
  text: z.number(),
  targets: z.string().nullable(),
  request: z.string().nullable(),
})
