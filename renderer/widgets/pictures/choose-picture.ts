import { setWidget } from '../../../graph/edit/widgets.ts'
import { currentType } from '../../../graph/renames.ts'
import { bytesToBase64, chooseFile } from '../../bridge/files.ts'
import type { Studio } from '../../studio/studio.ts'

/** Asks for a picture and puts it into a node's file widget. */
export function choosePicture(studio: Studio, node: string, widget: string): void {
  void chooseFile('image/*').then(file => file && loadPicture(studio, node, widget, file))
}

/** Puts a picture into the input folder and names it in a node's file widget. */
export const loadPicture = (studio: Studio, node: string, widget: string, file: File): Promise<void> =>
  studio.attempt(async () => {
    const name = await uploadPicture(studio, file)
    const target = studio.documents.active()?.present.nodes.find(({ id }) => String(id) === node)
    const spec = target && studio.specs.get(currentType(target.type))
    if (spec && target) studio.documents.change(`Change ${widget}`, setWidget(spec, target.id, widget, name))
  })

/** @returns the name LoadImage finds it by */
export async function uploadPicture(studio: Studio, file: File): Promise<string> {
  const bytes = bytesToBase64(new Uint8Array(await file.arrayBuffer()))
  const name = await studio.api.request('picture:upload', { name: file.name, bytes })
  await studio.refreshFiles()
  return name
}
