import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { availableMemory, memoryLimit } from '../../engine/memory.ts'

const root = join(import.meta.dirname, '../..')

test('the limit is that of the machine where no container has one', () => {
  expect(memoryLimit()).toBeLessThanOrEqual(totalmem())
  expect(availableMemory()).toBeLessThanOrEqual(totalmem())
})

/** A control group of Linux, version 1 or 2, as containers have it. */
const groups = [
  { folder: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes' },
  { folder: '/sys/fs/cgroup', limit: 'memory.max' },
].map(({ folder, limit }) => ({ folder: join(folder, `leapgraph-test-${process.pid}`), limit }))

const group = groups.find(({ folder, limit }) => {
  try {
    mkdirSync(folder)
    if (existsSync(join(folder, limit))) return true
    rmdirSync(folder)
  } catch {
    // It may not be made here.
  }
  return false
})

describe.skipIf(!group)(
  `in a container of 700 MB${group ? '' : ' (skipped: no control group can be made here)'}`,
  () => {
    let folder: string
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'memory-'))
      writeFileSync(join(group!.folder, group!.limit), String(700e6))
    })
    afterAll(() => {
      rmSync(folder, { recursive: true })
      rmdirSync(group!.folder)
    })

    const node = (class_type: string, inputs: object) => ({ class_type, inputs })
    const picture = (width: number, batch_size: number) =>
      node('EmptyImage', { width, height: width, batch_size, color: 0 })
    const save = (images: readonly unknown[]) => node('SaveImage', { images, filename_prefix: 'x' })

    /** A picture, pictures that double with every node, and a batch of latents: each needs too much. */
    const prompt = {
      1: picture(6000, 1),
      2: save(['1', 0]),
      3: picture(1024, 8),
      4: node('ImageBatch', { image1: ['3', 0], image2: ['3', 0] }),
      5: node('ImageBatch', { image1: ['4', 0], image2: ['4', 0] }),
      6: node('ImageBatch', { image1: ['5', 0], image2: ['5', 0] }),
      7: save(['6', 0]),
      8: node('EmptyLatentImage', { width: 4096, height: 4096, batch_size: 100 }),
      9: node('SaveLatent', { samples: ['8', 0], filename_prefix: 'x' }),
    }

    test('a picture, a batch of pictures and a batch of latents that need too much are each refused in a sentence', () => {
      const file = join(folder, 'prompt.json')
      writeFileSync(file, JSON.stringify(prompt))
      const enter = `echo $$ > '${group!.folder}/cgroup.procs' && exec "$@"`
      const command = [
        process.execPath,
        'server/main.ts',
        'run',
        file,
        '--out',
        folder,
        '--device',
        'cpu',
        '--threads',
        '1',
      ]
      const { status, stderr } = spawnSync('sh', ['-c', enter, 'sh', ...command], { cwd: root, encoding: 'utf8' })
      const refused = stderr.split('\n').filter(line => line.startsWith('error: '))
      for (const sentence of [
        /6000×6000 would take 432 MB|6000×6000 would take 0\.4 GB/,
        /A batch of \d+ would take/,
        /100 of 4096×4096 would take 0\.4 GB/,
      ])
        expect(refused).toContainEqual(expect.stringMatching(sentence))
      expect(refused).toHaveLength(3)
      for (const line of refused)
        expect(line).toMatch(/at most .* can be used for it\. Choose a smaller size or fewer at once/)
      expect(status).toBe(1)
    })
  },
)
