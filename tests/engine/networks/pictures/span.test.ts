import { expect, test } from 'vitest'
import { openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { span } from '../../../../engine/networks/pictures/span.ts'
import { torchGenerator } from '../../../../engine/tensor/random/random.ts'
import { joinChannels, map, type Tensor, tensor } from '../../../../engine/tensor/tensor.ts'
import { temporaryFolder } from '../../checkpoint/files.ts'
import { convolve, each, pixelShuffle, randomWeights, writeWeights } from '../plain-layers.ts'
import { expectClose, runNetwork } from '../run-graph.ts'

const put = temporaryFolder()
const C = 4

/** The three convolutions in a row and the one beside them, as they are trained. */
const triple = (name: string, from: number, to: number): [string, number[]][] => [
  [`${name}.sk.weight`, [to, from, 1, 1]],
  [`${name}.sk.bias`, [to]],
  [`${name}.conv.0.weight`, [2 * from, from, 1, 1]],
  [`${name}.conv.0.bias`, [2 * from]],
  [`${name}.conv.1.weight`, [2 * to, 2 * from, 3, 3]],
  [`${name}.conv.1.bias`, [2 * to]],
  [`${name}.conv.2.weight`, [to, 2 * to, 1, 1]],
  [`${name}.conv.2.bias`, [to]],
]
const blocks = [1, 2, 3, 4, 5, 6].flatMap(i => ['c1_r', 'c2_r', 'c3_r'].flatMap(c => triple(`block_${i}.${c}`, C, C)))
const shapes = Object.fromEntries([
  ...triple('conv_1', 3, C),
  ...blocks,
  ...triple('conv_2', C, C),
  ['conv_cat.weight', [C, 4 * C, 1, 1]],
  ['conv_cat.bias', [C]],
  ['upsampler.0.weight', [12, C, 3, 3]],
  ['upsampler.0.bias', [12]],
])
const weights = randomWeights(shapes)
const picture = torchGenerator(2n).rand([1, 3, 5, 4])

const conv = (x: Tensor, name: string, padding: number) =>
  convolve(x, weights.get(`${name}.weight`)!, weights.get(`${name}.bias`)!, padding)

/** With a border of zeros before the first, so that its bias reaches the border too. */
function plainTriple(x: Tensor, name: string): Tensor {
  const row = conv(conv(conv(bordered(x), `${name}.conv.0`, 0), `${name}.conv.1`, 0), `${name}.conv.2`, 0)
  return each([row, conv(x, `${name}.sk`, 0)], ([a, b]) => a! + b!)
}

function bordered({ dims, data }: Tensor): Tensor {
  const [, c = 0, h = 0, w = 0] = dims
  const out = new Float32Array(c * (h + 2) * (w + 2))
  for (let line = 0; line < c * h; line++) {
    const to = (Math.floor(line / h) * (h + 2) + (line % h) + 1) * (w + 2) + 1
    out.set(data.subarray(line * w, (line + 1) * w), to)
  }
  return tensor([1, c, h + 2, w + 2], out)
}

const sigmoid = (v: number) => 1 / (1 + Math.exp(-v))
const silu = (x: Tensor) => map(x, v => v * sigmoid(v))

function plainBlock(x: Tensor, name: string) {
  const inner = plainTriple(x, `${name}.c1_r`)
  const h = plainTriple(silu(plainTriple(silu(inner), `${name}.c2_r`)), `${name}.c3_r`)
  return { out: each([h, x], ([h, x]) => (h! + x!) * (sigmoid(h!) - 0.5)), inner }
}

function plainSpan(x: Tensor): Tensor {
  const f = plainTriple(x, 'conv_1')
  const first = plainBlock(f, 'block_1')
  const fifth = [2, 3, 4, 5].reduce((h, i) => plainBlock(h, `block_${i}`).out, first.out)
  const sixth = plainBlock(fifth, 'block_6')
  const g = plainTriple(sixth.out, 'conv_2')
  const joined = joinChannels(joinChannels(joinChannels(f, g), first.out), sixth.inner)
  return pixelShuffle(conv(conv(joined, 'conv_cat', 0), 'upsampler.0', 1), 2)
}

test.each([
  ['of pictures brought to the mean of its training', false],
  ['of pictures as they are', true],
])('SPAN equals its layers one by one, with three in a row as one, %s', async (_, plain) => {
  const path = await put(`span-${plain}.safetensors`)
  const flag: [string, Tensor][] = plain ? [['no_norm', tensor([1], Float32Array.of(0))]] : []
  await writeWeights(path, new Map([...weights, ...flag]))
  const out = await runNetwork(await openSafetensors(path), { x: picture }, (w, { x }) => span(w, x!, 2))

  const means = [0.4488, 0.4371, 0.404]
  const expected = plainSpan(plain ? picture : each([picture], ([v], c) => (v! - means[c]!) * 255))
  const size = Math.max(...expected.data.map(Math.abs))
  expect(size).toBeGreaterThan(0.05)
  expectClose(out, expected, 2e-6 * Math.max(1, size) * 10)
})
