import { afterEach, expect, test } from 'vitest'
import type { EngineState } from '../../../runtime/contract/answers.ts'
import { createEngine, type Engine } from '../../../runtime/editor/engine.ts'
import type { Channel } from '../../../runtime/engine-process/channel.ts'
import { inProcess } from '../../../runtime/engine-process/in-process.ts'
import * as toys from '../toy-workload.ts'

let engine: Engine
afterEach(() => engine.close())

function open(workload: typeof toys = toys) {
  const states: EngineState[] = []
  const channels: Channel[] = []
  const start = () => {
    channels.push(inProcess(workload))
    return channels.at(-1)!
  }
  engine = createEngine(start, { folders: {} }, state => states.push(state))
  return { states, channels }
}

test('the state follows the engine: it starts, is ready, and names the device of the last step', async () => {
  const { states } = open()
  expect(engine.state.state).toBe('starting')
  const { host } = await engine.ready()
  await host.facts()
  const step = { key: 'k', node: '1', type: 'Number', inputs: {}, folders: { output: '', temp: '' }, metadata: {} }
  await host.run({ ...step, inputs: { value: { kind: 'value', value: 1 } } })
  expect(states).toEqual([
    { state: 'starting', device: null, message: null },
    { state: 'ready', device: null, message: null },
    { state: 'ready', device: 'cpu', message: null },
  ])
  expect(engine.state).toEqual(states.at(-1))
})

test('an engine that stops is reported with its reason and what happens next', async () => {
  const { states, channels } = open()
  await (await engine.ready()).host.facts()
  channels[0]!.kill()
  await expect.poll(() => states.at(-1)!.state).toBe('stopped')
  expect(states.at(-1)!.message).toMatch(
    /^The engine stopped \(SIGKILL\): usually out of memory; .*\. The next run starts it again; your workflows and pictures are safe\.$/,
  )
})

test('other settings start another engine at the next run, and the end of the old one is not an error', async () => {
  const { states, channels } = open()
  const before = (await engine.ready()).host
  await before.facts()
  expect((await engine.ready()).host).toBe(before)
  engine.configure({ folders: { loras: ['/mine'] } })
  expect(engine.library().folders).toEqual({ loras: ['/mine'] })
  expect(channels).toHaveLength(1)
  const { host, library } = await engine.ready()
  await host.facts()
  expect([host === before, channels.length, library]).toEqual([false, 2, engine.library()])
  expect(states.map(({ state }) => state)).toEqual(['starting', 'ready', 'starting', 'ready'])
})
