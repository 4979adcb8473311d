import assert from 'node:assert/strict'
import { renameSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Fault, worksAgain } from './faults.ts'
import { ownCheckpoint } from './runs.ts'

/** What happens to the engine process and to the files of models. */
export const engineFaults: readonly Fault[] = [
  {
    name: 'the engine is killed in the middle of a run, five times',
    async try(program, runs) {
      for (let count = 0; count < 5; count++) {
        const run = await runs.start({ steps: 2000 })
        await runs.begun(run)
        await sleep(Math.random() * 300)
        for (const pid of program.engines()) process.kill(pid, 'SIGKILL')
        const { status, errors } = await runs.ended(run)
        assert.equal(status, 'failed')
        assert.match(errors[0]!, /the engine stopped/)
      }
      await worksAgain(runs)
      return undefined
    },
  },
  {
    name: 'the engine hangs, and the run is cancelled',
    async try(program, runs) {
      const run = await runs.start({ steps: 3000 })
      await runs.begun(run)
      for (const pid of program.engines()) process.kill(pid, 'SIGSTOP')
      await program.request('run:cancel', run)
      assert.equal((await runs.ended(run)).status, 'cancelled')
      await worksAgain(runs)
      return undefined
    },
  },
  {
    name: 'the folder of models disappears and comes back',
    async try({ home }, runs) {
      ownCheckpoint(home, 'own.safetensors')
      const own = { checkpoint: 'own.safetensors' }
      assert.equal((await runs.once(own)).status, 'done')
      renameSync(join(home, 'models'), join(home, 'away'))
      const { status, errors } = await runs.once(own)
      assert.equal(status, 'failed')
      assert.match(errors[0]!, /own\.safetensors/)
      renameSync(join(home, 'away'), join(home, 'models'))
      assert.equal((await runs.once(own)).status, 'done')
      return undefined
    },
  },
  {
    name: 'a checkpoint is cut off before a run, and during one',
    async try({ home }, runs) {
      const path = ownCheckpoint(home, 'cut.safetensors')
      const cut = { checkpoint: 'cut.safetensors' }
      assert.equal((await runs.once(cut)).status, 'done')
      truncateSync(path, 20_000)
      const { status, errors } = await runs.once(cut)
      assert.equal(status, 'failed')
      assert.match(errors[0]!, /cut\.safetensors/)
      ownCheckpoint(home, 'cut2.safetensors')
      const run = await runs.start({ checkpoint: 'cut2.safetensors', steps: 2000 })
      await runs.begun(run)
      await sleep(500)
      truncateSync(join(home, 'models/checkpoints/cut2.safetensors'), 20_000)
      assert.notEqual((await runs.ended(run)).status, '')
      rmSync(path)
      await worksAgain(runs)
      return undefined
    },
  },
  {
    name: '100 runs are cancelled as soon as they are asked for, and no engine is left over',
    async try(program, runs) {
      for (let count = 0; count < 100; count++) {
        const run = await runs.start({ steps: 50 })
        await sleep(Math.random() * 20)
        await program.request('run:cancel', run)
        await runs.ended(run)
      }
      assert.ok(program.engines().length <= 1, 'one engine process')
      await worksAgain(runs)
      return undefined
    },
  },
]
