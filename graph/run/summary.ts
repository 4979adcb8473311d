import { z } from 'zod'
import { widgetsIn } from '../port-types.ts'
import type { Prompt, PromptNode, Specs } from '../prompt.ts'
import { isFile } from '../widgets/file.ts'
import { isSeed } from '../widgets/seed.ts'
import { isMultiline } from '../widgets/text.ts'

/** What a person wants to know of a run when they look at its pictures. Values that nothing sets are null. */
export const runSummary = z.object({
  prompt: z.string(),
  negative: z.string(),
  /** All 64 bits, as decimal digits. */
  seed: z.string().nullable(),
  steps: z.number().nullable(),
  cfg: z.number().nullable(),
  /** The names of the model files, as the nodes name them. */
  models: z.array(z.string()),
})
export type RunSummary = Readonly<z.infer<typeof runSummary>>

/**
 * Sums up what runs. The texts are those that lead to the positive and the negative input of the samplers; texts that a
 * negative prompt shares with the positive one are left out of it.
 */
export function summaryOf(prompt: Prompt, specs: Specs): RunSummary {
  const nodes = Object.values(prompt)
  const positive = textsOf(prompt, specs, 'positive')
  const negative = textsOf(prompt, specs, 'negative').filter(text => !positive.includes(text))
  const widgets = nodes.flatMap(node =>
    widgetsIn(specs.get(node.class_type)).map(([name, port]) => ({ name, port, value: node.inputs[name] })),
  )
  const number = (wanted: string): number | null =>
    widgets.map(({ name, value }) => (name === wanted ? value : null)).find(value => typeof value === 'number') ?? null
  const seed = widgets.find(({ port, value }) => isSeed(port) && isNumber(value))?.value
  const files = widgets.flatMap(({ port, value }) =>
    isFile(port) && port.folder !== 'input' && typeof value === 'string' ? [value] : [],
  )
  return {
    prompt: positive.join('\n'),
    negative: negative.join('\n'),
    seed: seed === undefined ? null : String(seed),
    steps: number('steps'),
    cfg: number('cfg'),
    models: [...new Set(files)],
  }
}

const isNumber = (value: unknown): value is number | bigint => typeof value === 'number' || typeof value === 'bigint'

type Side = 'positive' | 'negative'

/** The texts that lead to one side of the nodes that sample. Where no node has sides, all texts are positive. */
function textsOf(prompt: Prompt, specs: Specs, side: Side): readonly string[] {
  const sided = Object.values(prompt).filter(({ inputs }) => isLink(inputs.positive) || isLink(inputs.negative))
  const texts = new Set<string>()
  const seen = new Set<string>()
  const visit = (link: unknown): void => {
    const node = isLink(link) ? prompt[link[0]] : undefined
    if (!node || seen.has((link as Link)[0])) return
    seen.add((link as Link)[0])
    for (const text of ownTexts(node, specs)) texts.add(text)
    // A ControlNet has both sides and gives both on.
    if (isLink(node.inputs.positive) || isLink(node.inputs.negative)) visit(node.inputs[side])
    else for (const input of Object.values(node.inputs)) visit(input)
  }
  for (const { inputs } of sided) visit(inputs[side])
  if (sided.length === 0 && side === 'positive')
    for (const node of Object.values(prompt)) for (const text of ownTexts(node, specs)) texts.add(text)
  return [...texts]
}

const ownTexts = ({ class_type, inputs }: PromptNode, specs: Specs): readonly string[] =>
  widgetsIn(specs.get(class_type)).flatMap(([name, port]) => {
    const value = inputs[name]
    return isMultiline(port) && typeof value === 'string' && value.trim() !== '' ? [value.trim()] : []
  })

type Link = readonly [id: string, output: number]
const isLink = (value: unknown): value is Link => Array.isArray(value) && typeof value[0] === 'string'
