import { equalIds } from '../../../graph/edit/equal-ids.ts'
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
    const file = await chooseFile('.json,.png,.webp,.jpg,.jpeg,.txt')
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

/** Opens a file that the program was started with, or shows the tab that has it already, with its edits. */
export function openGiven(studio: Studio, path: string): void {
  const shown = studio.documents.openedFrom(path)
  if (shown) shown.show()
  else void openPath(studio, path)
}

/** Opens the document that a past run was made from. */
export const openRun = (studio: Studio, run: string, title: string): Promise<void> =>
  studio.attempt(async () =>
    openDocument(studio, { title, path: null, text: await studio.api.request('history:workflow', run) }),
  )

/** Opens a document in a new tab. If an empty document without an edit was in front, it is closed. */
export function openDocument(studio: Studio, opened: OpenedWorkflow): DocumentHandle {
  const { documents, canvas } = studio
  const before = documents.active()
  const document = documents.open(opened)
  if (before && before.read().present.nodes.length === 0 && before.read().path === null && !isDirty(before.read()))
    before.close()
  separateNodes(studio, document)
  reportNotes(studio, opened)
  canvas.current?.fit()
  return document
}

/** What of the file does not run or was replaced; the inspector lists it while nothing is selected. */
function reportNotes({ notices }: Studio, { title, notes = [] }: OpenedWorkflow): void {
  const [first] = notes
  if (first === undefined) return
  const more = `${title} was opened with ${notes.length} notes about what does not run or was replaced. They are beside the canvas while nothing is selected.`
  notices.report('info', notes.length === 1 ? first : more)
}

/** Gives nodes of a damaged file that share an id their own, where that is possible, and reports both. */
function separateNodes({ notices }: Studio, document: DocumentHandle): void {
  const { present, title } = document.read()
  const { separable, shared, change } = equalIds(present)
  if (separable.length > 0) {
    document.change('Separate nodes with equal ids', change)
    notices.report(
      'warn',
      `${title} had several nodes with the id ${separable.join(', ')}. All but the first got new ids.`,
    )
  }
  if (shared.length > 0)
    notices.report(
      'warn',
      `${title} has several nodes with the id ${shared.join(', ')}. Delete all but one, since their wires are ambiguous.`,
    )
}
