import { z } from 'zod'
import type { Family } from '../checkpoint/family.ts'
import { isDtype } from '../checkpoint/files/dtype.ts'
import type { Dtype, Safetensors } from '../checkpoint/files/safetensors.ts'
import { loraModules } from '../lora/modules.ts'
import { describeFile } from '../recognise/describe-file.ts'
import type { FileKind } from '../recognise/description.ts'

/** The signs of a file: its hash, the layout of its tensors, its name. */

const pattern = z.string({ error: 'expected a text' }).transform((source, context): RegExp => {
  try {
    return new RegExp(source)
  } catch {
    context.addIssue({ code: 'custom', message: `${source} is not a regular expression` })
    return z.NEVER
  }
})
const id = z.string({ error: 'expected a text' })

/**
 * A layout of tensors. Files of one training family often share it: then it only narrows the choice. Absent fields are
 * ignored.
 */
export const layout = z.strictObject({
  id,
  kind: z.enum(['lora', 'unet', 'checkpoint'], { error: 'expected lora, unet or checkpoint' }),
  family: z.enum(['sd1', 'sd2', 'sdxl'], { error: 'expected sd1, sd2 or sdxl' }).optional(),
  /** How many layers a LoRA changes. */
  modules: z.int({ error: 'expected a whole number' }).optional(),
  /** The largest rank of a LoRA. */
  rank: z.int({ error: 'expected a whole number' }).optional(),
  /** The types of all tensors except alphas. */
  dtypes: z.array(z.string().refine(isDtype, { error: 'expected types such as F16' })).optional(),
  /** Each matches at least one key. */
  keys: z.array(pattern).default([]),
  /** None matches any key. */
  without: z.array(pattern).default([]),
  metadata: z.record(z.string(), pattern).default({}),
  /** In plain words: what a file of this layout can be. */
  tells: z.string({ error: 'expected a text' }),
})
export type Layout = z.infer<typeof layout>

export const signs = {
  /** Of whole files, in lower-case hexadecimal. */
  sha256: z.array(z.string().regex(/^[0-9a-f]{64}$/, { error: 'expected 64 hexadecimal digits' })).default([]),
  /** Ids of layouts. Empty: its tensors have the layout of a plain model, which does not identify it. */
  layouts: z.array(id).default([]),
  /** Patterns for the name in lower case, without extension, with - between words. */
  names: z.array(pattern).min(1, { error: 'expected at least one pattern' }),
}
const row = z.object(signs)
export type Signs = z.infer<typeof row>

/** The facts of a header that layouts are compared with. */
export interface HeaderFacts {
  readonly kind: FileKind
  readonly family: Family
  readonly modules: number
  readonly rank: number
  readonly dtypes: ReadonlySet<Dtype>
  readonly keys: readonly string[]
  readonly metadata: Readonly<Record<string, string>>
}

export function factsOf(header: Safetensors): HeaderFacts {
  const { kind, family } = describeFile(header)
  const modules = kind === 'lora' ? loraModules(header) : []
  const tensors = [...header.tensors.values()].filter(({ shape }) => shape.length > 0)
  return {
    kind,
    family,
    modules: modules.length,
    rank: Math.max(0, ...modules.map(({ tensors }) => tensors.down?.shape[0] ?? 0)),
    dtypes: new Set(tensors.map(({ dtype }) => dtype)),
    keys: [...header.tensors.keys()],
    metadata: header.metadata,
  }
}

/** @param precise  false: number types are ignored, since people convert files */
export const fits = (facts: HeaderFacts, layout: Layout, precise = true): boolean =>
  facts.kind === layout.kind &&
  (layout.family === undefined || facts.family === layout.family) &&
  (layout.modules === undefined || facts.modules === layout.modules) &&
  (layout.rank === undefined || facts.rank === layout.rank) &&
  (!precise || layout.dtypes === undefined || [...facts.dtypes].every(dtype => layout.dtypes!.includes(dtype))) &&
  layout.keys.every(pattern => facts.keys.some(key => pattern.test(key))) &&
  !layout.without.some(pattern => facts.keys.some(key => pattern.test(key))) &&
  Object.entries(layout.metadata).every(([key, pattern]) => pattern.test(facts.metadata[key] ?? ''))
