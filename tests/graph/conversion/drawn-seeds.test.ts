import { expect, test } from 'vitest'
import { convertWorkflow } from '../../../graph/prompt.ts'
import { checkWorkflow } from '../../../graph/workflow.ts'
import { loadNodes } from '../../../nodes/registry.ts'

const specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))
const withSeed = (value: number) =>
  checkWorkflow({
    nodes: [
      { id: 1, type: 'Seed (rgthree)', pos: [0, 0], size: [200, 100], widgets_values: [value, null, null, null] },
    ],
    links: [],
    version: 0.4,
  })

test('a seed that stands for a random one is drawn once, runs, and is embedded', () => {
  const { prompt, workflow } = convertWorkflow(withSeed(-1), specs, { random: () => 0.25 })
  expect(prompt['1']!.inputs.seed).toBe(1 + 2 ** 48)
  expect(workflow.nodes[0]!.widgets_values).toEqual([1 + 2 ** 48, null, null, null])
})

test('any other seed stays', () => {
  const { prompt, workflow } = convertWorkflow(withSeed(-4), specs)
  expect([prompt['1']!.inputs.seed, workflow.nodes[0]!.widgets_values]).toEqual([-4, [-4, null, null, null]])
})
