import type { DroppedModel } from '../../../runtime/contract/answers.ts'
import { bytesToBase64 } from '../../bridge/files.ts'
import { loaderOf } from '../../library/loader-of.ts'
import { placeNode } from '../../library/place-node.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import type { Studio } from '../../studio/studio.ts'

/** The longest header that is read; those of the largest models are a few megabytes. */
const mostHeader = 100_000_000

export const isDroppableModel = ({ name }: File): boolean => /\.safetensors$/i.test(name)

/** Says what a model file is, and places its loader where it was dropped. The file itself stays where it is. */
export const dropModel = (studio: Studio, into: () => DocumentHandle, file: File, at: Point | null): Promise<void> =>
  studio.attempt(async () => {
    const start = await file.slice(0, 8).arrayBuffer()
    const length = start.byteLength < 8 ? Infinity : Number(new DataView(start).getBigUint64(0, true))
    if (8 + length > Math.min(file.size, mostHeader))
      throw new Error(`${file.name} is not a .safetensors file, or is damaged.`)
    const bytes = bytesToBase64(new Uint8Array(await file.slice(0, 8 + length).arrayBuffer()))
    const model = await studio.api.request('model:describe', { name: file.name, size: file.size, bytes })
    const loader = model.folder === null ? null : loaderOf(studio.specs, model.folder)
    const values = loader ? { [loader.input]: model.found ?? file.name } : {}
    const title = loader && placeNode(studio, into(), loader.spec, { at, values }) ? loader.spec.title : null
    studio.notices.report(model.found === null ? 'warn' : 'info', sentence(file.name, model, title))
  })

function sentence(name: string, { what, folder, directory, found }: DroppedModel, title: string | null): string {
  const is = `${name} is ${/^[aeiou]/i.test(what) ? 'an' : 'a'} ${what}.`
  if (folder === null) return `${is} No node here loads such files.`
  const stem = name.replace(/\.safetensors$/i, '')
  const use = folder === 'embeddings' ? ` Write embedding:${stem} in a prompt to use it.` : ''
  const placed = title === null ? '' : ` A ${title} node was added for it.`
  return found === null
    ? `${is}${placed}${use} Move the file into ${directory}, where it is found.`
    : `${is}${placed}${use}`
}
