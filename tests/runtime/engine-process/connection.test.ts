import { describe, expect, test } from 'vitest'
import type { StepEvent } from '../../../graph/run/step-event.ts'
import type { Channel, Exit } from '../../../runtime/engine-process/channel.ts'
import { Connection } from '../../../runtime/engine-process/connection.ts'
import type { HostState } from '../../../runtime/engine-process/host.ts'
import type { EngineSettings, FromEngine, Step, ToEngine } from '../../../runtime/engine-process/messages.ts'

const killed: Exit = { code: null, signal: 'SIGKILL', said: '' }
const step: Step = { key: 'k', node: '1', type: 'T', inputs: {}, folders: { output: '', temp: '' }, metadata: {} }
const result = (device: string) => ({ ms: 1, loadMs: 0, device })

/** A connection to an engine that sends what the test tells it to. */
function connect(settings: EngineSettings = { folders: {} }) {
  const sent: ToEngine[] = []
  const states: HostState[] = []
  let send: (message: unknown) => void = () => {}
  let exit: (exit: Exit) => void = () => {}
  const channel: Channel = {
    send: message => sent.push(message as ToEngine),
    onMessage: listener => (send = listener),
    onExit: listener => (exit = listener),
    kill: () => exit(killed),
  }
  const connection = new Connection(channel, settings, state => states.push(state))
  return {
    connection,
    sent,
    states,
    engine: (message: FromEngine) => send(message),
    garble: (m: unknown) => send(m),
    exit: (how: Exit) => exit(how),
  }
}

test('what the engine is doing is reported: it starts, is ready, ran on a device, stopped', async () => {
  const { connection, states, engine } = connect()
  engine({ kind: 'ready', specs: [], own: [], previewed: [] })
  for (const [id, device] of ['webgpu', 'webgpu', 'cpu'].entries()) {
    const answer = connection.ask({ kind: 'run', step })
    engine({ kind: 'done', id: id + 1, result: result(device) })
    await answer
  }
  connection.kill(new Error('it took too long'))
  expect(states).toEqual([
    { kind: 'starting' },
    { kind: 'ready', device: null },
    { kind: 'ready', device: 'webgpu' },
    { kind: 'ready', device: 'cpu' },
    { kind: 'stopped', reason: 'it took too long' },
  ])
})

test('an engine that is closed ends without a report', async () => {
  const { connection, states } = connect()
  await connection.close(new Error('closed'))
  expect([connection.alive, states]).toEqual([false, [{ kind: 'starting' }]])
})

test('an engine that cannot start is ended, and its error is the reason', async () => {
  const { connection, states, engine } = connect()
  engine({ kind: 'failed', error: { name: 'Error', message: 'there is no such library' } })
  await expect(connection.facts).rejects.toThrow('there is no such library')
  expect(states.at(-1)).toEqual({ kind: 'stopped', reason: 'there is no such library' })
})

test('a message that cannot be read ends the engine and the run, and names the field', async () => {
  const { connection, states, garble } = connect()
  const answer = connection.ask({ kind: 'run', step })
  garble({ kind: 'event', id: 1, event: { kind: 'progress', step: '3', of: 4 } })
  await expect(answer).rejects.toMatchObject({
    name: 'UnreadableMessage',
    code: 'engine-message',
    message: 'the engine sent a message that cannot be read (event.step: expected number, received string)',
  })
  expect(states.at(-1)?.kind).toBe('stopped')
})

test('events reach the step that reported them, also when the next one is running', async () => {
  const { connection, engine } = connect()
  const heard: [string, StepEvent['kind']][] = []
  const ask = (name: string) => connection.ask({ kind: 'run', step }, ({ kind }) => heard.push([name, kind]))
  const preview = { kind: 'preview', jpeg: Uint8Array.of(1), step: 1, of: 1 } as const
  const first = ask('first')
  engine({ kind: 'done', id: 1, result: result('cpu') })
  await first
  void ask('second')
  engine({ kind: 'event', id: 2, event: { kind: 'notice', message: '' } })
  engine({ kind: 'event', id: 1, event: preview })
  expect(heard).toEqual([
    ['second', 'notice'],
    ['first', 'preview'],
  ])
  for (let i = 0; i < 4; i++) void ask('later')
  engine({ kind: 'event', id: 1, event: preview })
  expect(heard).toHaveLength(2)
})

describe('an engine that OpenVINO may use', () => {
  const settings: EngineSettings = {
    folders: {},
    device: 'openvino',
    packs: { openvino: { library: '/pack', faster: false } },
  }
  const fault: Exit = { code: null, signal: 'SIGSEGV', said: '' }

  test('a fault in native code is reported as a crash of OpenVINO, in one sentence that says what follows', () => {
    const { states, exit } = connect(settings)
    exit(fault)
    expect(states.at(-1)).toEqual({
      kind: 'stopped',
      crashedOn: 'openvino',
      reason:
        'the engine stopped (SIGSEGV): a fault in native code; OpenVINO is not used again until its pack is tested (leapgraph accelerator test)',
    })
  })

  test('it is not a crash of OpenVINO when networks ran elsewhere, when too little memory ended it, or after a cancelled step', async () => {
    const elsewhere = connect(settings)
    const answer = elsewhere.connection.ask({ kind: 'run', step })
    elsewhere.engine({ kind: 'done', id: 1, result: result('cpu') })
    await answer
    elsewhere.exit(fault)
    expect(elsewhere.states.at(-1)).toMatchObject({ kind: 'stopped', crashedOn: 'cpu' })
    const tooLarge = connect(settings)
    tooLarge.exit(killed)
    expect(tooLarge.states.at(-1)).not.toHaveProperty('crashedOn')
    const cancelled = connect(settings)
    cancelled.connection.kill(new Error('it took too long'))
    expect(cancelled.states.at(-1)).not.toHaveProperty('crashedOn')
  })
})
