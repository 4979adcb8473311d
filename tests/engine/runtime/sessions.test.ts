import { afterEach, describe, expect, test } from 'vitest'
import { MemoryError, SessionError } from '../../../engine/errors.ts'
import { Graph, type GraphOptions } from '../../../engine/onnx/graph.ts'
import { Value } from '../../../engine/onnx/value.ts'
import { candidates } from '../../../engine/runtime/device.ts'
import { type SessionRequest, Sessions, type SessionsOptions } from '../../../engine/runtime/sessions.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'

/** y = x + `summand`, claiming to hold `bytes` of weights, and to take `peakBytes` while it runs. */
function adding(summand: number, bytes = 0, peakBytes = 0): SessionRequest {
  const build = () => {
    const graph = new Graph('add')
    const x = new Value(graph, graph.input('x', [1]), [1])
    x.add(summand).output('y')
    return Object.defineProperties(graph, { fileBytes: { value: bytes }, peakBytes: { value: peakBytes } })
  }
  return { key: `add ${summand}`, label: `add ${summand}`, root: '/', build }
}
const broken: SessionRequest = {
  key: 'broken',
  label: 'broken',
  root: '/',
  build: () => {
    const graph = new Graph('broken')
    new Value(graph, graph.op('NoSuchOperator', [graph.input('x', [1])])[0]!, [1]).output('y')
    return graph
  },
}
/** y = x stretched to 2⁴³ numbers, more than any machine has. */
const endless: SessionRequest = {
  key: 'endless',
  label: 'endless',
  root: '/',
  build: () => {
    const graph = new Graph('endless')
    const inputs = [graph.input('x', [1]), graph.integers([2 ** 43])]
    new Value(graph, graph.op('Expand', inputs)[0]!, [2 ** 43]).output('y')
    return graph
  },
}
const feeds = { x: tensor([1], Float32Array.of(1)) }

let sessions: Sessions
afterEach(() => sessions.close())
const open = (options: SessionsOptions = {}) => (sessions = new Sessions({ device: 'cpu', threads: 1, ...options }))
const run = async (request: SessionRequest) => (await sessions.run(request, feeds)).y!.data[0]
const created = () => Object.fromEntries(sessions.timings.map(timing => [timing.label, timing.created]))

test('a network is compiled once and run as often as needed', async () => {
  open()
  expect([await run(adding(1)), await run(adding(1)), await run(adding(2))]).toEqual([2, 2, 3])
  expect(created()).toEqual({ 'add 1': 1, 'add 2': 1 })
  expect(sessions.timings[0]).toMatchObject({ runs: 2, device: 'cpu' })
})

test('two callers at the same time share one session', async () => {
  open()
  expect(await Promise.all([run(adding(1)), run(adding(1)), run(adding(1))])).toEqual([2, 2, 2])
  expect(created()).toEqual({ 'add 1': 1 })
})

describe('with memory for two sessions', () => {
  test('the session used longest ago is released first', async () => {
    open({ memoryBudget: 20 })
    for (const summand of [1, 2, 1, 3, 1, 2]) await run(adding(summand, 10))
    expect(created()).toEqual({ 'add 1': 1, 'add 2': 2, 'add 3': 1 })
  })

  test('a running session is not released', async () => {
    open({ memoryBudget: 20 })
    const results = await Promise.all([1, 2, 3, 4].map(summand => run(adding(summand, 10))))
    expect(results).toEqual([2, 3, 4, 5])
  })

  test('a session larger than the budget still runs', async () => {
    open({ memoryBudget: 20 })
    expect(await run(adding(1, 1000))).toBe(2)
  })
})

describe('networks of one kind', () => {
  /** The same network for another size, which keeps 9 of memory of its own. */
  const sized = (size: number): SessionRequest => ({ ...adding(size, 0, 9), label: `UNet ${size}×${size}` })

  test('in new sizes, replace those that were used longest ago, and leave networks of other kinds', async () => {
    const sentences: string[] = []
    open({ kindBudget: 24, onHeld: sentence => sentences.push(sentence) })
    await run({ ...adding(9, 0, 90), label: 'VAE decode 64×64' })
    for (const size of [1, 2, 3, 4, 5, 4, 5]) await run(sized(size))
    expect(sessions.held).toEqual(['VAE decode 64×64', 'UNet 4×4', 'UNet 5×5'])
    expect(created()).toMatchObject({ 'UNet 4×4': 1, 'UNet 5×5': 1, 'VAE decode 64×64': 1 })
    expect(sentences[0]).toBe('1 network is held, 1 MB beside their files: VAE decode 64×64')
    expect(sentences).toHaveLength(6)
  })

  test('that alone need more than their share run, and stay while they are the only ones', async () => {
    open({ kindBudget: 4 })
    for (const size of [1, 1, 2, 2]) expect(await run(sized(size))).toBe(1 + size)
    expect(sessions.held).toEqual(['UNet 2×2'])
    expect(created()).toEqual({ 'UNet 1×1': 1, 'UNet 2×2': 1 })
  })
})

describe('memory', () => {
  test('memory kept from run to run counts, unless it is freed after the run', async () => {
    open({ memoryBudget: 20 })
    for (const summand of [1, 2, 1]) await run(adding(summand, 5, 9))
    expect(created()).toEqual({ 'add 1': 2, 'add 2': 1 })
    await sessions.close()
    open({ memoryBudget: 20 })
    for (const summand of [1, 2, 1]) await run({ ...adding(summand, 5, 9), brief: true })
    expect(created()).toEqual({ 'add 1': 1, 'add 2': 1 })
  })

  test('a network that needs too much memory is refused with a sentence before it runs', async () => {
    open({ availableMemory: () => 4e9 })
    const request = { ...adding(1, 0, 6e9), advice: 'choose a smaller size' }
    await expect(run(request)).rejects.toThrow(
      'add 1 needs 8.0 GB of memory at once, and 4.0 GB is free; choose a smaller size',
    )
    await expect(run(request)).rejects.toBeInstanceOf(MemoryError)
    expect(await run(adding(2))).toBe(3)
  })

  test('idle networks are released first', async () => {
    const readings = [4e9, 1e9]
    open({ availableMemory: () => readings.shift() ?? 4e9 })
    await run(adding(1))
    expect(await run(adding(2, 0, 2e9))).toBe(3)
    await run(adding(1))
    expect(created()).toEqual({ 'add 1': 2, 'add 2': 1 })
  })

  test('a device that runs out of memory during a run reports it; idle sessions are released, and the next run works', async () => {
    open()
    await run(adding(1))
    await expect(run(endless)).rejects.toBeInstanceOf(MemoryError)
    expect(await run(adding(1))).toBe(2)
    expect(created()).toEqual({ 'add 1': 2, endless: 2 })
  })
})

test('a graph that ONNX Runtime refuses gives a SessionError, and the next run tries it again', async () => {
  open()
  await expect(run(broken)).rejects.toBeInstanceOf(SessionError)
  await expect(run(broken)).rejects.toThrow(/could not start on cpu: .*NoSuchOperator/)
  expect(await run(adding(1))).toBe(2)
})

test('a device that does not start is replaced by the CPU, with a notice, and the numbers are right', async () => {
  const notices: string[] = []
  open({ device: 'dml', notice: message => notices.push(message) })
  expect(await run(adding(1))).toBe(2)
  expect(sessions.device).toBe('cpu')
  expect(notices).toHaveLength(1)
  expect(notices[0]).toContain('dml cannot be used, continuing on cpu')
})

test('graphs are written in float32 with fused attention for the CPU, and in half precision on request', async () => {
  const written: (GraphOptions | undefined)[] = []
  const noting = (): SessionRequest => ({
    ...adding(1),
    build: dialect => {
      written.push(dialect)
      return adding(1).build()
    },
  })
  open()
  await run(noting())
  await sessions.close()
  open({ compute: 'float16' })
  await run(noting())
  expect(written).toEqual([
    { fusedAttention: true, conditions: true, compute: 'float32' },
    { fusedAttention: true, conditions: true, compute: 'float16' },
  ])
})

test('the CPU is always the last device to try', () => {
  expect(candidates('cpu')).toEqual(['cpu'])
  expect(candidates('webgpu')).toEqual(['webgpu', 'cpu'])
  expect(candidates('auto').at(-1)).toBe('cpu')
})

describe('before a run that needs much memory', () => {
  const large: SessionRequest = {
    ...adding(5),
    build: () => Object.defineProperty(new Graph('large'), 'peakBytes', { value: 3000 }),
  }

  test('the needed memory, a third more than the results, and the free memory are reported', async () => {
    open({ availableMemory: () => 3999 })
    expect(await sessions.shortage(large)).toEqual({ need: 4000, have: 3999 })
    open({ availableMemory: () => 4000 })
    expect(await sessions.shortage(large)).toBeUndefined()
  })

  test('idle sessions are released first', async () => {
    let available = 100
    open({ availableMemory: () => available })
    await run(adding(1))
    const shortage = sessions.shortage(large)
    available = 5000
    expect(await shortage).toBeUndefined()
    await run(adding(1))
    expect(created()).toEqual({ 'add 1': 2 })
  })
})
