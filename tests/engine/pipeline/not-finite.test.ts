import { expect, test } from 'vitest'
import { refuseNotFinite } from '../../../engine/pipeline/not-finite.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'

const file = (name: string) => ({ name, path: `/${name}`, fingerprint: '' })
const vector = (...values: readonly number[]) => tensor([values.length], Float32Array.from(values))
const what = 'the UNet'

test('a network that gives NaN for finite input is reported, with the files that change it', () => {
  const asked = vector(1, 2)
  const answer = vector(Number.NaN, 1)
  expect(() => refuseNotFinite(vector(1, 2), { what, files: [file('a')] })).not.toThrow()
  expect(() => refuseNotFinite(answer, { what, files: [file('a')], asked })).toThrow(
    'the UNet of a gave NaN or infinity; the file is damaged: download it again, or choose another file',
  )
  expect(() => refuseNotFinite(answer, { what, files: ['a', 'b', 'c', 'b'].map(file), asked })).toThrow(
    'the UNet of a with b with c gave NaN or infinity; one of these files is damaged, or its strength is too large: run without b and c',
  )
})

test('a node that changes the network is named first, since the file may be whole', () => {
  const answer = vector(Number.NaN)
  expect(() => refuseNotFinite(answer, { what, files: [file('a')], patches: ['FreeU'] })).toThrow(
    'the UNet of a gave NaN or infinity; FreeU may be the cause: run without it. If the error stays, the file is damaged: download it again',
  )
  expect(() => refuseNotFinite(answer, { what, files: ['a', 'b'].map(file), patches: ['FreeU'] })).toThrow(
    'FreeU may be the cause: run without it. If the error stays, run without b',
  )
})

test('a network whose input diverged in the sampler is not reported', () => {
  for (const lost of [1e30, Number.NaN, Number.NEGATIVE_INFINITY])
    expect(() => refuseNotFinite(vector(Number.NaN), { what, files: [file('a')], asked: vector(lost) })).not.toThrow()
})
