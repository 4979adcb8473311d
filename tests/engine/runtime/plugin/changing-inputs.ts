import { fileURLToPath } from 'node:url'
import { Graph } from '../../../../engine/onnx/graph.ts'
import { Value } from '../../../../engine/onnx/value.ts'
import { type Handle, OrtApi } from '../../../../engine/runtime/plugin/api.ts'
import { BoundValues } from '../../../../engine/runtime/plugin/bound-values.ts'
import { createPluginSession } from '../../../../engine/runtime/plugin/session.ts'
import { type Feed, loadRuntime, type Session } from '../../../../engine/runtime/session.ts'
import { type Generator, torchGenerator } from '../../../../engine/tensor/random/random.ts'

/** Like a UNet: a latent, tokens, a strength, and indices. */
const dims = { x: [1, 4, 8, 8], context: [1, 7, 12], strength: [1], order: [4] } as const
type Name = keyof typeof dims
const names = Object.keys(dims) as Name[]

function network(): Graph {
  const graph = new Graph('bound')
  const [x, context, strength] = (['x', 'context', 'strength'] as const).map(name =>
    Value.input(graph, name, dims[name]),
  ) as [Value, Value, Value]
  const order = Value.input(graph, 'order', dims.order, 'int64')
  const mixed = x.take(1, order).mul(strength).silu()
  mixed.add(context.sum([1, 2]).reshape([1, 1, 1, 1])).output('y')
  context.mul(strength).output('z')
  return graph
}

/** One in a process. */
let api: OrtApi | undefined

/** The same calls as a session of a plug-in, on ONNX Runtime's own CPU provider. */
export async function boundOnCpu(): Promise<Session> {
  await loadRuntime()
  const ort = (api ??= new OrtApi())
  const options = ort.made('CreateSessionOptions')
  const graph = network()
  const box: [Handle | null] = [null]
  const model = graph.build()
  await ort.callAsync('CreateSessionFromArray', ort.env, model, model.length, options, box)
  ort.release('ReleaseSessionOptions', options)
  const bound = new BoundValues(ort, box[0]!, graph.outputs)
  return {
    async run(feeds) {
      const results = bound.bind(feeds)
      await ort.callAsync('RunWithBinding', box[0], null, bound.handle)
      return results
    },
    async release() {
      bound.release()
      ort.release('ReleaseSession', box[0]!)
    },
  }
}

/** How the array of an input comes to the next run. */
const changes = ['the same array', 'an equal copy', 'written again', 'another array', 'one bit'] as const

type Inputs = Record<Name, Feed>

export const inputs = (random = torchGenerator(1n)): Inputs => {
  const { rand } = random
  return {
    x: rand(dims.x),
    context: rand(dims.context),
    strength: rand(dims.strength),
    order: { dims: dims.order, data: BigInt64Array.of(3n, 1n, 0n, 2n) },
  }
}

function changed(before: Feed, random: Generator): Feed {
  const pick = (from: number) => Math.floor(random.rand([1]).data[0]! * from)
  const { dims, data } = before
  const how = changes[pick(changes.length)]!
  if (how === 'an equal copy') return { dims, data: data.slice() } as Feed
  if (how === 'the same array') return before
  if (!(data instanceof Float32Array)) {
    const values = data.map(() => BigInt(pick(4)))
    if (how === 'another array') return { dims, data: values }
    data.set(values)
    return before
  }
  const values = random.rand(dims).data
  if (how === 'another array') return { dims, data: values }
  // A view of a larger array, as rows of a tensor are.
  if (how === 'one bit') {
    const whole = new Float32Array(data.length + 3)
    whole.set(data, 3)
    new Uint32Array(whole.buffer)[3 + pick(data.length)]! ^= 1
    return { dims, data: whole.subarray(3) }
  }
  data.set(values)
  return before
}

const bytesOf = ({ data }: Feed): string => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex')

/**
 * Runs one session with inputs that change at random, and a new session for each run.
 *
 * @param library  an execution provider; absent: the CPU
 * @returns how many results differ in a bit, how often an input was copied, and how often one had other bytes than before
 */
export async function runs(count: number, seed: bigint, library?: string) {
  const make = () =>
    library === undefined ? boundOnCpu() : createPluginSession(network(), { library, threads: 1, root: '/' })
  let copied = 0
  const call = OrtApi.prototype.call
  OrtApi.prototype.call = function (name, ...args) {
    if (name === 'BindInput') copied++
    call.call(this, name, ...args)
  }
  const random = torchGenerator(seed)
  let given = inputs(random)
  const found = { different: 0, copied: 0, changed: 0 }
  const session = await make()
  let before: Partial<Record<Name, string>> = {}
  try {
    for (let i = 0; i < count; i++) {
      if (i > 0) given = Object.fromEntries(names.map(name => [name, changed(given[name], random)])) as Inputs
      const now = Object.fromEntries(names.map(name => [name, bytesOf(given[name])])) as Record<Name, string>
      found.changed += names.filter(name => now[name] !== before[name]).length
      before = now
      copied = 0
      const bound = await session.run(given)
      found.copied += copied
      const fresh = await make()
      const expected = await fresh.run(given)
      await fresh.release()
      for (const name of ['y', 'z']) if (bytesOf(bound[name]!) !== bytesOf(expected[name]!)) found.different++
    }
  } finally {
    OrtApi.prototype.call = call
    await session.release()
  }
  return found
}

// A program of its own for a provider whose driver is chosen by an environment variable.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , library, count] = process.argv
  console.log(JSON.stringify(await runs(Number(count), 7n, library)))
}
