import { RangeInputError } from '../../errors.ts'
import { availableMemory, shortageInWords } from '../../memory.ts'
import { map, rows } from '../../tensor/tensor.ts'
import { readImage } from '../files/read-image.ts'
import type { Image, Mask } from '../image.ts'
import { scaleImage } from '../transform/scale-image.ts'
import { drawLine } from './draw-line.ts'

/** One stroke: x, y and radius of every point of a smooth line with round ends, in pixels. */
export interface DrawnStroke {
  readonly line: readonly number[]
  readonly erases: boolean
}

export interface DrawnLayer {
  /** 0 … 1 */
  readonly opacity: number
  readonly strokes: readonly DrawnStroke[]
}

export interface Canvas {
  readonly width: number
  readonly height: number
  /** The picture below all layers, [1, H, W, 3], or a grey. */
  readonly ground: Image | number
  /** The grey of what is drawn, 0 … 1. */
  readonly ink: number
  /** The lowest first. */
  readonly layers: readonly DrawnLayer[]
}

/** A layer, a stroke, the mask and three colours. */
const bytesPerPixel = 6 * Float32Array.BYTES_PER_ELEMENT

/**
 * Draws strokes as a canvas does: each stroke covers what is below it or, as an eraser, removes it from its own layer; then
 * each layer is drawn over the ground with its opacity. With coverage c, layer a and opacity o:
 *
 *   pen     a ← a + c·(1 − a)          eraser  a ← a·(1 − c)          mask  m ← m + o·a·(1 − m)
 *
 * All ink has one colour, so the picture is ground·(1 − m) + ink·m.
 *
 * @param memory  bytes that may be used
 * @returns image [1, H, W, 3], mask [1, H, W] (1 where something is drawn)
 * @throws  RangeInputError naming the largest size that fits into memory
 */
export function drawStrokes(canvas: Canvas, memory = availableMemory()): { image: Image; mask: Mask } {
  const { width, height, ground, ink } = canvas
  checkSize(canvas, memory)
  const mask = new Float32Array(width * height)
  const alpha = new Float32Array(width * height)
  const coverage = new Float32Array(width * height)
  for (const { opacity, strokes } of canvas.layers) {
    if (opacity === 0 || strokes.length === 0) continue
    alpha.fill(0)
    for (const stroke of strokes) lay(stroke, alpha, coverage, canvas)
    for (let i = 0; i < mask.length; i++) mask[i] = mask[i]! + opacity * alpha[i]! * (1 - mask[i]!)
  }
  const data = new Float32Array(width * height * 3)
  for (let i = 0; i < data.length; i++) {
    const m = mask[Math.floor(i / 3)]!
    const under = typeof ground === 'number' ? ground : ground.data[i]!
    data[i] = under * (1 - m) + ink * m
  }
  return { image: { dims: [1, height, width, 3], data }, mask: { dims: [1, height, width], data: mask } }
}

/** @param coverage  zeros; zeros again afterwards */
function lay({ line, erases }: DrawnStroke, alpha: Float32Array, coverage: Float32Array, canvas: Canvas): void {
  const { width } = canvas
  const { left, top, right, bottom } = drawLine(line, coverage, canvas)
  for (let y = top; y < bottom; y++)
    for (let i = y * width + left; i < y * width + right; i++) {
      const [a, c] = [alpha[i]!, coverage[i]!]
      alpha[i] = erases ? a * (1 - c) : a + c * (1 - a)
      coverage[i] = 0
    }
}

function checkSize({ width, height }: Canvas, memory: number): void {
  const bytes = width * height * bytesPerPixel
  if (bytes <= memory) return
  const scale = Math.sqrt(memory / bytes)
  const fitting = [width, height].map(side => Math.max(8, Math.floor((side * scale) / 8) * 8))
  throw new RangeInputError(
    `A canvas of ${width}×${height} needs ${shortageInWords({ need: bytes, have: memory })}. The largest of this shape that fits is ${fitting.join('×')}.`,
  )
}

/**
 * A picture file that covers the whole paper, [1, height, width, 3]: scaled to cover it and cropped around the middle.
 *
 * @param paper    grey of the paper, 0 … 1
 * @param opacity  of the picture, 0 … 1
 * @throws ImageError naming the file
 */
export async function coverPaper(
  path: string,
  { width, height, paper, opacity }: { width: number; height: number; paper: number; opacity: number },
): Promise<Image> {
  const { image } = await readImage(path)
  const covering = scaleImage(rows(image, 0, 1), { width, height, method: 'lanczos', crop: 'center' })
  return map(covering, value => paper + opacity * (value - paper))
}
