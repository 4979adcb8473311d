import { expect, test } from 'vitest'
import { openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { type TensorSpec, writeSafetensors } from '../../../../engine/checkpoint/files/safetensors-writer.ts'
import { strengthInput } from '../../../../engine/lora/branches.ts'
import { ChangedWeights } from '../../../../engine/lora/changed-weights.ts'
import { kinds } from '../../../../engine/lora/kinds/kinds.ts'
import type { LoraKind } from '../../../../engine/lora/modules.ts'
import { Graph } from '../../../../engine/onnx/graph.ts'
import { Weights } from '../../../../engine/onnx/weights.ts'
import { createSession } from '../../../../engine/runtime/session.ts'
import { tensor } from '../../../../engine/tensor/tensor.ts'
import { temporaryFolder } from '../../checkpoint/files.ts'

/** What no golden file has, worked out by hand. */
const file = temporaryFolder()

type Numbers = readonly [shape: readonly number[], values: readonly number[]]
interface Applied {
  readonly kind: LoraKind
  readonly roles: Readonly<Record<string, Numbers>>
  readonly strength: number
  readonly alpha?: number
}

/** One weight with changes applied to it in order. */
async function changed(weight: Numbers, ...applied: readonly Applied[]): Promise<number[]> {
  const numbers = new Map<string, Numbers>([['w', weight]])
  for (const [i, { roles }] of applied.entries())
    for (const [role, values] of Object.entries(roles)) numbers.set(`${i}.${role}`, values)
  const path = await file('kinds.safetensors')
  const specs = [...numbers].map(([name, [shape]]): TensorSpec => ({ name, dtype: 'F32', shape: [...shape] }))
  await writeSafetensors(path, specs, ({ name }) => [new Uint8Array(Float32Array.from(numbers.get(name)![1]).buffer)])
  const { tensors } = await openSafetensors(path)

  const changes = applied.map(({ kind, roles: given, alpha }, lora) => {
    const roles = Object.fromEntries(Object.keys(given).map(role => [role, tensors.get(`${lora}.${role}`)!]))
    expect(kinds[kind].makes(roles, weight[0])?.[0]).toBe(weight[0][0])
    return { lora, kind, roles, scale: kinds[kind].scale(roles, alpha), ...(alpha !== undefined && { alpha }) }
  })
  const graph = new Graph('kinds')
  const weights = new ChangedWeights(graph, new Map([['w', changes]]), strengthInput(graph, applied.length))
  new Weights(graph, { path, tensors }, weights).value('w').output('out')
  const session = await createSession(graph, { device: 'cpu', threads: 1, root: path })
  const strengths = Float32Array.from(applied, ({ strength }) => strength)
  const { out } = await session.run({ strength: tensor([1, applied.length], strengths) })
  await session.release()
  return Array.from(out!.data, value => Math.round(value * 1e5) / 1e5)
}

/** B − Bᵀ of this is [[0, −1], [1, 0]], which Cayley's transform makes a quarter turn: (a, b) → (−b, a). */
const QUARTER = [0, 0, 1, 0]
const STILL = [0, 0, 0, 0]
const four: Numbers = [
  [4, 1],
  [1, 2, 3, 4],
]

test('BOFT’s first stage rotates neighbours, the second outputs that are two apart', async () => {
  const turned = (...stages: readonly number[][]) =>
    changed(four, { kind: 'boft', roles: { oft_blocks: [[2, 2, 2, 2], stages.flat()] }, strength: 1 })
  expect(await turned(QUARTER, QUARTER, STILL, STILL)).toEqual([-2, 1, -4, 3])
  expect(await turned(STILL, STILL, QUARTER, QUARTER)).toEqual([-3, -4, 1, 2])
  expect(await turned(QUARTER, QUARTER, QUARTER, QUARTER)).toEqual([4, -3, -2, 1])
})

test('BOFT’s strength applies to the rotations and to the result, and rescale comes after the rotations', async () => {
  const oft_blocks: Numbers = [[1, 2, 2, 2], [QUARTER, QUARTER].flat()]
  // 1 + ½·(R − 1) makes (1, 2) to (−½, 1½); half the way there is (¼, 1¾)
  expect(await changed(four, { kind: 'boft', roles: { oft_blocks }, strength: 0.5 })).toEqual([0.25, 1.75, 1.25, 3.75])
  const rescale: Numbers = [
    [4, 1],
    [1, 10, 1, 10],
  ]
  expect(await changed(four, { kind: 'boft', roles: { oft_blocks, rescale }, strength: 1 })).toEqual([-2, 10, -4, 30])
})

test('OFT rotates in the opposite direction, and α limits the rotation', async () => {
  const oft_blocks: Numbers = [[2, 2, 2], [QUARTER, QUARTER].flat()]
  expect(await changed(four, { kind: 'oft', roles: { oft_blocks }, strength: 1 })).toEqual([2, -1, 4, -3])
  // ‖Q‖ is 2; with 2·tan(π/8) allowed, a quarter turn becomes an eighth
  const eighth = await changed(four, {
    kind: 'oft',
    roles: { oft_blocks },
    strength: 1,
    alpha: 2 * Math.tan(Math.PI / 8),
  })
  const [c, s] = [Math.SQRT1_2, Math.SQRT1_2]
  expect(eighth).toEqual([c + 2 * s, 2 * c - s, 3 * c + 4 * s, 4 * c - 3 * s].map(v => Math.round(v * 1e5) / 1e5))
})

test('a replacement replaces the weight at any strength except 0', async () => {
  const at = (strength: number) =>
    changed(four, {
      kind: 'replacement',
      roles: {
        set_weight: [
          [4, 1],
          [5, 6, 7, 8],
        ],
      },
      strength,
    })
  expect(await at(0)).toEqual([1, 2, 3, 4])
  expect(await at(0.3)).toEqual([5, 6, 7, 8])
  expect(await at(-2)).toEqual([5, 6, 7, 8])
})

test('changes before a replacement are lost, changes after it stay', async () => {
  const set: Applied = {
    kind: 'replacement',
    roles: {
      set_weight: [
        [4, 1],
        [5, 6, 7, 8],
      ],
    },
    strength: 1,
  }
  const low: Applied = {
    kind: 'low-rank',
    roles: {
      up: [
        [4, 1],
        [1, 0, 0, 2],
      ],
      down: [[1, 1], [10]],
    },
    strength: 0.5,
  }
  expect(await changed(four, low, set)).toEqual([5, 6, 7, 8])
  expect(await changed(four, set, low)).toEqual([10, 6, 7, 18])
})

const wide: Numbers = [
  [2, 3],
  [1, 2, 3, 4, 5, 6],
]

test('GLoRA in LyCORIS’ first layout is W·a2·a1 + b2·b1', async () => {
  const roles = {
    a1: [
      [1, 3],
      [1, 0, 2],
    ],
    a2: [
      [3, 1],
      [1, 1, 1],
    ],
    b1: [
      [1, 3],
      [1, 1, 1],
    ],
    b2: [
      [2, 1],
      [10, 20],
    ],
  } as const satisfies Record<string, Numbers>
  // W·a2 is (6, 15)
  expect(await changed(wide, { kind: 'glora', roles, strength: 1, alpha: 1 })).toEqual([17, 12, 25, 39, 25, 56])
})

test('GLoRA on a kernel mixes the channels at each of its pixels', async () => {
  const kernel: Numbers = [
    [1, 2, 1, 2],
    [1, 2, 3, 4],
  ]
  const roles = {
    a1: [
      [2, 1],
      [1, 1],
    ],
    a2: [
      [1, 2],
      [1, -1],
    ],
    b1: [[1, 1], [10]],
    b2: [
      [1, 2, 1, 2],
      [0, 0, 0, 1],
    ],
  } as const satisfies Record<string, Numbers>
  // over channels the kernel sums to (4, 6)
  expect(await changed(kernel, { kind: 'glora', roles, strength: 0.5 })).toEqual([3, 5, 1, 6])
})

test('DoRA on a LoKr sets the norm of V for each input', async () => {
  const eye: Numbers = [
    [2, 2],
    [3, 0, 4, 1],
  ]
  const roles = {
    lokr_w1: [[1, 1], [1]],
    lokr_w2: [
      [2, 2],
      [0, 3, 0, 3],
    ],
    dora_scale: [
      [1, 2],
      [10, 5],
    ],
  } as const satisfies Record<string, Numbers>
  // V is [[3, 3], [4, 4]]; its columns are both 5 long
  expect(await changed(eye, { kind: 'lokr', roles, strength: 1 })).toEqual([6, 3, 8, 4])
  expect(await changed(eye, { kind: 'lokr', roles, strength: 0.5 })).toEqual([4.5, 1.5, 6, 2.5])
})

test('a low-rank sum with a core of a single pixel is up · mid · down', async () => {
  const roles = {
    up: [
      [2, 2],
      [1, 0, 0, 1],
    ],
    mid: [
      [2, 1, 1, 1],
      [2, 3],
    ],
    down: [
      [1, 3],
      [1, 1, 10],
    ],
  } as const satisfies Record<string, Numbers>
  expect(await changed(wide, { kind: 'low-rank', roles, strength: 1 })).toEqual([3, 4, 23, 7, 8, 36])
})

test('tensors whose shapes do not match make no matrix', () => {
  const info = (shape: readonly number[]) => ({ shape }) as never
  const make = (kind: LoraKind, roles: Record<string, readonly number[]>) =>
    kinds[kind].makes(Object.fromEntries(Object.entries(roles).map(([role, shape]) => [role, info(shape)])), [4, 4])
  expect(make('low-rank', { up: [4, 2], down: [3, 4] })).toBeUndefined()
  expect(make('low-rank', { up: [4, 2], down: [3, 4], mid: [3, 2, 3, 3] })).toBeUndefined()
  expect(make('loha', { hada_w1_a: [4, 2], hada_w1_b: [2, 4], hada_w2_a: [4, 2], hada_w2_b: [3, 4] })).toBeUndefined()
  expect(make('lokr', { lokr_w1: [2, 2], lokr_w2_a: [2, 1] })).toBeUndefined()
  expect(make('glora', { a1: [4, 2], a2: [3, 4], b1: [4, 2], b2: [2, 4] })).toBeUndefined()
  expect(make('oft', { oft_blocks: [2, 2, 1] })).toBeUndefined()
  expect(make('boft', { oft_blocks: [2, 1, 3, 3] })).toBeUndefined()
})
