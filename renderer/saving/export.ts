import { stringifyJson } from '../../graph/json.ts'
import { toPrompt } from '../../graph/prompt.ts'
import { writeWorkflow } from '../../graph/workflow.ts'
import type { Picture } from '../../runtime/contract/run-event.ts'
import { bytesToBase64 } from '../bridge/files.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Studio } from '../studio/studio.ts'
import { pictureFile } from '../widgets/pictures/picture-file.ts'
import { withoutTexts } from './png-texts.ts'
import { write } from './save.ts'

/** The document as a workflow file. */
export const exportWorkflow = (studio: Studio, document: DocumentHandle): Promise<void> =>
  deliver(studio, document, '.json', writeWorkflow(document.read().present))

/** What runs, as ComfyUI's API takes it. */
export const exportApi = (studio: Studio, document: DocumentHandle): Promise<void> =>
  deliver(studio, document, ' (API).json', stringifyJson(toPrompt(document.read().present, studio.specs)))

/** A picture of the last run. @param withWorkflow  opened in Leapgraph or ComfyUI, it gives the workflow again */
export async function exportPicture(studio: Studio, document: DocumentHandle, withWorkflow: boolean): Promise<void> {
  const bytes = await bytesOf(pictureOf(studio, document)!)
  await deliver(studio, document, '.png', withWorkflow ? bytes : withoutTexts(bytes))
}

/** One picture, as it is on the disk. On the desktop a document must be open, to show the questions of saving. */
export async function savePicture(studio: Studio, picture: Picture): Promise<void> {
  const bytes = await bytesOf(picture)
  const cut = picture.filename.lastIndexOf('.')
  const ending = picture.filename.slice(cut)
  await deliver(studio, studio.documents.active(), ending, bytes, picture.filename.slice(0, cut))
}

const bytesOf = async (picture: Picture): Promise<Uint8Array> =>
  new Uint8Array(await (await pictureFile(picture)).arrayBuffer())

/** The picture of the selected node, else the last one that was made. */
export function pictureOf({ runs }: Studio, document: DocumentHandle): Picture | undefined {
  const byNode = Object.entries(runs.store.getState().pictures[document.id] ?? {})
  const { selection } = document.read()
  const selected = byNode.filter(([node]) => selection.nodes.has(node))
  return (selected.length > 0 ? selected : byNode).flatMap(([, pictures]) => pictures).at(-1)
}

/** On the desktop the program asks where and writes; in a browser it is a download. */
async function deliver(
  studio: Studio,
  document: DocumentHandle | undefined,
  ending: string,
  content: string | Uint8Array,
  title = document?.read().title ?? 'picture',
) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  if (!studio.facts.dialogs) return download(`${title}${ending}`, bytes)
  if (!document) return
  const name = `${title}${ending.slice(0, ending.lastIndexOf('.'))}`
  const file = await write(studio, document, { path: null, name }, place =>
    studio.api.request('file:export', { ...place, bytes: bytesToBase64(bytes) }),
  )
  if (file) studio.notices.report('good', `Exported ${file.path}`)
}

function download(name: string, bytes: Uint8Array): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([bytes.slice()]))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
