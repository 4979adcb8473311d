import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { inspect } from '../../../../server/cli/inspect/inspect.ts'
import { inProcess } from '../in-process.ts'

const repository = resolve(import.meta.dirname, '../../../..')
const inspected = (path: string, ...options: readonly string[]) =>
  inProcess(() => inspect([join(repository, path), ...options]))

test('a workflow: what it needs and what is missing here', async () => {
  const { code, stdout } = await inspected('workflows/hyper-sd-1-step.json', '--json')
  const found = JSON.parse(stdout)
  expect(code).toBe(0)
  expect(found.nodes).toContainEqual({ id: '9', type: 'SaveImage', title: 'Save Image', known: true })
  expect(found.files[0]).toMatchObject({
    node: '1',
    folder: 'checkpoints',
    name: 'micro-sd.safetensors',
    missing: null,
  })
  expect(found.problems).toEqual([])
})

test('a model file: what it is', async () => {
  const lora = await inspected('models/loras/micro-hyper-lora.safetensors')
  expect(lora.stdout).toMatch(
    /^micro-hyper-lora\.safetensors: a LoRA for SD 1\.x, 7\.3 MB\n(?:.*\n)* {2}changes {7}164 layers, low-rank, rank 32\n/,
  )
  expect(lora.stdout).toContain(
    'how to run it, recognised by its name\n  The Hyper LoRA for trying out\n    4 steps (1 to 8 work), TCD',
  )
  const sdxl = JSON.parse((await inspected('tests/goldens/pipelines/tiny_sdxl.safetensors', '--json')).stdout)
  expect(sdxl).toMatchObject({ kind: 'checkpoint', family: 'sdxl', parts: { unet: { dtypes: ['F16'] } } })
})

test('a folder is refused with what inspect needs', async () => {
  const { code, stderr } = await inspected('workflows')
  expect(code).toBe(1)
  expect(stderr).toMatch(/workflows is a folder; inspect needs a model file or a workflow\n$/)
})
