import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Prompt } from '../../../graph/prompt.ts'
import { loadNodes } from '../../../nodes/registry.ts'
import { builtInModels } from '../../../runtime/library/built-in.ts'
import { openLibrary } from '../../../runtime/library/library.ts'
import { readRunnable } from '../../../runtime/read-runnable.ts'
import { recipeNotices } from '../../../runtime/recipes/notices.ts'
import { builtInRecipes as recipes } from '../../../runtime/recipes/table.ts'

const shipped = fileURLToPath(new URL('../../../workflows/', import.meta.url))
const library = openLibrary(builtInModels)
const specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))
const read = async (name: string): Promise<Prompt> =>
  (await readRunnable(readFileSync(shipped + name), specs, library)).prompt
const notices = (prompt: Prompt) => recipeNotices(prompt, specs, { library, recipes })

test.each(readdirSync(shipped).filter(name => name.endsWith('.json')))('%s is set as its files want it', async name => {
  expect(await notices(await read(name))).toEqual([])
})

test('a setting that contradicts a file is reported once, with its node', async () => {
  const prompt = await read('hyper-sd-1-step.json')
  const [id, sampler] = Object.entries(prompt).find(([, { class_type }]) => class_type === 'SamplerCustom')!
  const oversaturated = { ...prompt, [id]: { ...sampler, inputs: { ...sampler.inputs, cfg: 7 } } }
  expect(await notices(oversaturated)).toEqual([
    { node: id, message: 'The Hyper LoRA for trying out was distilled for cfg 1. cfg 7 oversaturates the picture.' },
  ])
})

test('a file that is not there is left to the run', async () => {
  const prompt = await read('hyper-sd-1-step.json')
  const [id, lora] = Object.entries(prompt).find(([, { class_type }]) => class_type === 'LoraLoaderModelOnly')!
  const lost = { ...prompt, [id]: { ...lora, inputs: { ...lora.inputs, lora_name: 'gone.safetensors' } } }
  expect(await notices(lost)).toEqual([])
})
