import type { ClipKind } from '../../checkpoint/family.ts'
import { type OpenClipPlace, openClipPlace } from '../../checkpoint/keys/open-clip-names.ts'
import type { BakedTensor, BakedTensors, SavedTensor } from './baked-tensor.ts'

/** The tensors of a file by name. */
export type SavedTensors = ReadonlyMap<string, SavedTensor>

/** The same under other keys. */
export const named = <T>(tensors: ReadonlyMap<string, T>, rename: (key: string) => string): ReadonlyMap<string, T> =>
  new Map([...tensors].map(([key, tensor]) => [rename(key), tensor]))

/**
 * Text encoders under the keys that ComfyUI gives them in a checkpoint (supported_models.py,
 * process_clip_state_dict_for_saving): Hugging Face's names for CLIP-L, OpenCLIP's for the others.
 */
export function inCheckpoint(encoders: ReadonlyMap<ClipKind, BakedTensors>): SavedTensors {
  const isSdxl = encoders.has('clipG')
  const place = (kind: ClipKind) =>
    isSdxl ? `conditioner.embedders.${kind === 'clipG' && encoders.size > 1 ? 1 : 0}.` : 'cond_stage_model.'
  return new Map(
    [...encoders].flatMap(([kind, tensors]): (readonly [string, SavedTensor])[] => {
      if (kind === 'clipL') return [...named(inner(tensors), key => `${place(kind)}transformer.text_model.${key}`)]
      return [...named(asOpenClip(tensors), key => `${place(kind)}model.${key}`)]
    }),
  )
}

/** A text encoder alone: Hugging Face's names, whichever it is. */
export const aloneInFile = (tensors: BakedTensors): BakedTensors =>
  named(tensors, key => (OUTSIDE.has(key) ? key : `text_model.${key}`))

/** What Hugging Face stores beside `text_model`. */
const OUTSIDE = new Set(['text_projection.weight', 'logit_scale'])

const inner = (tensors: BakedTensors): BakedTensors => new Map([...tensors].filter(([key]) => !OUTSIDE.has(key)))

/** A text encoder in OpenCLIP's layout: the three projections of an attention are one tensor. */
function asOpenClip(tensors: BakedTensors): SavedTensors {
  const places = [...tensors].flatMap(([key, tensor]) => {
    const place = openClipPlace(key)
    return place ? [{ ...place, tensor }] : []
  })
  return new Map(
    [...Map.groupBy(places, ({ name }) => name)].map(([name, parts]) => {
      const [{ transposed, tensor }] = parts as [(typeof parts)[0]]
      if (parts.length > 1) return [name, joined(parts.toSorted(byPart).map(({ tensor }) => tensor))]
      return [name, transposed ? tensor.transposed() : tensor]
    }),
  )
}

const byPart = ({ part: a = 0 }: OpenClipPlace, { part: b = 0 }: OpenClipPlace): number => a - b

/** Tensors one after the other along the first axis; of two types, all become F32. */
function joined(given: readonly BakedTensor[]): SavedTensor {
  const [first] = given as [BakedTensor]
  const parts = given.every(({ dtype }) => dtype === first.dtype) ? given : given.map(part => part.wide())
  return {
    dtype: parts[0]!.dtype,
    shape: [parts.reduce((rows, { shape }) => rows + shape[0]!, 0), ...first.shape.slice(1)],
    async *bytes() {
      for (const part of parts) yield* part.bytes()
    },
  }
}
