import { modelFileAdvice } from '../../../graph/import/model-file.ts'
import { carriesWorkflow } from '../../../graph/import/picture-text.ts'
import type { Picture } from '../../../runtime/contract/run-event.ts'
import { placeNode } from '../../library/place-node.ts'
import type { Point } from '../../studio/canvas-view.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import { sentenceOf } from '../../studio/notices.ts'
import type { Studio } from '../../studio/studio.ts'
import { loadPicture, notUsed, uploadPicture } from '../../widgets/pictures/choose-picture.ts'
import { pictureFile } from '../../widgets/pictures/picture-file.ts'
import { dropModel, isDroppableModel } from './drop-model.ts'
import { installWheel, isWheel } from './install-wheel.ts'
import { openFile } from './workflow-files.ts'

/** The type of data that the node library and the model library put on a drag. */
export const nodeMime = 'application/x-leapgraph-node'
/** The type of data that a picture of a run puts on a drag: which one it is, as JSON. */
export const pictureMime = 'application/x-leapgraph-picture'

/**
 * Opens files that are dropped anywhere. A picture goes into the Load Image node that it is dropped on; elsewhere its
 * workflow is opened, and one without a workflow goes into a new Load Image node at the pointer. A node from a library is placed where it is dropped.
 */
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
      const picture = event.dataTransfer?.getData(pictureMime)
      const into = target(studio)
      if (picture) void dropPicture(studio, into(), JSON.parse(picture) as Picture, at)
      else if (node) dropNode(studio, into(), node, at)
      else void dropFiles(studio, into, [...(event.dataTransfer?.files ?? [])], at)
    },
    options,
  )
  return () => done.abort()
}

/** The document in front at the drop. If none is open, everything dropped goes into one new document, made when needed. */
function target({ documents }: Studio): () => DocumentHandle {
  let document = documents.active()
  return () => {
    document ??= documents.create()
    return document
  }
}

function dropNode(studio: Studio, into: DocumentHandle, data: string, at: Point | null): void {
  const { type, values } = JSON.parse(data) as { type: string; values?: Record<string, string> }
  const spec = studio.specs.get(type)
  if (spec) placeNode(studio, into, spec, { at, ...(values && { values }) })
}

/** A picture of a run is meant itself, whatever workflow is in its file. */
const dropPicture = (studio: Studio, into: DocumentHandle, picture: Picture, at: Point | null): Promise<void> =>
  studio.attempt(async () => {
    const under = (at && studio.canvas.current?.nodeAt(at)) ?? null
    const place = { at, nodes: new Set(under === null ? [] : [under]) }
    await placePicture(studio, into, await pictureFile(picture), { ...place, said: () => null })
  })

/** What went wrong with several files is one notice. */
async function dropFiles(studio: Studio, into: () => DocumentHandle, files: readonly File[], at: Point | null) {
  const wrong = new Set<string>()
  const report: Studio['notices']['report'] = (tone, message, ...more) =>
    tone === 'warn' || tone === 'bad' ? void wrong.add(message) : studio.notices.report(tone, message, ...more)
  const gathering: Studio = {
    ...studio,
    notices: { ...studio.notices, report },
    attempt: async action => {
      try {
        await action()
      } catch (error) {
        report('bad', sentenceOf(error))
      }
    },
  }
  await Promise.all(files.map(file => dropFile(files.length > 1 ? gathering : studio, into, file, at)))
  const [first, ...others] = wrong
  if (others.length > 0) studio.notices.report('warn', 'About the files that were dropped:', undefined, [...wrong])
  else if (first !== undefined) studio.notices.report('warn', first)
}

async function dropFile(studio: Studio, into: () => DocumentHandle, file: File, at: Point | null): Promise<void> {
  // By the time the file is read, the canvas may show another document.
  const under = (at && studio.canvas.current?.nodeAt(at)) ?? null
  if (!file.type.startsWith('image/')) {
    if (isDroppableModel(file)) return dropModel(studio, into, file, at)
    if (isWheel(file)) return dropWheel(studio, file)
    if (isReadable(file)) return openFile(studio, file)
    const kinds = 'a workflow (.json), a picture, or generation parameters as text (.txt)'
    return studio.notices.report(
      'warn',
      `${file.name} was dropped, but Leapgraph does not read such files. Drop ${kinds}.`,
    )
  }
  const nodes = new Set(under === null ? [] : [under])
  const document = under === null ? null : into()
  const isForNode = document !== null && loaderAmong(document, nodes) !== undefined
  if (!isForNode && carriesWorkflow(new Uint8Array(await file.arrayBuffer()))) return openFile(studio, file)
  return placePicture(studio, document ?? into(), file, { at, nodes })
}

const dropWheel = (studio: Studio, file: File): Promise<void> =>
  studio.attempt(async () => {
    studio.notices.report('info', `${file.name} is being installed and tested. This takes a minute.`)
    const { packs } = await installWheel(studio, file)
    for (const { name, state } of packs) studio.notices.report('info', `${name} ${state}`)
  })

const loaderAmong = (document: DocumentHandle, nodes: ReadonlySet<string>) =>
  document.read().present.nodes.find(({ id, type }) => type === 'LoadImage' && nodes.has(String(id)))

/** Puts a picture into the selected Load Image node, or a new one at the pointer. */
export const pastePicture = (studio: Studio, into: DocumentHandle, file: File): Promise<void> => {
  const at = studio.canvas.current?.pointer() ?? null
  return placePicture(studio, into, file, { at, nodes: into.read().selection.nodes })
}

interface PicturePlace {
  /** Where a new node is placed. */
  readonly at: Point | null
  /** The first Load Image node among these takes the picture. */
  readonly nodes: ReadonlySet<string>
  /** What is reported of a new node, with the name of its picture; null: nothing. */
  said?(name: string): string | null
}

/** Puts a picture into a Load Image node, or a new one. */
export const placePicture = (
  studio: Studio,
  into: DocumentHandle,
  file: File,
  { at, nodes, said = noWorkflow(file) }: PicturePlace,
): Promise<void> =>
  studio.attempt(async () => {
    const loader = loaderAmong(into, nodes)
    if (loader) return loadPicture(studio, into, { node: String(loader.id), widget: 'image' }, file)
    const image = await uploadPicture(studio, file)
    if (placeNode(studio, into, studio.specs.get('LoadImage')!, { at, values: { image } })) {
      const sentence = said(image)
      if (sentence !== null) studio.notices.report('info', sentence)
    } else studio.notices.report('warn', notUsed(image, into))
  })

/** May it be a workflow or the text of generation parameters? A model file is explained when it is opened. */
const isReadable = ({ name, type }: File): boolean =>
  /^(text\/|application\/json$)/.test(type) ||
  /\.(json|txt|png|webp|jpe?g)$/i.test(name) ||
  modelFileAdvice(name) !== null

const noWorkflow =
  ({ name }: File) =>
  (image: string): string =>
    `${name} contains no workflow; ${image === name ? 'it' : `its copy ${image}`} is now the picture of a new Load Image node.`
