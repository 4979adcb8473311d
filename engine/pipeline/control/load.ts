import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import type { Tensors } from '../../checkpoint/files/safetensors.ts'
import { type ControlForm, controlForm, controlTensors } from '../../checkpoint/keys/control-keys.ts'
import { CheckpointError } from '../../errors.ts'
import { networkWeights, openAs, openFile } from '../../recognise/open-file.ts'
import type { ControlNet, Model } from '../types.ts'
import { changeMisfit, differencesOf } from './changes.ts'
import { doesNotFit } from './fits.ts'

/**
 * Describes the file; no weights are loaded.
 *
 * @param base  the model that a file stored as a difference belongs to
 * @throws CheckpointError when the file is not a ControlNet, is incomplete, needs a base model, or does not fit it
 */
export async function loadControlNet(file: FileRef, base?: Model): Promise<ControlNet> {
  const { header } = await openAs('ControlNet', file)
  const form = controlForm(header.tensors)
  const refuse = (why: string) => new CheckpointError('missing-part', file.path, `${file.name} ${why}`)
  const tensors = controlTensors(header)
  const missing = missingKeys(form, tensors)
  if (missing.length > 0)
    throw refuse(`is incomplete: ${missing.length} of the weights it needs are missing, for example ${missing[0]}`)
  if (form !== 'difference') return { kind: 'control-net', file }
  if (!base)
    throw refuse(
      'holds only the difference to a checkpoint: load it with Load ControlNet Model (diff), and connect that checkpoint',
    )
  const unet = networkWeights(await openFile(base.file), 'unet')?.tensors ?? new Map()
  const why = changeMisfit(differencesOf(tensors, unet), unet)
  if (why !== undefined) throw doesNotFit(file, base.file, why)
  return { kind: 'control-net', file, base }
}

const missingKeys = (form: ControlForm, tensors: Tensors): string[] =>
  needed(form, tensors).filter(key => !tensors.has(key))

/** One weight of each layer that every network of this form has. */
function needed(form: ControlForm, tensors: Tensors): string[] {
  if (form !== 'adapter') {
    const results = count(tensors, 'zero_convs')
    const blocks = form === 'low-rank' ? results : Math.max(results, count(tensors, 'input_blocks'))
    return [
      ...[0, 2, 4, 6, 8, 10, 12, 14].map(i => `input_hint_block.${i}.weight`),
      ...Array.from({ length: blocks }, (_, i) => `zero_convs.${i}.0.weight`),
      'middle_block_out.0.weight',
      ...(form === 'union' ? UNION : []),
      ...(form === 'low-rank' ? [] : ['time_embed.0.weight', 'middle_block.0.in_layers.2.weight']),
    ]
  }
  if (tensors.has('body.0.out_conv.weight'))
    return levels(4, i => [`body.${i}.in_conv.weight`, `body.${i}.out_conv.weight`])
  return ['conv_in.weight', ...levels(8, i => [`body.${i}.block1.weight`, `body.${i}.block2.weight`])]
}

const UNION = [
  'task_embedding',
  'transformer_layes.0.attn.in_proj.weight',
  'spatial_ch_projs.weight',
  'control_add_embedding.linear_2.weight',
]

const levels = (n: number, keys: (i: number) => string[]): string[] =>
  Array.from({ length: n }, (_, i) => keys(i)).flat()

/** The number of numbered layers below a name. */
function count(tensors: Tensors, name: string): number {
  const numbers = [...tensors.keys()].flatMap(key => {
    const [, number] = new RegExp(`^${name}\\.(\\d+)\\.`).exec(key) ?? []
    return number === undefined ? [] : [Number(number) + 1]
  })
  return Math.max(0, ...new Set(numbers))
}
