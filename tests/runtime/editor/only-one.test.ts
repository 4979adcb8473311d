import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claimFolder } from '../../../runtime/editor/only-one.ts'

const source = pathToFileURL(join(import.meta.dirname, '../../../runtime/editor/only-one.ts')).href
/** Claims the folder, says what came of it, and stays until it is killed. */
const program = `
  const { claimFolder } = await import(${JSON.stringify(source)})
  try {
    claimFolder(process.argv[1]).tell('http://127.0.0.1:8188/')
    console.log('claimed')
    setInterval(() => {}, 1000)
  } catch (error) {
    console.log(error.name + ': ' + error.message)
  }`

let folder: string
let children: ChildProcess[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'only-one-'))
  children = []
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

function start(): { readonly child: ChildProcess; readonly said: Promise<string> } {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder])
  children.push(child)
  return { child, said: new Promise(resolve => child.stdout.once('data', text => resolve(String(text).trim()))) }
}
const gone = (child: ChildProcess) => new Promise(resolve => child.once('exit', resolve))

test('of five programs that start at once on one folder exactly one runs, and the others say so', async () => {
  const said = await Promise.all(Array.from({ length: 5 }, () => start().said))
  expect(said.filter(text => text === 'claimed')).toHaveLength(1)
  expect(
    said.filter(text => text.startsWith('FolderInUse: Leapgraph is already running with this folder')),
  ).toHaveLength(4)
})

test('a later start is told the process and the address of the one that runs, and starts once that one is killed', async () => {
  const first = start()
  expect(await first.said).toBe('claimed')
  expect(await start().said).toContain(`(process ${first.child.pid}): ${folder}. It is at http://127.0.0.1:8188/.`)
  first.child.kill('SIGKILL')
  await gone(first.child)
  expect(await start().said).toBe('claimed')
})

test.each(['1', String(process.ppid), '{"pid":1}', 'not a number'])('a note that says %s stops no program', text => {
  writeFileSync(join(folder, 'running'), text)
  claimFolder(folder).release()
})

test('a folder that was released can be claimed again, and not twice', () => {
  claimFolder(folder).release()
  const claim = claimFolder(folder)
  expect(() => claimFolder(folder)).toThrow('already running with this folder')
  claim.release()
})
