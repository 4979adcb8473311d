import { emptyDrawing, writeDrawing } from '../../../graph/drawing/drawing.ts'
import { setPicture } from '../../../graph/drawing/edit-drawing.ts'
import { type Start, startFromPicture } from '../../../graph/edit/start-from-picture.ts'
import { setWidget } from '../../../graph/edit/widgets.ts'
import type { DocumentHandle } from '../../studio/document-handle.ts'
import type { ShownPicture } from '../../studio/past/gallery.ts'
import type { Studio } from '../../studio/studio.ts'
import { uploadPicture } from '../../widgets/pictures/choose-picture.ts'
import { pictureFile } from '../../widgets/pictures/picture-file.ts'
import { openDocument } from '../exchange/workflow-files.ts'

const names: Readonly<Record<Start, string>> = {
  'image-to-image': 'image to image',
  inpaint: 'inpainting',
  upscale: 'upscaling',
}

/**
 * Opens a workflow that goes on from a picture: the one that made it, changed to start from the picture, or the shipped
 * example where that one is not known or starts from something else.
 */
export const sendPicture = (studio: Studio, shown: ShownPicture, start: Start): Promise<void> =>
  studio.attempt(async () => {
    const file = await pictureFile(shown.picture)
    const image = await uploadPicture(studio, file)
    const drawing = start === 'inpaint' ? await canvasOver(file, image) : ''
    const document = await openCopy(studio, shown, start)
    const change = startFromPicture(document.read().present, studio.specs, { start, image, drawing })
    if (change) document.change(`Start from ${image}`, change)
    else setLoaded(studio, document, image)
    studio.canvas.current?.fit()
  })

/** The workflow of a picture's run in a new tab, under a name of its own. */
async function openCopy(studio: Studio, { run }: ShownPicture, start: Start): Promise<DocumentHandle> {
  const { api } = studio
  if (run) {
    const text = await api.request('history:workflow', run.id)
    return openDocument(studio, { title: `${run.title}, ${names[start]}`, path: null, text })
  }
  const { examples } = await api.request('workflow:list')
  const { path } = examples.find(({ id }) => id === 'hyper-sd-4-steps-eta')!
  const { text } = await api.request('workflow:open', path)
  return openDocument(studio, { title: names[start], path: null, text })
}

/** A workflow that starts from a picture already gets another one. */
function setLoaded({ specs, notices }: Studio, document: DocumentHandle, image: string): void {
  const loader = document.read().present.nodes.find(({ type }) => type === 'LoadImage')
  if (loader) document.change(`Start from ${image}`, setWidget(specs.get('LoadImage')!, loader.id, 'image', image))
  else
    notices.report('warn', `${image} is in the input folder; this workflow has no empty latent that it could replace.`)
}

/** An empty canvas in the size of a picture, with the picture below it to trace. */
async function canvasOver(file: File, name: string): Promise<string> {
  const { width, height } = await createImageBitmap(file)
  return writeDrawing(setPicture({ ...emptyDrawing, width, height }, { name, opacity: 0.6, included: false }))
}
