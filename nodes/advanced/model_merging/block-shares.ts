import type { Model } from '../../../engine/pipeline/types.ts'
import { float } from '../../../graph/node.ts'
import { mergeModels } from '../../pipeline.ts'

type Share = ReturnType<typeof float>

/** One share for each block of a UNet, by the beginnings of its keys, as ComfyUI names and orders them. */
export function blockShares({ blocks, end }: { blocks: number; end: '.' | '' }): Readonly<Record<string, Share>> {
  const numbered = (part: string, count: number) => Array.from({ length: count }, (_, i) => `${part}.${i}${end}`)
  const names = [
    ...['time_embed.', 'label_emb.'],
    ...[...numbered('input_blocks', blocks), ...numbered('middle_block', 3), ...numbered('output_blocks', blocks)],
    'out.',
  ]
  const help = (name: string) => `Share of the first model in ${name.replace(/[.]$/, '')}.`
  return Object.fromEntries(
    names.map(name => [name, float({ default: 1, min: 0, max: 1, step: 0.01, help: help(name) })]),
  )
}

/** Merges two models with a share of the first for each beginning of a key; the first share counts where none fits. */
export async function mergeByBlock(
  [first, second]: readonly [Model, Model],
  shares: Readonly<Record<string, number>>,
  notice: (message: string) => void,
): Promise<Model> {
  const each = Object.entries(shares).map(([prefix, own]) => ({ prefix, own, other: 1 - own }))
  const { model, notices } = await mergeModels(first, second, each)
  for (const message of notices) notice(message)
  return model
}
