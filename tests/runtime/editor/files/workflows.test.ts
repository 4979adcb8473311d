import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorkflows, shippedExamples } from '../../../../runtime/editor/files/workflows.ts'
import { versionOf } from '../../../../runtime/editor/files/write-expected.ts'
import { browserShell } from '../../../../runtime/editor/page/shell.ts'
import { openLibrary } from '../../../../runtime/library/library.ts'

const text = '{"nodes":[],"links":[]}'
let folder: string
let mine: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workflows-'))
  mine = join(folder, 'mine.json')
  writeFileSync(mine, text)
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A session of the program; the person chooses `picked` in its dialogs. */
const session = (picked: string | null = null) =>
  createWorkflows({
    userFolder: join(folder, 'user'),
    examplesFolder: shippedExamples,
    shell: { ...browserShell, dialogs: true, pickWorkflow: async () => picked, pickSaveTarget: async () => picked },
    specs: async () => new Map(),
    library: () => openLibrary({}),
    onChange() {},
  })

test('opens and saves what a person chose, in this session and in later ones, and nothing else', async () => {
  await expect(session().open(mine)).rejects.toThrow('was not opened here')
  await expect(session().save({ path: mine, name: 'x', text })).rejects.toThrow('was not opened here')
  expect((await session(mine).pick())?.path).toBe(mine)
  const { version } = await session().open(mine)
  const changed = '{"nodes":[],"links":[],"extra":{}}'
  await session().save({ path: mine, name: 'x', text: changed, known: { path: mine, version: version! } })
  expect(readFileSync(mine, 'utf8')).toBe(changed)
})

test('a file saved in a dialog may be saved again after a restart', async () => {
  const other = join(folder, 'other.json')
  await session(other).save({ path: null, name: 'x', text })
  const known = { path: other, version: versionOf(text) }
  expect(await session().save({ path: other, name: 'x', text, known })).toEqual({
    saved: { ...known, title: 'other', wasGone: false },
  })
})

test('files that are opened at the same time all stay chosen', async () => {
  const paths = Array.from({ length: 12 }, (_, index) => join(folder, `${index}.json`))
  for (const path of paths) writeFileSync(path, text)
  const now = session()
  now.trust(paths)
  await Promise.all(paths.map(now.open))
  for (const path of paths) expect((await session().open(path)).path).toBe(path)
})

test('saves only workflows, and none over a shipped example', async () => {
  for (const other of ['#!/bin/sh\nrm -rf ~', '[]', '{"a":1}', '']) {
    const target = join(folder, 'run.sh')
    await expect(session(target).save({ path: null, name: 'x', text: other })).rejects.toThrow('is not a workflow')
    expect(existsSync(target)).toBe(false)
  }
  const example = join(shippedExamples, 'hyper-sd-1-step.json')
  await expect(session(example).save({ path: null, name: 'x', text })).rejects.toThrow('comes with Leapgraph')
})

test('an error about a file that is not a workflow does not show what is in it', async () => {
  const secret = join(folder, 'secret')
  for (const content of ['root:x:0:0', '{"password": hunter2}', '[hunter2, root]', '{"a":"hunter2', '"hunter2" root']) {
    writeFileSync(secret, content)
    const error: Error = await session(secret)
      .pick()
      .then(
        () => expect.fail('it was opened'),
        thrown => thrown,
      )
    expect(error.message).toContain('cannot be opened')
    expect(error.message).not.toMatch(/root|hunter/)
  }
})

test('a model file is not opened, and its error says where it belongs', async () => {
  const model = join(folder, 'fox.safetensors')
  writeFileSync(model, 'weights')
  await expect(session(model).pick()).rejects.toThrow('fox.safetensors is a model file, not a workflow. Move it into')
})

test('without dialogs a workflow is saved under a name that every system accepts', async () => {
  const { save } = createWorkflows({
    userFolder: folder,
    examplesFolder: shippedExamples,
    shell: browserShell,
    specs: async () => new Map(),
    library: () => openLibrary({}),
    onChange() {},
  })
  for (const [name, title] of [
    ['CON', '_CON'],
    ['a\r\nb. .', 'a--b'],
    ['../../x', '-..-x'],
    ['y'.repeat(200), 'y'.repeat(195)],
  ])
    expect(await save({ path: null, name: name!, text })).toMatchObject({
      saved: { path: join(folder, 'workflows', `${title}.json`) },
    })
})
