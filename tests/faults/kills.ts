import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunRecord, Start } from '../../runtime/contract/answers.ts'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { freshHome, type Program, startProgram } from './program.ts'
import { follow } from './runs.ts'

/** What the programs have acknowledged so far. */
interface Acknowledged {
  /** By tab: the version that was acknowledged, and the last one that was sent. */
  readonly tabs: Map<string, { acknowledged: number; sent: number }>
  readonly setting: { acknowledged: number; sent: number }
  readonly runs: Set<string>
  /** Paths of pictures that were announced, with their runs. */
  readonly pictures: Map<string, string>
  counts: { edits: number; settings: number; runs: number; pictures: number }
  /** The longest time that an engine process outlived its program, in milliseconds. */
  outlived: number
}

const names = ['a', 'b', 'c', 'd']

/** Kills a program again and again at random moments of editing, changing settings, queueing and running. @returns what was acknowledged */
export async function killAgainAndAgain(times: number, onProgress: (done: number) => void): Promise<string> {
  const home = freshHome()
  const all: Acknowledged = {
    tabs: new Map(names.map(name => [name, { acknowledged: 0, sent: 0 }])),
    setting: { acknowledged: 0, sent: 0 },
    runs: new Set(),
    pictures: new Map(),
    counts: { edits: 0, settings: 0, runs: 0, pictures: 0 },
    outlived: 0,
  }
  for (let count = 0; count < times; count++) {
    const program = await startProgram(home)
    await check(program, all)
    await program.request(count % 3 === 0 ? 'queue:clear' : 'queue:continue')
    // What was cleared is not missed.
    if (count % 3 === 0) all.runs.clear()
    const work = Promise.allSettled([edit(program, all), change(program, all), run(program, all)])
    await sleep(Math.random() * (count % 2 === 0 ? 300 : 3000))
    const engines = program.engines()
    await program.kill()
    all.outlived = Math.max(all.outlived, await endOf(engines))
    await work
    onProgress(count + 1)
  }
  const last = await startProgram(home)
  await check(last, all)
  await last.end()
  const counts = Object.entries(all.counts).map(([name, count]) => `${count} ${name}`)
  return `${counts.join(', ')}; an engine outlived its program by ${Math.round(all.outlived)} ms at most`
}

/** Waits for processes that nobody kills. @returns the milliseconds. @throws AssertionError after 20 seconds */
async function endOf(processes: readonly number[]): Promise<number> {
  const started = performance.now()
  while (processes.some(pid => existsSync(`/proc/${pid}/exe`))) {
    assert.ok(performance.now() - started < 20_000, 'an engine process goes on without its program')
    await sleep(5)
  }
  return performance.now() - started
}

const document = (version: number) => JSON.stringify({ nodes: [], extra: { version, pad: 'x'.repeat(version % 5000) } })

async function edit({ request }: Program, { tabs, counts }: Acknowledged): Promise<void> {
  for (let count = 0; ; count++) {
    const id = names[count % names.length]!
    const version = tabs.get(id)!
    version.sent++
    const sent = version.sent
    await request('journal:write', { id, title: id, path: null, revision: sent, dirty: true, text: document(sent) })
    version.acknowledged = sent
    counts.edits++
  }
}

async function change({ request }: Program, { setting, counts }: Acknowledged): Promise<void> {
  for (;;) {
    setting.sent++
    await request('settings:change', { shortcuts: { 'file.new': `F${setting.sent}` } })
    setting.acknowledged = setting.sent
    counts.settings++
    await sleep(Math.random() * 30)
  }
}

async function run(program: Program, { runs, pictures, counts }: Acknowledged): Promise<void> {
  program.on((name, data) => {
    if (name !== 'run') return
    const { run, event } = data as { run: string; event: RunEvent }
    if (event.kind !== 'image') return
    pictures.set(event.image.path, run)
    counts.pictures++
  })
  const { start } = follow(program)
  for (;;) {
    runs.add(await start())
    counts.runs++
    await sleep(Math.random() * 200)
  }
}

/** @throws Error what was lost */
async function check({ request, home }: Program, { tabs, setting, runs, pictures }: Acknowledged): Promise<void> {
  const start: Start = await request('editor:start')
  assert.deepEqual(start.problems, [])
  for (const [id, known] of tabs) {
    const found = start.tabs.documents.find(each => each.id === id)
    const version = found ? (JSON.parse(found.text) as { extra: { version: number } }).extra.version : 0
    between(version, known, `tab ${id}`)
    Object.assign(known, { acknowledged: version, sent: Math.max(version, known.sent) })
  }
  const kept = Number(start.settings.shortcuts['file.new']?.slice(1) ?? 0)
  between(kept, setting, 'the setting')
  const history = await wholeHistory(request)
  const queued = new Set(start.queue.map(({ id }) => id))
  for (const id of runs) assert.ok(history.has(id) || queued.has(id), `run ${id} is lost`)
  for (const [path, id] of pictures) {
    assert.ok(existsSync(path), `the picture ${path} is lost`)
    const recorded = history.get(id)?.pictures ?? []
    assert.ok(
      recorded.some(({ filename }) => path.endsWith(filename)),
      `the picture ${path} is not in the history`,
    )
  }
  for (const name of existsSync(join(home, 'out')) ? readdirSync(join(home, 'out')) : [])
    if (name.endsWith('.png')) assert.match(readFileSync(join(home, 'out', name), 'latin1').slice(-8, -4), /IEND/)
}

const between = (found: number, { acknowledged, sent }: { acknowledged: number; sent: number }, what: string) =>
  assert.ok(
    found >= acknowledged && found <= sent,
    `${what}: version ${acknowledged} was acknowledged, ${found} is there`,
  )

async function wholeHistory(request: Program['request']): Promise<Map<string, RunRecord>> {
  const found = new Map<string, RunRecord>()
  for (let before: string | undefined; ; ) {
    const page: readonly RunRecord[] = await request('history:list', { limit: 500, ...(before && { before }) })
    for (const record of page) found.set(record.id, record)
    if (page.length === 0) return found
    before = page.at(-1)!.id
  }
}
