import { parseJson } from '../../graph/json.ts'
import { checkWorkflow, writeWorkflow } from '../../graph/workflow.ts'
import type { Conflict, SaveAnswer, SavedFile } from '../../runtime/contract/answers.ts'
import type { Arguments } from '../../runtime/contract/requests.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { ConflictChoice } from '../studio/layout.ts'
import type { Studio } from '../studio/studio.ts'

/** Where to save, and which file may be replaced. */
export type Place = Omit<Arguments<'workflow:save'>[0], 'text'>

/** @returns false when it was not saved: the user cancelled, or an error was reported */
export async function saveWorkflow(studio: Studio, document: DocumentHandle, asNew: boolean): Promise<boolean> {
  let saved = false
  await studio.attempt(async () => {
    const place = await placeOf(studio, document, asNew)
    if (place) await reachable(studio, document)
    let written = document.read().present
    const file = await write(studio, document, place, place => {
      written = document.read().present
      return studio.api.request('workflow:save', { ...place, text: writeWorkflow(written) })
    })
    if (!file) return
    document.markSaved(file, written)
    const again = file.wasGone ? ' Its file had been deleted and was written again.' : ''
    studio.notices.report('good', `Saved ${file.title}.${again}`)
    saved = true
  })
  return saved
}

/** Waits until the program is there, and says so where it is not. */
async function reachable({ connection, notices }: Studio, document: DocumentHandle): Promise<void> {
  if (!connection.getState().isLost) return
  const { title } = document.read()
  notices.report(
    'warn',
    `Leapgraph is not reachable. ${title} is kept in this window, and saved as soon as Leapgraph is back.`,
  )
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = connection.subscribe(({ isLost }) => !isLost && resolve())
  await promise
  end()
}

/** The place of a document, or a new one. In a browser its name is asked for here, on the desktop by the program. */
async function placeOf(studio: Studio, document: DocumentHandle, asNew: boolean): Promise<Place | null> {
  const { path, version, title } = document.read()
  const known = path !== null && version !== null ? { path, version } : null
  if (path !== null && !asNew) return { path, name: title, known }
  const name = studio.facts.dialogs ? title : await askName(studio, document, 'save')
  return name === null ? null : { path: null, name, known }
}

const askName = ({ layout }: Studio, { id }: DocumentHandle, purpose: 'save' | 'rename') =>
  layout.ask<string>(answer => ({ kind: 'name', document: id, purpose, answer }))

/** Writes with `send`, and asks as often as a file is in the way. @returns null when nothing was written */
export async function write(
  studio: Studio,
  document: DocumentHandle,
  place: Place | null,
  send: (place: Place) => Promise<SaveAnswer>,
): Promise<SavedFile | null> {
  let next = place
  while (next) {
    const answer = await send(next)
    if (answer === null) return null
    if ('saved' in answer) return answer.saved
    const { conflict } = answer
    const { id } = document
    const choice = await studio.layout.ask<ConflictChoice>(answer => ({
      kind: 'conflict',
      document: id,
      conflict,
      answer,
    }))
    if (choice === 'reload') await reload(studio, document)
    next = placeAfter(choice, conflict, next)
  }
  return null
}

/** Where to save after the user was asked; null: nowhere. */
export function placeAfter(choice: ConflictChoice | null, { path, version }: Conflict, { name }: Place): Place | null {
  if (choice === 'replace') return { path, name, known: { path, version } }
  return choice === 'keep-both' ? { path, name, ifTaken: 'number' } : null
}

/** Reads the file of a document again, as one edit that can be undone. */
export const reload = (studio: Studio, document: DocumentHandle): Promise<void> =>
  studio.attempt(async () => {
    const { path, title } = document.read()
    if (path === null) return
    const opened = await studio.api.request('workflow:open', path)
    if (opened.path === null) throw new Error(`${title} was not reloaded: its file is not a workflow any more.`)
    document.reload(checkWorkflow(parseJson(opened.text)), opened.version ?? null)
  })

/** Renames a document, and its file where it has one. */
export const renameWorkflow = (studio: Studio, document: DocumentHandle): Promise<void> =>
  studio.attempt(async () => {
    const name = await askName(studio, document, 'rename')
    const { path, saved, news } = document.read()
    if (name === null) return
    if (path === null) return document.rename(name)
    const file = await studio.api.request('workflow:rename', { path, name })
    // Meanwhile a look at the old path may have found no file.
    document.rename(file.title, { path: file.path, saved: document.read().saved ?? saved, news })
  })
