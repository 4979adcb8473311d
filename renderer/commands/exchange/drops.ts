import { placeNode } from '../../library/place-node.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { Studio } from '../../studio/studio.ts'
import { loadPicture, uploadPicture } from '../../widgets/pictures/choose-picture.ts'
import { openFile } from './workflow-files.ts'

/** What the node library and the model library put on a drag. */
export const nodeMime = 'application/x-leapgraph-node'

/** Files dropped anywhere open; a picture without a workflow becomes a Load Image node. Nodes are dropped in place. */
export function listenToDrops(studio: Studio): () => void {
  const done = new AbortController()
  const options = { signal: done.signal }
  window.addEventListener('dragover', event => event.preventDefault(), options)
  window.addEventListener(
    'drop',
    event => {
      event.preventDefault()
      const at = studio.canvas.current?.fromWindow([event.clientX, event.clientY]) ?? null
      const node = event.dataTransfer?.getData(nodeMime)
      if (node) dropNode(studio, node, at)
      else for (const file of event.dataTransfer?.files ?? []) void dropFile(studio, file, at)
    },
    options,
  )
  return () => done.abort()
}

function dropNode(studio: Studio, data: string, at: Point | null): void {
  const { type, values } = JSON.parse(data) as { type: string; values?: Record<string, string> }
  const spec = studio.specs.get(type)
  if (spec) placeNode(studio, spec, { at, ...(values && { values }) })
}

async function dropFile(studio: Studio, file: File, at: Point | null): Promise<void> {
  if (!file.type.startsWith('image/') || (await carriesWorkflow(file))) return openFile(studio, file)
  return takePicture(studio, file, at)
}

/** A picture into the Load Image node it was dropped on, or the selected one, or a new one. */
export const takePicture = (studio: Studio, file: File, at: Point | null = null): Promise<void> =>
  studio.attempt(async () => {
    const { present, selection } = studio.documents.active() ?? {}
    const under = at && studio.canvas.current?.nodeAt(at)
    const loaders = present?.nodes.filter(({ type }) => type === 'LoadImage') ?? []
    const selected =
      loaders.find(({ id }) => String(id) === under) ?? loaders.find(({ id }) => selection?.nodes.has(String(id)))
    if (selected) return loadPicture(studio, String(selected.id), 'image', file)
    const name = await uploadPicture(studio, file)
    dropNode(studio, JSON.stringify({ type: 'LoadImage', values: { image: name } }), at)
    studio.notices.tell('info', `${file.name} carries no workflow; it is now the picture of a Load Image node.`)
  })

/** PNG and WebP keep workflows in text chunks; their keywords stand in the file as plain letters. */
async function carriesWorkflow(file: File): Promise<boolean> {
  const text = new TextDecoder('latin1').decode(await file.slice(0, 1 << 20).arrayBuffer())
  return /(workflow|prompt|parameters)[\0:]/.test(text)
}
