import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readImage } from '../../engine/image/files/read-image.ts'
import { readPngText } from '../../graph/import/png-text.ts'
import type { JsonObject } from '../../graph/json.ts'
import { int, socket, specOf } from '../../graph/node.ts'
import type { Prompt } from '../../graph/prompt.ts'
import { defineNode } from '../../nodes/define.ts'
import compareGrid from '../../nodes/image/compare-grid.ts'
import previewImage from '../../nodes/image/preview-image.ts'
import { image } from '../../nodes/sockets.ts'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { inProcess } from '../../runtime/engine-process/in-process.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import type { Expander } from '../../runtime/expander.ts'
import { modelsRoot } from '../../runtime/library/folders.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { createPromptRunner } from '../../runtime/prompt-runner.ts'
import { node, of, record } from './events.ts'
import * as toys from './toy-workload.ts'

/** A grey square; 13 it will not draw. */
const draw = defineNode({
  type: 'Draw',
  title: 'Draw',
  about: 'A grey square.',
  inputs: { number: socket<number>('NUMBER'), size: int({ default: 8, min: 1, max: 64 }) },
  outputs: { IMAGE: image },
  run({ number, size }) {
    if (number === 13) throw new Error('13 brings bad luck')
    return { IMAGE: { dims: [1, size, size, 3], data: new Float32Array(size * size * 3).fill(number / 100) } }
  },
})
const workload = {
  openSessions: toys.openSessions,
  async loadNodes() {
    const own = [draw, compareGrid, previewImage].map(
      each => [each.type, { definition: each, spec: specOf(each, 'toys') }] as const,
    )
    return new Map([...(await toys.loadNodes()), ...own])
  },
}

let home: string
let host: ProcessHost
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'prompt-runner-'))
})
afterEach(async () => {
  await host.close()
  await rm(home, { recursive: true })
})

function open(expanders?: readonly Expander[]) {
  host = new ProcessHost({
    start: () => inProcess(workload),
    settings: { folders: modelsRoot(home) },
    grace: 200,
  })
  const runner = createPromptRunner(host, openLibrary(modelsRoot(home)), expanders)
  return async (
    prompt: Prompt,
    pass?: (event: RunEvent) => void,
    signal = new AbortController().signal,
    live = false,
  ) => {
    const { events, on } = record(pass)
    const status = await runner.run({
      prompt,
      live,
      folders: { output: join(home, 'out'), temp: join(home, 'temp') },
      signal,
      on,
    })
    return { status, events, ...summary(events) }
  }
}

const summary = (events: readonly RunEvent[]) => ({
  evaluated: of(events, 'node-start').map(({ node }) => node),
  cells: of(events, 'cell').map(({ cell }) => cell),
  sheets: of(events, 'image').map(({ image }) => image.path),
  errors: of(events, 'error').map(({ error }) => `${error.node}: ${error.message}`),
})

/** 1 + 2 is drawn, after a while. */
const compare = (columns: string, rows = '', more: JsonObject = {}): Prompt => ({
  1: node('Number', { value: 1 }, 'One'),
  2: node('Number', { value: 2 }, 'Two'),
  3: node('Add', { a: ['1', 0], b: ['2', 0] }),
  4: node('Slow', { number: ['3', 0], steps: 2, ms: 1 }),
  5: node('Draw', { number: ['4', 0], size: 8 }),
  9: node('CompareGrid', {
    images: ['5', 0],
    columns,
    rows,
    blocks: '',
    cell_size: 256,
    filename_prefix: 'sheet',
    save_cells: false,
    ...more,
  }),
})

test('a grid runs cell by cell, and ends as one picture that carries the workflow', async () => {
  const run = open()
  const prompt = compare('1.value = 1, 5', '2.value = 2, 3')
  const { status, cells, sheets, evaluated, events } = await run(prompt)
  expect(status).toBe('done')
  expect(cells.map(({ at }) => at.join())).toEqual(['0,0', '1,0', '0,1', '1,1'])
  expect(evaluated.filter(id => id === '1' || id === '2')).toHaveLength(4)
  expect(evaluated.filter(id => id === '5')).toHaveLength(4)
  expect(sheets).toEqual([join(home, 'out', 'sheet_00001_.png')])
  const carried = readPngText(await readFile(sheets[0]!))
  expect(JSON.parse(carried.get('prompt')!)).toEqual(prompt)
  // Every step of the run is one of the document's nodes.
  const nodes = events.flatMap(event => ('node' in event ? [event.node] : []))
  expect([...new Set(nodes)].sort()).toEqual(['1', '2', '3', '4', '5', '9'])
  expect(
    of(events, 'progress')
      .filter(event => event.node === '9')
      .map(({ step, of }) => `${step}/${of}`),
  ).toEqual(['1/4', '2/4', '3/4', '4/4'])
  expect(events.at(-1)).toMatchObject({ kind: 'run-end', status: 'done' })
})

test('a cell is the picture of its values, with the seconds it took', async () => {
  const run = open()
  const { cells } = await run(compare('1.value = 8, 48'))
  const { image } = await readImage(cells[1]!.picture!.path)
  expect(image.dims).toEqual([1, 8, 8, 3])
  expect(image.data[0]).toBeCloseTo(Math.floor(255 * 0.5) / 255)
  expect(cells[1]).toMatchObject({ overrides: [{ id: '1', input: 'value', value: 48 }], reused: false, error: null })
  expect(cells[1]!.seconds).toEqual(expect.any(Number))
})

test('a cell carries the prompt that draws it alone', async () => {
  const run = open()
  const { cells } = await run(compare('1.value = 8, 48'))
  const carried = JSON.parse(readPngText(await readFile(cells[1]!.picture!.path)).get('prompt')!)
  expect(carried[1].inputs.value).toBe(48)
  expect(carried[9]).toEqual({ class_type: 'PreviewImage', inputs: { images: ['5', 0] } })
})

test('the same values twice are drawn once', async () => {
  const run = open()
  const { cells, evaluated } = await run(compare('1.value = 1, 1'))
  expect(evaluated.filter(id => id === '5')).toHaveLength(1)
  expect(cells.map(({ reused }) => reused)).toEqual([false, true])
  expect(cells[1]!.seconds).toBe(cells[0]!.seconds)
})

test('run again, nothing is computed and no second sheet is saved; one more value draws one more cell', async () => {
  const run = open()
  const first = await run(compare('1.value = 1, 5'))
  const again = await run(compare('1.value = 1, 5'))
  expect(again.evaluated).toEqual(['9'])
  expect(again.cells.map(({ reused, seconds }) => [reused, seconds])).toEqual(
    first.cells.map(({ seconds }) => [true, seconds]),
  )
  expect(again.sheets).toEqual(first.sheets)
  const more = await run(compare('1.value = 1, 5, 7'))
  expect(more.evaluated.filter(id => id === '5')).toHaveLength(1)
  expect(more.cells.map(({ reused }) => reused)).toEqual([true, true, false])
})

test('pictures are dropped as soon as their cell is drawn; small results are kept', async () => {
  const run = open()
  const held = new Set<number>()
  await run(compare('1.value = 21 … 26'), event => event.kind === 'cell' && held.add(host.keys().length))
  const pictures = 6
  // Of each cell: number, sum, slow number, cell. Of all: the second number.
  expect(host.keys()).toHaveLength(6 * 4 + 1)
  expect(Math.max(...held)).toBeLessThan(6 * 4 + 1 + pictures)
})

test('a cell that fails shows why in its place, and the others go on', async () => {
  const run = open()
  const { status, cells, sheets, errors } = await run(compare('1.value = 1, 11, 5'))
  expect(status).toBe('failed')
  expect(cells.map(({ error }) => error)).toEqual([null, 'Draw (node 5) failed: 13 brings bad luck', null])
  expect(errors).toEqual(['5: Draw (node 5) failed: 13 brings bad luck'])
  expect(sheets).toHaveLength(1)
})

test('an error that all cells share is reported once, for the node in the document', async () => {
  const run = open()
  const { errors, cells, sheets } = await run({
    ...compare('1.value = 1, 5'),
    5: node('Draw', { number: ['4', 0], size: 0 }),
  })
  expect(errors).toEqual(['5: Draw (node 5), input size: expected 1 to 64, got 0.'])
  expect(cells.map(({ error }) => error)).toEqual(Array(2).fill('Draw (node 5), input size: expected 1 to 64, got 0.'))
  expect(sheets).toEqual([])
})

test('an axis that is wrong stops the grid before anything runs', async () => {
  const run = open()
  const { errors, evaluated, status } = await run(compare('1.value = 1, 1000'))
  expect(status).toBe('failed')
  expect(errors).toEqual([
    '9: Compare Grid (node 9), input columns: value of node 1 (One): expected 0 to 100, got 1000.',
  ])
  expect(evaluated).toEqual([])
})

test('a cancelled grid keeps the cells that were done, on a sheet with empty places for the others', async () => {
  const run = open()
  const abort = new AbortController()
  const stop = (event: RunEvent) => event.kind === 'cell' && abort.abort()
  const { status, cells, sheets } = await run(compare('1.value = 1, 5, 7'), stop, abort.signal)
  expect(status).toBe('cancelled')
  expect(cells).toHaveLength(1)
  expect(sheets).toHaveLength(1)
  const { image } = await readImage(sheets[0]!)
  expect(image.dims[2]).toBeGreaterThan(3 * 64)
  const again = await run(compare('1.value = 1, 5, 7'))
  expect(again.cells.map(({ reused }) => reused)).toEqual([true, false, false])
})

test('cells are saved by themselves when asked', async () => {
  const run = open()
  await run(compare('1.value = 1, 5', '', { save_cells: true }))
  expect((await readdir(join(home, 'out'))).sort()).toEqual([
    'sheet_00001_.png',
    'sheet_cell_00001_.png',
    'sheet_cell_00002_.png',
  ])
})

test('in live mode a grid is one picture of the values as they are', async () => {
  const run = open()
  const { status, evaluated, cells, sheets } = await run(compare('1.value = 1, 5'), undefined, undefined, true)
  expect({ status, cells }).toEqual({ status: 'done', cells: [] })
  expect(evaluated.filter(id => id === '5')).toHaveLength(1)
  expect(sheets).toHaveLength(1)
  const carried = JSON.parse(readPngText(await readFile(sheets[0]!)).get('prompt')!)
  expect(carried[9]).toEqual({ class_type: 'PreviewImage', inputs: { images: ['5', 0] } })
})

/** Gives every node of a prompt another id and its old one back in the events; writes down what it is asked. */
const renaming = (suffix: string, asked: string[], isComplete = true): Expander => ({
  expand({ prompt }) {
    const renamed = (id: string) => `${id}${suffix}`
    const inputs = (given: JsonObject): JsonObject =>
      Object.fromEntries(
        Object.entries(given).map(([name, value]) => [
          name,
          Array.isArray(value) ? [renamed(String(value[0])), ...value.slice(1)] : value,
        ]),
      )
    return {
      prompt: Object.fromEntries(
        Object.entries(prompt).map(([id, each]) => [renamed(id), { ...each, inputs: inputs(each.inputs) }]),
      ),
      metadata: node => (suffix === 'a' ? { prompt: node } : undefined),
      follow: on => ({
        receive: event => on('node' in event ? { ...event, node: event.node.slice(0, -1) } : event),
        async finish() {
          asked.push(suffix)
          return isComplete
        },
      }),
    }
  },
})
const numbers: Prompt = {
  1: node('Number', { value: 1 }),
  2: node('Write', { number: ['1', 0], name: 'one' }),
}

test('each expander expands the prompt of the one before; events pass them in reverse, and the last one finishes first', async () => {
  const asked: string[] = []
  const run = open([renaming('a', asked), renaming('b', asked)])
  await mkdir(join(home, 'out'))
  const { status, evaluated } = await run(numbers)
  expect({ status, evaluated, asked }).toEqual({ status: 'done', evaluated: ['1', '2'], asked: ['b', 'a'] })
  expect(await readFile(join(home, 'out', 'one.txt'), 'utf8')).toBe('1 2ab')
})

test('a run fails when an expander could not make all of its files; the other expanders still finish', async () => {
  const asked: string[] = []
  const run = open([renaming('a', asked), renaming('b', asked, false)])
  await mkdir(join(home, 'out'))
  const { status, events } = await run(numbers)
  expect({ status, asked }).toEqual({ status: 'failed', asked: ['b', 'a'] })
  expect(events.filter(({ kind }) => kind === 'run-end')).toMatchObject([{ status: 'failed' }])
})
