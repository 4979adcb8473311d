import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLibrary } from '../../../runtime/library/library.ts'
import { openWorkflow } from '../../../server/cli/open-workflow.ts'
import { goldenPath } from '../../engine/networks/run-graph.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-workflow-'))
  await writeFile(join(folder, 'notes.json'), 'buy milk')
  await writeFile(join(folder, 'list.json'), '[1, 2]')
})
afterAll(() => rm(folder, { recursive: true }))

const opened = async (path: string) => (await openWorkflow(path))(new Map(), openLibrary({}))

test.each([
  ['text that is not a workflow', 'notes.json', /notes\.json: This is not a workflow: expected JSON, or/],
  ['a file that is not there', 'gone.json', /the workflow .*gone\.json does not exist/],
  ['JSON that is not a workflow', 'list.json', /list\.json: This file is a list of 2 things, not a workflow\./],
])('%s is refused with the name of the file', async (_, name, sentence) => {
  await expect(opened(join(folder, name))).rejects.toThrow(sentence)
})

test('a model in the place of a workflow is refused, with the command that says what it is', async () => {
  const model = goldenPath('pipelines/tiny_sd15.safetensors')
  await expect(opened(model)).rejects.toThrow(/is a model, not a workflow; see what it is with: leapgraph inspect/)
})
