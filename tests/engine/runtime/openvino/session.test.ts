import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { SessionError } from '../../../../engine/errors.ts'
import { Graph } from '../../../../engine/onnx/graph.ts'
import { Value } from '../../../../engine/onnx/value.ts'
import { createOpenVinoSession } from '../../../../engine/runtime/openvino/session.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'
import { fetchedLibrary as library } from '../../../accelerators/fetched.ts'

/** y = x + 1, or what `write` makes of x, [2, 2]. */
function graphOf(write: (x: Value) => Value = x => x.add(1)): Graph {
  const graph = new Graph('test')
  write(Value.input(graph, 'x', [2, 2])).output('y')
  return graph
}
const x = (first: number) => ({ x: tensor([2, 2], Float32Array.of(first, 2, 3, 4)) })
const open = (graph = graphOf()) => createOpenVinoSession(graph, { library, threads: 1, root: '/' })

test('without a pack the CPU is used, with a notice', async () => {
  const notices: string[] = []
  const sessions = new Sessions({ device: 'openvino', notice: message => notices.push(message) })
  const request = { key: 'add', label: 'add', root: '/', build: () => graphOf() }
  expect((await sessions.run(request, x(1))).y!.data[0]).toBe(2)
  expect(sessions.device).toBe('cpu')
  expect(notices[0]).toMatch(/^openvino is not available here, using cpu \(no OpenVINO pack is installed/)
  await sessions.close()
})

test('a library that cannot be loaded gives a sentence with its path', async () => {
  const opened = createOpenVinoSession(graphOf(), { library: '/nowhere/libopenvino_c.so', threads: 1, root: '/' })
  await expect(opened).rejects.toThrow(/^OpenVINO could not be loaded from \/nowhere\/libopenvino_c\.so: /)
  await expect(opened).rejects.toBeInstanceOf(SessionError)
})

describe.skipIf(library === undefined)('with the fetched pack', () => {
  test('runs asked for at the same time keep their own inputs, and the working folder stays', async () => {
    const before = process.cwd()
    const session = await open()
    expect(process.cwd()).toBe(before)
    const results = await Promise.all([1, 2, 3].map(first => session.run(x(first))))
    expect(results.map(({ y }) => [...y!.data])).toEqual([1, 2, 3].map(first => [first + 1, 3, 4, 5]))
    expect(results[0]!.y!.dims).toEqual([2, 2])
    await session.release()
  })

  test('a released session refuses to run, and may be released again', async () => {
    const session = await open()
    const running = session.run(x(1))
    await session.release()
    expect((await running).y!.data[0]).toBe(2)
    await session.release()
    await expect(session.run(x(1))).rejects.toThrow('the session was released')
  })

  test('an operator that OpenVINO does not have is named, and the CPU is used', async () => {
    await expect(open(graphOf(x => x.inverse()))).rejects.toThrow(/operations: com\.microsoft\.Inverse/)
    const sessions = new Sessions({ device: 'openvino', openvino: { library: library!, faster: false } })
    const build = () => graphOf(x => x.inverse())
    const { y } = await sessions.run({ key: 'inverse', label: 'inverse', root: '/', build }, x(1))
    expect(y!.data[0]).toBeCloseTo(-2, 5)
    expect(sessions.device).toBe('cpu')
    await sessions.close()
  })

  test('an input of another name or size is refused with a sentence', async () => {
    const session = await open()
    await expect(session.run({ z: tensor([1], Float32Array.of(1)) })).rejects.toThrow(/name z was not found/)
    const small = { x: tensor([1], Float32Array.of(1)) }
    await expect(session.run(small)).rejects.toThrow('OpenVINO expects an input of 16 bytes, but it has 4')
    expect((await session.run(x(1))).y!.data[0]).toBe(2)
    await session.release()
  })

  test('the networks give the same numbers as on the CPU', { timeout: 240_000 }, async () => {
    const program = fileURLToPath(new URL('../device-networks.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'openvino', library!])
    const { device, off } = JSON.parse(stdout)
    expect(device).toBe('openvino')
    expect(Object.keys(off)).toHaveLength(8)
    for (const [network, distance] of Object.entries(off)) expect(distance, network).toBeLessThan(1e-3)
  })
})
