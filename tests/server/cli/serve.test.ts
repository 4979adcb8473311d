import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildPage } from '../../../server/http/page.ts'
import { freshHome, type Program, startProgram } from '../../faults/program.ts'

/** Gives a program a terminal, whose keyboard is the standard input. Its arguments have no spaces here. */
const terminal = ['sh', '-c', 'exec script -qefc "$*" /dev/null', 'sh']
const hasTerminals = process.platform === 'linux' && spawnSync('script', ['-qefc', 'true', '/dev/null']).status === 0

const home = freshHome()
let program: Program
let shown = ''

/** What the program asks in its terminal, once it asks. */
async function question(): Promise<string> {
  while (!shown.includes('[y/N]')) await once(program.process.stdout!, 'data')
  const asked = shown
  shown = ''
  return asked
}
const answer = (text: string) => program.process.stdin!.write(`${text}\n`)

describe.skipIf(!hasTerminals)('a page that names a folder which nobody chose', () => {
  beforeAll(async () => {
    await buildPage(() => {})
    program = await startProgram(home, { through: terminal })
    program.process.stdout!.on('data', data => {
      shown += data
    })
  }, 60_000)
  afterAll(async () => {
    for (const served of program.engines()) process.kill(served, 'SIGTERM')
    await once(program.process, 'exit')
  })

  test('may use it when the person at the terminal of the program allows it', async () => {
    const folder = join(home, 'allowed')
    const change = program.request('settings:change', { outputFolder: folder })
    expect(await question()).toContain(`A page asks to save pictures in "${folder}". Allow it?`)
    answer('y')
    expect((await change).outputFolder).toBe(folder)
  })

  test('may not when the person says no, and a second question waits for the first', async () => {
    const models = join(home, 'refused')
    const change = program.request('settings:change', { modelFolders: [models] })
    expect(await question()).toContain(`A page asks to search "${models}". Allow it?`)
    await expect(program.request('settings:change', { outputFolder: join(home, 'other') })).rejects.toThrow(
      'Answer the question in the terminal where Leapgraph runs first.',
    )
    answer('n')
    await expect(change).rejects.toThrow(`${models} is not used: it was not confirmed.`)
  })
})

test('without a terminal, a page may use no folder that nobody chose', { timeout: 60_000 }, async () => {
  const alone = await startProgram(freshHome())
  await expect(alone.request('settings:change', { outputFolder: join(home, 'other') })).rejects.toThrow(
    'must be confirmed in a terminal. Start Leapgraph in one, or with --out',
  )
  expect(await alone.end()).toBe(0)
})
