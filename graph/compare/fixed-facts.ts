import type { Json } from '../json.ts'
import type { Port } from '../node.ts'
import type { Prompt, Specs } from '../prompt.ts'
import { isFile } from '../widgets/file.ts'
import { isSeed } from '../widgets/seed.ts'
import { isMultiline } from '../widgets/text.ts'
import { valueLabel } from './axis.ts'
import type { Grid } from './expand.ts'

/** The settings that are the same in every cell, for the lines above the grid. */
export interface FixedFacts {
  /** The first prompt; empty where it is an axis or there is none. */
  readonly prompt: string
  /** `micro-sd`, `seed 3413`, `cfg 1` */
  readonly facts: readonly string[]
}

const telling = ['steps', 'cfg', 'sampler_name', 'scheduler', 'eta']

/** @param prompt  before its grids were expanded */
export function fixedFacts({ axes, cells }: Grid, prompt: Prompt, specs: Specs): FixedFacts {
  const own = new Set([...(cells[0]?.needs ?? [])].map(id => id.split('@', 1)[0]!))
  const isAxis = (node: string, widget: string) => axes.some(axis => axis.node === node && axis.widget === widget)
  const found: { readonly port: Port; readonly name: string; readonly value: Json }[] = []
  for (const id of Object.keys(prompt).filter(id => own.has(id)))
    for (const [name, port] of Object.entries(specs.get(prompt[id]!.class_type)?.inputs ?? {})) {
      const value = prompt[id]!.inputs[name]
      if (value === undefined || typeof value === 'object' || isAxis(id, name)) continue
      found.push({ port, name, value })
    }
  const each = (is: (port: Port) => boolean) => found.filter(({ port }) => is(port))
  const plain = found.filter(({ name }) => telling.includes(name))
  const facts = [
    ...each(isFile).map(({ value }) => valueLabel(value)),
    ...each(isSeed).map(({ value }) => `seed ${value}`),
    ...telling.flatMap(name => plain.filter(fact => fact.name === name).map(({ value }) => `${name} ${value}`)),
  ]
  const text = each(isMultiline).find(({ value }) => String(value).trim() !== '')
  return { prompt: String(text?.value ?? ''), facts: [...new Set(facts)] }
}
