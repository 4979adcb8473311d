import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setWidget } from '../../graph/edit/widgets.ts'
import { createHistory } from '../../graph/history.ts'
import { readWorkflow } from '../../graph/import/read-workflow.ts'
import { plan } from '../../graph/plan.ts'
import { type Specs, toPrompt } from '../../graph/prompt.ts'
import type { Workflow } from '../../graph/workflow.ts'

const folder = new URL('../../workflows/', import.meta.url)
export const workflowFolder = fileURLToPath(folder)

const namesIn = (place: URL, prefix = '') =>
  readdirSync(place)
    .filter(name => name.endsWith('.json'))
    .map(name => prefix + name)

/** The workflows that ship and run as they are, by file name. */
export const workflowNames = namesIn(folder)
/** Those that wait for files which people download. */
export const ownModelNames = namesIn(new URL('for-your-models/', folder), 'for-your-models/')

export const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

/** The workflow with every empty latent `size` pixels wide and high. */
export const withLatentsOf = (size: number, workflow: Workflow, specs: Specs): Workflow =>
  withValues('EmptyLatentImage', { width: size, height: size }, workflow, specs)

/** The workflow with these values in the widgets of every node of a type. */
export function withValues(
  type: string,
  values: Readonly<Record<string, number | string>>,
  workflow: Workflow,
  specs: Specs,
): Workflow {
  const history = createHistory(workflow)
  const spec = specs.get(type)
  const ids = workflow.nodes.filter(node => node.type === type).map(({ id }) => id)
  for (const id of spec ? ids : [])
    for (const [name, value] of Object.entries(values)) history.apply('change', setWidget(spec!, id, name, value))
  return history.present
}

/** One of them, read and planned as `leapgraph run` does it. */
export function open(name: string, specs: Specs, change = (workflow: Workflow) => workflow) {
  const workflow = change(readWorkflow(textOf(name), specs))
  const prompt = toPrompt(workflow, specs)
  return { workflow, prompt, plan: plan(prompt, specs) }
}
