import { z } from 'zod'
import { WorkflowError } from '../errors.ts'
import { parseJson } from '../json.ts'

/**
 * A drawing as it lies in a workflow: one JSON text, so that `widgets_values` stays plain and every program writes it
 * back unchanged. docs/drawing-format.md describes it for others. What a file holds beyond this is kept.
 */

/** The longest side, ComfyUI's own limit. */
export const largestSide = 16_384
/** Coordinates are written in eighths of a pixel, pressure in 255ths. */
export const perPixel = 8
export const fullPressure = 255

const mostNumbers = 4_000_000
const isWholeNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length <= mostNumbers && value.every(Number.isSafeInteger)
const wholeNumbers = z.custom<readonly number[]>(isWholeNumbers, 'expected a list of whole numbers')

const side = z
  .int({ error: 'expected a whole number of pixels' })
  .min(1, { error: `expected 1 to ${largestSide}` })
  .max(largestSide, { error: `expected 1 to ${largestSide}` })
const share = z
  .number({ error: 'expected 0 to 1' })
  .min(0, { error: 'expected 0 to 1' })
  .max(1, { error: 'expected 0 to 1' })

const stroke = z
  .looseObject({
    tool: z.enum(['pen', 'eraser'], { error: 'expected pen or eraser' }),
    /** In pixels, at full pressure. */
    width: z
      .number({ error: 'expected a width in pixels' })
      .positive({ error: 'expected more than 0' })
      .max(largestSide),
    /** x, y of the first point, then of each the way from the one before. */
    points: wholeNumbers.refine(({ length }) => length >= 2 && length % 2 === 0, 'expected two numbers a point'),
    /** As the points: the first, then differences. Absent: full pressure everywhere. */
    pressure: wholeNumbers.optional(),
  })
  .refine(({ points, pressure }) => !pressure || 2 * pressure.length === points.length, {
    error: 'expected one pressure a point',
    path: ['pressure'],
  })

const layer = z.looseObject({
  name: z.string({ error: 'expected a name' }).max(200),
  visible: z.boolean({ error: 'expected true or false' }),
  opacity: share,
  strokes: z.array(stroke, { error: 'expected a list of strokes' }),
})

const drawing = z.looseObject({
  version: z.literal(1, { error: 'this program reads version 1' }),
  width: side,
  height: side,
  /** The paper; ink is the other of the two. */
  background: z.enum(['black', 'white'], { error: 'expected black or white' }),
  /** A file of the input folder below all layers: to trace, and part of the result where `included`. */
  picture: z.looseObject({ name: z.string().min(1), opacity: share, included: z.boolean() }).optional(),
  /** From the lowest to the topmost. */
  layers: z
    .array(layer, { error: 'expected a list of layers' })
    .min(1, { error: 'expected at least one layer' })
    .max(100, { error: 'expected at most 100 layers' }),
})

type Immutable<T> = T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T
export type Drawing = Immutable<z.infer<typeof drawing>>
export type Layer = Drawing['layers'][number]
export type Stroke = Layer['strokes'][number]
export type Tool = Stroke['tool']
export interface Size {
  readonly width: number
  readonly height: number
}

export const emptyDrawing: Drawing = {
  version: 1,
  width: 512,
  height: 512,
  background: 'black',
  layers: [{ name: 'Layer 1', visible: true, opacity: 1, strokes: [] }],
}

/**
 * @throws WorkflowError `bad-value`, naming the place: `layers.0.strokes.3.points: expected a list of whole numbers`
 */
export function readDrawing(text: string): Drawing {
  const data = parsed(text)
  const { error } = drawing.safeParse(data)
  // The very value, so that what is written back has its keys in the file's order.
  if (!error) return data as Drawing
  const places = error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`)
  throw damaged(`at ${places.join('; ')}`)
}

export const writeDrawing = (drawing: Drawing): string => JSON.stringify(drawing)

function parsed(text: string): unknown {
  try {
    return parseJson(text)
  } catch (cause) {
    throw damaged(cause instanceof Error ? `(${cause.message.replace(/\.$/, '')})` : '', cause)
  }
}

const damaged = (where: string, cause?: unknown): WorkflowError =>
  new WorkflowError('bad-value', `the drawing is damaged ${where}`.trim(), {}, { cause })
