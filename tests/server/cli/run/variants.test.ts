import { expect, test } from 'vitest'
import { runArguments } from '../../../../server/cli/arguments.ts'
import { variantsOf } from '../../../../server/cli/run/variants.ts'

const variants = (...args: string[]) =>
  variantsOf(runArguments(['file.json', ...args])).map(({ set, seedOffset }) =>
    [...set.map(({ node, input, value }) => `${node}.${input}=${value}`), `+${seedOffset}`].join(' '),
  )

test('without options there is one run as the file is', () => {
  expect(variants()).toEqual(['+0'])
})

test('a sweep runs each value, two sweeps each combination, a batch each of them with rising seeds', () => {
  expect(variants('--sweep', 'KSampler.seed=1..3')).toEqual([
    'KSampler.seed=1 +0',
    'KSampler.seed=2 +0',
    'KSampler.seed=3 +0',
  ])
  expect(variants('--sweep', '3.steps=2..1', '--sweep', '3.sampler_name=euler, ddim', '--batch', '2')).toEqual([
    ...['3.steps=2 3.sampler_name=euler +0', '3.steps=2 3.sampler_name=euler +1'],
    ...['3.steps=2 3.sampler_name=ddim +0', '3.steps=2 3.sampler_name=ddim +1'],
    ...['3.steps=1 3.sampler_name=euler +0', '3.steps=1 3.sampler_name=euler +1'],
    ...['3.steps=1 3.sampler_name=ddim +0', '3.steps=1 3.sampler_name=ddim +1'],
  ])
})

test('what cannot be meant is refused', () => {
  expect(() => variants('--sweep', '3.seed=1..99999')).toThrow('at most 10000 values')
  expect(() => variants('--sweep', '3.a=1..200', '--sweep', '3.b=1..200')).toThrow('more than 10000 runs')
  expect(() => variants('--batch', '0')).toThrow('--batch expects a whole number of at least 1 and at most 10000')
  expect(() => variants('--sweep', 'seed')).toThrow('--sweep expects NODE.INPUT=VALUE')
  expect(() => runArguments(['-', '--watch'])).toThrow('standard input does not change')
})
