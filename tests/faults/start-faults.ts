import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { worksAgain } from './faults.ts'
import { freshHome, startProgram } from './program.ts'
import { follow } from './runs.ts'
import { fill, withSmallDisk } from './small-disk.ts'

/** A fault that needs programs of its own. */
interface StartFault {
  readonly name: string
  try(): Promise<string | undefined>
}

const tab = (text: string) => ({ id: 'a', title: 'a', path: null, version: null, revision: 0, dirty: true, text })

export const startFaults: readonly StartFault[] = [
  {
    name: 'the disk of the user folder is full: what was acknowledged stays, and everything works when there is room',
    async try() {
      const home = freshHome()
      return withSmallDisk(join(home, 'user'), 2000, async () => {
        const program = await startProgram(home)
        const runs = follow(program)
        await worksAgain(runs)
        await program.request('journal:write', tab('{"nodes":[],"v":1}'))
        const free = fill(join(home, 'user'))
        const big = JSON.stringify({ nodes: [], pad: Array.from({ length: 50_000 }, (_, i) => Math.sin(i)).join() })
        await assert.rejects(program.request('journal:write', tab(big)), /the disk is full/)
        await assert.rejects(
          program.request('run:start', { text: big, title: 'big', document: null }),
          /the disk is full/,
        )
        assert.equal(program.process.exitCode, null)
        free()
        await worksAgain(runs)
        await program.kill()
        const again = await startProgram(home)
        const { tabs } = await again.request('editor:start')
        assert.deepEqual(tabs.documents, [tab('{"nodes":[],"v":1}')])
        assert.equal((await again.request('history:list', { limit: 9 })).length, 2)
        assert.equal(await again.end(), 0)
      })
    },
  },
  {
    name: 'eight programs start at once on one folder: exactly one runs, and the others name it',
    async try() {
      const home = freshHome()
      const started = await Promise.allSettled(Array.from({ length: 8 }, () => startProgram(home)))
      const [one, ...more] = started.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
      assert.ok(one && more.length === 0, `${more.length + (one ? 1 : 0)} run`)
      for (const each of started)
        if (each.status === 'rejected') assert.match(String(each.reason), /already running with this folder/)
      await one.end()
      return undefined
    },
  },
  {
    name: 'the note of a program that was killed names a process that belongs to somebody else',
    async try() {
      const home = freshHome()
      await (await startProgram(home)).kill()
      writeFileSync(join(home, 'user/running'), JSON.stringify({ pid: 1 }))
      assert.equal(await (await startProgram(home)).end(), 0)
      return undefined
    },
  },
]
