import { setWidget } from '../../../graph/edit/widgets.ts'
import { currentType } from '../../../graph/renames.ts'
import { findNode } from '../../../graph/workflow.ts'
import { bytesToBase64, chooseFile } from '../../bridge/files.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import type { Studio } from '../../studio/studio.ts'

/** A file widget of a node. */
interface Place {
  readonly node: string
  readonly widget: string
}

/** Asks for a picture and puts it into a node's file widget. */
export async function choosePicture(studio: Studio, document: DocumentHandle, place: Place): Promise<void> {
  const file = await chooseFile('image/*')
  if (file) await loadPicture(studio, document, place, file)
}

/** Puts a picture into the input folder and names it in a node's file widget, if that is still there. */
export const loadPicture = (
  studio: Studio,
  document: DocumentHandle,
  { node, widget }: Place,
  file: File,
): Promise<void> =>
  studio.attempt(async () => {
    const name = await uploadPicture(studio, file)
    const target = findNode(document.read().present, node)
    const spec = target && studio.specs.get(currentType(target.type))
    if (spec && target && document.change(`Change ${widget}`, setWidget(spec, target.id, widget, name))) return
    studio.notices.report('warn', notUsed(name, document))
  })

/** What is reported of a picture that nothing uses, because its document was closed or its node deleted meanwhile. */
export const notUsed = (name: string, document: DocumentHandle): string =>
  `${name} is in the input folder. ${document.read().title} does not use it: it was closed or changed meanwhile.`

/** @returns the name LoadImage finds it by */
export async function uploadPicture(studio: Studio, file: File): Promise<string> {
  const bytes = bytesToBase64(new Uint8Array(await file.arrayBuffer()))
  const name = await studio.api.request('picture:upload', { name: file.name, bytes })
  await studio.refreshFiles()
  return name
}
