import { expect, test } from 'vitest'
import { exportArguments, inspectArguments, nodesArguments, runArguments } from '../../../server/cli/arguments.ts'
import { UsageError } from '../../../server/cli/usage.ts'

test('a file alone runs with the defaults', () => {
  expect(runArguments(['cat.json'])).toEqual({
    ...{ file: 'cat.json', batch: 1, sweep: [], watch: false },
    set: [],
    models: [],
    extraModelPaths: [],
    out: 'output',
    device: 'auto',
    transformers: 5,
    precision: 'auto',
    json: false,
  })
})

test('every option is understood, and those that repeat keep their order', () => {
  const parsed = runArguments(
    ['--set', '3.steps=4', 'cat.json', '--set', 'KSampler.cfg=1', '--models', 'a', '--models=b']
      .concat(['--seed', '18446744073709551615', '--out', 'o', '--input', 'i', '--device', 'cpu'])
      .concat(['--precision', 'fast'])
      .concat(['--threads', '2', '--transformers', '4', '--json', '--extra-model-paths', 'x.yaml']),
  )
  expect(parsed).toEqual({
    ...{ file: 'cat.json', batch: 1, sweep: [], watch: false },
    set: [
      { node: '3', input: 'steps', value: '4' },
      { node: 'KSampler', input: 'cfg', value: '1' },
    ],
    seed: 2n ** 64n - 1n,
    models: ['a', 'b'],
    extraModelPaths: ['x.yaml'],
    input: 'i',
    out: 'o',
    device: 'cpu',
    precision: 'fast',
    threads: 2,
    transformers: 4,
    json: true,
  })
})

test.each([
  ['Positive prompt.text=a cat, 1=1', { node: 'Positive prompt', input: 'text', value: 'a cat, 1=1' }],
  ['SD v1.5.ckpt_name=a.safetensors', { node: 'SD v1.5', input: 'ckpt_name', value: 'a.safetensors' }],
  ['6.text=', { node: '6', input: 'text', value: '' }],
  ['6.text=two\nlines', { node: '6', input: 'text', value: 'two\nlines' }],
])('--set %j', (written, expected) => {
  expect(runArguments(['cat.json', '--set', written]).set).toEqual([expected])
})

test.each([
  [[], /run needs a file/],
  [['a.json', 'b.json'], /takes one file, got 2: a.json b.json/],
  [['a.json', '--set', 'steps'], /NODE\.INPUT=VALUE.*got 'steps'/],
  [['a.json', '--seed', '-1'], /^--seed needs a value; write a value that starts with a dash as --seed=VALUE$/],
  [['a.json', '--seed', '1.5'], /--seed.*got '1.5'/],
  [['a.json', '--seed', '18446744073709551616'], /--seed/],
  [['a.json', '--threads', '0'], /--threads/],
  [['a.json', '--transformers', '3'], /--transformers is 4 or 5/],
  [['a.json', '--device', 'tpu'], /no device 'tpu'; there are auto, webgpu/],
  [['a.json', '--sed', '1'], /Unknown option '--sed'/],
])('%j is refused with a sentence', (args, message) => {
  expect(() => runArguments(args)).toThrow(UsageError)
  expect(() => runArguments(args)).toThrow(message)
})

test('inspect takes a file', () => {
  expect(inspectArguments(['x.safetensors', '--json'])).toMatchObject({ file: 'x.safetensors', json: true })
})

test('export names everything that is missing at once', () => {
  expect(() => exportArguments(['a.json'])).toThrow('export needs --format api, ui or png and --out FILE')
  expect(() => exportArguments(['a.json', '--out', 'b', '--format', 'xml'])).toThrow(
    "export needs --format api, ui or png, got --format 'xml'",
  )
})

test('nodes takes a text to look for', () => {
  expect(nodesArguments(['load', 'lora'])).toMatchObject({ text: 'load lora', json: false })
  expect(nodesArguments([])).toMatchObject({ text: '' })
})
