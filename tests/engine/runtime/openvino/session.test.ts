import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
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
const open = (graph = graphOf()) => createOpenVinoSession(graph, { library, threads: 1 })

test('without a pack the CPU is used, with a notice', async () => {
  const notices: string[] = []
  const sessions = new Sessions({ device: 'openvino', notice: message => notices.push(message) })
  const request = { key: 'add', label: 'add', root: '/', build: () => graphOf() }
  expect((await sessions.run(request, x(1))).y!.data[0]).toBe(2)
  expect(sessions.device).toBe('cpu')
  expect(notices[0]).toMatch(/^openvino cannot be used, continuing on cpu \(no OpenVINO pack is installed/)
  await sessions.close()
})

test('a library that cannot be loaded gives a sentence with its path', async () => {
  const opened = createOpenVinoSession(graphOf(), { library: '/nowhere/libopenvino_c.so', threads: 1 })
  await expect(opened).rejects.toThrow(/^OpenVINO could not be loaded from \/nowhere\/libopenvino_c\.so: /)
  await expect(opened).rejects.toBeInstanceOf(SessionError)
})

/** y = erf(x), which no network needs and our writer for OpenVINO does not have. */
function withUnknownOperator(): Graph {
  const graph = new Graph('unknown')
  graph.output('y', graph.op('Erf', [graph.input('x', [2, 2])])[0]!, [2, 2])
  return graph
}

describe.skipIf(library === undefined)('with the fetched pack', () => {
  test('runs asked for at the same time keep their own inputs', async () => {
    const session = await open()
    const results = await Promise.all([1, 2, 3].map(first => session.run(x(first))))
    expect(results.map(({ y }) => [...y!.data])).toEqual([1, 2, 3].map(first => [first + 1, 3, 4, 5]))
    expect(results[0]!.y!.dims).toEqual([2, 2])
    await session.release()
  })

  test('an operator that OpenVINO does not have is named, and the CPU is used', async () => {
    await expect(open(withUnknownOperator())).rejects.toThrow('OpenVINO cannot compute the operator Erf of Erf')
    const notices: string[] = []
    const packs = { openvino: { library: library!, faster: false } }
    const sessions = new Sessions({ device: 'openvino', packs, notice: message => notices.push(message) })
    const { y } = await sessions.run({ key: 'erf', label: 'erf', root: '/', build: withUnknownOperator }, x(1))
    expect(y!.data[0]).toBeCloseTo(0.8427, 4)
    expect(sessions.device).toBe('cpu')
    expect(notices).toHaveLength(1)
    await sessions.close()
  })

  test('a run that fails on the device is finished on the CPU, with one notice', async () => {
    const notices: string[] = []
    const packs = { openvino: { library: library!, faster: false } }
    const sessions = new Sessions({ device: 'openvino', packs, notice: message => notices.push(message) })
    const request = { key: 'add', label: 'add', root: '/', build: () => graphOf() }
    await sessions.run(request, x(1))
    expect(sessions.device).toBe('openvino')
    // ONNX Runtime ignores an input that the graph does not have.
    const feeds = { ...x(4), none: tensor([1], Float32Array.of(1)) }
    const results = await Promise.all([sessions.run(request, feeds), sessions.run(request, feeds)])
    expect(results.map(({ y }) => y!.data[0])).toEqual([5, 5])
    expect(sessions.device).toBe('cpu')
    expect(notices).toHaveLength(1)
    await sessions.close()
  })

  test('a network that needs more memory than is free on OpenVINO is computed by ONNX Runtime, which maps its weights', async () => {
    const notices: string[] = []
    const sessions = new Sessions({
      device: 'openvino',
      packs: { openvino: { library: library!, faster: false } },
      availableMemory: () => 1000,
      notice: message => notices.push(message),
    })
    const build = () => {
      const graph = graphOf()
      graph.external('weight', [1000], 'float16', { path: '/none', offset: 0, length: 2000 })
      return graph
    }
    const brief = { key: 'add', label: 'add', root: '/', brief: true, build: () => graphOf() }
    expect(await sessions.shortage({ ...brief, build })).toBeDefined()
    expect(
      (
        await sessions.run(
          { ...brief, key: 'large', build: () => (sessions.device === 'cpu' ? graphOf() : build()) },
          x(1),
        )
      ).y!.data[0],
    ).toBe(2)
    expect(notices).toEqual([expect.stringMatching(/^openvino cannot be used, continuing on cpu \(add needs /)])
    await sessions.close()
  })

  test.each([
    ['the C API of another system', 'libopenvino_c.', () => Buffer.from('MZ\x90\0'.padEnd(4096, '\0'))],
    ['the plug-in of the CPU empty', 'cpu_plugin', () => Buffer.alloc(0)],
    ['the reader of models empty', 'ir_frontend', () => Buffer.alloc(0)],
  ])(
    'a pack with %s is left with one sentence, and the run finishes',
    { timeout: 60_000 },
    async (_, part, damaged) => {
      const folder = await mkdtemp(join(tmpdir(), 'pack-'))
      await cp(dirname(library!), folder, { recursive: true })
      const file = join(folder, (await readdir(folder)).find(name => name.includes(part))!)
      await writeFile(file, damaged())
      const program = fileURLToPath(new URL('./add-one.ts', import.meta.url))
      const { stdout } = await promisify(execFile)(process.execPath, [program, join(folder, basename(library!))])
      expect(JSON.parse(stdout)).toEqual({
        sum: 2,
        device: 'cpu',
        notices: [expect.stringMatching(/^openvino cannot be used, continuing on cpu \(OpenVINO .+\)$/)],
      })
      await rm(folder, { recursive: true })
    },
  )

  test.runIf(process.platform === 'linux')(
    'Fast computes in bfloat16 where the processor has it, in float32 elsewhere, and says which',
    async () => {
      const hasBfloat16 = /\b(avx512_bf16|amx_bf16)\b/.test(readFileSync('/proc/cpuinfo', 'utf8'))
      const fast = await createOpenVinoSession(graphOf(), { library, threads: 1, precision: 'fast' })
      expect(fast.rounding !== undefined).toBe(hasBfloat16)
      expect((await fast.run(x(1))).y!.data[0]).toBe(2)
      await fast.release()
      const exact = await open()
      expect(exact.rounding).toBeUndefined()
      await exact.release()
    },
  )

  test('a released session refuses to run, and may be released again', async () => {
    const session = await open()
    const running = session.run(x(1))
    await session.release()
    expect((await running).y!.data[0]).toBe(2)
    await session.release()
    await expect(session.run(x(1))).rejects.toThrow('the session was released')
  })

  test('weights of several types and files are read where they lie, and a released session unmaps them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'weights-'))
    const write = async (name: string, data: ArrayBufferView) => {
      await writeFile(join(folder, name), new Uint8Array(data.buffer))
      return { path: join(folder, name), offset: 0, length: data.byteLength }
    }
    const half = await write('half', Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x4400)) // 1 2 3 4
    const full = await write('full', Float32Array.of(10, 20, 30, 40))
    const session = await open(
      graphOf(x => {
        const [a, b] = [x.graph.external('a', [2, 2], 'float16', half), x.graph.external('b', [2, 2], 'float32', full)]
        return x.add(new Value(x.graph, a, [2, 2], 'float16')).add(new Value(x.graph, b, [2, 2]))
      }),
    )
    expect([...(await session.run(x(0))).y!.data]).toEqual([11, 24, 36, 48])
    const mapped = () => readFileSync('/proc/self/maps', 'utf8').includes(folder)
    if (process.platform === 'linux') expect(mapped()).toBe(true)
    await session.release()
    if (process.platform === 'linux') expect(mapped()).toBe(false)
    await rm(folder, { recursive: true })
  })

  test('an input of another name or size is refused with a sentence', async () => {
    const session = await open()
    await expect(session.run({ z: tensor([1], Float32Array.of(1)) })).rejects.toThrow(/name z was not found/)
    const small = { x: tensor([1], Float32Array.of(1)) }
    await expect(session.run(small)).rejects.toThrow('OpenVINO expects an input of 16 bytes, but it has 4')
    expect((await session.run(x(1))).y!.data[0]).toBe(2)
    await session.release()
  })

  test('the networks give the same numbers as on the CPU, and between them run every operator', {
    timeout: 240_000,
  }, async () => {
    const program = fileURLToPath(new URL('../device-networks.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'openvino', library!])
    const { device, off, left } = JSON.parse(stdout)
    expect(device).toBe('openvino')
    expect(Object.keys(off)).toHaveLength(4)
    expect(left).toEqual([])
    for (const [network, distance] of Object.entries(off)) expect(distance, network).toBeLessThan(1e-3)
  })
})
