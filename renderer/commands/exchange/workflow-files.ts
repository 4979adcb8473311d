import { modelFileAdvice } from '../../../graph/import/model-file.ts'
import type { OpenedWorkflow } from '../../../runtime/contract/answers.ts'
import { bytesToBase64, chooseFile } from '../../bridge/files.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import { isDirty } from '../../studio/documents.ts'
import type { Studio } from '../../studio/studio.ts'

/** Asks for a file with the dialog of the system or the browser, and opens it. */
export async function openWorkflow(studio: Studio): Promise<void> {
  await studio.attempt(async () => {
    if (studio.facts.dialogs) {
      const picked = await studio.api.request('workflow:pick')
      if (picked) openDocument(studio, picked)
      return
    }
    const file = await chooseFile('.json,.png,.webp,.txt')
    if (file) await openFile(studio, file)
  })
}

/** Opens a file that was dropped on the window or chosen in a browser. */
export const openFile = (studio: Studio, file: File): Promise<void> =>
  studio.attempt(async () => {
    const advice = modelFileAdvice(file.name)
    if (advice !== null) return studio.notices.report('warn', advice, toFolders(studio))
    const bytes = bytesToBase64(new Uint8Array(await file.arrayBuffer()))
    openDocument(studio, await studio.api.request('workflow:read', { name: file.name, bytes }))
  })

const toFolders = ({ layout }: Studio) => ({
  title: 'Open Settings › Folders',
  run: () => layout.open({ kind: 'settings', section: 'folders' }),
})

/** Opens a recent file, a saved one or an example. @returns null when it cannot be opened, which is reported */
export async function openPath(studio: Studio, path: string): Promise<DocumentHandle | null> {
  let document: DocumentHandle | null = null
  await studio.attempt(async () => {
    document = openDocument(studio, await studio.api.request('workflow:open', path))
  })
  return document
}

/** Opens the document that a past run was made from. */
export const openRun = (studio: Studio, run: string, title: string): Promise<void> =>
  studio.attempt(async () =>
    openDocument(studio, { title, path: null, text: await studio.api.request('history:workflow', run) }),
  )

/** Opens a document in a new tab. If an empty document without an edit was in front, it is closed. */
export function openDocument({ documents, canvas }: Studio, opened: OpenedWorkflow): DocumentHandle {
  const before = documents.active()
  const document = documents.open(opened)
  if (before && before.read().path === null && !isDirty(before.read())) before.close()
  canvas.current?.fit()
  return document
}
