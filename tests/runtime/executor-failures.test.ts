import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { forkEngine } from '../../runtime/engine-process/fork.ts'
import { inProcess } from '../../runtime/engine-process/in-process.ts'
import { node } from './events.ts'
import { toyExecutor, twoOutputs } from './toy-executor.ts'
import * as toys from './toy-workload.ts'

const toy = toyExecutor()

test('an output that fails does not keep another from being made', async () => {
  const run = toy.open()
  const { status, images, evaluated, errors } = await run({
    1: node('Number', { value: 1 }),
    2: node('Fail', { number: ['1', 0] }, 'Taster'),
    3: node('Write', { number: ['2', 0], name: 'n' }),
    4: node('Write', { number: ['1', 0], name: 'good' }),
  })
  expect(status).toBe('failed')
  expect(images).toEqual(['4 good.txt'])
  expect(evaluated).not.toContain('3')
  expect(errors).toEqual([
    {
      node: '2',
      type: 'Fail',
      title: 'Taster',
      input: null,
      code: 'toy',
      file: 'toy.safetensors',
      message: 'Taster (node 2) failed: 1 is not to my taste',
      stack: expect.stringContaining('caused by: RangeError'),
    },
  ])
})

test('a node that fails stops what reads it, directly or not, and nothing that comes later', async () => {
  const run = toy.open()
  const { evaluated, images, errors } = await run({
    1: node('Number', { value: 1 }),
    2: node('Fail', { number: ['1', 0] }),
    3: node('Add', { a: ['2', 0], b: ['2', 0] }),
    4: node('Write', { number: ['3', 0], name: 'bad' }),
    5: node('Add', { a: ['1', 0], b: ['1', 0] }),
    6: node('Add', { a: ['5', 0], b: ['5', 0] }),
    7: node('Add', { a: ['6', 0], b: ['6', 0] }),
    8: node('Write', { number: ['7', 0], name: 'good' }),
  })
  expect(evaluated).toEqual(['1', '2', '5', '6', '7', '8'])
  expect([images, errors.length]).toEqual([['8 good.txt'], 1])
})

test('a run with one failed output has failed', async () => {
  const run = toy.open()
  const name = 'no such folder/n'
  const { status, errors } = await run({
    1: node('Number', { value: 1 }),
    2: node('Write', { number: ['1', 0], name }),
  })
  expect(status).toBe('failed')
  expect(errors).toMatchObject([{ node: '2', code: 'ENOENT' }])
})

test('an output that cannot be planned does not keep another from being made', async () => {
  const run = toy.open()
  const { status, images, errors } = await run({
    1: node('Number', { value: 1 }),
    2: node('Number', { value: 1000 }),
    3: node('Write', { number: ['1', 0], name: 'good' }),
    4: node('Write', { number: ['2', 0], name: 'bad' }),
  })
  expect(status).toBe('failed')
  expect(images).toEqual(['3 good.txt'])
  expect(errors).toMatchObject([{ node: '2', input: 'value', code: 'too-big' }])
})

test('a missing file stops only its branch, before anything has run, and names what is there', async () => {
  await mkdir(join(toy.home, 'checkpoints'))
  await writeFile(join(toy.home, 'checkpoints/dreamshaper_8.safetensors'), '')
  const run = toy.open()
  const { status, images, errors, events } = await run({
    1: node('FileName', { ckpt_name: 'dreamshaper.safetensors' }, 'Load'),
    2: node('Write', { number: ['1', 0], name: 'bad' }),
    3: node('FileName', { ckpt_name: 'dreamshaper_8.safetensors' }),
    4: node('Write', { number: ['3', 0], name: 'good' }),
  })
  expect(status).toBe('failed')
  expect(images).toEqual(['4 good.txt'])
  expect(errors).toMatchObject([
    { node: '1', input: 'ckpt_name', code: 'missing-file', file: 'dreamshaper.safetensors' },
  ])
  expect(errors[0]?.message).toBe(
    `Load (node 1), input ckpt_name: checkpoint 'dreamshaper.safetensors' is not in any models folder ` +
      `(searched ${join(toy.home, 'checkpoints')}); did you mean 'dreamshaper_8.safetensors'?`,
  )
  const kinds = events.map(({ kind }) => kind)
  expect(kinds.indexOf('error')).toBeLessThan(kinds.indexOf('node-start'))
})

test('a run whose engine cannot start fails and says why', async () => {
  const loadNodes = () => Promise.reject(new Error('the nodes cannot be read'))
  const run = toy.open(() => inProcess({ ...toys, loadNodes }))
  const { status, errors } = await run(twoOutputs())
  expect(status).toBe('failed')
  expect(errors).toMatchObject([{ node: null, message: 'the nodes cannot be read' }])
})

test('when the engine dies the run fails and says why; the next run starts over and succeeds', async () => {
  const run = toy.open(() => forkEngine(new URL('./toy-workload.ts', import.meta.url).href))
  const crash = {
    1: node('Number', { value: 1 }),
    4: node('Crash', { number: ['1', 0] }),
    5: node('Write', { number: ['4', 0], name: 'never' }),
  }
  const { status, errors } = await run(crash)
  expect(status).toBe('failed')
  expect(errors).toMatchObject([{ node: '4', code: 'engine-stopped' }])
  expect(errors[0]?.message).toMatch(/^Crash \(node 4\) failed: the engine stopped \(SIGKILL\): usually out of memory/)
  const again = await run(twoOutputs())
  expect(again.status).toBe('done')
  expect(again.evaluated).toHaveLength(5)
  const longer = {
    6: node('Number', { value: 6 }),
    7: node('Add', { a: ['6', 0], b: ['6', 0] }),
    8: node('Add', { a: ['7', 0], b: ['7', 0] }),
    9: node('Write', { number: ['8', 0], name: 'later' }),
  }
  const both = await run({ ...crash, ...longer })
  expect(both.evaluated).toEqual(['4'])
})
