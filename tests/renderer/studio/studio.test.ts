import { expect, test } from 'vitest'
import type { Studio } from '../../../renderer/studio/studio.ts'
import type { ModelFile } from '../../../runtime/contract/answers.ts'
import { defaultSettings } from '../../../runtime/contract/settings.ts'
import { openStudio, textOf } from '../open-studio.ts'

const messages = ({ notices }: Studio) => notices.store.getState().notices.map(({ message }) => message)
const tab = (id: string, text = textOf()) => ({ id, title: id, path: null, revision: 1, dirty: false, text })
const model = { name: 'a.safetensors', folder: 'checkpoints' } as ModelFile

test('the tabs of last time are open again, in their order and with the same one in front', () => {
  const { studio } = openStudio(
    {},
    { tabs: { documents: [tab('new'), tab('b'), tab('a')], order: ['a', 'b'], active: 'b' } },
  )
  expect(studio.documents.store.getState().documents.map(({ id }) => id)).toEqual(['a', 'b', 'new'])
  expect(studio.documents.active()?.id).toBe('b')
})

test('a tab that cannot be read is reported, and the others are open', () => {
  const { studio } = openStudio({}, { tabs: { documents: [tab('a', '{'), tab('b')], order: ['a', 'b'], active: 'a' } })
  expect(studio.documents.store.getState().documents.map(({ id }) => id)).toEqual(['b'])
  expect(messages(studio)).toEqual([expect.stringMatching(/^a cannot be restored: /)])
})

test('what could not be restored before the window opened is reported in it', () => {
  expect(messages(openStudio({}, { problems: ['settings.json is not valid.'] }).studio)).toEqual([
    'settings.json is not valid.',
  ])
})

test('an error is reported without the words that Electron puts before it', async () => {
  const { studio } = openStudio()
  await studio.attempt(() => {
    throw new Error("Error invoking remote method 'workflow:open': WorkflowError: nodes: expected a list.")
  })
  await studio.attempt(() => Promise.reject('just a text'))
  expect(messages(studio)).toEqual(['nodes: expected a list.', 'just a text'])
})

test('settings are those that the program keeps', async () => {
  const kept = { ...defaultSettings, snapToGrid: true }
  const { studio, tell } = openStudio({ 'settings:change': () => kept })
  await studio.set({ snapToGrid: true })
  expect(studio.settings.getState()).toBe(kept)
  tell('settings', { ...kept, minimap: false })
  expect(studio.settings.getState()).toMatchObject({ snapToGrid: true, minimap: false })
})

test('the lists of files follow the folders; those of models only once they were asked for', async () => {
  const { studio, asked, tell } = openStudio({
    'files:list': () => ({ loras: ['new.safetensors'] }),
    'models:list': () => [model],
  })
  await studio.refreshFiles()
  expect(studio.files.getState()).toEqual({ names: { loras: ['new.safetensors'] }, models: null })
  await studio.loadModels()
  tell('files', null)
  await expect.poll(() => asked.filter(({ channel }) => channel === 'models:list')).toHaveLength(2)
  expect(studio.files.getState().models).toEqual([model])
})

test('an engine that stopped is shown and its message reported', () => {
  const { studio, tell } = openStudio()
  tell('engine', { state: 'stopped', device: null, message: 'The engine ran out of memory.' })
  expect(studio.engine.getState().state).toBe('stopped')
  expect(messages(studio)).toEqual(['The engine ran out of memory.'])
})

test('queue, runs and history are those that the program tells of', async () => {
  const { studio, tell } = openStudio({ 'run:start': () => 'run 1' })
  const document = studio.documents.open({ title: 'a', path: null, text: textOf(['VAEDecode']) })
  await document.run()
  tell('queue', [{ id: 'run 1', title: 'a', state: 'running' }] as never)
  tell('run', { run: 'run 1', event: { kind: 'run-end', status: 'failed', ms: 3 } })
  tell('recorded', { id: 'run 1', title: 'a' } as never)
  expect(studio.runs.store.getState().queue).toHaveLength(1)
  expect(studio.runs.store.getState().views[document.id]).toMatchObject({ run: 'run 1', status: 'failed' })
  expect(studio.history.store.getState().records.map(({ id }) => id)).toEqual(['run 1'])
})
