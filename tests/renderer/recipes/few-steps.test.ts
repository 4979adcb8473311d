import { expect, test, vi } from 'vitest'
import { writeWorkflow } from '../../../graph/workflow.ts'
import { fewStepsOf } from '../../../renderer/recipes/few-steps.ts'
import { ksamplerGraph, recipe } from '../../graph/recipes/graphs.ts'
import { openStudio, type Program } from '../open-studio.ts'

const identified = (...ids: string[]) =>
  ({ kind: 'lora', family: 'SDXL', recipes: { by: 'name', ids } }) as unknown as Awaited<
    ReturnType<NonNullable<Program['model:identify']>>
  >

const document = ksamplerGraph('mine.safetensors', { steps: 20, cfg: 7, sampler_name: 'ddim', scheduler: 'simple' })
const settings = [recipe('hyper-sdxl-4step-lora'), recipe('lcm-sdxl-lora')]

/** A window that looks at the document, before a program that answers as given. */
async function looking(identify: NonNullable<Program['model:identify']>) {
  const { studio, asked } = openStudio({ 'model:identify': identify }, { recipes: settings })
  const { present } = studio.documents.open({ title: 'a', path: null, text: writeWorkflow(document) }).read()
  const fewSteps = fewStepsOf(studio)
  const look = async () => {
    fewSteps.askFor(present, fewSteps.store.getState())
    await vi.waitFor(() => expect(Object.keys(fewSteps.store.getState())).toHaveLength(2))
    return fewSteps.of(present, fewSteps.store.getState())
  }
  const questions = () => asked.filter(({ channel }) => channel === 'model:identify').map(({ args }) => args[0])
  return { studio, look, questions, found: await look() }
}

test('every file of a document is asked about once, and its settings are compared with those of the file', async () => {
  const { found, look, questions } = await looking(({ name }) =>
    name === 'mine.safetensors' ? identified('hyper-sdxl-4step-lora') : null,
  )
  expect(found.files).toMatchObject([{ name: 'mine.safetensors', recipe: settings[0], differs: true }])
  expect(found.contradictions.map(({ about }) => about)).toEqual(['cfg', 'steps'])
  expect(await look()).toBe(found)
  expect(questions()).toEqual([
    { folder: 'checkpoints', name: 'sdxl', hash: false },
    { folder: 'loras', name: 'mine.safetensors', hash: false },
  ])
})

test('a file that fits several recipes is looked at again, by its hash', async () => {
  const { questions, look } = await looking(({ name, hash }) => {
    if (name !== 'mine.safetensors') return null
    return hash ? identified('lcm-sdxl-lora') : identified('hyper-sdxl-4step-lora', 'lcm-sdxl-lora')
  })
  await vi.waitFor(async () => expect((await look()).files[0]?.recipe).toBe(settings[1]))
  expect(questions()).toContainEqual({ folder: 'loras', name: 'mine.safetensors', hash: true })
})

test('a file that cannot be read has no settings, and the window goes on', async () => {
  const { found } = await looking(() => Promise.reject(new Error('damaged')))
  expect(found).toEqual({ files: [], contradictions: [], plain: new Map() })
})

test('when the folders change, the files are asked about again', async () => {
  const { studio, look, questions } = await looking(() => null)
  studio.files.setState({ names: { loras: ['mine.safetensors'] } })
  await look()
  expect(questions()).toHaveLength(4)
})

test('a window has one such list, whoever asks', () => {
  const { studio } = openStudio()
  expect(fewStepsOf(studio)).toBe(fewStepsOf(studio))
  expect(fewStepsOf(openStudio().studio)).not.toBe(fewStepsOf(studio))
})
