import { writeWorkflow } from '../../../graph/workflow.ts'
import type { OpenedWorkflow } from '../../../runtime/contract/answers.ts'
import { bytesToBase64, chooseFile } from '../../bridge/files.ts'
import type { Studio } from '../../studio/studio.ts'

/** Asks for a file, with the system's dialog or the browser's, and opens it in a tab. */
export async function openWorkflow(studio: Studio): Promise<void> {
  await studio.attempt(async () => {
    if (studio.facts.dialogs) return show(studio, await studio.api.request('workflow:pick'))
    const file = await chooseFile('.json,.png,.webp,.txt')
    if (file) await openFile(studio, file)
  })
}

/** Opens a file that was dropped on the window or chosen in a browser. */
export const openFile = (studio: Studio, file: File): Promise<void> =>
  studio.attempt(async () => {
    const bytes = bytesToBase64(new Uint8Array(await file.arrayBuffer()))
    show(studio, await studio.api.request('workflow:read', { name: file.name, bytes }))
  })

/** Opens a file the program listed: a recent one, a saved one, an example. */
export const openPath = (studio: Studio, path: string): Promise<void> =>
  studio.attempt(async () => show(studio, await studio.api.request('workflow:open', path)))

/** Opens the very document a past run was made from. */
export const openRun = (studio: Studio, run: string, title: string): Promise<void> =>
  studio.attempt(async () =>
    show(studio, { title, path: null, text: await studio.api.request('history:workflow', run) }),
  )

const show = (studio: Studio, opened: OpenedWorkflow | null): void => {
  if (opened) openDocument(studio, opened)
}

/** Opens a document in a tab; an empty one that nobody touched makes room. @returns its id */
export function openDocument({ documents, canvas }: Studio, opened: OpenedWorkflow): string {
  const before = documents.active()
  const id = documents.open(opened)
  if (before && before.path === null && before.present.nodes.length === 0 && before.undoable === null)
    documents.close(before.id)
  canvas.current?.fit()
  return id
}

/** @returns whether it lies on disk now */
export async function saveWorkflow(studio: Studio, asNew: boolean): Promise<boolean> {
  const { api, documents, notices } = studio
  const document = documents.active()
  if (!document) return false
  let saved = false
  await studio.attempt(async () => {
    const { id, title, present } = document
    const path = asNew ? null : document.path
    const file = await api.request('workflow:save', { path, name: title, text: writeWorkflow(present) })
    if (!file) return
    documents.markSaved(id, file.path, file.title, present)
    notices.tell('good', `Saved ${file.title}.`)
    saved = true
  })
  return saved
}
