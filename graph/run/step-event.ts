import { z } from 'zod'

/** A picture on disk that a node saved or shows, as ComfyUI's clients name it. */
const savedImage = z.object({
  filename: z.string(),
  subfolder: z.string(),
  type: z.enum(['output', 'temp']),
  /** Absolute. */
  path: z.string(),
})
export type SavedImage = Readonly<z.infer<typeof savedImage>>

/**
 * Everything a node can report while it runs. This is the only place that defines such an event: the engine process, the
 * host, the executor, the shells and the window's store pass it on as it is and add what they know (which run, which
 * node, how many seconds are left).
 */
export const stepEvent = z.discriminatedUnion('kind', [
  /** `step` of `of` steps are done. */
  z.object({ kind: z.literal('progress'), step: z.number(), of: z.number() }),
  /** The picture as it was after a step: a JPEG of about 256 pixels. */
  z.object({
    kind: z.literal('preview'),
    jpeg: z.custom<Uint8Array>(value => value instanceof Uint8Array),
    step: z.number(),
    of: z.number(),
  }),
  /** A picture of a latent that is decoded exactly next, made by a small decoder: a JPEG; the `index`th of a batch, from 0. */
  z.object({
    kind: z.literal('decode-preview'),
    jpeg: z.custom<Uint8Array>(value => value instanceof Uint8Array),
    index: z.number(),
  }),
  /** A sentence that the user should read and that is not an error. */
  z.object({ kind: z.literal('notice'), message: z.string() }),
  /** A text that a node shows as its result. */
  z.object({ kind: z.literal('text'), text: z.string() }),
  /** Which experts of a mixture acted in a step: by layer the share of each expert, 0 for those that were not chosen. */
  z.object({
    kind: z.literal('experts'),
    step: z.number(),
    of: z.number(),
    names: z.array(z.string()),
    layers: z.array(z.string()),
    shares: z.array(z.array(z.number())),
  }),
  /** A finished picture. */
  z.object({ kind: z.literal('image'), image: savedImage }),
])
export type StepEvent = Readonly<z.infer<typeof stepEvent>>
