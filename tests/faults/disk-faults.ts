import assert from 'node:assert/strict'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Fault, worksAgain } from './faults.ts'
import { fill, withSmallDisk } from './small-disk.ts'

/** What happens to disks, folders and the store. */
export const diskFaults: readonly Fault[] = [
  {
    name: 'the disk of the pictures is full',
    try({ home }, runs) {
      const disk = join(home, 'out')
      return withSmallDisk(disk, 1500, async () => {
        assert.equal((await runs.once()).status, 'done')
        const free = fill(disk)
        const { status, errors } = await runs.once()
        assert.equal(status, 'failed')
        assert.match(errors[0]!, /full/)
        free()
        assert.deepEqual(
          readdirSync(disk).filter(name => !name.endsWith('.png')),
          [],
        )
        await worksAgain(runs)
      })
    },
  },
  {
    name: 'the folder of pictures is a file',
    async try({ home }, runs) {
      rmSync(join(home, 'out'), { recursive: true, force: true })
      writeFileSync(join(home, 'out'), '')
      const { status, errors } = await runs.once()
      assert.equal(status, 'failed')
      assert.match(errors[0]!, /out/)
      rmSync(join(home, 'out'))
      await worksAgain(runs)
      return undefined
    },
  },
  {
    name: 'the folder of pictures is deleted',
    async try({ home }, runs) {
      await worksAgain(runs)
      rmSync(join(home, 'out'), { recursive: true })
      await worksAgain(runs)
      return undefined
    },
  },
  {
    name: 'another program locks the store while a run ends',
    async try({ home, request, process: child }, runs) {
      const run = await runs.start({ steps: 30 })
      await runs.begun(run)
      const other = new DatabaseSync(join(home, 'user/leapgraph.sqlite'))
      other.exec('BEGIN EXCLUSIVE')
      const { status, errors } = await runs.ended(run)
      await assert.rejects(request('settings:change', { theme: 'dark' }), /locked by another program/)
      other.exec('ROLLBACK')
      other.close()
      assert.equal(status, 'done')
      assert.match(errors[0]!, /locked by another program/)
      assert.equal(child.exitCode, null)
      await request('settings:change', { theme: 'light' })
      await worksAgain(runs)
      return undefined
    },
  },
]
