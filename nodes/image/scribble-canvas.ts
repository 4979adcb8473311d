import { coverPaper, type DrawnLayer, drawStrokes } from '../../engine/image/drawing/draw-strokes.ts'
import { map } from '../../engine/tensor/tensor.ts'
import { type Drawing, type Layer, readDrawing } from '../../graph/drawing/drawing.ts'
import { lineOf } from '../../graph/drawing/line.ts'
import { drawing, type FileRef, type FindFile, toggle } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { image, mask } from '../sockets.ts'

export default defineNode({
  type: 'ScribbleCanvas',
  ours: true,
  title: 'Scribble Canvas',
  about: 'A canvas to draw on with pen and eraser; the drawing is a reference image for ControlNets, and a mask.',
  inputs: {
    drawing: drawing({ help: 'Open it with Draw, a double click or Enter.' }),
    invert: toggle({
      default: false,
      help: 'Swaps black and white in the output: scribble ControlNets need white lines on black.',
    }),
  },
  outputs: {
    IMAGE: { ...image, help: 'The drawing, in the size of its canvas.' },
    MASK: { ...mask, help: '1 where something is drawn.' },
  },

  fingerprint: async ({ drawing = '' }, find) => (await pictureOf(readDrawing(drawing), find))?.fingerprint ?? '',

  async run({ drawing: text, invert }, { find }) {
    const drawing = readDrawing(text)
    const [paper, ink] = drawing.background === 'black' ? [0, 1] : [1, 0]
    const file = await pictureOf(drawing, find)
    const ground = file ? await coverPaper(file.path, { ...drawing, paper, opacity: drawing.picture!.opacity }) : paper
    const layers = drawing.layers.filter(({ visible }) => visible).map(drawnLayer)
    const { width, height } = drawing
    const drawn = drawStrokes({ width, height, ground, ink, layers })
    return { IMAGE: invert ? map(drawn.image, value => 1 - value) : drawn.image, MASK: drawn.mask }
  },
})

const drawnLayer = ({ opacity, strokes }: Layer): DrawnLayer => ({
  opacity,
  strokes: strokes.map(stroke => ({ line: lineOf(stroke), erases: stroke.tool === 'eraser' })),
})

/** The picture below the layers, when it is part of the result. */
async function pictureOf({ picture }: Drawing, find: FindFile): Promise<FileRef | null> {
  if (!picture?.included) return null
  const file = await find('input', picture.name)
  if (file) return file
  throw new Error(
    `The picture ${picture.name} below the drawing is not in the input folder. Put it there, or remove it from the drawing.`,
  )
}
