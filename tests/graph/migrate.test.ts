import { expect, test } from 'vitest'
import { readContents } from '../../graph/import/read-workflow.ts'
import { migrated } from '../../graph/migrate.ts'
import { atOnce } from '../../graph/planning/in-parts.ts'
import { checkPrompt } from '../../graph/prompt.ts'
import { caseBytes, readCase } from '../fixtures/read-case.ts'
import { node, workflow } from './build.ts'

const typesOf = (file: ReturnType<typeof workflow>) => file.nodes.map(({ type }) => type)

test('a Scribble node of ours that was saved under the name of another pack gets its own', () => {
  const old = workflow([node(1, 'ScribblePreprocessor', { values: [1.5, 0.02, 200, 0.99] })])
  expect(migrated(old).nodes[0]).toMatchObject({
    type: 'ScribbleLines',
    properties: { 'Node name for S&R': 'ScribbleLines' },
  })
  const prompt = checkPrompt({ 1: { class_type: 'ScribblePreprocessor', inputs: { sigma: 1, threshold: 0 } } })
  expect(prompt['1']?.class_type).toBe('ScribbleLines')
})

test('a loader without values takes the file that its properties name', () => {
  const [loader, other] = [node(1, 'LoraLoader'), node(2, 'LoraLoader')]
  const { widgets_values: _, ...bare } = { ...loader, properties: { models: [{ name: 'a.safetensors', url: '' }] } }
  expect(migrated(workflow([bare, other])).nodes[0]).toMatchObject({ widgets_values: ['a.safetensors'] })
  const kept = workflow([{ ...bare, widgets_values: ['b.safetensors', 1, 1] }])
  expect(migrated(kept)).toBe(kept)
})

test("comfyui_controlnet_aux's node keeps its name", () => {
  expect(typesOf(readCase('scribble-aux-ui.json'))).toContain('ScribblePreprocessor')
  const contents = atOnce(readContents(Buffer.from(caseBytes('scribble-aux-api.json')).toString()))
  expect(contents.kind === 'prompt' && contents.prompt['9']?.class_type).toBe('ScribblePreprocessor')
  const file = readCase('scribble-aux-ui.json')
  expect(migrated(file)).toBe(file)
})
