import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkWorkflow } from '../../graph/workflow.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { openingNotes } from '../../runtime/opening-notes.ts'
import { specs } from '../graph/specs.ts'

test('what a run would leave out or replace is said when a workflow is opened', async () => {
  const home = await mkdtemp(join(tmpdir(), 'opening-notes-'))
  await mkdir(join(home, 'checkpoints'))
  await writeFile(join(home, 'checkpoints', 'dream.safetensors'), '')
  const library = openLibrary({ checkpoints: [join(home, 'checkpoints')] })
  const workflow = checkWorkflow({
    nodes: [
      { id: 1, type: 'CheckpointLoaderSimple', widgets_values: ['dream.ckpt'] },
      { id: 2, type: 'LoadImage', widgets_values: ['a.png', 'image'], outputs: [{ name: 'IMAGE', links: [1, 2] }] },
      { id: 3, type: 'PreviewImage', inputs: [{ name: 'images', type: 'IMAGE', link: 1 }] },
      { id: 4, type: 'VHS_VideoCombine', inputs: [{ name: 'images', type: 'IMAGE', link: 2 }] },
    ],
    links: [
      [1, 2, 0, 3, 0, 'IMAGE'],
      [2, 2, 0, 4, 0, 'IMAGE'],
    ],
  })
  expect(await openingNotes(workflow, specs, library)).toEqual([
    expect.stringMatching(/^VHS_VideoCombine \(node 4\) does not run: .*ComfyUI-VideoHelperSuite/),
    'dream.ckpt is not here; dream.safetensors is used instead.',
  ])
  await rm(home, { recursive: true })
})

test('an old group node is named with the nodes inside it', async () => {
  const workflow = checkWorkflow({
    nodes: [
      { id: 1, type: 'workflow>Sampling', widgets_values: [7, 'fixed', 20, 8, 'euler', 'normal', 1] },
      { id: 2, type: 'workflow>Sampling', widgets_values: [8, 'fixed', 20, 8, 'euler', 'normal', 1] },
    ],
    links: [],
    extra: {
      groupNodes: { Sampling: { nodes: [{ type: 'KSampler' }, { type: 'VAEDecode', title: 'Decode' }], links: [] } },
    },
  })
  expect(await openingNotes(workflow, specs, openLibrary({}))).toEqual([
    'Sampling is a group node of an older ComfyUI: it runs as the nodes inside it (KSampler, Decode), and its 6 values are edited on it.',
  ])
})
