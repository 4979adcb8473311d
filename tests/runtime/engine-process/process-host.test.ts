import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { Sessions } from '../../../engine/runtime/sessions.ts'
import type { StepEvent } from '../../../graph/run/step-event.ts'
import type { RunContext } from '../../../nodes/define.ts'
import type { Channel } from '../../../runtime/engine-process/channel.ts'
import { forkEngine } from '../../../runtime/engine-process/fork.ts'
import { inProcess } from '../../../runtime/engine-process/in-process.ts'
import type { Step, StepInput } from '../../../runtime/engine-process/messages.ts'
import { ProcessHost } from '../../../runtime/engine-process/process-host.ts'
import * as toys from '../toy-workload.ts'

const toyModule = new URL('../toy-workload.ts', import.meta.url).href

let host: ProcessHost
let processes: Channel[] = []
afterEach(async () => {
  await host.close()
  processes = []
})
const kinds = {
  'in a process of its own': () => forkEngine(toyModule),
  'in this process': () => inProcess(toys),
}
function open(start: () => Channel, grace = 3000): ProcessHost {
  const counted = () => {
    const channel = start()
    processes.push(channel)
    return channel
  }
  host = new ProcessHost({ start: counted, settings: { folders: {} }, grace })
  return host
}

const value = (value: unknown): StepInput => ({ kind: 'value', value })
const from = (key: string): StepInput => ({ kind: 'output', key, output: 'NUMBER' })
const step = (type: string, inputs: Record<string, StepInput>, key = type): Step => ({
  key,
  node: '1',
  type,
  inputs,
  folders: { output: '', temp: '' },
  metadata: {},
})

const afterStep = (step: number, act: () => void) => (event: StepEvent) =>
  event.kind === 'progress' && event.step === step && act()

test.each(Object.entries(kinds))(
  '%s: steps run, results stay there, and only events and summaries are sent',
  async (_, start) => {
    open(start)
    const seen: unknown[] = []
    await host.run(step('Number', { value: value(3) }))
    await host.run(step('Slow', { number: from('Number'), steps: value(2), ms: value(0) }), event => seen.push(event))
    expect(seen).toEqual([
      { kind: 'progress', step: 1, of: 2 },
      { kind: 'progress', step: 2, of: 2 },
    ])
    expect(host.keys()).toEqual(['Number', 'Slow'])
    host.drop(['Number'])
    expect(host.holds('Number')).toBe(false)
    await expect(host.run(step('Add', { a: from('Number'), b: from('Slow') }))).rejects.toThrow('no longer holds')
    expect(processes).toHaveLength(1)
  },
)

test.each(Object.entries(kinds))('%s: an error arrives with its name, code, file and cause', async (_, start) => {
  open(start)
  await expect(host.run(step('Fail', { number: value(7) }))).rejects.toMatchObject({
    name: 'ToyError',
    code: 'toy',
    file: 'toy.safetensors',
    message: '7 is not to my taste',
    cause: { name: 'RangeError', message: 'it is a number' },
  })
})

test.each(Object.entries(kinds))('%s: cancelling stops between two steps and keeps the process', async (_, start) => {
  open(start)
  const stopped = host.run(
    step('Slow', { number: value(1), steps: value(1000), ms: value(5) }),
    afterStep(2, () => host.cancel()),
  )
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
  await host.run(step('Number', { value: value(1) }))
  expect(processes).toHaveLength(1)
})

test('a call that does not stop in time after a cancel ends the process; the next step starts a new one', async () => {
  open(kinds['in a process of its own'], 100)
  await host.run(step('Number', { value: value(1) }))
  const stopped = host.run(step('Busy', { number: value(1), ms: value(600_000) }), () => host.cancel())
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
  expect(host.holds('Number')).toBe(false)
  await host.run(step('Number', { value: value(1) }))
  expect(processes).toHaveLength(2)
})

test('when the process is killed the running step fails and says why; the next one works', async () => {
  open(kinds['in a process of its own'])
  const killed = host.run(
    step('Slow', { number: value(1), steps: value(1000), ms: value(5) }),
    afterStep(2, () => processes[0]!.kill()),
  )
  await expect(killed).rejects.toThrow(/^the engine stopped \(SIGKILL\): usually out of memory/)
  await expect(killed).rejects.toMatchObject({ code: 'engine-stopped' })
  await host.run(step('Number', { value: value(1) }))
  expect(host.holds('Number')).toBe(true)
})

test('a process that cannot start says so, each time it is asked for', async () => {
  open(() => forkEngine('file:///no/such/workload.ts'))
  await expect(host.facts()).rejects.toThrow(/no\/such\/workload/)
  await expect(host.facts()).rejects.toThrow(/no\/such\/workload/)
})

test('the engine sends its nodes as data, and says what else a result depends on', async () => {
  open(kinds['in a process of its own'])
  const { specs, own } = await host.facts()
  expect(specs.get('Number')?.inputs.value).toMatchObject({ kind: 'int', min: 0, max: 100 })
  expect([...own]).toEqual(['Words'])
  expect(await host.fingerprint('Words', { text: 'none' })).toBe('')
})

test('an engine process leaves its compiled code for the next one, although it ends by being killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'compile-cache-'))
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  })
  vi.stubEnv('NODE_COMPILE_CACHE', folder)
  vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', undefined)
  await open(kinds['in a process of its own']).run(step('Number', { value: value(3) }))
  await host.close()
  const written = await readdir(folder, { recursive: true, withFileTypes: true })
  expect(written.filter(entry => entry.isFile()).length).toBeGreaterThan(10)
})

test('a fingerprint that takes long is cancelled like a step', async () => {
  open(kinds['in a process of its own'])
  const taken = host.fingerprint('Words', { text: 'endless' })
  const refused = expect(taken).rejects.toMatchObject({ name: 'AbortError' })
  await host.facts()
  // Asked again, since the engine may not have begun.
  const asking = setInterval(() => host.cancel(), 20)
  onTestFinished(() => clearInterval(asking))
  await refused
  clearInterval(asking)
  expect(await host.fingerprint('Words', { text: 'none' })).toBe('')
})

test('what is not computed in float32 says so in the metadata of its pictures, beside the workflow', async () => {
  const seen: unknown[] = []
  const nodes = await toys.loadNodes()
  const write = nodes.get('Write')!
  const run = async (_: unknown, { metadata }: RunContext) => {
    seen.push(metadata)
    return {}
  }
  const sessions = new Sessions({ device: 'cpu' })
  const loadNodes = async () => new Map([...nodes, ['Write', { ...write, definition: { ...write.definition, run } }]])
  open(() => inProcess({ loadNodes, openSessions: async () => sessions }))
  await host.run(step('Number', { value: value(1) }))
  const save = { ...step('Write', { number: from('Number'), name: value('n') }), metadata: { prompt: '{}' } }
  await host.run(save)
  sessions.rounding = 'fast: bfloat16, by OpenVINO'
  await host.run(save)
  await host.run({ ...save, metadata: {} })
  expect(seen).toEqual([{ prompt: '{}' }, { prompt: '{}', precision: '"fast: bfloat16, by OpenVINO"' }, {}])
})
