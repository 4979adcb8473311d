import { expect, test } from 'vitest'
import { RangeInputError } from '../../../engine/errors.ts'
import { tensor, zeros } from '../../../engine/tensor/tensor.ts'
import cropMask from '../../../nodes/mask/crop-mask.ts'
import featherMask from '../../../nodes/mask/feather-mask.ts'
import growMask from '../../../nodes/mask/grow-mask.ts'
import invertMask from '../../../nodes/mask/invert-mask.ts'
import maskComposite from '../../../nodes/mask/mask-composite.ts'
import solidMask from '../../../nodes/mask/solid-mask.ts'
import thresholdMask from '../../../nodes/mask/threshold-mask.ts'
import { testContext } from '../context.ts'
import { expectReference, maskOf, reference, rowsOf } from '../small.ts'

const context = testContext()
const ramp = maskOf([0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11])
const white = (height: number, width: number) => maskOf(...Array<number[]>(height).fill(Array<number>(width).fill(1)))

test('a solid mask has one value', async () => {
  expect((await solidMask.run({ value: 0.25, width: 3, height: 1 }, context)).MASK).toEqual(maskOf([0.25, 0.25, 0.25]))
})

test('inverted, 1 is 0', async () => {
  expect(rowsOf((await invertMask.run({ mask: maskOf([0, 0.25, 1]) }, context)).MASK)).toEqual([[1, 0.75, 0]])
})

test('values above the threshold become 1; the threshold itself does not', async () => {
  const at = async (value: number) =>
    rowsOf((await thresholdMask.run({ mask: maskOf([0, 0.1, 0.2]), value }, context)).MASK)
  expect(await at(0.1)).toEqual([[0, 0, 1]])
  expect(await at(0)).toEqual([[0, 1, 1]])
})

test('a crop ends at the edge; one that starts outside is refused', async () => {
  const crop = async (x: number, y: number, width: number, height: number) =>
    rowsOf((await cropMask.run({ mask: ramp, x, y, width, height }, context)).MASK)
  expect(await crop(1, 1, 2, 1)).toEqual([[5, 6]])
  expect(await crop(2, 1, 512, 512)).toEqual([
    [6, 7],
    [10, 11],
  ])
  expect(() => cropMask.run({ mask: ramp, x: 4, y: 0, width: 1, height: 1 }, context)).toThrow(
    new RangeInputError('The crop starts at (4, 0), outside the mask of 4×3 pixels. Set x below 4 and y below 3.'),
  )
})

test('masks are combined where the source is, and limited to 0…1', async () => {
  const [destination, source] = [maskOf([0.25, 0.75, 0.75, 2]), maskOf([0.5, 1])]
  const combine = async (operation: 'multiply' | 'add' | 'subtract' | 'and' | 'or' | 'xor', x = 1) =>
    rowsOf((await maskComposite.run({ destination, source, x, y: 0, operation }, context)).MASK)[0]
  expect(await combine('multiply')).toEqual([0.25, 0.375, 0.75, 1])
  expect(await combine('add')).toEqual([0.25, 1, 1, 1])
  expect(await combine('subtract')).toEqual([0.25, 0.25, 0, 1])
  expect(await combine('and')).toEqual([0.25, 0, 1, 1])
  expect(await combine('or')).toEqual([0.25, 1, 1, 1])
  expect(await combine('xor')).toEqual([0.25, 1, 0, 1])
  expect(await combine('subtract', 3)).toEqual([0.25, 0.75, 0.75, 1])
  expect(await combine('multiply', 16384)).toEqual([0.25, 0.75, 0.75, 1])
})

test('one source is combined with every mask of a batch; an empty source is refused in a sentence', async () => {
  const batch = zeros([2, 1, 1])
  const inputs = { destination: batch, x: 0, y: 0, operation: 'add' as const }
  expect([...(await maskComposite.run({ ...inputs, source: maskOf([1]) }, context)).MASK.data]).toEqual([1, 1])
  expect(() => maskComposite.run({ ...inputs, source: zeros([0, 1, 1]) }, context)).toThrow('the batch is empty')
})

test('feathering rises over the margin; as in ComfyUI the right’s and bottom’s first step is on the opposite edge', async () => {
  const feather = async (margins: { left?: number; top?: number; right?: number; bottom?: number }) =>
    rowsOf(
      (await featherMask.run({ mask: white(2, 4), left: 0, top: 0, right: 0, bottom: 0, ...margins }, context)).MASK,
    )
  expect(await feather({})).toEqual([
    [1, 1, 1, 1],
    [1, 1, 1, 1],
  ])
  expect(await feather({ left: 2 })).toEqual([
    [0.5, 1, 1, 1],
    [0.5, 1, 1, 1],
  ])
  expect(await feather({ right: 4 })).toEqual([
    [0.25, 1, 0.75, 0.5],
    [0.25, 1, 0.75, 0.5],
  ])
  expect(await feather({ top: 16384 })).toEqual([
    [0.5, 0.5, 0.5, 0.5],
    [1, 1, 1, 1],
  ])
  expect(await feather({ left: 2, bottom: 2 })).toEqual([
    [0.25, 0.5, 0.5, 0.5],
    [0.5, 1, 1, 1],
  ])
})

test.each([3, -2, 40])('grown by %i as scipy grows, with corners and without', async expand => {
  for (const tapered_corners of [true, false]) {
    const { MASK } = await growMask.run({ mask: reference('mask'), expand, tapered_corners }, context)
    expectReference(MASK, `grow.${tapered_corners ? 'cross' : 'square'}.${expand}`, 0)
  }
})

test('a point grows into a diamond; by nothing it stays, and by far more than the mask it fills it at once', async () => {
  const point = maskOf([0, 0, 0], [0, 1, 0], [0, 0, 0])
  const by = async (expand: number) =>
    rowsOf((await growMask.run({ mask: point, expand, tapered_corners: true }, context)).MASK)
  expect(await by(0)).toEqual(rowsOf(point))
  expect(await by(1)).toEqual([
    [0, 1, 0],
    [1, 1, 1],
    [0, 1, 0],
  ])
  expect(await by(16384)).toEqual(rowsOf(white(3, 3)))
})

test('a mask that does not fit into memory is refused', () => {
  const huge = () => solidMask.run({ value: 1, width: 2 ** 20, height: 2 ** 20 }, context)
  expect(huge).toThrow(/^1048576×1048576 would take 4398\.0 GB/)
})

test('an empty batch of masks stays empty', async () => {
  const none = tensor([0, 2, 2], new Float32Array(0))
  expect((await growMask.run({ mask: none, expand: 3, tapered_corners: true }, context)).MASK.dims).toEqual([0, 2, 2])
})
